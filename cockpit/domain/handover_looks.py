"""What a handover note asks of the outside besides the state: planned silences, and closed orgs.

Values only. Nothing of it is kept but what stands in the note.
"""

from dataclasses import dataclass
from datetime import datetime

from cockpit.domain.customers import Org


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A maintenance window of the pager: services make no incident from `start` to `end`."""

    id: str
    start: datetime
    end: datetime
    services: tuple[str, ...]
    """As people call them."""
    description: str = ""
    by: str = ""
    """Who put it in."""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """What was found when one looked, and why something could not be looked at."""

    windows: tuple[Window, ...] | None = None
    """Those that are not over; None: `windows_why` says why nobody knows."""
    windows_why: str = "nobody looked"
    windows_more: bool = False
    """There are more than were read."""
    orgs: tuple[Org, ...] | None = None
    """Customers that forbid platform impersonation; None: `orgs_why` says why nobody knows."""
    orgs_why: str = "nobody looked"
    orgs_more: int = 0
    """How many more there are than were read."""


UNSEEN = Looks()
"""Nobody looked."""
