"""What the engineer found out and had run, in the past tense; see `cockpit.domain.facts`."""

from dataclasses import dataclass

from cockpit.domain.effects import Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandRequested:
    """The engineer has a command run, of a runbook or of their own (N8.3)."""

    id: str
    incident_id: str
    """Empty: it belongs to the shift."""
    command: str
    runbook: str = ""
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandEndAsked:
    """Somebody wanted a command that runs to be ended; whoever runs it does that."""

    incident_id: str
    effect: str
    """The id of the effect that runs it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonWritten:
    """The engineer wrote down what was hard to find (A8)."""

    id: str
    incident_id: str
    """Empty: it was no incident that taught it."""
    service: str
    """What it is about, as people call it; empty: anything."""
    text: str
