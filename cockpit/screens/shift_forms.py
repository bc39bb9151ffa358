"""The dialogs of shift notes: written, corrected, withdrawn."""

from datetime import datetime

from cockpit.desk.desk import Desk
from cockpit.domain.actions import Action
from cockpit.domain.actions_shift import EditShiftNote, WithdrawShiftNote, WriteShiftNote
from cockpit.domain.day_times import day_time
from cockpit.domain.shift_book import NoteKind, ShiftNote
from cockpit.screens.asking import Field
from cockpit.screens.dialog import Dialog
from cockpit.screens.wish import Choice, Wish
from cockpit.view.choices import Entry

SILENT = "Kept with the shift, for its report and its handover; nothing is sent."
_KINDS = (
    (NoteKind.NOTE, "n", "anything that whoever comes next should know"),
    (NoteKind.IMPROVEMENT, "i", "something was made better in quiet time"),
    (NoteKind.NOISY, "a", "it pages for nothing: to be watched"),
    (NoteKind.SILENCE, "s", "an alert is silenced until then"),
    (NoteKind.ABSENCE, "w", "somebody is away, from then to then"),
)


def write(desk: Desk) -> Dialog:
    """Write something down for the shift."""

    def make(choice: Choice) -> tuple[Action, ...]:
        values = choice.values
        since, until = _times(desk, choice)
        return (
            WriteShiftNote(
                kind=_kind(choice), text=values["text"], since=since, until=until, who=values["who"]
            ),
        )

    return Dialog(
        title="Write down for the shift",
        draft="shift-note",
        verb="record",
        wish=Wish(desk, make),
        done="written down",
        heading="What it is about",
        entries=lambda _words: _entries(),
        start=NoteKind.NOTE.value,
        silent=SILENT,
        fields=_fields(),
    )


def edit(desk: Desk, note: ShiftNote) -> Dialog:
    """Correct a note; what it said before stays on record."""

    def make(choice: Choice) -> tuple[Action, ...]:
        values = choice.values
        since, until = _times(desk, choice)
        return (
            EditShiftNote(
                note=note.id,
                kind=_kind(choice),
                text=values["text"],
                since=since,
                until=until,
                who=values["who"],
            ),
        )

    return Dialog(
        title="Correct a note of the shift",
        draft=f"shift-note:{note.id}",
        verb="record",
        wish=Wish(desk, make),
        done="corrected",
        heading="What it is about",
        entries=lambda _words: _entries(),
        start=note.kind.value,
        silent=SILENT,
        fields=_fields(
            note.text,
            _written(note.since, desk),
            _written(note.until, desk),
            note.person.name if note.person else "",
        ),
    )


def withdraw(desk: Desk, note: ShiftNote) -> Dialog:
    """Let a note count no more; it stays on the timeline, with why."""

    def make(choice: Choice) -> tuple[Action, ...]:
        return (WithdrawShiftNote(note=note.id, reason=choice.values["reason"]),)

    return Dialog(
        title=f"Withdraw “{note.text}”",
        draft=f"withdraw:{note.id}",
        verb="withdraw it",
        wish=Wish(desk, make),
        done="withdrawn",
        silent="It counts no more; the timeline keeps it. Nothing is sent.",
        fields=(Field(name="reason", label="Why, if it is worth a word", value=""),),
    )


def _fields(text: str = "", since: str = "", until: str = "", who: str = "") -> tuple[Field, ...]:
    return (
        Field(name="text", label="What", value=text, rows=2),
        Field(name="until", label="Until, of a silence or an absence: Thu 10:00, 3d", value=until),
        Field(name="since", label="From, of an absence: 2026-03-05", value=since),
        Field(name="who", label="Who is away; empty: you", value=who),
    )


def _entries() -> tuple[Entry, ...]:
    return tuple(
        Entry(id=kind.value, key=key, words=kind.value, beside=beside)
        for kind, key, beside in _KINDS
    )


def _kind(choice: Choice) -> NoteKind:
    return NoteKind(choice.ids[0]) if choice.ids else NoteKind.NOTE


def _times(desk: Desk, choice: Choice) -> tuple[datetime | None, datetime | None]:
    """From when and until when, where the kind of the note has such; raises ValueError."""
    kind, values = _kind(choice), choice.values
    since = until = None
    if kind is NoteKind.ABSENCE and values["since"].strip():
        since = day_time(values["since"], desk.now(), desk.zone)
    if kind in (NoteKind.ABSENCE, NoteKind.SILENCE) and values["until"].strip():
        until = day_time(values["until"], desk.now(), desk.zone, ends=True)
    return since, until


def _written(at: datetime | None, desk: Desk) -> str:
    """An instant as one would write it."""
    return f"{at.astimezone(desk.zone):%Y-%m-%d %H:%M}" if at is not None else ""
