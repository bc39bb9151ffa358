"""A case: an incident with everything that was seen and done about it; values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from cockpit.domain.closing_course import ClosingCourse
from cockpit.domain.customers import Caller, LookedUp, Search
from cockpit.domain.evidence import Related
from cockpit.domain.model import EscalationPolicy, Incident, LogEntry, Person, Reply
from cockpit.domain.talk import CadenceChoice, Edit, Holder, Mitigation, Relief, Tenure, Told


class Kind(StrEnum):
    """What a line of the timeline is about."""

    PAGE = "page"
    PAGER = "pager"
    ACTION = "action"
    HEALTH = "health"
    CHAT = "chat"
    NOTE = "note"
    STEP = "step"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One line of a timeline: when it happened, and what; `effects` tell how it went out."""

    at: datetime
    kind: Kind
    text: str
    author: str = ""
    effects: tuple[str, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """The incident was declared; the message that does so opens the thread."""

    at: datetime
    author: str
    channel: str
    effect: str
    started_at: datetime
    paged_by: str
    hypothesis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """An outward update; it counts once its effect is done."""

    at: datetime
    author: str
    known: str
    trying: str
    next_at: datetime | None
    effect: str
    more: tuple[str, ...] = ()
    """The effects of its further parts, when it was too long for one message."""
    phase: str = ""
    edits: tuple[Edit, ...] = ()

    @property
    def effects(self) -> tuple[str, ...]:
        """Everything that has to stand in the channel for it to be told."""
        return (self.effect, *self.more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Evidence for a step: when, by whom, what."""

    at: datetime
    author: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody said of a paging criterion: yes, no, unknown."""

    at: datetime
    author: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Whether somebody found the incident worth a page."""

    at: datetime
    author: str
    page_worthy: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """The incident was offered to somebody, who may have agreed (A14)."""

    at: datetime
    author: str
    person: Person
    effect: str
    """The message that asks them; empty when there is none."""
    accepted_at: datetime | None = None
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An incident together with everything that was seen and done about it."""

    incident: Incident
    seen_at: datetime
    """When the pager last described it differently."""
    moments: tuple[Moment, ...] = ()
    acknowledged_at: datetime | None = None
    acknowledged_by: str = ""
    declaration: Declaration | None = None
    updates: tuple[Update, ...] = ()
    ticks: Mapping[str, Looked] = field(default_factory=dict)
    looks: Mapping[str, Looked] = field(default_factory=dict)
    replies: Mapping[str, Reply] = field(default_factory=dict)
    """By ts."""
    severity: str = ""
    """One of the profile's levels; empty until somebody has set it."""
    severity_at: datetime | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    """Paging criteria that a person judged, by id."""
    judgement: Judgement | None = None
    skips: Mapping[str, Looked] = field(default_factory=dict)
    """Steps left out, by id; `what` is the reason."""
    engaged_at: datetime | None = None
    """When the holder last said that they are at work on it."""
    online_at: datetime | None = None
    """When somebody first had it on their screen, or did something about it."""
    hand_over: HandOver | None = None
    log: frozenset[str] = frozenset()
    """Ids of the pager's log entries that were read."""
    course: tuple[LogEntry, ...] = ()
    """Those entries that moved it (assigned, escalated, ...) or that somebody made, in order."""
    policy: EscalationPolicy | None = None
    """Its escalation policy as first read after it was paged: the one that it was born with."""
    retriggered_at: datetime | None = None
    """When it was seen triggered again after an acknowledgement; the course knows better."""
    raised_at: datetime | None = None
    """When its urgency became high, which starts the escalation timer."""
    paged_at: datetime | None = None
    """When it first had high urgency, which pages somebody; None: it never had."""
    is_end_witnessed: bool = False
    """Its end was seen as it came, so that nothing before it can have been missed."""
    roles: Mapping[str, Holder] = field(default_factory=dict)
    """By the role's id; a role that was left is not in it."""
    tenures: tuple[Tenure, ...] = ()
    """Who held which role when, the present ones included."""
    mitigations: tuple[Mitigation, ...] = ()
    relief: Relief | None = None
    cadence: CadenceChoice | None = None
    told: Mapping[str, Told] = field(default_factory=dict)
    """By the obligation's id: the newest telling."""
    late_updates: tuple[datetime, ...] = ()
    """When outward updates were due that were late."""
    room: str = ""
    """The effect that opened its own channel; empty: it has none."""
    search: Search | None = None
    """The newest look-up of a customer's org."""
    orgs: Mapping[str, LookedUp] = field(default_factory=dict)
    """By id: the orgs that were looked up here, as they were found last."""
    callers: Mapping[str, Caller] = field(default_factory=dict)
    """By the id of the org that they called for: verified ones."""
    severities: tuple[str, ...] = ()
    """Every severity that was set so far, in order; equal neighbours count once."""
    changes: tuple[Related, ...] = ()
    """Change events that the pager relates to it, newest first."""
    closing: ClosingCourse = field(default_factory=ClosingCourse)
    """How far it has come towards being closed (G8)."""

    @property
    def asked_at(self) -> datetime:
        """From when on somebody was wanted: its page, else its beginning."""
        return self.paged_at or self.incident.created_at

    @property
    def is_answer_known(self) -> bool:
        """Whether it is known if anybody acknowledged it: while nobody looked, they may have."""
        told = any(entry.kind == "resolve" for entry in self.course)
        has = self.acknowledged_at is not None
        return has or self.incident.is_open or self.is_end_witnessed or told

    @property
    def is_closed(self) -> bool:
        """Closed for the organisation; one that pages again since is not."""
        return self.closing.closed is not None and not self.incident.is_open
