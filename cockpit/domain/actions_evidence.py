"""What the engineer may ask for while looking for the cause; see `cockpit.domain.actions`."""

from dataclasses import dataclass

from cockpit.domain.actions_errors import JudgeError


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOne:
    """Run a command on this machine, and keep what it prints."""

    incident_id: str
    """Empty: it belongs to the shift."""
    command: str
    runbook: str = ""
    written: str = ""
    """As it stands in the runbook, if it was changed; empty: it was not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndCommand:
    """End a command that runs, with all that it began; what it printed so far is kept."""

    incident_id: str
    effect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteLesson:
    """Write down what was hard to find, so that the next one finds it (A8)."""

    incident_id: str
    """Empty: it was no incident that taught it."""
    service: str
    text: str


OnEvidence = RunOne | EndCommand | WriteLesson | JudgeError
