"""What cockpit needs to know of silences that are planned at the pager: they lift by themselves."""

from dataclasses import dataclass
from typing import Protocol

from cockpit.domain.handover_looks import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """Maintenance windows that are not over, the first to end first; bounded."""

    windows: tuple[Window, ...]
    more: bool = False
    """There are more than were read."""


class Silences(Protocol):
    """The pager's silences. May raise the three errors of `cockpit.ports.outside`."""

    async def windows(self) -> Windows:
        """Those that run now or begin later."""
        ...
