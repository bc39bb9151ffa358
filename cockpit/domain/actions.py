"""What the engineer may ask for, in the imperative; `decide` turns it into facts or a refusal."""

from dataclasses import dataclass
from datetime import datetime

from cockpit.domain.actions_customer import OnCustomer
from cockpit.domain.actions_evidence import OnEvidence
from cockpit.domain.actions_talk import OnTalk
from cockpit.domain.chat import Mention
from cockpit.domain.model import PolicyLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledge:
    """Take the incident; `sure` is the second step that somebody else's page demands (A13)."""

    incident_id: str
    sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Declare:
    """Declare the incident in its channel (N8.2); "unknown" is a valid hypothesis."""

    incident_id: str
    started_at: datetime
    paged_by: str
    hypothesis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostUpdate:
    """Tell others what is known, what is being tried, and when the next word comes (G4)."""

    incident_id: str
    known: str
    trying: str
    next_at: datetime | None
    phase: str = ""
    mentions: tuple[Mention, ...] = ()
    accepted: tuple[str, ...] = ()
    """Findings that the person overrode: see `cockpit.domain.actions_talk`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteNote:
    """Write something down; `to_pager` also puts it on the incident at the pager."""

    incident_id: str
    text: str
    to_pager: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TickStep:
    """Say that a step was done which only a person can know."""

    incident_id: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAt:
    """Open the evidence of a kind (health, deploys, reports)."""

    incident_id: str
    evidence: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Try a stuck effect again."""

    effect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Discard:
    """Give a stuck effect up."""

    effect: str
    reason: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSeverity:
    """Set one of the profile's levels (I3, G2); `to_pager` also as the priority there."""

    incident_id: str
    level: str
    reason: str = ""
    to_pager: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCriterion:
    """Answer one of the paging criteria that only a person can judge (N6): yes, no, unknown."""

    incident_id: str
    criterion: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Say whether this was worth a page (N5-N7)."""

    incident_id: str
    page_worthy: bool
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TellNoise:
    """Leave a line in the channel for what does not page (N5, A5)."""

    incident_id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipStep:
    """Leave a step of the checklist out, and say why."""

    incident_id: str
    step: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmEngaged:
    """Say that one is at work on it (N8.1)."""

    incident_id: str


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

Triage = SetSeverity | AnswerCriterion | Judge | TellNoise | SkipStep | ConfirmEngaged
"""What the engineer judges; decided in `decide_triage`."""

Wish = (
    Acknowledge
    | Declare
    | PostUpdate
    | WriteNote
    | TickStep
    | LookAt
    | Release
    | Discard
    | OnPager
    | Triage
    | OnTalk
    | OnCustomer
    | OnEvidence
)
"""One thing asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Insist:
    """Do it in spite of what was found in its words: `TONE` or `SECRET` of `actions_talk`."""

    wish: Wish
    on: tuple[str, ...]


Action = Wish | Insist
