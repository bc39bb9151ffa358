"""What evidence says of a criterion, and what was said of it before; values only, no clock."""

from dataclasses import dataclass
from datetime import datetime

from cockpit.domain.evidence import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Where a criterion stands by its evidence."""

    standing: Standing
    words: str
    """The evidence, or what is missing for it."""
    since: datetime | None = None
    """The first look that counts."""
    complete_at: datetime | None = None
    """When the evidence was complete; None where it is not met."""
    probe: str = ""
    """The probe that proves it."""
    level: float | None = None
    """The level before a drop: it is over when the value is back there."""
    looked: bool = True
    """Whether a probe was looked at from here at all."""
    may_be_held: bool = False
    """It speaks for the criterion and was not seen to begin: an earlier word of it may go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the journal knows of a criterion that was met when it was last told."""

    since: datetime
    probe: str = ""
    level: float | None = None
