"""Severity levels and what each demands: a response, people, and who hears of it by when; data."""

from dataclasses import dataclass
from enum import StrEnum

TELLING_BLANKS = (
    "incident",
    "title",
    "known",
    "trying",
    "next",
    "person",
    "service",
    "severity",
    "since",
)
"""Blanks that `Telling.subject` and `Telling.text` may have."""


class Way(StrEnum):
    """How somebody is told."""

    DECLARE = "declare"
    """By the declaration."""
    UPDATE = "update"
    """By the updates in the thread."""
    POST = "post"
    """By a message in a channel, groups tagged."""
    EMAIL = "email"
    STATUS = "status"
    """On the status page."""
    COPY = "copy"
    """A text to copy; the person says when it was done."""
    PERSON = "person"
    """In a way that only the person knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Somebody who has to hear of an incident of a level, by when, and how (I2, I4, P7)."""

    who: str
    within_s: int = 0
    """Seconds from the page; 0: no time is set."""
    how: str = ""
    """The way, in words ("e-mail"); empty: everybody knows."""
    id: str = ""
    """A short name within the level; empty: made of `who`."""
    way: Way = Way.PERSON
    to: tuple[str, ...] = ()
    """Addresses of an e-mail, or names of `Procedure.addresses`; for a post the channel, by
    purpose, name or id, empty: the incident's thread; for the status page the ids of the
    components that are concerned."""
    groups: tuple[str, ...] = ()
    """User groups that are tagged, by handle."""
    every_s: int = 0
    """Seconds after which they have to hear again while it is open; 0: once is enough."""
    subject: str = ""
    text: str = ""
    """What is drafted, with `TELLING_BLANKS`; empty: the program's own text."""


class Outcome(StrEnum):
    """What becomes of an alert once it is known how bad it is (A5, N5, N7)."""

    ESCALATE = "escalate"
    DECLARE = "declare"
    SNOOZE = "snooze"
    """It rests until working hours."""
    TICKET = "ticket"
    NOISE = "noise"
    """A line in the channel for what does not page."""
    HANDOVER = "handover"
    """A note for whoever comes next, and a ticket that says so."""


WAITING = (Outcome.SNOOZE, Outcome.TICKET, Outcome.NOISE)
"""What can be done with an alert that waits, where its level does not say it otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A severity level and what it demands (I2, N5)."""

    name: str
    title: str = ""
    response_s: int = 0
    """Seconds from the page within which somebody is at work on it; 0: no time is set."""
    pages: bool = False
    """Whether it is worth a page; else it waits for working hours."""
    brings: tuple[str, ...] = ()
    """Whom to bring in, as roles."""
    cadence_s: int = 0
    """Seconds between outward updates; 0: as the procedure says."""
    tells: tuple[Telling, ...] = ()
    then: tuple[Outcome, ...] = ()
    """What is offered next; none: what waits is snoozed, gets a ticket, or a line."""
