"""What may leave the cockpit: one effect is one thing done once at one place outside.

An effect is decided together with its request, so the journal holds the exact text and target
that the person saw. The outbox is the only one that carries effects out.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cockpit.domain.chat import Mention
from cockpit.domain.effects_chat import ChatChange
from cockpit.domain.effects_http import CallHttp
from cockpit.domain.effects_local import RunCommand
from cockpit.domain.effects_outward import OutwardMessage
from cockpit.domain.effects_papers import FilePaper
from cockpit.domain.model import PolicyLevel


class Purpose(StrEnum):
    """What a message is posted for; colleagues' cockpits read it from the message."""

    OTHER = "other"
    DECLARATION = "declaration"
    UPDATE = "update"
    ROLE = "role"
    MITIGATION = "mitigation"
    RELIEF = "relief"
    NOTE = "note"
    TELLING = "telling"
    HANDOVER = "handover"


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeIncident:
    """Acknowledge at the pager; harmless to repeat while open, never once resolved."""

    id: str
    incident_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostMessage:
    """Post a message; `thread_of` names the effect whose message is the parent."""

    id: str
    incident_id: str
    channel: str
    text: str
    """Plain text as the person saw it; escaping is the adapter's."""
    thread: str = ""
    """The parent's ts when it is known already."""
    thread_of: str = ""
    """Else the effect id of the declaration that opens the thread."""
    mentions: tuple[Mention, ...] = ()
    """Each "@name" of these in the text notifies; any other is only text."""
    purpose: Purpose = Purpose.OTHER
    about: tuple[tuple[str, str], ...] = ()
    """What other cockpits read from it, as names and values; everybody can see them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote:
    """Write a note on the incident at the pager."""

    id: str
    incident_id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveIncident:
    """Resolve at the pager; `resolution` goes into its log."""

    id: str
    incident_id: str
    resolution: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalateIncident:
    """Page this level of the policy now; the level alone is sent. Repeating it pages again."""

    id: str
    incident_id: str
    level: int
    """From 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReassignIncident:
    """Assign to these people directly; it does not climb the policy any more."""

    id: str
    incident_id: str
    person_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SnoozeIncident:
    """Keep it acknowledged until then; at that instant it pages again."""

    id: str
    incident_id: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameIncident:
    """Give it another title."""

    id: str
    incident_id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrioritiseIncident:
    """Give it a priority by name; empty takes it away."""

    id: str
    incident_id: str
    priority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeIncidents:
    """Merge other incidents into this one; they are resolved by that, and it cannot be undone."""

    id: str
    incident_id: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddResponders:
    """Ask these people to join, with a message; it pages them, and repeating it pages again."""

    id: str
    incident_id: str
    person_ids: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideSchedule:
    """Put this person on call in a schedule from `start` to `end` (A10)."""

    id: str
    incident_id: str
    """Empty: it belongs to the shift."""
    schedule_id: str
    person_id: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RewritePolicy:
    """Put these people and delays on the levels of a policy, in this order (P6)."""

    id: str
    incident_id: str
    policy_id: str
    levels: tuple[PolicyLevel, ...]
    """As the person saw them; each keeps its `target_ids`."""


PagerChange = (
    ResolveIncident
    | EscalateIncident
    | ReassignIncident
    | SnoozeIncident
    | RenameIncident
    | PrioritiseIncident
    | MergeIncidents
    | AddResponders
    | OverrideSchedule
    | RewritePolicy
)
"""What is changed at the pager besides acknowledging."""

Effect = (
    AcknowledgeIncident
    | PostMessage
    | AddNote
    | PagerChange
    | ChatChange
    | OutwardMessage
    | CallHttp
    | RunCommand
    | FilePaper
)
