"""What being on call cost in a span of time: pages by day and hour, budget, time, response (G6).

A page is an incident that had high urgency at any time, and is counted when it first had it. What
pages nobody is counted apart, and what was merged into another incident is part of that one. Times
are those of pages, and each late update counts when it was due.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from statistics import median, quantiles

from cockpit.domain.case import Case
from cockpit.domain.intervals import Interval
from cockpit.domain.page_kinds import PageKind, kinds
from cockpit.domain.procedure import Evidence, Procedure
from cockpit.domain.response_figures import allowed_s, late_words
from cockpit.domain.state import State
from cockpit.domain.working_hours import PageBudget

LOOK_BACK = timedelta(days=30)
"""How long before the span one of the same kind counts as coming back."""
_MOST_NIGHT = 6
"""Hours of a day that are night, from midnight on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekLoad:
    """A week of the span against the budget."""

    week: Interval
    pages: int
    out_of_hours: int
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """How long something took, in seconds, over many incidents."""

    count: int = 0
    median_s: float = 0.0
    p90_s: float = 0.0
    longest_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Returning:
    """A kind that came in the span and had come before, or came more than once in it (A7)."""

    kind: PageKind
    """Of the span and the time before."""
    here: int
    """How many of them lie in the span."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """The figures of a span."""

    interval: Interval
    pages: tuple[Case, ...]
    """Oldest first."""
    others: tuple[Case, ...]
    """Incidents that paged nobody."""
    merged: tuple[Case, ...]
    """What was merged into other incidents, and is neither of these."""
    by_day: tuple[tuple[str, int], ...]
    """Every day of the span as "2026-11-30", with its pages."""
    by_hour: tuple[tuple[int, ...], ...]
    """Seven rows from Monday on, each of 24 hours, by the clock of the zone."""
    out_of_hours: int
    at_night: int
    """Of those out of hours, from midnight to six."""
    weeks: tuple[WeekLoad, ...]
    """Empty: there is no budget."""
    kinds: tuple[PageKind, ...]
    """Of the pages, the noisiest first."""
    returning: tuple[Returning, ...]
    in_incidents_s: float
    """Seconds of the span in which anything that had paged was open, each counted once."""
    open_at_end: tuple[Case, ...]
    acknowledging: Times
    resolving: Times
    late_acknowledgements: int
    """Acknowledged later than the procedure allows, or never."""
    unknown_answers: int
    """Pages of which nobody here saw whether they were acknowledged."""
    late_updates: int


def load(
    state: State, procedure: Procedure, zone: tzinfo, interval: Interval, now: datetime
) -> Load:
    """The figures of this span as far as it is over, days and hours by the clock of `zone`."""
    if now < interval.end:
        interval = replace(interval, end=max(now, interval.start))
    since = interval.start - LOOK_BACK
    near = [c for c in state.cases.values() if since <= c.asked_at < interval.end]
    near.sort(key=lambda c: (c.asked_at, c.incident.id))
    merged = [c for c in near if c.incident.merged_into]
    near = [c for c in near if not c.incident.merged_into]
    here = [c for c in near if interval.holds(c.asked_at)]
    pages = tuple(c for c in here if is_page(c))
    hours = [_hour(c, zone) for c in pages]
    out = [h for h in hours if not procedure.working_hours.covers(h)]
    open_spans = [(c, s) for c in state.cases.values() if (s := _within(c, interval)) is not None]
    return Load(
        interval=interval,
        pages=pages,
        others=tuple(c for c in here if not is_page(c)),
        merged=tuple(c for c in merged if interval.holds(c.asked_at)),
        by_day=_by_day(hours, interval, zone),
        by_hour=_by_hour(hours),
        out_of_hours=len(out),
        at_night=sum(1 for h in out if h.hour < _MOST_NIGHT),
        weeks=_weeks(pages, procedure, zone, interval),
        kinds=kinds(pages),
        returning=_returning(kinds(c for c in near if is_page(c)), interval),
        in_incidents_s=_joined([s for c, s in open_spans if is_page(c)]),
        open_at_end=tuple(c for c in state.cases.values() if _is_open_at(c, interval.end)),
        acknowledging=_times(_acknowledged(pages)),
        resolving=_times(_resolved(pages)),
        late_acknowledgements=_late(pages, procedure, interval.end),
        unknown_answers=sum(1 for c in pages if not c.is_answer_known),
        late_updates=sum(_late_updates(state, c, procedure, interval) for c, _ in open_spans),
    )


def is_page(case: Case) -> bool:
    """Whether it woke somebody."""
    return case.paged_at is not None


def resolved_at(case: Case) -> datetime | None:
    """When it was resolved; None: it is open."""
    return None if case.incident.is_open else case.incident.changed_at


def _hour(case: Case, zone: tzinfo) -> datetime:
    return case.asked_at.astimezone(zone)


def _by_day(
    hours: Iterable[datetime], interval: Interval, zone: tzinfo
) -> tuple[tuple[str, int], ...]:
    counts = {day.isoformat(): 0 for day in interval.days(zone)}
    for at in hours:
        day = at.date().isoformat()
        counts[day] = counts.get(day, 0) + 1
    return tuple(counts.items())


def _by_hour(hours: Iterable[datetime]) -> tuple[tuple[int, ...], ...]:
    counts = [[0] * 24 for _ in range(7)]
    for at in hours:
        counts[at.weekday()][at.hour] += 1
    return tuple(tuple(row) for row in counts)


# --- the budget ------------------------------------------------------------------------------


def _weeks(
    pages: Sequence[Case], procedure: Procedure, zone: tzinfo, interval: Interval
) -> tuple[WeekLoad, ...]:
    budget = procedure.page_budget
    if not budget.is_set:
        return ()
    found, at = [], 0
    for week in interval.weeks(zone):
        own: list[Case] = []
        while at < len(pages) and week.holds(pages[at].asked_at):
            own.append(pages[at])
            at += 1
        out = sum(1 for c in own if not procedure.working_hours.covers(_hour(c, zone)))
        kept = _is_kept(len(own), out, budget)
        found.append(WeekLoad(week=week, pages=len(own), out_of_hours=out, kept=kept))
    return tuple(found)


def _is_kept(pages: int, out: int, budget: PageBudget) -> bool:
    too_many = budget.week and pages > budget.week
    return not too_many and not (budget.out_of_hours and out > budget.out_of_hours)


# --- what comes back -------------------------------------------------------------------------


def _returning(found: Iterable[PageKind], interval: Interval) -> tuple[Returning, ...]:
    back = ((kind, len(kind.since(interval.start).cases)) for kind in found)
    return tuple(Returning(kind=k, here=n) for k, n in back if n and len(k.cases) > 1)


# --- time ------------------------------------------------------------------------------------


def _within(case: Case, interval: Interval) -> tuple[datetime, datetime] | None:
    """The part of the span in which it was open."""
    start = max(case.asked_at, interval.start)
    end = min(resolved_at(case) or interval.end, interval.end)
    return (start, end) if start < end else None


def _is_open_at(case: Case, at: datetime) -> bool:
    over = resolved_at(case)
    return case.incident.created_at < at and (over is None or over >= at)


def _joined(spans: list[tuple[datetime, datetime]]) -> float:
    """Seconds that lie in any of them."""
    total, reached = timedelta(0), None
    for start, end in sorted(spans):
        begin = start if reached is None or start > reached else reached
        if end > begin:
            total += end - begin
            reached = end
    return total.total_seconds()


def _acknowledged(cases: Iterable[Case]) -> list[float]:
    took = ((c.acknowledged_at, c.asked_at) for c in cases)
    return [max((at - began).total_seconds(), 0.0) for at, began in took if at is not None]


def _resolved(cases: Iterable[Case]) -> list[float]:
    took = ((resolved_at(c), c.asked_at) for c in cases)
    return [max((at - began).total_seconds(), 0.0) for at, began in took if at is not None]


def _times(took: list[float]) -> Times:
    if not took:
        return Times()
    last = quantiles(took, n=10, method="inclusive")[-1] if len(took) > 1 else took[0]
    return Times(count=len(took), median_s=median(took), p90_s=last, longest_s=max(took))


def _late(pages: Iterable[Case], procedure: Procedure, end: datetime) -> int:
    return sum(1 for case in pages if _is_late(case, procedure, end))


def _is_late(case: Case, procedure: Procedure, end: datetime) -> bool:
    """Later than it was due; one that was over before that is not, nor one nobody here saw."""
    first = procedure.ladder[0].after_s if procedure.ladder else 0
    allowed = allowed_s(procedure, Evidence.ACKNOWLEDGED, case) or first
    by = case.asked_at + timedelta(seconds=allowed)
    if not allowed or not case.is_answer_known:
        return False
    if case.acknowledged_at is not None:
        return case.acknowledged_at > by
    over = resolved_at(case)
    return by < end and (over is None or over > by)


def _late_updates(state: State, case: Case, procedure: Procedure, interval: Interval) -> int:
    """Words that were due in the span, and came late or not at all."""
    until = min(resolved_at(case) or interval.end, interval.end)
    return sum(1 for at in late_words(state, case, procedure, until) if interval.holds(at))
