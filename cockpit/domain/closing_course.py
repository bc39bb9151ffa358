"""What was said on the way to an incident's closing (G8): values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The incident's review was scheduled."""

    at: datetime
    """When that was said."""
    author: str
    day: date
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """A point of the closing checklist that somebody said is met."""

    at: datetime
    author: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """The incident was closed."""

    at: datetime
    author: str
    missing: tuple[str, ...] = ()
    """What was not met, in words."""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingCourse:
    """How far an incident has come towards being closed."""

    review: Review | None = None
    confirmed: Mapping[str, Confirmed] = field(default_factory=dict)
    """By the point's id."""
    closed: Closed | None = None
