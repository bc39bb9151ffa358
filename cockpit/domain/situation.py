"""Everything that a view looks at: the state, the readings, the procedure, and who looks."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from cockpit.domain.model import Person
from cockpit.domain.probes import Probe
from cockpit.domain.procedure import Procedure
from cockpit.domain.readings import Readings
from cockpit.domain.state import Case, State
from cockpit.domain.watch import ChannelSpec, ReportFolderSpec, RepositorySpec, TrackerSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One moment's material for all views; time comes separately."""

    state: State
    readings: Readings
    procedure: Procedure
    zone: tzinfo
    me: Person | None = None
    incident_id: str = ""
    """The incident on screen."""
    probes: tuple[Probe, ...] = ()
    repositories: tuple[RepositorySpec, ...] = ()
    folders: tuple[ReportFolderSpec, ...] = ()
    channels: tuple[ChannelSpec, ...] = ()
    """What is followed."""
    watched_at: datetime | None = None
    """When a cockpit of this user was last seen at work; None: not asked."""
    tracker: TrackerSpec | None = None
    """Where errors are read; None: nowhere."""
    read_only: bool = False
    """Nothing may leave this cockpit."""

    @property
    def case(self) -> Case | None:
        """The case on screen, if any."""
        return self.state.cases.get(self.incident_id)
