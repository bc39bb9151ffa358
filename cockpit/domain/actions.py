"""What the engineer may ask for, in the imperative; `decide` turns it into facts or a refusal."""

from dataclasses import dataclass
from datetime import datetime

from cockpit.domain.actions_customer import OnCustomer
from cockpit.domain.actions_evidence import OnEvidence
from cockpit.domain.actions_handover import OnHandover
from cockpit.domain.actions_items import OnClosing, OnItems
from cockpit.domain.actions_pager import (
    AcknowledgeMany,
    CallResponders,
    ConcludeHandOver,
    Escalate,
    Merge,
    OfferHandOver,
    OfferHelp,
    OnPager,
    Prioritise,
    Reassign,
    Rename,
    Resolve,
    RotatePolicy,
    Snooze,
    TakePager,
)
from cockpit.domain.actions_papers import OnPapers
from cockpit.domain.actions_shift import OnShift
from cockpit.domain.actions_talk import OnTalk
from cockpit.domain.chat import Mention

__all__ = [
    "Acknowledge",
    "AcknowledgeMany",
    "Action",
    "AnswerCriterion",
    "CallResponders",
    "ConcludeHandOver",
    "ConfirmEngaged",
    "Declare",
    "Discard",
    "Escalate",
    "Insist",
    "Judge",
    "LookAt",
    "Merge",
    "OfferHandOver",
    "OfferHelp",
    "OnCustomer",
    "OnEvidence",
    "OnHandover",
    "OnPager",
    "OnPapers",
    "OnShift",
    "OnTalk",
    "PostUpdate",
    "Prioritise",
    "Reassign",
    "Release",
    "Rename",
    "Resolve",
    "RotatePolicy",
    "SetSeverity",
    "SkipStep",
    "Snooze",
    "TakePager",
    "TellNoise",
    "TickStep",
    "Triage",
    "Wish",
    "WriteNote",
]


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
    | OnShift
    | OnItems
    | OnClosing
    | OnPapers
    | OnHandover
)
"""One thing asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Insist:
    """Do it in spite of what was found in its words: `TONE` or `SECRET` of `actions_talk`."""

    wish: Wish
    on: tuple[str, ...]


Action = Wish | Insist
