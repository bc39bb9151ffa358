"""What the engineer did or judged, in the past tense; see `cockpit.domain.facts` for all facts."""

from dataclasses import dataclass
from datetime import datetime

from cockpit.domain.effects import Effect
from cockpit.domain.model import Person
from cockpit.domain.tracked_errors import ErrorVerdict


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
    """One message, or its parts in order: together they are the update."""
    phase: str = ""
    """The profile's template that it was made of, by phase."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorJudged:
    """Whether an error of the tracker is an incident, a ticket, or neither (I7, I13)."""

    error_id: str
    verdict: ErrorVerdict
    what: str
    """What it was, in words, so that the timeline can say it when the tracker has forgotten it."""
    reason: str = ""
    incident_id: str = ""
    """The incident that was on screen; empty: none was."""
