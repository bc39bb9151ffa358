"""Decide on an incident's closing: the review's day, what a person says, and the end; pure (G8)."""

from typing import assert_never

from cockpit.domain import closing
from cockpit.domain.actions_items import CloseIncident, ConfirmClosing, OnClosing, ScheduleReview
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.facts_items import ClosingConfirmed, IncidentClosed, ReviewScheduled
from cockpit.domain.state import Case, State


def decide_closing(state: State, action: OnClosing, ground: Ground) -> Decision:
    """The facts that this action amounts to, or why it is refused; () when it is so already."""
    case = state.cases.get(action.incident_id)
    if case is None:
        return Refusal(reason="that incident is not known here: i lists the open ones")
    match action:
        case ScheduleReview():
            return _review(case, action)
        case ConfirmClosing():
            return _confirm(case, action, ground)
        case CloseIncident(anyway=anyway):
            return _close(state, case, anyway.strip(), ground)
        case _:
            assert_never(action)


def _review(case: Case, action: ScheduleReview) -> Decision:
    where, before = action.where.strip(), case.closing.review
    known = (before.day, before.where) if before else None
    if known == ((action.day, where) if action.day else None):
        return ()
    day = action.day.isoformat() if action.day else ""
    return (ReviewScheduled(incident_id=case.incident.id, day=day, where=where),)


def _confirm(case: Case, action: ConfirmClosing, ground: Ground) -> Decision:
    known = {point.id for point in ground.procedure.closing.points}
    if action.step not in known:
        listed = ", ".join(sorted(known)) or "none"
        return Refusal(reason=f"no such point of the closing checklist; there are: {listed}")
    if action.step in case.closing.confirmed:
        return ()
    what = action.what.strip()
    return (ClosingConfirmed(incident_id=case.incident.id, step=action.step, what=what),)


def _close(state: State, case: Case, anyway: str, ground: Ground) -> Decision:
    number = case.incident.number
    if case.incident.is_open:
        return Refusal(reason=f"#{number} is open at the pager: R resolves it first")
    if case.closing.closed is not None:
        return Refusal(reason=f"#{number} is closed already")
    views = closing.checklist(state, case, ground.procedure, ground.now, ground.zone)
    lacking = tuple(f"{view.point.title}: {view.words}" for view in closing.missing(views))
    if lacking and not anyway:
        many = "1 point is" if len(lacking) == 1 else f"{len(lacking)} points are"
        return Refusal(reason=f"#{number} cannot be closed yet: {many} missing", confirmable=True)
    reason = anyway if lacking else ""
    return (IncidentClosed(incident_id=case.incident.id, missing=lacking, reason=reason),)
