"""What the pager knows about one incident beyond the list; read on demand, never journalled.

Every part is a `Block`, so that what could not be read is never mistaken for what is not there.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from cockpit.domain.model import Incident, LogEntry

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(Generic[T]):
    """A part of the details: what was read, or why it could not be."""

    items: tuple[T, ...] = ()
    problem: str = ""
    """Why it could not be read; `items` says nothing then."""
    mend: str = ""
    more: bool = False
    """There is more than was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address that may be opened: http or https, printable ASCII alone."""

    title: str
    url: str
    is_runbook: bool = False
    """Whoever wrote it calls it a runbook."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One alert of an incident, as a monitor sent it."""

    id: str
    title: str
    status: str
    """The pager's word; empty when it gives none."""
    severity: str
    at: datetime | None
    details: tuple[tuple[str, str], ...] = ()
    """What the monitor wrote, as paths and values ("labels.cluster", "eu-1"), bounded."""
    more: bool = False
    """It wrote more than that."""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What somebody wrote on the incident."""

    id: str
    at: datetime | None
    author: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change that the pager knows of and, where it relates it to an incident, why it does."""

    id: str
    at: datetime | None
    summary: str
    source: str
    reason: str
    """In words; empty when the pager gives no reason."""
    links: tuple[Link, ...] = ()
    services: tuple[str, ...] = ()
    """Whose change it is, by name, where names are given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """A conference where the responders meet."""

    number: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentDetails:
    """One incident with everything around it, as of one look."""

    incident_id: str
    incident: Block[Incident] = field(default_factory=Block)
    """One item when it was read."""
    bridge: Block[Bridge] = field(default_factory=Block)
    """One item at most."""
    alerts: Block[Alert] = field(default_factory=Block)
    """Newest first."""
    notes: Block[Note] = field(default_factory=Block)
    """Newest first."""
    changes: Block[Change] = field(default_factory=Block)
    """Newest first."""
    log: Block[LogEntry] = field(default_factory=Block)
    """Oldest first."""
