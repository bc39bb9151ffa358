"""What is needed of a work tracker: tickets opened, found again, and read; no vendor is named."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cockpit.domain.effects_outward import FileTicket
from cockpit.ports.outside import Changed

MOST = 50
"""Tickets that are read in one look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketReading:
    """How a ticket stands in the tracker."""

    status: str
    """In the tracker's own words."""
    is_done: bool


class WorkTracker(Protocol):
    """A work tracker. Every method may raise the three errors of `ports.outside`."""

    async def file(self, ticket: FileTicket) -> Changed:
        """Open it, once; `ref` is its key, `kept` has its address as "url" and its "status"."""
        ...

    async def find(self, ticket: FileTicket, since: datetime) -> Changed | None:
        """The ticket that carries this effect's id; None when there certainly is none."""
        ...

    async def read(self, keys: Collection[str]) -> Mapping[str, TicketReading]:
        """How these tickets stand, by key; one that is not in it is not there, or not for us."""
        ...
