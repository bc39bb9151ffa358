"""How what happened to shifts changes the state.

A shift that nobody ended is ended by the next one of its role, which is said. Two people who say
that they began the same shift both stand, until one of them ends it: which is wrong only they know.
"""

from collections.abc import Mapping
from typing import assert_never

from cockpit.domain.facts import Record
from cockpit.domain.facts_acts import NoteRequested
from cockpit.domain.facts_shift import (
    ShiftBegan,
    Shifted,
    ShiftEnded,
    ShiftNoted,
    ShiftNoteEdited,
    ShiftNoteWithdrawn,
    TriageDone,
)
from cockpit.domain.ledger import put
from cockpit.domain.persons import is_same
from cockpit.domain.replacing import replace
from cockpit.domain.shift_book import (
    SHADOW,
    EndedBy,
    NoteKind,
    Shift,
    ShiftNote,
    Shifts,
    Triaged,
    Wording,
)
from cockpit.domain.state import Kind, Moment, State
from cockpit.domain.timeline import remembered


def shifted(state: State, record: Record, fact: Shifted) -> State:
    """The state after something about a shift; what changes nothing stands on no timeline."""
    after, words = _after(state.shifts, record, fact)
    if not words:
        return state
    kind = Kind.NOTE if isinstance(fact, ShiftNoted) else Kind.ACTION
    moment = Moment(at=record.at, kind=kind, text=words, author=record.author, id=record.id)
    return replace(state, shifts=after, shift=remembered(state.shift, moment))


def with_note(book: Shifts, record: Record, fact: NoteRequested) -> Shifts:
    """The book with a note that was written outside any incident; each counts once."""
    if fact.id in book.notes:
        return book
    note = ShiftNote(
        id=fact.id, at=record.at, author=record.author, kind=NoteKind.NOTE, text=fact.text
    )
    return replace(book, notes=put(book.notes, fact.id, note))


def _after(book: Shifts, record: Record, fact: Shifted) -> tuple[Shifts, str]:
    """The book after it, and what the timeline says of it; empty: nothing changed."""
    match fact:
        case ShiftBegan():
            return _began(book, record, fact)
        case ShiftEnded():
            return _ended(book, record, fact)
        case ShiftNoted():
            return _noted(book, record, fact)
        case ShiftNoteEdited():
            return _edited(book, record, fact)
        case ShiftNoteWithdrawn():
            return _withdrawn(book, record, fact)
        case TriageDone():
            return _triaged(book, record, fact)
        case _:
            assert_never(fact)


def _began(book: Shifts, record: Record, fact: ShiftBegan) -> tuple[Shifts, str]:
    shift = Shift(
        id=fact.id,
        person=fact.person,
        role=fact.role,
        begun_at=record.at,
        due_at=fact.due_at,
        until=fact.until,
        source=fact.source,
    )
    if fact.id in book.shifts or any(_is_the_same(one, shift) for one in book.open()):
        return book, ""
    shifts: Mapping[str, Shift] = book.shifts
    ended = [one for one in book.open() if _ends(shift, one)]
    for one in ended:
        over = replace(one, ended_at=record.at, ended_by=EndedBy.NEXT)
        shifts = put(shifts, one.id, over)
    words = f"shift begun: {fact.person.name}, {fact.role}"
    for one in ended:
        words += f"; it ends the one of {one.person.name}, {one.role}, which nobody ended"
    return replace(book, shifts=put(shifts, fact.id, shift)), words


def _is_the_same(one: Shift, other: Shift) -> bool:
    """Begun twice by one person, from two machines say."""
    return (one.role, one.due_at) == (other.role, other.due_at) and is_same(
        one.person, other.person
    )


def _ends(later: Shift, earlier: Shift) -> bool:
    """Whether a shift that begins leaves no room for one that nobody ended."""
    if earlier.due_at >= later.due_at:
        return False
    if earlier.role == later.role != SHADOW:
        return True
    is_over = earlier.until is not None and earlier.until <= later.due_at
    return is_over and is_same(earlier.person, later.person)


def _ended(book: Shifts, record: Record, fact: ShiftEnded) -> tuple[Shifts, str]:
    shift = book.shifts.get(fact.shift)
    if shift is None or shift.ended_by is EndedBy.PERSON:
        return book, ""
    over = replace(
        shift,
        ended_at=shift.ended_at or record.at,
        ended_by=EndedBy.PERSON,
        remark=fact.remark,
    )
    words = f"shift ended: {shift.person.name}, {shift.role}"
    words += f": {fact.remark}" if fact.remark else ""
    return replace(book, shifts=put(book.shifts, shift.id, over)), words


def _noted(book: Shifts, record: Record, fact: ShiftNoted) -> tuple[Shifts, str]:
    if fact.id in book.notes:
        return book, ""
    note = ShiftNote(
        id=fact.id,
        at=record.at,
        author=record.author,
        kind=fact.kind,
        text=fact.text,
        shift=fact.shift,
        since=fact.since,
        until=fact.until,
        person=fact.person,
    )
    words = fact.text if fact.kind is NoteKind.NOTE else f"{fact.kind}: {fact.text}"
    return replace(book, notes=put(book.notes, fact.id, note)), words


def _edited(book: Shifts, record: Record, fact: ShiftNoteEdited) -> tuple[Shifts, str]:
    note = book.notes.get(fact.note)
    if note is None or not note.stands:
        return book, ""
    earlier = note.earlier
    if fact.text != note.text:
        earlier = (*earlier, Wording(at=record.at, text=note.text))
    edited = replace(
        note,
        kind=fact.kind,
        text=fact.text,
        since=fact.since,
        until=fact.until,
        person=fact.person,
        earlier=earlier,
    )
    if edited == note:
        return book, ""
    return replace(book, notes=put(book.notes, note.id, edited)), f"note corrected: {fact.text}"


def _withdrawn(book: Shifts, record: Record, fact: ShiftNoteWithdrawn) -> tuple[Shifts, str]:
    note = book.notes.get(fact.note)
    if note is None or not note.stands:
        return book, ""
    gone = replace(note, withdrawn_at=record.at, reason=fact.reason)
    words = f"note withdrawn: {note.text}"
    words += f" ({fact.reason})" if fact.reason else ""
    return replace(book, notes=put(book.notes, note.id, gone)), words


def _triaged(book: Shifts, record: Record, fact: TriageDone) -> tuple[Shifts, str]:
    if book.triage_of(fact.day, fact.channel) is not None:
        return book, ""
    done = Triaged(
        day=fact.day,
        at=record.at,
        author=record.author,
        channel=fact.channel,
        words=fact.words,
    )
    words = "notification channel gone through"
    words += f": {fact.words}" if fact.words else ""
    return replace(book, triaged=(*book.triaged, done)), words
