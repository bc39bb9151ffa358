"""Everything that can happen, in the past tense; immutable, journalled, never a tick of the clock.

A fact says what happened; the `Record` around it says when (by the corrected clock and by the
local one), who noted it, and where. A kind unknown to this version is kept as `UnknownFact`.
"""

from dataclasses import dataclass
from datetime import datetime

from cockpit.domain.facts_acts import (
    AcknowledgementRequested,
    ChangeRequested,
    CriterionAnswered,
    DeclarationRequested,
    EngagementConfirmed,
    ErrorJudged,
    HandOverAccepted,
    HandOverOffered,
    Judged,
    NoteRequested,
    ScreenOpened,
    SeveritySet,
    StepLookedAt,
    StepSkipped,
    StepTicked,
    UpdateRequested,
)
from cockpit.domain.facts_customer import ActionRequested, CallerVerified, CustomerSearched
from cockpit.domain.facts_evidence import CommandEndAsked, CommandRequested, LessonWritten
from cockpit.domain.facts_handover import HandoverReacted, HandoverRequested, HandoverSeen
from cockpit.domain.facts_items import Afterwards, TicketRequested, TicketSeen
from cockpit.domain.facts_papers import PaperRequested, PaperWritten
from cockpit.domain.facts_readiness import ReadinessChecked
from cockpit.domain.facts_seen import (
    ChangesFound,
    ChangesRelated,
    CriterionTurned,
    DeploysFound,
    ErrorsFound,
    IncidentLogRead,
    IncidentSeen,
    MeIdentified,
    OnCallSeen,
    PersonFound,
    PolicySeen,
    ProbeTurned,
    ReplySeen,
    ReportsFound,
    RingsRead,
    RotaRead,
    ServerClockRead,
    SourceChanged,
)
from cockpit.domain.facts_shift import (
    ShiftBegan,
    Shifted,
    ShiftEnded,
    ShiftNoted,
    ShiftNoteEdited,
    ShiftNoteWithdrawn,
    TriageDone,
)
from cockpit.domain.facts_talk import (
    CadenceChosen,
    EditRequested,
    MitigationAnnounced,
    MitigationMoved,
    ReliefNoted,
    RoleAssigned,
    TellingRequested,
    UpdateWasLate,
)
from cockpit.domain.facts_told import (
    EffectClaimed,
    EffectDiscarded,
    EffectDone,
    EffectFailed,
    EffectReleased,
    EffectUnclear,
)

__all__ = [
    "AcknowledgementRequested",
    "Act",
    "ActionRequested",
    "Afterwards",
    "CadenceChosen",
    "CallerVerified",
    "ChangeRequested",
    "ChangesFound",
    "ChangesRelated",
    "CommandEndAsked",
    "CommandRequested",
    "CriterionAnswered",
    "CriterionTurned",
    "Customer",
    "CustomerSearched",
    "DeclarationRequested",
    "DeploysFound",
    "EditRequested",
    "EffectClaimed",
    "EffectDiscarded",
    "EffectDone",
    "EffectFailed",
    "EffectReleased",
    "EffectUnclear",
    "EngagementConfirmed",
    "ErrorJudged",
    "ErrorsFound",
    "Fact",
    "HandOverAccepted",
    "HandOverOffered",
    "HandoverReacted",
    "HandoverRequested",
    "HandoverSeen",
    "IncidentLogRead",
    "IncidentSeen",
    "JournalSalvaged",
    "Judged",
    "Judgement",
    "LessonWritten",
    "MeIdentified",
    "MitigationAnnounced",
    "MitigationMoved",
    "NoteRequested",
    "OnCallSeen",
    "Outcome",
    "Own",
    "PaperRequested",
    "PaperWritten",
    "PersonFound",
    "PolicySeen",
    "ProbeTurned",
    "ReadinessChecked",
    "Record",
    "ReliefNoted",
    "ReplySeen",
    "ReportsFound",
    "Request",
    "RingsRead",
    "RoleAssigned",
    "RotaRead",
    "ScreenOpened",
    "Seen",
    "ServerClockRead",
    "SeveritySet",
    "ShiftBegan",
    "ShiftEnded",
    "ShiftNoteEdited",
    "ShiftNoteWithdrawn",
    "ShiftNoted",
    "Shifted",
    "SourceChanged",
    "StepLookedAt",
    "StepSkipped",
    "StepTicked",
    "TellingRequested",
    "TicketRequested",
    "TicketSeen",
    "Told",
    "TriageDone",
    "UnknownFact",
    "UpdateRequested",
    "UpdateWasLate",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalSalvaged:
    """The journal was damaged; this is what could be read out of it into a new one."""

    set_aside: str
    kept: int
    lost: str
    """What is missing, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownFact:
    """A kind that a newer version wrote: kept as it is, passed over by the fold."""

    kind: str
    body: str


Seen = (
    SourceChanged
    | ServerClockRead
    | MeIdentified
    | PersonFound
    | IncidentSeen
    | IncidentLogRead
    | PolicySeen
    | OnCallSeen
    | RotaRead
    | ProbeTurned
    | CriterionTurned
    | DeploysFound
    | ChangesFound
    | ChangesRelated
    | ReportsFound
    | RingsRead
    | ErrorsFound
    | ReplySeen
    | TicketSeen
    | HandoverSeen
    | HandoverReacted
)
"""What sources say."""

Told = (
    EditRequested
    | RoleAssigned
    | MitigationAnnounced
    | MitigationMoved
    | ReliefNoted
    | TellingRequested
)
"""What the engineer asked for so that others hear of it."""

Request = (
    AcknowledgementRequested
    | DeclarationRequested
    | UpdateRequested
    | NoteRequested
    | ChangeRequested
    | HandOverOffered
    | ActionRequested
    | CommandRequested
    | TicketRequested
    | PaperRequested
    | HandoverRequested
    | Told
)
"""What the engineer asked for and what will leave the cockpit for it."""

Judgement = (
    HandOverAccepted
    | SeveritySet
    | CriterionAnswered
    | Judged
    | StepSkipped
    | EngagementConfirmed
    | ScreenOpened
    | CadenceChosen
    | UpdateWasLate
)
"""What the engineer judged, or what shows that somebody is there."""

Customer = CustomerSearched | CallerVerified
"""What the engineer found out about a customer."""

Act = (
    Request
    | StepTicked
    | StepLookedAt
    | ErrorJudged
    | CommandEndAsked
    | LessonWritten
    | PaperWritten
    | ReadinessChecked
    | Judgement
    | Customer
    | Afterwards
)
"""What the engineer did."""

Outcome = (
    EffectClaimed | EffectDone | EffectFailed | EffectUnclear | EffectReleased | EffectDiscarded
)
"""What became of an effect."""

Own = JournalSalvaged | UnknownFact
"""What the store says of itself."""

Fact = Seen | Act | Shifted | Outcome | Own


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A fact as the journal holds it."""

    seq: int
    """Its place in the journal; 0 before it is written."""
    id: str
    at: datetime
    """When, by the corrected clock."""
    noted_at: datetime
    """When, by this machine's clock."""
    author: str
    host: str
    fact: Fact
