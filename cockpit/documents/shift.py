"""The shift as text and as JSON: whose it is, its start, what was written down, what comes."""

from datetime import datetime

from cockpit.documents import handover_status
from cockpit.documents.spans import stamp
from cockpit.domain import rota_words
from cockpit.domain.model import Person
from cockpit.domain.persons import is_same
from cockpit.domain.shift_book import NoteKind, Shift, ShiftNote, Shifts
from cockpit.domain.shift_plan import PROFILE, Seat, Turn
from cockpit.domain.shift_start import start_items
from cockpit.domain.shift_watch import Watch, watch
from cockpit.domain.situation import Situation

_WIDTH = 14
_MARK = {True: "✔", False: "▸", None: "?"}


def text(situation: Situation, now: datetime) -> str:
    """For people: whose shift, the start, the notes by number, my next turns."""
    found, shift = watch(situation, now), situation.state.shifts.shown(situation.me)
    lines = ["Shift"]
    for seat in found.seats:
        lines += _seat(situation, seat, now)
    lines += [f"  ! {words}" for words in (*_asked(situation, found, now), *found.odds)]
    lines += [f"  {words}" for words in handover_status.lines(situation, now)]
    if shift is not None and shift.is_open:
        lines += ["", "At the start"]
        for item in start_items(situation, shift, now):
            how = f": {item.command}" if not item.done and item.command else ""
            lines.append(f"  {_MARK[item.done]} {item.words}{how}")
    lines += _notes(situation, now)
    lines += _next(situation, found, now)
    return "\n".join(lines) + "\n"


def notes(situation: Situation, now: datetime) -> str:
    """What was written down, by number."""
    found = _notes(situation, now)[1:]
    return "\n".join(found or ["nothing was written down in this shift"]) + "\n"


def coming(situation: Situation, now: datetime) -> str:
    """My next turns."""
    return "\n".join(_next(situation, watch(situation, now), now)[1:]) + "\n"


def numbered(book: Shifts, shift: Shift | None) -> tuple[tuple[int, ShiftNote], ...]:
    """What stands in this shift, by numbers that stay when something is withdrawn."""
    every = book.all_of(shift) if shift is not None else tuple(book.notes.values())
    return tuple((n, note) for n, note in enumerate(every, start=1) if note.stands)


def _seat(situation: Situation, seat: Seat, now: datetime) -> list[str]:
    begun = [s for s in situation.state.shifts.open() if s.role == seat.role]
    said = []
    for turn in seat.now:
        source = " by the profile" if turn.source == PROFILE else ""
        is_begun = any(is_same(shift.person, turn.person) for shift in begun)
        began = "" if is_begun else ", not begun here"
        said.append(f"{turn.person.name}, {_span(situation, turn, now)}{source}{began}")
    if not said:
        said.append("nobody is planned" if seat.source else "not known")
    said += [f"shadow: {t.person.name}, {_span(situation, t, now)}" for t in seat.shadows]
    said += [f"then {t.person.name}, {_span(situation, t, now)}" for t in seat.next]
    heads = (seat.role, *("" for _ in said[1:]))
    return [f"  {head:<{_WIDTH}}{words}" for head, words in zip(heads, said, strict=True)]


def _asked(situation: Situation, found: Watch, now: datetime) -> list[str]:
    said = []
    if found.ends is not None and found.ends.until is not None:
        at = rota_words.when(found.ends.until, situation.zone, now)
        said.append(f"your shift ended {at} by the plan: cockpit shift end")
    if found.begins is not None:
        at = rota_words.when(found.begins.start, situation.zone, now)
        said.append(f"your shift as {found.begins.role} began {at}: cockpit shift begin")
    if found.triage:
        channel = situation.procedure.channels.name(found.triage)
        said.append(f"{channel} is to be gone through today: cockpit shift triaged")
    return said


def _notes(situation: Situation, now: datetime) -> list[str]:
    shift = situation.state.shifts.shown(situation.me)
    found = numbered(situation.state.shifts, shift)
    if shift is None or not found:
        return []
    since = rota_words.when(shift.begun_at, situation.zone, now)
    lines = ["", f"Written down since {since} ({shift.person.name}, {shift.role})"]
    for number, note in found:
        at = rota_words.when(note.at, situation.zone, now)
        kind = "" if note.kind is NoteKind.NOTE else f"{note.kind}: "
        lines.append(f"  {number:>3}  {at}  {kind}{_words(situation, note, now)}")
    return lines


def _words(situation: Situation, note: ShiftNote, now: datetime) -> str:
    zone = situation.zone
    if note.kind is NoteKind.ABSENCE and note.since and note.until:
        who = note.person.name if note.person else note.author
        span = (
            f"{rota_words.when(note.since, zone, now)} to {rota_words.when(note.until, zone, now)}"
        )
        return f"{who}, {span}" + (f": {note.text}" if note.text != "away" else "")
    if note.kind is NoteKind.SILENCE and note.until:
        return f"{note.text}, lifts {rota_words.when(note.until, zone, now)}"
    return note.text


def _next(situation: Situation, found: Watch, now: datetime) -> list[str]:
    lines = ["", "Your next shifts"]
    for turn in found.turns:
        if turn.start > now:
            role = f"shadow of the {turn.role}" if turn.shadow else turn.role
            ahead = rota_words.distance(turn.start, now)
            lines.append(f"  {ahead:<{_WIDTH}}{role}, {_span(situation, turn, now)}")
    for note, turn in found.away:
        who = note.person.name if note.person else note.author
        lines.append(f"  ! {who} is away then: {turn.role}, {_span(situation, turn, now)}")
    if len(lines) == len(("", "title")):
        is_known = any(seat.source for seat in found.seats)
        lines.append(f"  {rota_words.NONE_PLANNED if is_known else rota_words.NOBODY_SAYS}")
    return lines


def _span(situation: Situation, turn: Turn, now: datetime) -> str:
    zone = situation.zone
    start, end = (rota_words.when(at, zone, now) for at in (turn.start, turn.end))
    return f"{start} to {end}"


# --- for scripts ---------------------------------------------------------------------------------


def jsonable(situation: Situation, now: datetime) -> dict[str, object]:
    """The same for scripts; instants are RFC 3339 in UTC, null where nobody said."""
    found, shift = watch(situation, now), situation.state.shifts.shown(situation.me)
    items = start_items(situation, shift, now) if shift is not None and shift.is_open else ()
    return {
        "at": stamp(now),
        "me": _person(situation.me),
        "roles": [_seat_json(seat) for seat in found.seats],
        "shift": _shift(shift),
        "to_begin": _turn(found.begins),
        "to_end": found.ends.id if found.ends else None,
        "to_triage": found.triage or None,
        "contradictions": list(found.odds),
        "handover": handover_status.jsonable(situation, now),
        "start": [{"id": i.id, "words": i.words, "done": i.done} for i in items],
        "notes": [
            {"number": number, **_note(note)}
            for number, note in numbered(situation.state.shifts, shift)
        ],
        "absences": [{**_note(note), "meets": _turn(turn)} for note, turn in found.away],
        "next": [_turn(turn) for turn in found.turns if turn.start > now],
    }


def _seat_json(seat: Seat) -> dict[str, object]:
    return {
        "role": seat.role,
        "source": seat.source,
        "now": [_turn(t) for t in seat.now],
        "shadows": [_turn(t) for t in seat.shadows],
        "next": [_turn(t) for t in seat.next],
    }


def _turn(turn: Turn | None) -> dict[str, object] | None:
    if turn is None:
        return None
    return {
        "person": _person(turn.person),
        "role": turn.role,
        "shadow": turn.shadow,
        "start": stamp(turn.start),
        "end": stamp(turn.end),
        "source": turn.source,
    }


def _shift(shift: Shift | None) -> dict[str, object] | None:
    if shift is None:
        return None
    return {
        "id": shift.id,
        "person": _person(shift.person),
        "role": shift.role,
        "begun_at": stamp(shift.begun_at),
        "due_at": stamp(shift.due_at),
        "until": stamp(shift.until),
        "ended_at": stamp(shift.ended_at),
        "ended_by": shift.ended_by.value if shift.ended_by else None,
        "source": shift.source,
    }


def _note(note: ShiftNote) -> dict[str, object]:
    return {
        "id": note.id,
        "at": stamp(note.at),
        "author": note.author,
        "kind": note.kind.value,
        "text": note.text,
        "since": stamp(note.since),
        "until": stamp(note.until),
        "person": _person(note.person),
    }


def _person(person: Person | None) -> dict[str, str] | None:
    if person is None:
        return None
    return {"id": person.id, "name": person.name, "email": person.email}
