"""What an action item begins with: about an incident, or about one that keeps coming back; pure."""

from datetime import datetime

from cockpit.domain.action_items import ItemKind, of_incident
from cockpit.domain.actions_items import AddItem
from cockpit.domain.model import Person
from cockpit.domain.recurrence import WINDOW, is_alike, recurrence, words_of
from cockpit.domain.state import Case, State

TIMES = 3
"""So often within the window an incident asks for a longer-term task (A7)."""
_TITLE = 120


def about(state: State, case: Case | None, me: Person, now: datetime) -> AddItem:
    """An item about this incident, or about none: mine, and for what keeps coming back of the kind
    that ends that."""
    if case is None:
        return AddItem(incident_id="", title="", owner=me, kind=ItemKind.TASK)
    again = long_term(state, case, now)
    if again is not None:
        return again
    return AddItem(incident_id=case.incident.id, title="", owner=me)


def long_term(state: State, case: Case, now: datetime) -> AddItem | None:
    """The longer-term task that an incident asks for which keeps coming back (A7); None: it does
    not come back, or one is noted already, for this or for an earlier one."""
    found = recurrence(state, case)
    if found.lately + 1 < TIMES or _is_noted(state, case):
        return None
    was_noise = any(
        e.case.judgement is not None and not e.case.judgement.page_worthy for e in found.earlier
    )
    return AddItem(
        incident_id=case.incident.id,
        title=f"Keep this from coming back: {case.incident.title[:_TITLE]}",
        detail=f"It was here {words_of(found, now)}.",
        kind=ItemKind.NOISE if was_noise else ItemKind.TASK,
    )


def _is_noted(state: State, case: Case) -> bool:
    """Whether a task or a noisy alert is still to be seen to for any incident of the kind."""
    since = case.incident.created_at - WINDOW
    for item in state.items.values():
        other = state.cases.get(item.incident_id)
        if other is None or item.kind not in (ItemKind.NOISE, ItemKind.TASK):
            continue
        lately = item.is_open or item.created_at >= since
        if lately and (other is case or is_alike(other.incident, case.incident)):
            return True
    return any(
        item.kind in (ItemKind.NOISE, ItemKind.TASK)
        for item in of_incident(state.items.values(), case.incident.id)
    )
