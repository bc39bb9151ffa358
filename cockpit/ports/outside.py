"""What cockpit needs from outside: small Protocols, three errors; no client library.

PortError
├── Unreachable   no answer; `maybe_sent` says whether a write may have happened all the same
├── Refused       an answer that says no; trying the same again does not help by itself
└── Garbled       an answer that makes no sense (HTML, broken JSON); for a write: unclear
"""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Protocol

from cockpit.domain.effects import PagerChange
from cockpit.domain.evidence import Sample
from cockpit.domain.incident_details import Change, IncidentDetails
from cockpit.domain.model import EscalationPolicy, Incident, LogEntry, OnCall, Person
from cockpit.domain.probes import Probe
from cockpit.domain.watch import CalendarSpec
from cockpit.ports.advice import advice

__all__ = [
    "MISCONFIGURED",
    "TWIN_SPAN",
    "CalendarReading",
    "Calendars",
    "Changed",
    "Clock",
    "Directory",
    "Garbled",
    "Happened",
    "OpenPage",
    "Pager",
    "PortError",
    "Prober",
    "Refused",
    "ServerTime",
    "Unreachable",
]


class PortError(Exception):
    """Something outside did not work.

    `reason` says what happened and what it means, `mend` what to do; both are harmless to show.
    """

    def __init__(self, reason: str, mend: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.mend = mend

    @property
    def advice(self) -> str:
        """Both, as one line of prose."""
        return advice(self.reason, self.mend)


class Unreachable(PortError):
    """No answer came."""

    def __init__(self, reason: str, mend: str = "", *, maybe_sent: bool = False) -> None:
        super().__init__(reason, mend)
        self.maybe_sent = maybe_sent
        """A write may have reached the other side: look before sending again."""


class Refused(PortError):
    """The other side answered, and said no."""

    def __init__(
        self,
        reason: str,
        mend: str = "",
        *,
        code: str = "",
        credentials: bool = False,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(reason, mend)
        self.code = code
        """The other side's own word for it ("channel_not_found", "1001", "404")."""
        self.credentials = credentials
        """The token is wrong, revoked, or may not do this."""
        self.retry_after_s = retry_after_s
        """It said "later", and how many seconds (a rate limit); None: not a matter of time."""


MISCONFIGURED = "misconfigured"
"""`Refused.code` when what is configured cannot be right: no such folder, no such branch."""


class Garbled(PortError):
    """The answer makes no sense."""


class Clock(Protocol):
    """This machine's clocks; corrected time is the store's business."""

    def now(self) -> datetime:
        """The wall clock, aware, UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that only ever grow; for time-outs, never for deadlines."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerTime:
    """What one answer's Date header says of the server's clock.

    The server's clock minus this machine's lies between `low_s` and `high_s` seconds.
    """

    low_s: float
    high_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A change that was made at the pager."""

    ref: str = ""
    """The other side's id of what was made, where it has one."""
    at: datetime | None = None
    """By the other side's clock, where it says."""
    incident: Incident | None = None
    """The incident as the answer describes it."""
    warning: str = ""
    """What was not done of it, in words."""
    kept: tuple[tuple[str, str], ...] = ()
    """What of the answer is to be kept, as names and values."""
    output: str = ""
    """What a command printed, bounded, secrets masked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPage:
    """A part of the list of open incidents, as it was at one instant."""

    incidents: tuple[Incident, ...]
    """Newest first."""
    next_start: int | None = None
    """Where the next part begins; None: there are no older ones."""
    total: int | None = None
    """How many are open in all, where the pager says it."""


TWIN_SPAN = timedelta(seconds=2)
"""Clocks outside are read to the second: changes this close cannot be told apart by their times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What the pager logged on all incidents within a span of time."""

    entries: tuple[LogEntry, ...]
    """Oldest first."""
    up_to: datetime
    """By the pager's clock: what was logged by then is in it, unless it appears late."""
    whole: bool = True
    """Nothing of the span is missing; False: there was too much of it."""


class Pager(Protocol):
    """The pager, naming nothing of any vendor. Every method may raise the three errors."""

    async def me(self) -> Person:
        """Who the pager thinks that this person is."""
        ...

    async def teams(self) -> tuple[str, ...]:
        """The ids of the teams that this person is in; empty: none, or the pager does not say."""
        ...

    async def open_incidents(self, start: int = 0) -> OpenPage:
        """Open incidents that the person may see, newest first, from this place of the list on.

        The list moves while it is read: one that is in no part need not have ended.
        """
        ...

    async def ended(self, most: int) -> tuple[Incident, ...]:
        """The incidents that ended last, the latest first: at least `most`, or all, bounded."""
        ...

    async def happened(self, since: datetime | None = None) -> Happened:
        """What was logged on all incidents that the person may see, from then on, or just now.

        Half a storm may be missing, and says so. `Refused`: the person may not read that.
        """
        ...

    async def incident(self, incident_id: str) -> Incident:
        """One incident, read now."""
        ...

    async def log(self, incident_id: str, since: datetime | None = None) -> tuple[LogEntry, ...]:
        """The pager's own log of an incident, or what it has since then; oldest first, bounded."""
        ...

    async def details(self, incident_id: str) -> IncidentDetails:
        """All that is around one incident, each part bounded; a part that fails says so itself.

        Raises only what keeps every part from being read.
        """
        ...

    async def changes(self, incident_id: str) -> tuple[Change, ...]:
        """The changes that it relates to an incident, newest first, bounded."""
        ...

    async def policy(self, policy_id: str) -> EscalationPolicy:
        """An escalation policy as it stands now."""
        ...

    async def on_call(self, policy_ids: tuple[str, ...]) -> tuple[OnCall, ...]:
        """Who is on call now at each level of these policies."""
        ...

    async def shifts(
        self,
        since: datetime,
        until: datetime,
        *,
        person_id: str = "",
        policy_ids: tuple[str, ...] = (),
    ) -> tuple[OnCall, ...]:
        """Every shift that touches the time between two instants, each once and all of them.

        Of this person, of these policies, or both; at most 90 days. Where they cannot all be had,
        it is `Refused`: half of them would look like gaps.
        """
        ...

    async def acknowledge(self, incident_id: str) -> Incident:
        """Acknowledge as this person; sends once. Reads the status first: resolved is `Refused`."""
        ...

    async def add_note(self, incident_id: str, text: str, marker: str) -> str:
        """Write a note, once; returns its id. `marker` is findable in it afterwards."""
        ...

    async def find_note(self, incident_id: str, marker: str) -> str | None:
        """The id of the note that carries this marker, or None when there certainly is none."""
        ...

    async def change(self, change: PagerChange) -> Changed:
        """Change something at the pager, as this person; sends once.

        Reads the status first where the change depends on it: `Refused` says what it found. What
        the answer does not confirm is `Garbled`.
        """
        ...

    async def find_change(
        self, change: PagerChange, since: datetime, twins: int | None = None
    ) -> Changed | None:
        """Whether this change happened at or after `since`; None when it certainly did not.

        `twins`, where given: just before `since` (`TWIN_SPAN`) this many exactly like it were made.
        One more trace of that time is its own.
        `Refused`, and no matter of time: looking will never tell, so a person has to.
        """
        ...

    def heard(self) -> ServerTime | None:
        """The newest word on the server's clock, if any answer came."""
        ...


class Directory(Protocol):
    """Whom and what the pager knows by name. Every method may raise the three errors."""

    async def people(self, words: str) -> tuple[Person, ...]:
        """Those whose name or address these words fit, bounded."""
        ...

    async def priorities(self) -> tuple[str, ...]:
        """The names of all priorities, the highest first; empty: it knows no priorities."""
        ...


class Prober(Protocol):
    """Looks at what the probes name. Neither method raises."""

    async def look(self, spec: Probe) -> Sample:
        """One look; what went wrong is the sample's detail."""
        ...

    async def past(self, spec: Probe) -> tuple[Sample, ...]:
        """What the other side still knows of the time before the first look, oldest first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarReading:
    """Who is on call by a calendar."""

    shifts: tuple[OnCall, ...]
    warning: str = ""
    """What limits the truth of this reading (events that make no sense, say)."""


class Calendars(Protocol):
    """Calendar feeds and files. May raise the three errors, which name the calendar."""

    async def read(
        self, spec: CalendarSpec, since: datetime, until: datetime, zone: tzinfo
    ) -> CalendarReading:
        """Every shift that touches the time between two instants.

        `zone` is where days begin, and where times without a zone are meant, unless the calendar
        names a zone of its own.
        """
        ...
