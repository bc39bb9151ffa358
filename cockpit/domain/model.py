"""What the outside world is made of, in the field's own terms: values only, no clock.

All instants are aware UTC datetimes, all durations are seconds unless a name says otherwise.
Every string that came from outside has passed `cockpit.ports.plain` before it gets here.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cockpit.domain.chat import Reaction


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


class Response(StrEnum):
    """What somebody who was asked to join an incident has answered."""

    PENDING = "pending"
    JOINED = "joined"
    DECLINED = "declined"
    OTHER = "other"


class Upcoming(StrEnum):
    """What the pager has announced that it will do by itself."""

    ESCALATE = "escalate"
    UNACKNOWLEDGE = "unacknowledge"
    RESOLVE = "resolve"
    URGENCY_CHANGE = "urgency_change"
    OTHER = "other"


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
class Responder:
    """Somebody who was asked to join an incident, and what they answered."""

    person: Person
    response: Response
    asked_at: datetime | None = None
    message: str = ""
    """What they were told."""


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
    announces: bool = False
    """Whether the pager says what it will do by itself: then it does nothing else by itself."""
    team_ids: tuple[str, ...] = ()
    """The teams whose incident it is."""
    responders: tuple[Responder, ...] = ()
    merged_into: str = ""
    """The id of the incident that it was merged into, which resolved it; empty: it was not."""

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
    takes_turns: bool = False
    """One of its people is paged, each in turn (round robin): nobody can say who is next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationPolicy:
    """The chain that an unacknowledged incident climbs."""

    id: str
    name: str
    levels: tuple[PolicyLevel, ...]
    loops: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCall:
    """Somebody is on call at a level of a policy, or by a calendar; open ends are permanent."""

    policy_id: str
    """For a calendar: the name of its source."""
    level: int
    """From 1, the primary."""
    person: Person
    start: datetime | None = None
    end: datetime | None = None
    policy: str = ""
    """The policy's name, or the calendar's, for showing."""
    schedule_id: str = ""
    """The schedule that says so; empty: the policy names the person, or a calendar says so."""
    schedule: str = ""
    shadow: bool = False
    """Looks on to learn, and is not responsible (procedure P3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A level of a policy, or a calendar, that somebody should hold at all times."""

    policy_id: str
    policy: str
    level: int


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
    people_ids: tuple[str, ...] = ()
    """To whom it assigned the incident, when it did."""
    level: int = 0
    """Which level of the policy it paged, from 1, where the pager names it; else 0."""
    until: datetime | None = None
    """When an acknowledgement or a snooze that it began ends by itself; None: it does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A message in the incident's thread; `ts` is the chat's own id and clock, never a float."""

    channel: str
    thread: str
    ts: str
    at: datetime
    author: str
    text: str
    author_email: str = ""
    """Their address, where the chat tells it: names differ between chat and pager."""
    ours: str = ""
    """The effect id when a cockpit sent it (read back from the message's metadata)."""
    purpose: str = ""
    """What that cockpit sent it for: one of `cockpit.domain.effects.Purpose`, or newer."""
    about: tuple[tuple[str, str], ...] = ()
    """What that cockpit tells other cockpits with it, as names and values."""
    reactions: tuple[Reaction, ...] = ()
    is_deleted: bool = False
    """It does not stand in the chat any more; everything else is as it was last."""
