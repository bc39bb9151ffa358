"""`cockpit report|summary`: the on-call report of a shift, and the weekly live-site summary."""

import argparse
import asyncio
from datetime import tzinfo

from cockpit.cli.outcome import DONE, Failed, Misused
from cockpit.cli.papers import delivered, with_edits
from cockpit.cli.report_arguments import REPORT
from cockpit.cli.sitting import sitting
from cockpit.desk.desk import Desk
from cockpit.documents.report import ground, of_plan, of_shift, report, summary
from cockpit.domain.intervals import Interval, NoInterval, asked, week_of
from cockpit.domain.own_shift import own
from cockpit.domain.shift_book import Shift
from cockpit.settings.load import Settings


def act(options: argparse.Namespace, settings: Settings) -> int:
    """Do it; returns the exit code. Raises `Failed`, `Misused`, `JournalError`, `PortError`."""
    return asyncio.run(_act(options, settings))


async def _act(options: argparse.Namespace, settings: Settings) -> int:
    async with sitting(settings) as desk:
        zone = desk.procedure.shift.zone or desk.zone
        shift, interval = _span(desk, options, zone)
        known = ground(desk.state, desk.procedure, interval, zone=zone, now=desk.now(), shift=shift)
        paper = report(known) if options.command == REPORT else summary(known)
        paper = await with_edits(desk, paper)
        await delivered(desk, paper, desk.procedure.paper(paper.kind), options)
    return DONE


def _span(desk: Desk, options: argparse.Namespace, zone: tzinfo) -> tuple[Shift | None, Interval]:
    """Of which shift, and of which span of time."""
    now = desk.now()
    _check(options)
    try:
        if options.week is not None:
            return None, week_of(options.week, now, zone)
        if options.since or options.until:
            return None, asked(options.since, options.until, now, zone)
        if options.command != REPORT:
            return None, week_of("", now, zone)
    except NoInterval as error:
        raise Misused(str(error)) from None
    shift = _shift(desk, options.shift)
    return shift, of_shift(shift, now) if shift else of_plan(desk.procedure, now, zone)


def _check(options: argparse.Namespace) -> None:
    """Raises `Misused` for two spans at once."""
    spans = options.week is not None, bool(options.since or options.until)
    if all(spans):
        raise Misused("--week is a span of its own: leave out --until")
    if options.shift == "last" and any(spans):
        raise Misused("--shift last is a span of its own: leave out --week, --since and --until")


def _shift(desk: Desk, wanted: str) -> Shift | None:
    """One's own; by `last`, the last that is over."""
    if wanted != "last":
        return own(desk.situation(), desk.now()).shift
    over = desk.state.shifts.over(desk.me)
    if over is None:
        raise Failed("no shift of yours that is over is on record: --since says a span")
    return over
