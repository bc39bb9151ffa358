"""What the engineer may ask for at the pager; see `cockpit.domain.actions`."""

from dataclasses import dataclass
from datetime import datetime

from cockpit.domain.model import PolicyLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeMany:
    """Take several incidents in one gesture; what cannot be taken is left out and told."""

    incident_ids: tuple[str, ...]
    sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolve:
    """End the incident at the pager; `resolution` says how."""

    incident_id: str
    resolution: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalate:
    """Page a level now; `level` None is the next. Above the secondary a reason is due (N10)."""

    incident_id: str
    level: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassign:
    """Give it to these people; without any, to the secondary (N8.1)."""

    incident_id: str
    person_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Snooze:
    """Let it rest until then (A5)."""

    incident_id: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """Give it a title that says what it is."""

    incident_id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prioritise:
    """Give it a priority by its name; empty takes it away."""

    incident_id: str
    priority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Merge `sources` into the incident, with a new title if one is given (A12)."""

    incident_id: str
    sources: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallResponders:
    """Ask people to join, with a message (I3)."""

    incident_id: str
    person_ids: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePager:
    """Be on call in this schedule from `start` to `end`, and say so in the chat (A10)."""

    schedule_id: str
    start: datetime
    end: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferHelp:
    """Say in the chat that one can help with somebody else's page (A13)."""

    incident_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferHandOver:
    """Ask another engineer to take the incident; one stays responsible until they agree (A14)."""

    incident_id: str
    person_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcludeHandOver:
    """They agreed: assign it to them."""

    incident_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RotatePolicy:
    """Put these levels on the policy (P6)."""

    policy_id: str
    levels: tuple[PolicyLevel, ...]


OnPager = (
    AcknowledgeMany
    | Resolve
    | Escalate
    | Reassign
    | Snooze
    | Rename
    | Prioritise
    | Merge
    | CallResponders
    | TakePager
    | OfferHelp
    | OfferHandOver
    | ConcludeHandOver
    | RotatePolicy
)
"""What changes something at the pager; decided in `decide_pager`."""
