"""What an organisation's procedure wants of whoever begins a shift (A3, A11), as data."""

from dataclasses import dataclass
from enum import StrEnum

from cockpit.domain.reachability import Reach


class Need(StrEnum):
    """What a shift cannot do without; where it is not configured, one is not ready."""

    PAGER = "pager"
    CHAT = "chat"
    MAIL = "mail"
    STATUS = "status"
    ERRORS = "errors"
    REPOSITORIES = "repositories"
    REPORTS = "reports"
    PROBES = "probes"
    SERVICES = "services"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessWanted:
    """How ready one has to be."""

    ladder: tuple[Reach, ...] = ()
    """By when a page has to arrive by which means."""
    needs: tuple[Need, ...] = ()
    ssh: tuple[str, ...] = ()
    """Machines that one must get to, as ssh knows them (N8.3)."""
    fetched_s: int = 86_400
    """A working copy that heard from its remote longer ago is out of date."""
    skew_s: float = 5.0
    """A clock further off is worth a word."""
    disk_bytes: int = 500_000_000
    """Free space in the state folder below which it is worth a word."""
