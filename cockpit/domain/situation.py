"""Everything that a view looks at: the state, the readings, the procedure, and who looks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any, TypeVar

from cockpit.domain.model import Person
from cockpit.domain.probes import Probe
from cockpit.domain.procedure import Procedure
from cockpit.domain.readings import Readings
from cockpit.domain.state import Case, State
from cockpit.domain.watch import ChannelSpec, ReportFolderSpec, RepositorySpec, TrackerSpec

Found = TypeVar("Found")


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
    has_pager: bool = True
    """Whether a pager is asked at all."""
    read_only: bool = False
    """Nothing may leave this cockpit."""
    is_past: bool = False
    """It is a moment of the past, from the journal: readings of then were not kept."""
    _found: dict[tuple[object, ...], Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What several views want to know of this one moment."""

    def once(self, make: Callable[["Situation", datetime], Found], now: datetime) -> Found:
        """What this makes of the situation at this instant, made once for all that ask.

        `make` has to be pure. Readings that came since are another question.
        """
        key = (make, now, self.readings.taken)
        if key not in self._found:
            self._found[key] = make(self, now)
        found: Found = self._found[key]
        return found

    @property
    def case(self) -> Case | None:
        """The case on screen, if any."""
        return self.state.cases.get(self.incident_id)
