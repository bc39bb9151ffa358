"""What has to be there before an incident can be called closed, as a profile says it (G8)."""

from dataclasses import dataclass
from enum import StrEnum


class Proof(StrEnum):
    """What can show that a point of the closing checklist is met."""

    DECLARED = "declared"
    """A thread, a channel or a ticket exists."""
    SEVERITY = "severity"
    """Its severity was agreed."""
    RELIEF = "relief"
    """A mitigation, or a relief that needed none, was noted."""
    REVIEW = "review"
    """A day for the review was named, within the time that the profile gives."""
    ITEMS = "items"
    """Every action item has an owner, a due date and a ticket, or is done."""
    POSTMORTEM = "postmortem"
    """The postmortem was written."""
    TOLD = "told"
    """Everybody has heard who has to, by the severity."""
    ROOM = "room"
    """Its own channel is archived, or it had none."""
    PERSON = "person"
    """Only a person can know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingPoint:
    """One point of the closing checklist."""

    id: str
    title: str
    detail: str = ""
    proof: Proof = Proof.PERSON
    levels: tuple[str, ...] = ()
    """Only for these severities; empty: for all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingRules:
    """What a profile says of closing."""

    points: tuple[ClosingPoint, ...] = ()
    """In order; none: an incident is closed when it is resolved."""
    levels: tuple[str, ...] = ()
    """Severities whose incidents have to be closed, declared or not."""
    review_days: int = 3
    """Business days from the resolution within which the review takes place."""
    shown_s: int = 2_592_000
    """For so long after its resolution one that is not closed is pointed at, seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketTarget:
    """Where tickets go, as it is configured here."""

    tracker: str
    """Its name, for people: "Jira"."""
    project: str
    issue_type: str
    labels: tuple[str, ...] = ()
