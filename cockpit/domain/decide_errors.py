"""Decide on what the engineer makes of an error of the tracker (I7, I13); pure."""

from cockpit.domain.actions_errors import JudgeError
from cockpit.domain.decisions import Decision, Refusal
from cockpit.domain.facts import ErrorJudged
from cockpit.domain.state import State


def decide_error(state: State, action: JudgeError) -> Decision:
    """The verdict as a fact; the same verdict again is nothing to do."""
    known = state.errors.errors.get(action.error_id) if state.errors else None
    if known is None:
        return Refusal(reason="that error is not known here any more: 9 lists those that are")
    before, reason = state.judged_errors.get(action.error_id), action.reason.strip()
    if before is not None:
        said = (before.verdict, before.reason, before.incident_id)
        if said == (action.verdict, reason, action.incident_id):
            return ()
    error = known.error
    return (
        ErrorJudged(
            error_id=error.id,
            verdict=action.verdict,
            what=f"{error.short_id} in {error.project}: {error.title}",
            reason=reason,
            incident_id=action.incident_id if action.incident_id in state.cases else "",
        ),
    )
