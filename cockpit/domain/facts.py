"""Everything that can happen, in the past tense; immutable, journalled, never a tick of the clock.

A fact says what happened; the `Record` around it says when (by the corrected clock and by the
local one), who noted it, and where. A kind unknown to this version is kept as `UnknownFact`.
"""

from dataclasses import dataclass
from datetime import datetime

from cockpit.domain.effects import Effect
from cockpit.domain.model import (
    Deploy,
    EscalationPolicy,
    Health,
    Incident,
    LogEntry,
    OnCall,
    Person,
    Reply,
    Report,
    SourceStatus,
)

# --- seen by sources -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceChanged:
    """A source can be believed more, or less, than before."""

    source: str
    status: SourceStatus
    since: datetime
    reason: str = ""
    """What is wrong, in words; empty when all is well."""
    mend: str = ""
    """What to do about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerClockRead:
    """The server's clock stands `offset_s` seconds ahead of this machine's (negative: behind)."""

    offset_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MeIdentified:
    """The pager knows the person at this keyboard as this user."""

    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentSeen:
    """The pager describes this incident so; appended only when it differs from the last one."""

    incident: Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLogRead:
    """New lines of the pager's own log of an incident."""

    incident_id: str
    entries: tuple[LogEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySeen:
    """An escalation policy as it stands now."""

    policy: EscalationPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCallSeen:
    """Who is on call at the levels of the policies that concern this person."""

    entries: tuple[OnCall, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeTurned:
    """A probe changed its mind; `since` is the first sample that said so."""

    probe: str
    health: Health
    since: datetime
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeploysFound:
    """What changed in the list of a repository's recent commits and tags."""

    repository: str
    found: tuple[Deploy, ...] = ()
    gone: tuple[str, ...] = ()
    """Shas that are no longer there, or are too old to matter."""
    more: int = 0
    """How many recent ones are beyond the bound and not listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsFound:
    """What changed in a folder of reliability reports."""

    folder: str
    found: tuple[Report, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplySeen:
    """Somebody wrote in the incident's thread; the same ts again is an edit."""

    incident_id: str
    reply: Reply


# --- done by the engineer --------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgementRequested:
    """The engineer takes the incident; this stops the escalation timer (procedure N8.1)."""

    id: str
    incident_id: str
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationRequested:
    """The engineer declares the incident in its channel, opening the thread (procedure N8.2)."""

    id: str
    incident_id: str
    started_at: datetime
    paged_by: str
    hypothesis: str
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateRequested:
    """The engineer tells others: what is known, what is tried, when the next word comes (G4)."""

    id: str
    incident_id: str
    known: str
    trying: str
    next_at: datetime | None
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRequested:
    """The engineer writes something down; without an incident it belongs to the shift."""

    id: str
    incident_id: str
    text: str
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTicked:
    """A step of the checklist that only a person can know was done."""

    incident_id: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLookedAt:
    """The engineer opened the evidence for a step (deploys, reports, health)."""

    incident_id: str
    step: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRequested:
    """The engineer changes something at the pager, in words and as effects."""

    id: str
    incident_id: str
    """Empty: it belongs to the shift."""
    words: str
    reason: str = ""
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverOffered:
    """Another engineer was asked to take the incident (A14)."""

    id: str
    incident_id: str
    person: Person
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverAccepted:
    """They agreed; `how` says by what (a reply, an acknowledgement)."""

    incident_id: str
    person_id: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveritySet:
    """The incident has this severity now."""

    incident_id: str
    level: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionAnswered:
    """A paging criterion was judged by a person: yes, no, unknown."""

    incident_id: str
    criterion: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Whether this was worth a page (N5-N7)."""

    incident_id: str
    page_worthy: bool
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSkipped:
    """A step was left out, with a reason."""

    incident_id: str
    step: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementConfirmed:
    """The holder says that they are at work on it (N8.1)."""

    incident_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenOpened:
    """Somebody has this incident on their screen: they are on line (N2)."""

    incident_id: str


# --- told by the outbox ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectClaimed:
    """One process is about to carry this effect out, and nobody else may until `until`."""

    effect: str
    attempt: str
    process: str
    """host:pid:start, so that a dead claimant is recognised."""
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectDone:
    """It happened outside, as the answer, or a look afterwards, confirmed."""

    effect: str
    ref: str = ""
    """The other side's id: a message's ts, a note's id."""
    done_at: datetime | None = None
    """By the other side's clock, where it says."""
    found: bool = False
    """Confirmed by looking, not by the answer."""
    warning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectFailed:
    """It certainly did not happen this time; `final` means trying again cannot help."""

    effect: str
    reason: str
    mend: str = ""
    final: bool = False
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectUnclear:
    """It may or may not have happened; nobody sends again before having looked."""

    effect: str
    reason: str
    looks: int = 0
    """How often it has been looked for so far, and was not there."""
    look_at: datetime | None = None
    """Not to be looked for before this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectReleased:
    """The engineer says that a stuck effect may be tried again."""

    effect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectDiscarded:
    """The engineer says that this effect shall not be carried out any more."""

    effect: str
    reason: str


# --- the store's own -------------------------------------------------------------------------


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
    | IncidentSeen
    | IncidentLogRead
    | PolicySeen
    | OnCallSeen
    | ProbeTurned
    | DeploysFound
    | ReportsFound
    | ReplySeen
)
"""What sources say."""

Request = (
    AcknowledgementRequested
    | DeclarationRequested
    | UpdateRequested
    | NoteRequested
    | ChangeRequested
    | HandOverOffered
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
)
"""What the engineer judged, or what shows that somebody is there."""

Act = Request | StepTicked | StepLookedAt | Judgement
"""What the engineer did."""

Outcome = (
    EffectClaimed | EffectDone | EffectFailed | EffectUnclear | EffectReleased | EffectDiscarded
)
"""What became of an effect."""

Own = JournalSalvaged | UnknownFact
"""What the store says of itself."""

Fact = Seen | Act | Outcome | Own


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
