"""What sources saw, in the past tense; see `cockpit.domain.facts` for all facts."""

from dataclasses import dataclass
from datetime import datetime

from cockpit.domain.evidence import Deploy, Health, Related, Report, Running, Standing
from cockpit.domain.model import (
    EscalationPolicy,
    Incident,
    LogEntry,
    OnCall,
    Person,
    Place,
    Reply,
    SourceStatus,
)
from cockpit.domain.tracked_errors import TrackedError


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceChanged:
    """A source can be believed more, or less, than before."""

    source: str
    status: SourceStatus
    since: datetime
    reason: str = ""
    """What is wrong, in words; empty when all is well."""
    mend: str = ""
    """What to do about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerClockRead:
    """The server's clock stands `offset_s` seconds ahead of this machine's (negative: behind)."""

    offset_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MeIdentified:
    """The pager knows the person at this keyboard as this user."""

    person: Person
    team_ids: tuple[str, ...] = ()
    """The teams that they are in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentSeen:
    """The pager describes this incident so; appended only when it differs from the last one."""

    incident: Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLogRead:
    """New lines of the pager's own log of an incident."""

    incident_id: str
    entries: tuple[LogEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFound:
    """The pager knows somebody of this name, whom an incident or a policy need not mention."""

    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySeen:
    """An escalation policy as it stands now."""

    policy: EscalationPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCallSeen:
    """Who is on call at the levels of the policies that concern this person."""

    entries: tuple[OnCall, ...]
    policy_ids: tuple[str, ...] = ()
    """The policies that were asked about: a level without an entry has nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaRead:
    """Who is on call when, between two instants, as one source says; replaces what it said before.

    Appended only when it differs, or reaches further.
    """

    source: str
    since: datetime
    until: datetime
    shifts: tuple[OnCall, ...]
    places: tuple[Place, ...] = ()
    """What somebody should hold at all times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeTurned:
    """A probe changed its mind; `since` is the first sample that said so."""

    probe: str
    health: Health
    since: datetime
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionTurned:
    """By its evidence a paging criterion stands otherwise than before (procedure N6).

    One that is met is told again now and then, so that others know that somebody still looks.
    """

    criterion: str
    """Its id in the profile."""
    standing: Standing
    since: datetime
    """The first look that counts."""
    words: str
    """The evidence, or what is missing for it."""
    probe: str = ""
    """The probe that proves it; empty where it is not met."""
    level: float | None = None
    """The level before a drop, for as long as it is down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeploysFound:
    """What changed in the list of a repository's recent commits and tags."""

    repository: str
    found: tuple[Deploy, ...] = ()
    gone: tuple[str, ...] = ()
    """Shas that are no longer there, or are too old to matter."""
    more: int = 0
    """How many recent ones are beyond the bound and not listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RingsRead:
    """What runs in each ring of a repository now; replaces what was read before."""

    repository: str
    rings: tuple[Running, ...] = ()
    """From the first stage to the last, as configured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesRelated:
    """The change events that the pager relates to an incident now; replaces what it did before."""

    incident_id: str
    changes: tuple[Related, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesFound:
    """What changed in the list of change events that the pager keeps for the whole account."""

    found: tuple[Deploy, ...] = ()
    """Of kind `CHANGE`."""
    gone: tuple[str, ...] = ()
    """Ids of those that are no longer there, or are too old to matter."""
    more: bool = False
    """There are more than were read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsFound:
    """What changed in a folder of reliability reports."""

    folder: str
    found: tuple[Report, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorsFound:
    """What changed in the error tracker's list: appeared, came back, resolved, is gone (I7)."""

    found: tuple[TrackedError, ...] = ()
    gone: tuple[str, ...] = ()
    """Ids of those that are deleted, or have not happened for so long that nobody asks."""
    more: bool = False
    """There are more than were read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplySeen:
    """Somebody wrote in the incident's thread; the same ts again is an edit, or a reaction to it.

    With the thread's own ts it is the first message, and only its reactions are news.
    """

    incident_id: str
    reply: Reply
