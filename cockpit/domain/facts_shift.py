"""What happened to shifts, in the past tense; see `cockpit.domain.facts` for all facts."""

from dataclasses import dataclass
from datetime import datetime

from cockpit.domain.model import Person
from cockpit.domain.shift_book import NoteKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftBegan:
    """Somebody says that they are on call now; from here on a shift's notes are collected."""

    id: str
    person: Person
    role: str
    due_at: datetime
    """When it should have begun by the plan; without one, now."""
    until: datetime | None = None
    """When it should end by the plan."""
    source: str = ""
    """Who said so: the pager, a calendar's name, "profile"; empty: the person alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftEnded:
    """Somebody says that their shift is over."""

    shift: str
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftNoted:
    """Something was written down for the shift, its report and its handover (N3, I8, I11, A4)."""

    id: str
    kind: NoteKind
    text: str
    shift: str = ""
    """The shift's id; empty: whichever runs."""
    since: datetime | None = None
    """When an absence begins."""
    until: datetime | None = None
    """When a silence lifts, or an absence ends."""
    person: Person | None = None
    """Who is away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftNoteEdited:
    """A note was corrected; what it said before stays on record."""

    note: str
    kind: NoteKind
    text: str
    since: datetime | None = None
    until: datetime | None = None
    person: Person | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftNoteWithdrawn:
    """A note shall count no more."""

    note: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageDone:
    """The notification channel was gone through on a business day (P4)."""

    day: str
    """As "2026-03-04", by the clock of the shift's zone."""
    channel: str
    words: str = ""
    """What came of it."""


Shifted = ShiftBegan | ShiftEnded | ShiftNoted | ShiftNoteEdited | ShiftNoteWithdrawn | TriageDone
"""What happened to a shift."""
