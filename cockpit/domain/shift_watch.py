"""How the shift stands at one instant: what is to be begun, ended, gone through; what is at odds.

Pure; it asks, and changes nothing: a shift begins and ends by a person's word.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from cockpit.domain import rota_words, shift_plan, shift_triage
from cockpit.domain.persons import is_same
from cockpit.domain.shift_book import SHADOW, NoteKind, Shift, ShiftNote
from cockpit.domain.shift_plan import PROFILE, Seat, Turn
from cockpit.domain.situation import Situation

SOON = timedelta(minutes=30)
"""So long before a handover it is pointed out."""
WEEK = timedelta(days=7)
"""Silences that lift within it are of interest to whoever comes next (N3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Everything about the shift at one instant."""

    seats: tuple[Seat, ...]
    own: Shift | None
    """The shift that this person has begun and nobody ended."""
    turns: tuple[Turn, ...]
    """This person's turns that are not over, in order."""
    begins: Turn | None
    """A turn of this person that has begun by the plan, and not by them."""
    soon: Turn | None
    """One that begins within the next half hour."""
    ends: Shift | None
    """Their own shift, which should have ended by the plan."""
    triage: str
    """The channel that is still to be gone through today; empty: none, or not theirs."""
    odds: tuple[str, ...]
    """What contradicts what, a sentence each."""
    away: tuple[tuple[ShiftNote, Turn], ...]
    """Absences that fall into turns of the same person (A4)."""


def watch(situation: Situation, now: datetime) -> Watch:
    """How it stands; worked out once for all views of one instant."""
    return situation.once(_watch, now)


def _watch(situation: Situation, now: datetime) -> Watch:
    state, procedure, zone = situation.state, situation.procedure, situation.zone
    me, book = situation.me, situation.state.shifts
    plan = shift_plan.known(state, procedure, zone, now)
    turns = tuple(t for t in plan if me is not None and is_same(t.person, me))
    own = book.of(me) if me is not None else None
    fresh = [t for t in turns if not is_begun(situation, t)]
    seats = shift_plan.seated(plan, procedure.shift.roles, now)
    ends = own if own is not None and own.until is not None and own.until <= now else None
    is_first = own is not None and own.role == procedure.shift.roles[0]
    due = is_first and shift_triage.is_due(state, procedure, zone, now)
    return Watch(
        seats=seats,
        own=own,
        turns=turns,
        begins=next((t for t in fresh if t.start <= now), None),
        soon=next((t for t in fresh if now < t.start <= now + SOON), None),
        ends=ends,
        triage=procedure.shift.triage_channel if due else "",
        odds=(
            *_clashes(situation, seats, now),
            *shift_plan.differences(plan, procedure.shift, zone, now),
        ),
        away=tuple(_away(situation, plan, now)),
    )


def is_begun(situation: Situation, turn: Turn) -> bool:
    """Whether this person has begun it, or has ended it already."""
    for shift in situation.state.shifts.shifts.values():
        if not is_same(shift.person, turn.person):
            continue
        is_of_it = turn.start <= shift.due_at < turn.end or shift.due_at <= turn.start < (
            shift.until or shift.due_at
        )
        if is_of_it and (shift.role == turn.role or turn.shadow):
            return True
    return False


def _clashes(situation: Situation, seats: tuple[Seat, ...], now: datetime) -> Iterator[str]:
    """Two who say that they are it, and one who is it by no plan."""
    running = situation.state.shifts.open()
    for place, one in enumerate(running):
        for other in running[place + 1 :]:
            if one.role == other.role != SHADOW and not is_same(one.person, other.person):
                yield (
                    f"{one.person.name} and {other.person.name} both began the shift as "
                    f"{one.role}: one of them ends theirs"
                )
    for shift in running:
        seat = next((s for s in seats if s.role == shift.role), None)
        if seat is None or not seat.now:
            continue
        if not any(is_same(turn.person, shift.person) for turn in seat.now):
            names = " and ".join(turn.person.name for turn in seat.now)
            since = rota_words.when(shift.begun_at, situation.zone, now)
            source = "the profile" if seat.source == PROFILE else seat.source
            yield (
                f"{shift.person.name} is {shift.role} since {since} and has not ended it; "
                f"by {source} it is {names} now"
            )


def _away(
    situation: Situation, plan: tuple[Turn, ...], now: datetime
) -> Iterator[tuple[ShiftNote, Turn]]:
    for note in situation.state.shifts.standing(NoteKind.ABSENCE):
        if note.since is None or note.until is None or note.until <= now or note.person is None:
            continue
        for turn in plan:
            meets = turn.start < note.until and note.since < turn.end
            if meets and not turn.shadow and is_same(turn.person, note.person):
                yield note, turn
