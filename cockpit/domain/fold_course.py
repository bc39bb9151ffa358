"""How the course of an incident at the pager is remembered: its policy, its turns, its log."""

from collections.abc import Iterable
from datetime import datetime

from cockpit.domain.ledger import put
from cockpit.domain.model import EscalationPolicy, Incident, LogEntry, Status, Upcoming, Urgency
from cockpit.domain.replacing import replace
from cockpit.domain.state import Case, State

COURSE = frozenset(
    {
        "trigger",
        "assign",
        "escalate",
        "delegate",
        "acknowledge",
        "unacknowledge",
        "snooze",
        "resolve",
        "repeat_escalation_path",
        "exhaust_escalation_path",
    }
)
"""Kinds of log entries that move an incident; the others only tell of it, or of who did what."""


def turned(case: Case, incident: Incident) -> Case:
    """The case before the pager described its incident like this, with what that turns."""
    before = case.incident
    if incident.policy_id != before.policy_id:
        case = replace(case, policy=None)
    if incident.status is not Status.TRIGGERED or incident.assignments != before.assignments:
        case = replace(case, retriggered_at=None)
    elif before.status is Status.ACKNOWLEDGED:
        when = _announced(before, Upcoming.UNACKNOWLEDGE, incident.changed_at)
        case = replace(case, retriggered_at=when)
    if (before.urgency, incident.urgency) == (Urgency.LOW, Urgency.HIGH):
        when = _announced(before, Upcoming.URGENCY_CHANGE, incident.changed_at)
        case = replace(case, raised_at=when)
    if case.paged_at is None and incident.urgency is Urgency.HIGH:
        was_low = before.urgency is Urgency.LOW
        case = replace(case, paged_at=case.raised_at if was_low else incident.created_at)
    return case


def retold(case: Case, fresh: Iterable[LogEntry]) -> Case:
    """The case with these lines of the pager's log in its course."""
    new = [e for e in fresh if e.kind in COURSE or e.person_id]
    if not new:
        return case
    course = tuple(sorted((*case.course, *new), key=lambda e: e.at))
    moved = any(e.kind == "delegate" for e in new)
    return replace(case, course=course, policy=None if moved else case.policy)


def opened_again(case: Case, entry: LogEntry) -> bool:
    """Whether this acknowledgement opened again what was resolved the moment before."""
    if entry.kind != "acknowledge":
        return False
    is_open = case.incident.is_open
    earlier = [
        e.kind
        for e in case.course
        if e.kind in COURSE
        and e.id != entry.id
        and (e.at < entry.at or (e.at == entry.at and is_open))
    ]
    return earlier[-1:] == ["resolve"]


def bound(state: State, policy: EscalationPolicy) -> State:
    """The state in which every open incident that had none yet keeps this policy."""
    for case in tuple(state.cases.values()):
        incident = case.incident
        if case.policy is None and incident.is_open and incident.policy_id == policy.id:
            kept = replace(case, policy=policy)
            state = replace(state, cases=put(state.cases, incident.id, kept))
    return state


def _announced(before: Incident, kind: Upcoming, changed_at: datetime) -> datetime:
    """When it happened: as the pager had announced it, unless something else came before."""
    announced = [p.at for p in before.pending if p.kind is kind and p.at <= changed_at]
    return max(announced, default=changed_at)
