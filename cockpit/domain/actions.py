"""What the engineer may ask for, in the imperative; `decide` turns it into facts or a refusal."""

from dataclasses import dataclass
from datetime import datetime


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


Action = Acknowledge | Declare | PostUpdate | WriteNote | TickStep | LookAt | Release | Discard
