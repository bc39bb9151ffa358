"""Shifts as they were begun and ended, and what was written down in them; values and questions.

When a shift should begin is `shift_plan`'s business, and `shifts` has the arithmetic.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from cockpit.domain.model import Person
from cockpit.domain.persons import is_same

SHADOW = "shadow"
"""The role of whoever looks on to learn (P3): several may, and nobody is relieved by one."""


class NoteKind(StrEnum):
    """What a note of a shift is about."""

    NOTE = "note"
    IMPROVEMENT = "improvement"
    """Something was made better in quiet time (I8)."""
    NOISY = "noisy alert"
    """An alert that pages for nothing, to be watched (N3, G6)."""
    SILENCE = "silence"
    """An alert that was silenced until `until` (N3)."""
    ABSENCE = "absence"
    """Somebody is away from `since` to `until` (A4)."""


class EndedBy(StrEnum):
    """What ended a shift."""

    PERSON = "person"
    NEXT = "next"
    """Nobody ended it: the next one of its role began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One person's time on call in a role, from when they began it until it was ended."""

    id: str
    person: Person
    role: str
    """As the profile calls it: "primary"."""
    begun_at: datetime
    due_at: datetime
    """When it should have begun by the plan; without one, when it did."""
    until: datetime | None = None
    """When it should end by the plan; None: nobody said."""
    source: str = ""
    """Who said so: the pager, a calendar's name, "profile"; empty: the person alone."""
    ended_at: datetime | None = None
    ended_by: EndedBy | None = None
    remark: str = ""
    """What was said when it ended."""

    @property
    def start(self) -> datetime:
        """From when on it counts: when it should have begun, or when it was, if that was before."""
        return min(self.due_at, self.begun_at)

    @property
    def is_open(self) -> bool:
        """Nobody has ended it, and none has followed."""
        return self.ended_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A note as it once was, before it was corrected."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftNote:
    """Something written down in a shift, as it stands now."""

    id: str
    at: datetime
    author: str
    kind: NoteKind
    text: str
    shift: str = ""
    """The shift's id; empty: whichever ran then."""
    since: datetime | None = None
    """When an absence begins."""
    until: datetime | None = None
    """When a silence lifts, or an absence ends; None: nobody said."""
    person: Person | None = None
    """Who is away."""
    earlier: tuple[Wording, ...] = ()
    withdrawn_at: datetime | None = None
    reason: str = ""
    """Why it was withdrawn."""

    @property
    def stands(self) -> bool:
        """It was not withdrawn."""
        return self.withdrawn_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Triaged:
    """The notification channel was gone through on a business day (P4)."""

    day: str
    """As "2026-03-04", where the shift is."""
    at: datetime
    author: str
    channel: str
    words: str = ""
    """What came of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shifts:
    """All shifts that were begun here, with what was written down; each by its id, in order."""

    shifts: Mapping[str, Shift] = field(default_factory=dict)
    notes: Mapping[str, ShiftNote] = field(default_factory=dict)
    triaged: tuple[Triaged, ...] = ()
    """The newest last."""

    def open(self) -> tuple[Shift, ...]:
        """Those that run, in the order in which they were begun."""
        return tuple(shift for shift in self.shifts.values() if shift.is_open)

    def of(self, person: Person) -> Shift | None:
        """The newest one that this person has begun and nobody ended."""
        found = [shift for shift in self.open() if is_same(shift.person, person)]
        return found[-1] if found else None

    def over(self, person: Person) -> Shift | None:
        """The newest one of this person that has ended."""
        found = (s for s in reversed(tuple(self.shifts.values())) if not s.is_open)
        return next((shift for shift in found if is_same(shift.person, person)), None)

    def shown(self, person: Person | None) -> Shift | None:
        """The one that is told of first: this person's own, else one that runs, else their last."""
        own = self.of(person) if person is not None else None
        last = self.over(person) if person is not None else None
        return own or next(iter(self.open()), None) or last

    def notes_of(self, shift: Shift) -> tuple[ShiftNote, ...]:
        """What stands written down in this shift, or while it ran, in order."""
        return tuple(note for note in self.all_of(shift) if note.stands)

    def written(
        self, shift: Shift | None, since: datetime, until: datetime, *kinds: NoteKind
    ) -> tuple[ShiftNote, ...]:
        """What stands of these kinds in this shift, else in a span of time, in order."""
        if shift is not None:
            return tuple(note for note in self.notes_of(shift) if note.kind in kinds)
        return tuple(note for note in self.standing(*kinds) if since <= note.at < until)

    def all_of(self, shift: Shift) -> tuple[ShiftNote, ...]:
        """The same with what was withdrawn."""
        return tuple(note for note in self.notes.values() if _is_in(note, shift))

    def standing(self, *kinds: NoteKind) -> tuple[ShiftNote, ...]:
        """What stands of these kinds, of any shift, in order."""
        return tuple(n for n in self.notes.values() if n.stands and n.kind in kinds)

    def lifting(self, since: datetime, until: datetime) -> tuple[ShiftNote, ...]:
        """Silences that lift between two instants, the first to lift first (N3)."""
        silences = self.standing(NoteKind.SILENCE)
        ends = [(n.until, n) for n in silences if n.until and since <= n.until < until]
        return tuple(note for _, note in sorted(ends, key=lambda pair: pair[0]))

    def triage_of(self, day: str, channel: str) -> Triaged | None:
        """Whether this channel was gone through on this day."""
        return next((t for t in self.triaged if (t.day, t.channel) == (day, channel)), None)


def _is_in(note: ShiftNote, shift: Shift) -> bool:
    if note.shift:
        return note.shift == shift.id
    return shift.begun_at <= note.at and (shift.ended_at is None or note.at < shift.ended_at)
