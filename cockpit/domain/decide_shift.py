"""Decide on the beginning and the end of shifts, on their notes, and on daily triage; pure."""

from datetime import datetime, timedelta
from typing import assert_never

from cockpit.domain import rota_words, shift_plan, shift_triage
from cockpit.domain.actions_shift import (
    BeginShift,
    EditShiftNote,
    EndShift,
    OnShift,
    TellTriaged,
    WithdrawShiftNote,
    WriteShiftNote,
)
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.facts_shift import (
    ShiftBegan,
    ShiftEnded,
    ShiftNoted,
    ShiftNoteEdited,
    ShiftNoteWithdrawn,
    TriageDone,
)
from cockpit.domain.handover_watch import UNPOSTED, stage, standing
from cockpit.domain.model import Person
from cockpit.domain.persons import is_same
from cockpit.domain.shift_book import SHADOW, NoteKind, Shift, ShiftNote
from cockpit.domain.shift_plan import Turn
from cockpit.domain.state import State

EARLY = timedelta(hours=12)
"""So long before their turn somebody may begin it without being asked twice."""
LONGEST = 4000
"""Characters of a note."""


def decide_shift(state: State, action: OnShift, ground: Ground) -> Decision:
    """The facts that this action amounts to, or why it is refused."""
    match action:
        case BeginShift():
            return _begin(state, action, ground)
        case EndShift():
            return _end(state, action, ground)
        case WriteShiftNote():
            return _write(state, action, ground)
        case EditShiftNote():
            return _edit(state, action, ground)
        case WithdrawShiftNote(note=key, reason=reason):
            note = _note(state, key)
            if isinstance(note, Refusal):
                return note
            return (ShiftNoteWithdrawn(note=note.id, reason=reason.strip()),)
        case TellTriaged():
            return _triaged(state, action, ground)
        case _:
            assert_never(action)


def own_turn(state: State, ground: Ground) -> Turn | None:
    """The turn that one may begin: the running one, else one that begins soon."""
    now = ground.now
    rest = (ground.procedure, ground.zone, now, ground.me)
    mine = shift_plan.turns_of(state, *rest)
    near = [t for t in mine if t.start <= now + EARLY]
    begun = {
        (s.role, s.due_at) for s in state.shifts.shifts.values() if is_same(s.person, ground.me)
    }
    fresh = [t for t in near if (t.role, t.start) not in begun]
    return min(
        fresh or near, key=lambda t: (t.start > now, t.shadow, t.level, t.start), default=None
    )


def _begin(state: State, action: BeginShift, ground: Ground) -> Decision:
    role = action.role.strip().casefold()
    roles = {name.casefold(): name for name in ground.procedure.shift.roles}
    if role and role not in roles:
        listed = ", ".join(roles.values())
        return Refusal(reason=f"there is no {action.role!r} in a shift here: {listed}")
    turn = own_turn(state, ground)
    if turn is not None and role and turn.role.casefold() != role:
        turn = None
    running = state.shifts.of(ground.me)
    if running is not None and _is_begun(running.role, running.due_at, turn, roles.get(role, "")):
        since = rota_words.when(running.begun_at, ground.zone, ground.now)
        return Refusal(reason=f"your shift as {running.role} runs since {since}: end it first")
    if turn is None and not action.sure:
        return Refusal(reason=_unplanned(state, ground), confirmable=True)
    if turn is None:
        name = roles.get(role) or ground.procedure.shift.roles[0]
        return (ShiftBegan(id=ground.new_id(), person=ground.me, role=name, due_at=ground.now),)
    return (
        ShiftBegan(
            id=ground.new_id(),
            person=ground.me,
            role=SHADOW if turn.shadow else turn.role,
            due_at=turn.start,
            until=turn.end,
            source=turn.source,
        ),
    )


def _is_begun(role: str, due_at: datetime, turn: Turn | None, wanted: str) -> bool:
    """Whether the shift that runs is the very one that is asked for."""
    if turn is None:
        return not wanted or role == wanted
    return turn.start <= due_at and (turn.shadow or role == turn.role)


def _unplanned(state: State, ground: Ground) -> str:
    seats = shift_plan.seats(state, ground.procedure, ground.zone, ground.now)
    held = [f"{t.person.name} as {seat.role}" for seat in seats for t in seat.now]
    if not held:
        return "nobody is planned now, as far as is known: begin your shift all the same?"
    return f"by the plan it is the turn of {', '.join(held)}: begin yours all the same?"


def _end(state: State, action: EndShift, ground: Ground) -> Decision:
    shift = state.shifts.of(ground.me)
    if shift is None:
        return Refusal(reason="no shift of yours runs: begin one first, or there is nothing to end")
    doubts = []
    if shift.until is not None and ground.now < shift.until - EARLY:
        until = rota_words.when(shift.until, ground.zone, ground.now)
        doubts.append(f"by the plan it lasts until {until}")
    if words := not_handed_over(state, shift, ground):
        doubts.append(words)
    if doubts and not action.sure:
        return Refusal(reason=f"{'; '.join(doubts)}: end it now?", confirmable=True)
    return (ShiftEnded(shift=shift.id, remark=action.remark.strip()),)


def not_handed_over(state: State, shift: Shift, ground: Ground) -> str:
    """Why somebody is still responsible after this shift (A14), in words; empty: they are not.

    The first role is handed over by a note (N3); any other where somebody has written one.
    """
    rules = ground.procedure.shift
    if not rules.channel:
        return ""
    notes = state.handovers.of(shift.person, shift.role, shift.start)
    note = standing(state, notes, ground.now)
    if note is None:
        is_first = shift.role == rules.roles[0]
        return "you have posted no handover note, so nobody has taken over" if is_first else ""
    if note.is_taken:
        return ""
    if stage(state, note, ground.now) in UNPOSTED:
        return "your handover note was not posted, so nobody has taken over"
    return f"{note.incoming.name} has not taken the handover: you stay responsible until then"


def _write(state: State, action: WriteShiftNote, ground: Ground) -> Decision:
    refused = _wrong(action, ground.now)
    if refused:
        return Refusal(reason=refused)
    shift = state.shifts.of(ground.me)
    return (
        ShiftNoted(
            id=ground.new_id(),
            kind=action.kind,
            text=_text(action),
            shift=shift.id if shift else "",
            since=action.since,
            until=action.until,
            person=_away(state, action, ground),
        ),
    )


def _edit(state: State, action: EditShiftNote, ground: Ground) -> Decision:
    note = _note(state, action.note)
    if isinstance(note, Refusal):
        return note
    refused = _wrong(action, note.at)
    if refused:
        return Refusal(reason=refused)
    away = _away(state, action, ground)
    if action.kind is NoteKind.ABSENCE and not action.who.strip() and note.person is not None:
        away = note.person
    edited = ShiftNoteEdited(
        note=note.id,
        kind=action.kind,
        text=_text(action),
        since=action.since,
        until=action.until,
        person=away,
    )
    before = (note.kind, note.text, note.since, note.until, note.person)
    after = (edited.kind, edited.text, edited.since, edited.until, edited.person)
    return () if before == after else (edited,)


def _wrong(action: WriteShiftNote | EditShiftNote, at: datetime) -> str:
    """Why it cannot be written down like that; empty: it can."""
    text = action.text.strip()
    is_absence = action.kind is NoteKind.ABSENCE
    if not text and not is_absence:
        return "an empty note says nothing"
    if len(text) > LONGEST:
        return f"{len(text)} characters are too many for a note: at most {LONGEST}"
    if is_absence and (action.since is None or action.until is None):
        return "an absence needs its beginning and its end"
    if action.since and action.until and action.since >= action.until:
        return "it would end before it begins"
    if action.kind is NoteKind.SILENCE and action.until and action.until <= at:
        return "that silence has lifted already: write when it will"
    return ""


def _text(action: WriteShiftNote | EditShiftNote) -> str:
    return action.text.strip() or "away"


def _away(state: State, action: WriteShiftNote | EditShiftNote, ground: Ground) -> Person | None:
    if action.kind is not NoteKind.ABSENCE:
        return None
    who = action.who.strip()
    if not who:
        return ground.me
    wanted = Person(id="", name=who, email=who if "@" in who else "")
    turns = shift_plan.known(state, ground.procedure, ground.zone, ground.now)
    everybody = (*(t.person for t in turns), *state.people.values())
    return next((p for p in everybody if is_same(p, wanted)), wanted)


def _note(state: State, key: str) -> ShiftNote | Refusal:
    found = state.shifts.notes.get(key)
    if found is None:
        return Refusal(reason="that note is not known here: cockpit shift notes lists them")
    if not found.stands:
        return Refusal(reason="that note was withdrawn before")
    return found


def _triaged(state: State, action: TellTriaged, ground: Ground) -> Decision:
    rules = ground.procedure.shift
    if not rules.triage_channel:
        return Refusal(
            reason="no channel is to be gone through: set [procedure.shift] triage, if one is"
        )
    day = shift_triage.day(rules, ground.zone, ground.now)
    done = state.shifts.triage_of(day, rules.triage_channel)
    if done is not None:
        at = rota_words.when(done.at, ground.zone, ground.now)
        return Refusal(reason=f"it was gone through already today, {at}")
    return (TriageDone(day=day, channel=rules.triage_channel, words=action.words.strip()),)
