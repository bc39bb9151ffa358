"""`cockpit close`: the closing checklist from a shell; exit code 1 while something is missing."""

import argparse
import asyncio
import json

from cockpit.cli.outcome import DONE, FAILED, Failed, Misused
from cockpit.cli.sitting import do, find, look, sitting
from cockpit.cli.speech import aside, put, say
from cockpit.desk.desk import Desk
from cockpit.documents import closing as document
from cockpit.domain.actions_items import CloseIncident, ConfirmClosing, ScheduleReview
from cockpit.domain.closing import PointView, checklist, missing, to_close
from cockpit.domain.state import Case
from cockpit.ports.plain import plain
from cockpit.settings.load import Settings

_LIMIT = 1_000_000


def act(options: argparse.Namespace, settings: Settings) -> int:
    """Do it; returns the exit code. Raises `Failed`, `Misused`, `JournalError`."""
    return asyncio.run(_act(options, settings))


async def _act(options: argparse.Namespace, settings: Settings) -> int:
    async with sitting(settings) as desk:
        if settings.config.pagerduty is not None:
            await look(desk)
        if options.all:
            return _list(desk, options)
        case = _case(desk, options.number or options.incident)
        await _noted(desk, case, options)
        case = desk.state.cases[case.incident.id]
        if not options.check and not case.is_closed:
            return await _close(desk, case, options)
        _show(desk, case, options)
        return FAILED if missing(_views(desk, case)) and not case.is_closed else DONE


async def _close(desk: Desk, case: Case, options: argparse.Namespace) -> int:
    views = _views(desk, case)
    if missing(views) and not options.anyway and not case.incident.is_open:
        _show(desk, case, options)
        aside("it is not closed: see to what is missing, or say why with --anyway")
        return FAILED
    await do(desk, CloseIncident(incident_id=case.incident.id, anyway=options.anyway))
    say(f"closed #{case.incident.number} {case.incident.title}")
    return DONE


async def _noted(desk: Desk, case: Case, options: argparse.Namespace) -> None:
    """The review's day, and the points that somebody says are met."""
    if options.review:
        try:
            day = desk.due_day(options.review)
        except ValueError as error:
            raise Misused(f"--review: {error}") from None
        review = ScheduleReview(incident_id=case.incident.id, day=day, where=options.where)
        await do(desk, review)
    for written in options.met:
        step, _, what = written.partition("=")
        await do(desk, ConfirmClosing(incident_id=case.incident.id, step=step.strip(), what=what))


def _list(desk: Desk, options: argparse.Namespace) -> int:
    cases = to_close(desk.state, desk.procedure, desk.now())
    if options.json:
        told = [document.jsonable(case, _views(desk, case)) for case in cases]
        put(json.dumps(told, ensure_ascii=True, indent=2) + "\n")
        return FAILED if cases else DONE
    texts = [document.text(case, _views(desk, case)) for case in cases]
    put(plain("\n".join(texts) or "nothing is left to close\n", _LIMIT, lines=True))
    return FAILED if cases else DONE


def _show(desk: Desk, case: Case, options: argparse.Namespace) -> None:
    views = _views(desk, case)
    if options.json:
        put(json.dumps(document.jsonable(case, views), ensure_ascii=True, indent=2) + "\n")
    else:
        put(plain(document.text(case, views), _LIMIT, lines=True))


def _views(desk: Desk, case: Case) -> tuple[PointView, ...]:
    return checklist(desk.state, case, desk.procedure, desk.now(), desk.zone)


def _case(desk: Desk, wanted: str) -> Case:
    """The incident that is meant: by its number; else the one that was resolved last and is still
    to close."""
    if wanted:
        found = find(desk, wanted)
        if found is not None:
            return found
    waiting = to_close(desk.state, desk.procedure, desk.now())
    if not waiting:
        raise Failed("nothing is left to close; `cockpit close N` looks at one incident")
    return waiting[0]
