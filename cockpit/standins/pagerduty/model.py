"""What changes in the PagerDuty account, as plain records; no rule lives here."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from cockpit.standins.pages import Change
from cockpit.standins.scenario import Level

Status = Literal["triggered", "acknowledged", "resolved"]
Via = Literal["escalation_policy", "direct_assignment"]


@dataclass
class Stamp:
    """A person (by id) and the instant of an assignment or acknowledgement."""

    at: datetime
    person: str


@dataclass
class LogEntry:
    """One line of an incident's history.

    `by` is `user:ID` or `service:ID`; `fields` holds what only this type has.
    """

    id: str
    type: str
    at: datetime
    incident: str
    by: str
    channel: str
    fields: dict[str, object] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)
    note: str = ""


@dataclass
class Note:
    """A note on an incident."""

    id: str
    person: str
    at: datetime
    content: str


@dataclass
class ResponderRequest:
    """A call for help: who asked whom, when, with which words."""

    id: str
    requester: str
    at: datetime
    message: str
    targets: list[str]
    """`user:ID` or `policy:ID`."""
    people: list[str]


@dataclass
class Incident:
    """An incident, with the policy's levels as they were when it was created.

    `escalate_at`, `unacknowledge_at` and `auto_resolve_at` are what will happen by
    itself; None when it will not.
    """

    id: str
    number: int
    title: str
    service: str
    policy: str
    levels: tuple[Level, ...]
    loops: int
    urgency: Literal["high", "low"]
    created_at: datetime
    updated_at: datetime
    changed_at: datetime
    changed_by: str
    status: Status = "triggered"
    priority: str = ""
    key: str = ""
    level: int = 0
    loop: int = 0
    via: Via = "escalation_policy"
    resolve_reason: str = ""
    merged_into: str = ""
    resolved_at: datetime | None = None
    escalate_at: datetime | None = None
    unacknowledge_at: datetime | None = None
    auto_resolve_at: datetime | None = None
    assigned: list[Stamp] = field(default_factory=list)
    acknowledged: list[Stamp] = field(default_factory=list)
    details: dict[str, object] = field(default_factory=dict)
    log: list[LogEntry] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    requests: list[ResponderRequest] = field(default_factory=list)
    conference: dict[str, object] | None = None
    has_alert: bool = True
    odd: dict[str, object] = field(default_factory=dict)
    """JSON that the API answers with as it is: fields of `incident`, more items of a list."""


@dataclass
class Override:
    """Somebody takes a schedule over for a while; the last one made wins."""

    id: str
    schedule: str
    person: str
    start: datetime
    end: datetime


@dataclass
class Maintenance:
    """A time during which services make no new incidents."""

    id: str
    number: int
    start: datetime
    end: datetime
    description: str
    services: list[str]
    person: str


METHODS = {
    "push_notification": ("P", "Mobile"),
    "phone": ("T", "Phone"),
    "sms": ("S", "Text"),
    "whatsapp": ("W", "WhatsApp"),
    "email": ("E", "Work"),
}
"""By kind: the end of a contact method's id, and its label."""


@dataclass
class Method:
    """A contact method; `kind` as in the type that the API gives: push_notification, phone, ..."""

    kind: str
    enabled: bool = True
    blacklisted: bool = False

    @property
    def suffix(self) -> str:
        """The end of its id."""
        return METHODS[self.kind][0]

    @property
    def label(self) -> str:
        """What its owner calls it."""
        return METHODS[self.kind][1]


@dataclass
class Rule:
    """After how many minutes a method is used, for incidents of one urgency."""

    kind: str
    minutes: int = 0
    urgency: str = "high"


@dataclass
class Notifying:
    """One person's own settings."""

    role: str = "user"
    methods: list[Method] = field(
        default_factory=lambda: [Method("push_notification"), Method("phone"), Method("email")]
    )
    rules: list[Rule] = field(
        default_factory=lambda: [
            Rule("push_notification"),
            Rule("phone", 2),
            Rule("email", 0, "low"),
        ]
    )


@dataclass
class Ledger:
    """All that the account remembers."""

    incidents: list[Incident] = field(default_factory=list)
    overrides: list[Override] = field(default_factory=list)
    maintenance: list[Maintenance] = field(default_factory=list)
    turns: dict[tuple[str, int], int] = field(default_factory=dict)
    """How many incidents a level whose targets take turns was given: by policy and level."""
    changes: list[Change] = field(default_factory=list)
    """Change events that were sent besides those of the scenario."""
    odd_changes: list[dict[str, object]] = field(default_factory=list)
    """JSON that the list of change events begins with as it is."""
    notifying: dict[str, Notifying] = field(default_factory=dict)
    """How people are notified, by id; left out: as anybody is."""
    serial: int = 0
    next_number: int = 1
