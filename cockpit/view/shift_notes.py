"""What was written down in a shift, who is away, and what comes, as rows of the shift screen."""

from datetime import datetime

from cockpit.domain import rota_words
from cockpit.domain.model import Person
from cockpit.domain.shift_book import NoteKind, Shift, ShiftNote
from cockpit.domain.shift_plan import PROFILE, Turn
from cockpit.domain.shift_watch import Watch
from cockpit.domain.situation import Situation
from cockpit.view.cells import Cell, Row, Tone, text
from cockpit.view.shift_line import as_role
from cockpit.view.words import day_moment

_MOST_TURNS = 5
_PLURAL = {
    NoteKind.IMPROVEMENT: "Improvements",
    NoteKind.NOISY: "Noisy alerts",
    NoteKind.SILENCE: "Silences",
    NoteKind.ABSENCE: "Absences",
    NoteKind.NOTE: "Notes",
}


def notes(situation: Situation, shift: Shift, now: datetime, head: int) -> list[Row]:
    """By kind, in order; what was withdrawn is not there."""
    written = [n for n in situation.state.shifts.notes_of(shift) if n.kind is not NoteKind.ABSENCE]
    rows: list[Row] = []
    for kind, title in _PLURAL.items():
        here = [note for note in written if note.kind is kind]
        if here:
            rows += [text(""), text(f"{title} ({len(here)})", Tone.TITLE)]
            rows += [_note(situation, note, now, head) for note in here]
    if not written and shift.is_open:
        rows += [text(""), text("Nothing written down yet: n writes a note", Tone.DIM)]
    return rows


def _note(situation: Situation, note: ShiftNote, now: datetime, head: int) -> Row:
    at = day_moment(note.at, now, situation.zone)
    words, tone = note.text, Tone.PLAIN
    if note.kind is NoteKind.SILENCE and note.until is not None:
        is_over = note.until <= now
        verb = "lifted" if is_over else "lifts"
        words = f"{words}, {verb} {_when(situation, note.until, now)}"
        tone = Tone.DIM if is_over else Tone.PLAIN
    elif note.kind is NoteKind.SILENCE:
        words = f"{words}, nobody said until when"
    more = " (corrected)" if note.earlier else ""
    return Row(
        (Cell(at, Tone.DIM, width=head), Cell(f"{words}{more}", tone, grow=True)),
        id=f"note:{note.id}",
    )


def absences(situation: Situation, found: Watch, now: datetime, head: int) -> list[Row]:
    """Absences that are not over, each with the turns that it falls into (A4)."""
    book = situation.state.shifts
    rows: list[Row] = []
    for note in book.standing(NoteKind.ABSENCE):
        if note.since is None or note.until is None or note.until <= now:
            continue
        who = note.person.name if note.person else note.author
        span = f"{_when(situation, note.since, now)} to {_when(situation, note.until, now)}"
        said = f": {note.text}" if note.text != "away" else ""
        rows.append(
            Row(
                (Cell(_short(who, head), Tone.DIM, width=head), Cell(f"{span}{said}", grow=True)),
                id=f"note:{note.id}",
            )
        )
        missed = [turn for absence, turn in found.away if absence == note]
        rows += [text(f"▲ {swap(situation, note.person, t, now)}", Tone.WARN) for t in missed]
    return [text(""), text(_PLURAL[NoteKind.ABSENCE], Tone.TITLE), *rows] if rows else []


def swap(situation: Situation, person: Person | None, turn: Turn, now: datetime) -> str:
    """That somebody is away in their turn, and how it is swapped."""
    name = person.name if person else "somebody"
    span = f"{_when(situation, turn.start, now)} to {_when(situation, turn.end, now)}"
    how = "whoever steps in presses O: an override for that time"
    if turn.source == PROFILE:
        how = "agree on a swap, and put it into the schedule"
    return f"{name} is {turn.role} then, {span}: {how}"


def _short(name: str, head: int) -> str:
    return name if len(name) <= head else name.split(maxsplit=1)[0]


def turns(situation: Situation, found: Watch, now: datetime, head: int) -> list[Row]:
    """My next shifts (A4)."""
    coming = [turn for turn in found.turns if turn.start > now]
    rows = [
        Row(
            (
                Cell(rota_words.distance(turn.start, now), Tone.DIM, width=head),
                Cell(
                    f"{as_role(turn)}, {_when(situation, turn.start, now)} "
                    f"to {_when(situation, turn.end, now)}"
                    + (" by the profile" if turn.source == PROFILE else ""),
                    grow=True,
                ),
            )
        )
        for turn in coming[:_MOST_TURNS]
    ]
    if len(coming) > _MOST_TURNS:
        rows.append(text(f"and {len(coming) - _MOST_TURNS} more", Tone.DIM))
    if not rows:
        is_known = any(seat.source for seat in found.seats)
        said = rota_words.NONE_PLANNED if is_known else rota_words.NOBODY_SAYS
        rows = [text(said, Tone.DIM)]
    return [text(""), text("Your next shifts", Tone.TITLE), *rows]


def _when(situation: Situation, at: datetime, now: datetime) -> str:
    return rota_words.when(at, situation.zone, now)
