"""Which incident needs this person most, and how incidents are ordered."""

from cockpit.domain.model import Incident, Person, Status
from cockpit.domain.priorities import Ranking
from cockpit.domain.state import Case, State


def needs_me(state: State, me: Person | None) -> str:
    """The id of the incident that needs this person most; empty when none is open.

    Triggered and assigned to them, then acknowledged by them, then the newest open one.
    """
    ranked = ranking(state, me)
    return ranked[0].incident.id if ranked else ""


def ranking(state: State, me: Person | None) -> tuple[Case, ...]:
    """Open incidents, the most pressing first, newest first among equals.

    Of one's own the higher priority goes first: a later page of less weight does not hide it.
    """
    running = [c for c in state.cases.values() if c.incident.is_open]
    newest = sorted(running, key=lambda c: c.incident.created_at, reverse=True)
    weight = Ranking().key()

    def order(case: Case) -> tuple[object, ...]:
        rank = _rank(case.incident, me)
        return (rank, weight(case.incident.priority)) if rank < _OTHERS else (rank,)

    return tuple(sorted(newest, key=order))


_OTHERS = 2
"""The rank of what is not one's own."""


def _rank(incident: Incident, me: Person | None) -> int:
    mine = me is not None and incident.assigned_to(me.id)
    if mine and incident.status is Status.TRIGGERED:
        return 0
    if me is not None and incident.acknowledged_by(me.id):
        return 1
    return _OTHERS


def newest(state: State) -> Case | None:
    """The incident that was opened last, closed though it may be."""
    return max(state.cases.values(), key=lambda c: c.incident.created_at, default=None)
