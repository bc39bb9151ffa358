"""What each source last said, besides incidents: probes, repositories, reports; values only."""

from dataclasses import dataclass
from datetime import datetime

from cockpit.domain.evidence import Deploy, Health, Report, Running, Standing
from cockpit.domain.model import OnCall, Place, SourceStatus
from cockpit.domain.spells import Spell


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeState:
    """What a probe last concluded, and since when."""

    health: Health
    since: datetime
    detail: str
    noted_at: datetime
    spells: tuple[Spell, ...] = ()
    """When it was bad, oldest first, as far as any incident needs it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetSpan:
    """A time for which a criterion was met by its evidence."""

    since: datetime
    until: datetime | None = None
    """The first look that said otherwise; None: it still is, or nobody saw the end of it."""
    seen_until: datetime
    """When it was last told to be met."""
    words: str = ""
    """The evidence, as it was last told while it was met."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionState:
    """Where a paging criterion stands by its evidence, as somebody last told."""

    standing: Standing
    since: datetime
    words: str
    noted_at: datetime
    """When it was last told, by the corrected clock."""
    probe: str = ""
    level: float | None = None
    met: tuple[MetSpan, ...] = ()
    """When it was met, the newest last; the last one goes on while it is met."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryState:
    """The recent deploys of a repository, newest first."""

    deploys: tuple[Deploy, ...]
    more: int
    noted_at: datetime
    rings: tuple[Running, ...] = ()
    """What each ring runs, from the first stage to the last; empty: none is configured, or read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeListState:
    """The recent change events that the pager has for the whole account, newest first."""

    deploys: tuple[Deploy, ...]
    more: bool
    """There are more than were read."""
    noted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderState:
    """The reports of a folder, newest first."""

    reports: tuple[Report, ...]
    noted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaState:
    """Who is on call when, between two instants, as one source last said."""

    shifts: tuple[OnCall, ...]
    places: tuple[Place, ...]
    """What somebody should hold at all times."""
    since: datetime
    until: datetime
    noted_at: datetime
    """When it last said something new."""
    over: tuple[OnCall, ...] = ()
    """Shifts that had ended by then, a day before at most, as it had them before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """How far a source can be believed, and since when."""

    status: SourceStatus
    since: datetime
    reason: str = ""
    mend: str = ""
