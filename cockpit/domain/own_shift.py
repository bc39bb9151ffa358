"""Which shift of somebody's own is meant where none is named: they hand it over, or report on it.

Pure. A shift that was forgotten to be begun here is one all the same, by the plan.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cockpit.domain import shifts
from cockpit.domain.handover_watch import Stage, stage
from cockpit.domain.persons import is_same
from cockpit.domain.shift_book import SHADOW, Shift
from cockpit.domain.shift_watch import WEEK, is_begun, watch
from cockpit.domain.shifts import Period
from cockpit.domain.situation import Situation

GRACE = timedelta(hours=12)
"""So long after its end a shift is still what is handed over."""
_EARLY = 4
"""Of short shifts it is so much of one: a quarter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A role that somebody has, or had until just now."""

    role: str
    since: datetime
    """When it should have begun."""
    until: datetime | None = None
    """When it should end; None: nobody said."""
    shift: Shift | None = None
    """None: it was not begun here."""

    @property
    def start(self) -> datetime:
        """From when on it counts."""
        return self.shift.start if self.shift is not None else self.since


def own(situation: Situation, now: datetime) -> Own:
    """The one that runs, else the one that ended just now, else the one that runs by the plan and
    was not begun here, else the last one; worked out once for all views of one instant.

    Whoever began the next one in another role without having handed over the one before, as the
    first role is (N3), has that to hand over.
    """
    return situation.once(_own, now)


def _own(situation: Situation, now: datetime) -> Own:
    me, book, first = situation.me, situation.state.shifts, situation.procedure.shift.roles[0]
    mine = [s for s in book.shifts.values() if me is not None and is_same(s.person, me)]
    running = _newest(s for s in mine if s.is_open)
    recent = _newest(s for s in mine if s.ended_at is not None and now - s.ended_at < GRACE)
    if running is not None:
        is_left = recent is not None and recent.role == first != running.role
        if recent is not None and is_left and not _is_handed_over(situation, recent, now):
            return _of(recent)
        return _of(running)
    if recent is not None:
        return _of(recent)
    for turn in watch(situation, now).turns:
        if turn.start <= now and not turn.shadow and not is_begun(situation, turn):
            return Own(role=turn.role, since=turn.start, until=turn.end)
    last = _newest(mine)
    if last is not None and last.ended_at is not None and _counts(situation, last.ended_at, now):
        return _of(last)
    period = _ending(situation, now)
    return Own(role=first, since=period.start, until=period.end)


def _newest(found: Iterable[Shift]) -> Shift | None:
    """The one that was begun last; of those that run at a time, one in which one is responsible."""
    return max(found, key=lambda s: (s.is_open and s.role != SHADOW, s.begun_at), default=None)


def _of(shift: Shift) -> Own:
    return Own(role=shift.role, since=shift.due_at, until=shift.until, shift=shift)


def _is_handed_over(situation: Situation, shift: Shift, now: datetime) -> bool:
    notes = situation.state.handovers.of_shift(shift.id)
    return any(stage(situation.state, note, now) is Stage.TAKEN for note in notes)


def _counts(situation: Situation, ended_at: datetime, now: datetime) -> bool:
    """Whether it is the last one: where no plan says whose turn it was since, only for a week."""
    return now - ended_at < WEEK or any(seat.source for seat in watch(situation, now).seats)


def _ending(situation: Situation, now: datetime) -> Period:
    """The shift that ends about now by the rules: the same before the hour and after."""
    rules, zone = situation.procedure.shift, situation.zone
    running = shifts.period(rules, now, zone)
    late = min(GRACE, (running.end - running.start) / _EARLY)
    return shifts.period(rules, now - late, zone)
