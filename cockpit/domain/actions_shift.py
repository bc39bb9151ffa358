"""What the engineer may ask for about their shift; see `cockpit.domain.actions`."""

from dataclasses import dataclass
from datetime import datetime

from cockpit.domain.shift_book import NoteKind


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginShift:
    """Be on call from now; `sure` is the second step that a shift nobody planned demands."""

    role: str = ""
    """Empty: as planned."""
    sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EndShift:
    """Be on call no more; `sure` is the second step before the planned end."""

    remark: str = ""
    sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteShiftNote:
    """Write something down for the shift, its report and its handover."""

    kind: NoteKind
    text: str
    since: datetime | None = None
    until: datetime | None = None
    who: str = ""
    """Who is away, by name or address; empty: oneself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditShiftNote:
    """Correct a note; everything is as given here."""

    note: str
    kind: NoteKind
    text: str
    since: datetime | None = None
    until: datetime | None = None
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawShiftNote:
    """Let a note count no more."""

    note: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TellTriaged:
    """Say that the notification channel was gone through today (P4)."""

    words: str = ""


OnShift = BeginShift | EndShift | WriteShiftNote | EditShiftNote | WithdrawShiftNote | TellTriaged
"""What is asked about a shift; decided in `decide_shift`."""
