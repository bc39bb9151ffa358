"""Where papers are read and filed, as a Protocol; merging them is the documents' business."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cockpit.domain.effects_papers import FilePaper
from cockpit.domain.papers import Place
from cockpit.domain.state import Moment
from cockpit.ports.outside import Changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    """What stands at a place."""

    text: str = ""
    """Markdown; empty: nothing stands there, or it cannot be had as Markdown."""
    version: str = ""
    """What tells it from any other that may stand there later; empty: nothing stands there."""


class Filing(Protocol):
    """Whoever files papers. Every method may raise the three errors."""

    async def read(self, place: Place, paper: str, name: str) -> Stands:
        """What stands there under this name, now."""
        ...

    async def file(self, effect: FilePaper) -> Changed:
        """File it, once; `Refused` when what stands there is not what it was merged with."""
        ...

    async def find(self, effect: FilePaper) -> Changed | None:
        """Whether it was filed; None when it certainly was not."""
        ...

    async def close(self) -> None:
        """Hang up."""
        ...


class Papers(Filing, Protocol):
    """Places where papers stand, and what they are made of besides the state."""

    async def read_file(self, path: str) -> Stands:
        """What stands in a file of this machine."""
        ...

    async def write_file(self, path: str, text: str, version: str) -> None:
        """Write a file of this machine, whole or not at all.

        `Refused` when by now something else stands there than what had this version.
        """
        ...

    async def past(self, since: datetime, until: datetime) -> tuple[Moment, ...]:
        """What probes found between two instants, by the journal: the state forgets it."""
        ...
