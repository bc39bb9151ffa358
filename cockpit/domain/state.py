"""The state: what the fold of all facts amounts to; immutable values and questions about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from cockpit.domain.customers import Caller, LookedUp, Search
from cockpit.domain.effects import Effect
from cockpit.domain.evidence import Related
from cockpit.domain.lessons import Lesson
from cockpit.domain.model import (
    EscalationPolicy,
    Incident,
    LogEntry,
    OnCall,
    Person,
    Reply,
)
from cockpit.domain.talk import CadenceChoice, Edit, Holder, Mitigation, Relief, Tenure, Told
from cockpit.domain.tracked_errors import ErrorBook, JudgedError
from cockpit.domain.watched import (
    CriterionState,
    FolderState,
    ProbeState,
    RepositoryState,
    RotaState,
    SourceState,
)


class Phase(StrEnum):
    """Where an effect stands on its way out."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    UNCLEAR = "unclear"
    DONE = "done"
    FAILED = "failed"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """An effect and what became of it."""

    effect: Effect
    request: str
    author: str
    requested_at: datetime
    order: int
    """The journal's seq of its request, then its place in it: effects leave in this order."""
    phase: Phase = Phase.WAITING
    attempts: int = 0
    attempt: str = ""
    claimed_by: str = ""
    claimed_until: datetime | None = None
    retry_at: datetime | None = None
    """Neither tried nor looked for before this."""
    looks: int = 0
    reason: str = ""
    mend: str = ""
    ref: str = ""
    done_at: datetime | None = None
    warning: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    """What was kept of the answer, as names and values."""
    output: str = ""
    """What a command printed, bounded, secrets masked."""
    released: bool = False
    """The engineer said to try it all the same."""

    @property
    def is_over(self) -> bool:
        """Nothing more will be done about it."""
        return self.phase in (Phase.DONE, Phase.DISCARDED)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Everything that is known, as of the record `seq`."""

    seq: int = 0
    server_offset_s: float = 0.0
    """The server's clock minus this machine's."""
    me: Person | None = None
    team_ids: tuple[str, ...] = ()
    """My teams, as the pager names them."""
    cases: Mapping[str, Case] = field(default_factory=dict)
    """By incident id."""
    people: Mapping[str, Person] = field(default_factory=dict)
    """Those who were looked up by name, by id."""
    policies: Mapping[str, EscalationPolicy] = field(default_factory=dict)
    on_call: tuple[OnCall, ...] = ()
    on_call_of: tuple[str, ...] = ()
    """The policies whose on-call was read: nobody there means nobody."""
    rotas: Mapping[str, RotaState] = field(default_factory=dict)
    """By source."""
    probes: Mapping[str, ProbeState] = field(default_factory=dict)
    criteria: Mapping[str, CriterionState] = field(default_factory=dict)
    """What evidence says of paging criteria, by id."""
    repositories: Mapping[str, RepositoryState] = field(default_factory=dict)
    folders: Mapping[str, FolderState] = field(default_factory=dict)
    errors: ErrorBook | None = None
    """None: the error tracker was never read."""
    judged_errors: Mapping[str, JudgedError] = field(default_factory=dict)
    """The newest verdict on each, by the error's id."""
    sources: Mapping[str, SourceState] = field(default_factory=dict)
    parcels: Mapping[str, Parcel] = field(default_factory=dict)
    """By effect id, in the order of their requests."""
    lessons: tuple[Lesson, ...] = ()
    """What was learnt, in order (A8)."""
    shift: tuple[Moment, ...] = ()
    """What belongs to no incident."""

    def thread(self, case: Case) -> str:
        """The ts of the case's thread, empty until its declaration stands in the channel."""
        if case.declaration is None:
            return ""
        parcel = self.parcels.get(case.declaration.effect)
        return parcel.ref if parcel and parcel.phase is Phase.DONE else ""

    def is_declared(self, case: Case) -> bool:
        """Whether the case was declared; a declaration that was given up is none."""
        if case.declaration is None:
            return False
        parcel = self.parcels.get(case.declaration.effect)
        return parcel is None or parcel.phase is not Phase.DISCARDED

    def unsent(self) -> tuple[Parcel, ...]:
        """What has still to leave, oldest first."""
        return tuple(p for p in self.parcels.values() if not p.is_over)


EMPTY = State()
