"""Which shift of somebody's own is meant where none is named: they hand it over, or report on it.

Pure. A shift that was forgotten to be begun here is one all the same, by the plan.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cockpit.domain import shift_plan, shifts
from cockpit.domain.handover_watch import Stage, stage
from cockpit.domain.persons import is_same
from cockpit.domain.shift_book import SHADOW, Shift
from cockpit.domain.shift_plan import Turn
from cockpit.domain.shift_watch import SOON, WEEK, is_begun, watch
from cockpit.domain.situation import Situation

GRACE = timedelta(hours=12)
"""So long after its end a shift is still what is handed over."""
_EARLY = 4
"""After short ones it is so much of one: a quarter."""


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
    is_planned: bool = True
    """They began it, or it is theirs by the plan; False: nobody said so, it is but supposed."""

    @property
    def start(self) -> datetime:
        """From when on it counts."""
        return self.shift.start if self.shift is not None else self.since


def own(situation: Situation, now: datetime) -> Own:
    """The one that ended just now, else the one that runs, else the last one; worked out once for
    all views of one instant. Begun here or not, they are somebody's by the plan.

    One that runs comes first, unless its role is another: then there is still the first role's to
    hand over (N3), if nobody has taken that yet.
    """
    return situation.once(_own, now)


def _own(situation: Situation, now: datetime) -> Own:
    me, book, first = situation.me, situation.state.shifts, situation.procedure.shift.roles[0]
    mine = [s for s in book.shifts.values() if me is not None and is_same(s.person, me)]
    running = _newest(s for s in mine if s.is_open)
    left = _left(situation, mine, now)
    if running is not None:
        is_hidden = left is not None and left.role == first != running.role
        if left is not None and is_hidden and not _is_handed_over(situation, left, now):
            return left
        return _of(running)
    if left is not None:
        return left
    for turn in watch(situation, now).turns:
        if turn.start <= now and not turn.shadow and not is_begun(situation, turn):
            return Own(role=turn.role, since=turn.start, until=turn.end)
    last = _newest(mine)
    if last is not None and last.ended_at is not None and _counts(situation, last.ended_at, now):
        return _of(last)
    period = shifts.period(situation.procedure.shift, now - _late(situation, now), situation.zone)
    return Own(role=first, since=period.start, until=period.end, is_planned=False)


def to_hand_over(situation: Situation, now: datetime) -> Own | None:
    """What ends about now, is handed over by a note (N3), and has none yet; None: nothing is."""
    rules, me, it = situation.procedure.shift, situation.me, own(situation, now)
    if me is None or not rules.channel or not it.is_planned or it.role != rules.roles[0]:
        return None
    if it.until is None or not it.until - SOON <= now < it.until + GRACE:
        return None
    if any(is_same(turn.person, me) for turn in _following(situation, it.role, it.until, now)):
        return None
    return None if situation.state.handovers.of(me, it.role, it.start) else it


def _following(situation: Situation, role: str, until: datetime, now: datetime) -> tuple[Turn, ...]:
    """Whose turn it is in a role after this instant: often the same person's, the next day."""
    seat = next((s for s in watch(situation, now).seats if s.role == role), None)
    if seat is None:
        return ()
    return seat.now if until <= now and seat.now else seat.next


def _left(situation: Situation, mine: Iterable[Shift], now: datetime) -> Own | None:
    """What ended just now, by a word or by the plan."""
    recent = _newest(s for s in mine if s.ended_at is not None and now - s.ended_at < GRACE)
    if recent is not None:
        return _of(recent)
    late = _late(situation, now)
    over = shift_plan.ended(situation.state, situation.procedure, situation.zone, now, late)
    for turn in over:
        is_mine = situation.me is not None and is_same(turn.person, situation.me)
        if is_mine and not turn.shadow and not is_begun(situation, turn):
            return Own(role=turn.role, since=turn.start, until=turn.end)
    return None


def _late(situation: Situation, now: datetime) -> timedelta:
    """For how long a shift is still somebody's once it has ended by the plan."""
    running = shifts.period(situation.procedure.shift, now, situation.zone)
    return min(GRACE, (running.end - running.start) / _EARLY)


def _newest(found: Iterable[Shift]) -> Shift | None:
    """The one that was begun last; of those that run at a time, one in which one is responsible."""
    return max(found, key=lambda s: (s.is_open and s.role != SHADOW, s.begun_at), default=None)


def _of(shift: Shift) -> Own:
    return Own(role=shift.role, since=shift.due_at, until=shift.until, shift=shift)


def _is_handed_over(situation: Situation, left: Own, now: datetime) -> bool:
    state, me = situation.state, situation.me
    notes = state.handovers.of(me, left.role, left.start) if me is not None else ()
    return any(stage(state, note, now) is Stage.TAKEN for note in notes)


def _counts(situation: Situation, ended_at: datetime, now: datetime) -> bool:
    """Whether it is the last one: where no plan says whose turn it was since, only for a week."""
    return now - ended_at < WEEK or any(seat.source for seat in watch(situation, now).seats)
