"""Where all changes of an organisation are listed: deploys, configuration; a small Protocol."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cockpit.domain.incident_details import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesRead:
    """What was read of the list."""

    changes: tuple[Change, ...]
    """Newest first, each once."""
    whole: bool = True
    """False: there are more than are read at a time."""
    has_newest: bool = True
    """False: what is missing came after these."""


class ChangeLog(Protocol):
    """A list of changes; nothing is said of what they have to do with an incident."""

    async def since(self, at: datetime) -> ChangesRead:
        """All changes from then on, bounded. May raise the three errors."""
        ...
