"""Errors as an error tracker groups them: what is known of each, values only, no clock (I7).

How often one happens changes all the time: that is a reading, in memory. That one appeared, came
back or was resolved is a fact.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class ErrorStatus(StrEnum):
    """Where an error stands at the tracker."""

    UNRESOLVED = "unresolved"
    RESOLVED = "resolved"
    IGNORED = "ignored"
    """Somebody archived it there."""


class ErrorTurn(StrEnum):
    """What the tracker says of an unresolved error's course."""

    NEW = "new"
    ONGOING = "ongoing"
    REGRESSED = "regressed"
    """It was resolved, and came back."""
    ESCALATING = "escalating"
    """It happens far more often than it did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedError:
    """One error, without the counts that grow by the minute."""

    id: str
    """At the tracker."""
    short_id: str
    """As people call it: "CLOUD-1A"."""
    project: str
    title: str
    culprit: str = ""
    """Where in the code it happens."""
    level: str = "error"
    status: ErrorStatus = ErrorStatus.UNRESOLVED
    turn: ErrorTurn = ErrorTurn.ONGOING
    first_seen: datetime
    first_release: str = ""
    """The release that it was first seen in; empty: not read, or not said."""
    last_release: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorCount:
    """How often an error happens, as last read."""

    events: int = 0
    users: int = 0
    is_whole: bool = True
    """Over its whole life; False: the tracker counted the last day alone."""
    last_seen: datetime | None = None
    hourly: tuple[int, ...] = ()
    """Events by the hour over the last day, oldest first; empty: the tracker did not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorsCounted:
    """A reading: how often each listed error happens."""

    at: datetime
    counts: Mapping[str, ErrorCount] = field(default_factory=dict)
    """By the error's id."""


class ErrorVerdict(StrEnum):
    """What a person made of an error (I7, I13)."""

    INCIDENT = "incident"
    TICKET = "ticket"
    """A bug that is no incident."""
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedError:
    """Somebody's verdict on an error."""

    at: datetime
    author: str
    verdict: ErrorVerdict
    reason: str = ""
    incident_id: str = ""
    """The incident that was on screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorState:
    """An error as the tracker last described it."""

    error: TrackedError
    noted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorBook:
    """All errors that are known, by id; before the tracker was first read there is none."""

    errors: Mapping[str, ErrorState] = field(default_factory=dict)
    more: bool = False
    """There are more at the tracker than were read."""
