"""What belongs on a timeline: an incident's own moments, and those of the shift around it; pure.

What probes found concerns every incident that runs at that time. It is kept once, with the shift,
and goes over to an incident for good when that is resolved, so the shift may forget it.
"""

from datetime import datetime, timedelta

from cockpit.domain.replacing import replace
from cockpit.domain.state import Case, Kind, Moment, State

LEAD_S = 900
"""What probes found this long before the page belongs to its story, seconds."""
SHIFT_ROOM = 500
"""Moments of the shift that the cockpit itself noted and still remembers, at least."""

_OWN = (Kind.HEALTH, Kind.SYSTEM)
"""What the cockpit notes by itself; what people wrote is never forgotten."""


def of_case(state: State, case: Case) -> tuple[Moment, ...]:
    """What happened in this incident, by the time at which it happened."""
    return _ordered((*case.moments, *_health_around(state, case)))


def of_shift(state: State) -> tuple[Moment, ...]:
    """What belongs to no incident, by the time at which it happened."""
    return _ordered(state.shift)


def of_case_and_shift(state: State, case: Case) -> tuple[Moment, ...]:
    """What happened in this incident, and what else was going on while it ran."""
    since, until = case.incident.created_at, _until(case)
    meanwhile = (
        m
        for m in state.shift
        if m.kind is not Kind.HEALTH and since <= m.at and (until is None or m.at <= until)
    )
    return _ordered((*case.moments, *_health_around(state, case), *meanwhile))


def closed(state: State, case: Case) -> Case:
    """The case with everything that was found while it ran, to be kept with it."""
    return replace(case, moments=(*case.moments, *_health_around(state, case)))


def remembered(shift: tuple[Moment, ...], moment: Moment) -> tuple[Moment, ...]:
    """The shift's moments with one more; now and then the oldest of the cockpit's own go."""
    longer = (*shift, moment)
    if len(longer) % SHIFT_ROOM:
        return longer
    surplus = sum(1 for m in longer if m.kind in _OWN) - SHIFT_ROOM
    kept = []
    for entry in longer:
        if entry.kind in _OWN and surplus > 0:
            surplus -= 1
        else:
            kept.append(entry)
    return tuple(kept)


def since_of(case: Case) -> datetime:
    """From when on what probes found belongs to its story."""
    return case.incident.created_at - timedelta(seconds=LEAD_S)


def _health_around(state: State, case: Case) -> tuple[Moment, ...]:
    since = since_of(case)
    until = _until(case)
    own = {m.id for m in case.moments if m.kind is Kind.HEALTH}
    return tuple(
        m
        for m in state.shift
        if m.kind is Kind.HEALTH
        and since <= m.at
        and (until is None or m.at <= until)
        and m.id not in own
    )


def _until(case: Case) -> datetime | None:
    return None if case.incident.is_open else case.incident.changed_at


def _ordered(moments: tuple[Moment, ...]) -> tuple[Moment, ...]:
    return tuple(sorted(moments, key=lambda m: m.at))
