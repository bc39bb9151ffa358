"""What the engineer may ask for about errors of the tracker; decided in `decide_errors`."""

from dataclasses import dataclass

from cockpit.domain.tracked_errors import ErrorVerdict


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeError:
    """Say whether an error is an incident, a ticket, or nothing to act on (I7, I13)."""

    error_id: str
    verdict: ErrorVerdict
    reason: str = ""
    incident_id: str = ""
    """The incident on screen; empty: none is."""
