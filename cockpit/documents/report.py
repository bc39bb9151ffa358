"""The on-call report of a shift and the weekly summary, from the store (I11, P1); pure."""

from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from functools import partial

from cockpit.documents.laying_out import laid_out, shift_name
from cockpit.documents.markdown import inert
from cockpit.documents.paper import REPORT, SUMMARY, Paper
from cockpit.documents.report_figures import figures
from cockpit.documents.report_ground import Ground
from cockpit.documents.report_sections import SECTIONS
from cockpit.domain import shifts
from cockpit.domain.intervals import Interval, week_of
from cockpit.domain.own_shift import own
from cockpit.domain.page_load import load
from cockpit.domain.papers import SectionPlan
from cockpit.domain.procedure import Procedure
from cockpit.domain.shift_book import Shift
from cockpit.domain.situation import Situation
from cockpit.domain.state import State

_OWN = {
    REPORT: (
        "in-short", "pages", "budget", "incidents", "ongoing", "noisy", "recurring",
        "improvements", "notes", "lessons", "items",
    ),
    SUMMARY: (
        "in-short", "trend", "pages", "budget", "incidents", "ongoing", "recurring",
        "improvements", "items",
    ),
}  # fmt: skip
"""The sections where the profile names none."""
_TITLES = {REPORT: "On-call report", SUMMARY: "Live-site summary"}


def ground(
    state: State,
    procedure: Procedure,
    interval: Interval,
    *,
    zone: tzinfo,
    now: datetime,
    shift: Shift | None = None,
) -> Ground:
    """What both are made of; days and hours are those of `zone`."""
    return Ground(
        state=state,
        procedure=procedure,
        zone=zone,
        now=now,
        load=load(state, procedure, zone, interval, now),
        earlier=partial(load, state, procedure, zone, _as_much_before(interval, zone, now), now),
        interval=interval,
        shift=shift,
    )


def _as_much_before(interval: Interval, zone: tzinfo, now: datetime) -> Interval:
    """The span before, cut where this one has got to, so that the two can be compared."""
    before, left = interval.before(zone), interval.end - now
    return replace(before, end=max(before.end - max(left, timedelta(0)), before.start))


def of_shift(shift: Shift, now: datetime) -> Interval:
    """The span of a shift: from when it should have begun, to its end by the plan or by a word."""
    end = shift.ended_at or max(shift.until or now, now)
    return Interval(start=shift.start, end=max(end, shift.start))


def present(situation: Situation, now: datetime) -> tuple[Paper, Paper]:
    """The report of one's own shift, else of the running one, and the summary of the last week."""
    state, procedure = situation.state, situation.procedure
    zone = procedure.shift.zone or situation.zone
    shift = own(situation, now).shift
    it = of_shift(shift, now) if shift is not None else of_plan(procedure, now, zone)
    of_report = ground(state, procedure, it, zone=zone, now=now, shift=shift)
    of_summary = ground(state, procedure, week_of("", now, zone), zone=zone, now=now)
    return report(of_report), summary(of_summary)


def of_plan(procedure: Procedure, now: datetime, zone: tzinfo) -> Interval:
    """The span of the shift that runs by the profile's rules."""
    it = shifts.period(procedure.shift, now, zone)
    return Interval(start=it.start, end=it.end)


def report(it: Ground) -> Paper:
    """What happened in a shift, what goes on, what was made better (I11)."""
    return _paper(it, REPORT)


def summary(it: Ground) -> Paper:
    """The weekly live-site summary (P1)."""
    return _paper(it, SUMMARY)


def _paper(it: Ground, kind: str) -> Paper:
    plan = it.procedure.paper(kind)
    wanted = plan.sections or tuple(SectionPlan(id=name) for name in _OWN[kind])
    whose = f" of {inert(it.shift.person.name)}" if it.shift else ""
    running = "" if it.is_over else " It is not over yet."
    bounds = it.interval.start, it.interval.end
    start, end = (f"{at.astimezone(it.zone):%a %Y-%m-%d %H:%M}" for at in bounds)
    return Paper(
        id=f"{kind}-{_slug(it)}",
        kind=kind,
        title=f"{inert(plan.title) or _TITLES[kind]}{whose}, {_name(it)}",
        at=it.now,
        lead=f"From {start} to {end}, days and hours by the clock of {it.zone}.{running}",
        sections=tuple(
            laid_out(section, make(it) if (make := SECTIONS.get(section.id)) else None)
            for section in wanted
        ),
        facts=(
            ("from", it.interval.start.isoformat()),
            ("to", it.interval.end.isoformat()),
            ("figures", figures(it.load)),
        ),
    )


def _name(it: Ground) -> str:
    if it.interval.name:
        return it.interval.name
    start, end = it.interval.start.astimezone(it.zone), it.interval.end.astimezone(it.zone)
    return f"{start:%Y-%m-%d} to {end:%Y-%m-%d}"


def _slug(it: Ground) -> str:
    """What stays the same however often this paper is written."""
    if it.shift is not None:
        return shift_name(it.shift.due_at, it.shift.until, it.shift.role, it.zone)
    return _name(it).replace(" to ", "-")
