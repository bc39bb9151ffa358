"""What the outside world is made of, in the field's own terms: values only, no clock.

All instants are aware UTC datetimes, all durations are seconds unless a name says otherwise.
Every string that came from outside has passed `cockpit.ports.plain` before it gets here.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Status(StrEnum):
    """Where an incident stands with the pager; `OTHER` keeps a value that a newer API may send."""

    TRIGGERED = "triggered"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"
    OTHER = "other"


class Urgency(StrEnum):
    """Low urgency never escalates by itself."""

    HIGH = "high"
    LOW = "low"


class Upcoming(StrEnum):
    """What the pager has announced that it will do by itself."""

    ESCALATE = "escalate"
    UNACKNOWLEDGE = "unacknowledge"
    RESOLVE = "resolve"
    OTHER = "other"


class Verdict(StrEnum):
    """What a reliability report says about its soak."""

    PASSED = "passed"
    FAILED = "failed"
    UNCLEAR = "unclear"


class Health(StrEnum):
    """What a probe found; `UNKNOWN` is "could not look", which is neither good nor bad."""

    GOOD = "good"
    BAD = "bad"
    UNKNOWN = "unknown"


class SourceStatus(StrEnum):
    """How far a source can be believed right now."""

    ASKING = "asking"
    OK = "ok"
    LATE = "late"
    UNREACHABLE = "unreachable"
    CREDENTIALS = "wrong credentials"
    REFUSED = "refused"
    MISCONFIGURED = "misconfigured"
    FAULTY = "faulty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who may be paged; `id` is the pager's."""

    id: str
    name: str
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """An incident rests with this person since `at`."""

    person: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingAction:
    """What the pager will do by itself at `at`: its own word, better than any arithmetic."""

    kind: Upcoming
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One incident as the pager last described it."""

    id: str
    number: int
    title: str
    status: Status
    urgency: Urgency
    created_at: datetime
    changed_at: datetime
    """When its status last changed, by the pager's clock."""
    service_id: str = ""
    service: str = ""
    priority: str = ""
    policy_id: str = ""
    url: str = ""
    direct: bool = False
    """Assigned to somebody directly: it does not climb the escalation policy."""
    assignments: tuple[Assignment, ...] = ()
    acknowledgements: tuple[Assignment, ...] = ()
    pending: tuple[PendingAction, ...] = ()

    @property
    def is_open(self) -> bool:
        """Not resolved: somebody still has to do something."""
        return self.status is not Status.RESOLVED

    def assigned_to(self, person_id: str) -> bool:
        """Whether it rests with this person now."""
        return any(a.person.id == person_id for a in self.assignments)

    def acknowledged_by(self, person_id: str) -> bool:
        """Whether this person has acknowledged it and still holds it."""
        return any(a.person.id == person_id for a in self.acknowledgements)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyLevel:
    """One level of an escalation policy: who, and for how long before the next (seconds)."""

    delay_s: int
    targets: tuple[str, ...]
    """Names of people or schedules, for showing."""
    target_ids: tuple[str, ...] = ()
    """The same as "user:ID" or "schedule:ID", in the same order, for rewriting the policy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationPolicy:
    """The chain that an unacknowledged incident climbs."""

    id: str
    name: str
    levels: tuple[PolicyLevel, ...]
    loops: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCall:
    """Somebody is on call at a level of a policy; open ends are permanent."""

    policy_id: str
    level: int
    person: Person
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One line of the pager's own log of an incident, with its own time."""

    id: str
    incident_id: str
    at: datetime
    kind: str
    """acknowledge, escalate, notify, annotate, ... without the `_log_entry` ending."""
    text: str
    person_id: str = ""
    """Whose act it was, when a person's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deploy:
    """A commit or a tag of a repository that may have gone live."""

    repository: str
    sha: str
    at: datetime
    author: str
    subject: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A reliability report: where it is, what it says about its soak, and which line says so."""

    folder: str
    path: str
    title: str
    day: str
    """ISO date; empty when the report does not say."""
    verdict: Verdict
    line: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A message in the incident's thread; `ts` is the chat's own id and clock, never a float."""

    channel: str
    thread: str
    ts: str
    at: datetime
    author: str
    text: str
    ours: str = ""
    """The effect id when cockpit itself sent it (read back from the message's metadata)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One look of a probe."""

    at: datetime
    health: Health
    status: int | None
    latency_s: float | None
    detail: str
    """In words: "503", "no answer within 5 s", "not HTTP"."""
