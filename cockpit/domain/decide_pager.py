"""Decide on what changes something at the pager; pure.

Here: which rule decides, and taking many incidents at once. The rules for who is paged, for what
an incident is called and how it ends, and for who holds it, are in modules of their own.
"""

from typing import assert_never

from cockpit.domain import decide_editing as editing
from cockpit.domain import decide_handing as handing
from cockpit.domain import decide_paging as paging
from cockpit.domain.actions import (
    AcknowledgeMany,
    CallResponders,
    ConcludeHandOver,
    Escalate,
    Merge,
    OfferHandOver,
    OfferHelp,
    OnPager,
    Prioritise,
    Reassign,
    Rename,
    Resolve,
    RotatePolicy,
    Snooze,
    TakePager,
)
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.effects import AcknowledgeIncident
from cockpit.domain.facts import ChangeRequested
from cockpit.domain.lanes import under_way
from cockpit.domain.model import Incident, Status
from cockpit.domain.people import holders, names
from cockpit.domain.state import Case, State

MOST_AT_ONCE = 500
"""Incidents in one gesture; as many as are ever listed."""
_NAMED = 5
"""Incidents that are named in words before the rest is only counted."""


def decide_pager(state: State, action: OnPager, ground: Ground) -> Decision:
    """The facts that this action amounts to, or why it is refused."""
    match action:
        case AcknowledgeMany():
            return _acknowledge_many(state, action, ground)
        case TakePager():
            return handing.take_pager(state, action, ground)
        case RotatePolicy():
            return paging.rotate(state, action, ground)
        case _:
            case_ = state.cases.get(action.incident_id)
            if case_ is None:
                return Refusal(reason="no incident is on screen: i lists the open ones")
            return _on_case(state, case_, action, ground)


_OnCase = (
    Resolve
    | Escalate
    | Reassign
    | Snooze
    | Rename
    | Prioritise
    | Merge
    | CallResponders
    | OfferHelp
    | OfferHandOver
    | ConcludeHandOver
)


def _on_case(state: State, case: Case, action: _OnCase, ground: Ground) -> Decision:
    match action:
        case Escalate() | Reassign() | CallResponders():
            return paging.decide(state, case, action, ground)
        case Resolve() | Snooze() | Rename() | Prioritise() | Merge():
            return editing.decide(state, case, action, ground)
        case OfferHelp() | OfferHandOver() | ConcludeHandOver():
            return handing.decide(state, case, action, ground)
        case _:
            assert_never(action)


def _acknowledge_many(state: State, action: AcknowledgeMany, ground: Ground) -> Decision:
    ids = tuple(dict.fromkeys(action.incident_ids))
    if not ids:
        return Refusal(reason="no incident is selected: nothing is acknowledged")
    if len(ids) > MOST_AT_ONCE:
        return Refusal(reason=f"{len(ids)} are too many at once: at most {MOST_AT_ONCE}")
    sending = under_way(state, AcknowledgeIncident)
    taken: list[Incident] = []
    left_out: list[str] = []
    for key in ids:
        case = state.cases.get(key)
        why = _why_not_taken(case, ground, is_sent=key in sending)
        if case is None or why:
            left_out.append(f"{_called(case, key)} {why}")
        else:
            taken.append(case.incident)
    if not taken:
        return Refusal(reason=f"nothing is left to acknowledge: {_listed(left_out)}")
    foreign = [i for i in taken if i.assignments and not i.assigned_to(ground.me.id)]
    if foreign and not action.sure:
        return _somebody_elses(foreign, len(taken))
    return (_taken(taken, left_out, ground),)


def _taken(taken: list[Incident], left_out: list[str], ground: Ground) -> ChangeRequested:
    request = ground.new_id()
    words = f"acknowledge {_listed([f'#{i.number}' for i in taken])}"
    if left_out:
        words += f"; left out: {_listed(left_out)}"
    return ChangeRequested(
        id=request,
        incident_id=taken[0].id if len(taken) == 1 else "",
        words=words,
        effects=tuple(
            AcknowledgeIncident(id=f"{request}.ack{place}", incident_id=incident.id)
            for place, incident in enumerate(taken, start=1)
        ),
    )


def _why_not_taken(case: Case | None, ground: Ground, *, is_sent: bool) -> str:
    if case is None:
        return "is not known here"
    if case.incident.status is Status.RESOLVED:
        return "is resolved"
    if case.incident.acknowledged_by(ground.me.id):
        return "is yours already"
    return "is on its way already" if is_sent else ""


def _somebody_elses(foreign: list[Incident], count: int) -> Refusal:
    people = {p.id: p for incident in foreign for p in holders(incident)}
    numbers = _listed([f"#{i.number}" for i in foreign])
    return Refusal(
        reason=f"{len(foreign)} of {count} page {names(people.values())}, not you ({numbers}): "
        "acknowledging takes them over",
        confirmable=True,
    )


def _called(case: Case | None, key: str) -> str:
    return key if case is None else f"#{case.incident.number}"


def _listed(items: list[str]) -> str:
    """All of a few, else the first ones and how many more."""
    if len(items) <= _NAMED:
        return ", ".join(items)
    return f"{', '.join(items[:_NAMED])} and {len(items) - _NAMED} more"
