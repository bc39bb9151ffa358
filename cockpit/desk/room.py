"""What stands around a desk, and what it sees of the desk: Protocols, and who sits there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Protocol

from cockpit.desk.crew import Watch
from cockpit.domain.facts import Fact, Record
from cockpit.domain.model import Person
from cockpit.domain.papers import Place
from cockpit.domain.probes import Probe
from cockpit.domain.procedure import Procedure
from cockpit.domain.readings import Reading
from cockpit.domain.situation import Situation
from cockpit.domain.state import State
from cockpit.domain.watch import ChannelSpec, ReportFolderSpec, RepositorySpec, TrackerSpec
from cockpit.outbox.hatch import Hatch
from cockpit.outbox.outbox import Outbox
from cockpit.ports.outside import Directory
from cockpit.ports.papers import Papers
from cockpit.ports.readiness import MakesCheckups
from cockpit.ports.services import Services
from cockpit.ports.shelves import Shelves
from cockpit.ports.silences import Silences
from cockpit.ports.told import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Who sits at the desk, and what it is set up to watch and to follow."""

    person: Person
    """As the configuration names them; the pager's word completes it."""
    procedure: Procedure
    zone: tzinfo
    probes: tuple[Probe, ...] = ()
    repositories: tuple[RepositorySpec, ...] = ()
    folders: tuple[ReportFolderSpec, ...] = ()
    channels: tuple[ChannelSpec, ...] = ()
    tracker: TrackerSpec | None = None
    papers: tuple[Place, ...] = ()
    """Where papers are filed."""
    pager_source: str = ""
    """The name of the source of incidents; empty: no pager is asked."""
    process: str = ""
    """This process, as host:pid:start."""
    refusal: str = ""
    """Why nothing may leave this cockpit, in words; empty: it may."""


class Seat(Protocol):
    """The desk, as sources and outbox see it."""

    @property
    def state(self) -> State:
        """Everything that is known."""
        ...

    @property
    def me(self) -> Person:
        """Who sits here."""
        ...

    @property
    def incident_id(self) -> str:
        """The incident on screen, or empty."""
        ...

    def now(self) -> datetime:
        """Corrected UTC."""
        ...

    def situation(self) -> Situation:
        """All that is known at this moment, readings included."""
        ...

    async def append(self, *facts: Fact) -> tuple[Record, ...]:
        """Have facts recorded. Raises `JournalError`."""
        ...

    def note(self, reading: Reading) -> None:
        """Take a reading."""
        ...


class Room(Protocol):
    """What stands around a desk, made when it is wanted."""

    def outbox(self, seat: Seat) -> Outbox:
        """Who carries effects out; asked for once, at once."""
        ...

    async def watches(self, seat: Seat) -> Sequence[Watch]:
        """The sources; asked for once, when the desk starts."""
        ...

    async def look(self, seat: Seat) -> None:
        """Ask the pager once, and have its word recorded. Raises `PortError`, `JournalError`."""
        ...

    def study(self, seat: Seat, incident_id: str) -> None:
        """Read this incident's details from now on, as readings; empty: nobody looks any more."""
        ...

    @property
    def tokens(self) -> Sequence[str]:
        """The tokens that were read so far, in a sequence that grows."""
        ...

    @property
    def shelves(self) -> Shelves:
        """Where there is something to read."""
        ...

    @property
    def directory(self) -> Directory | None:
        """Where people and priorities are looked up; None: no pager is configured."""
        ...

    @property
    def workspace(self) -> Workspace | None:
        """Where the chat's people, groups and channels are looked up; None: none is configured."""
        ...

    @property
    def papers(self) -> Papers | None:
        """Where papers stand; None: nowhere."""
        ...

    @property
    def silences(self) -> Silences | None:
        """The pager's planned silences; None: no pager is configured."""
        ...

    @property
    def services(self) -> Services | None:
        """The organisation's own services; None: none is configured."""
        ...

    @property
    def hatch(self) -> Hatch:
        """Where what is shown once comes through."""
        ...

    @property
    def checkup(self) -> MakesCheckups:
        """Makes check-ups."""
        ...

    def answered(self, source: str, at: datetime) -> None:
        """A source has had an answer at this corrected time: other processes want to know."""
        ...

    def answered_at(self) -> datetime | None:
        """When the pager last answered any process of this user, by the corrected clock."""
        ...

    async def close(self) -> None:
        """Let go of all connections, waiting for nobody."""
        ...
