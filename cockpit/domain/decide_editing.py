"""Decide on what an incident is called, how it rests, and how it ends; pure."""

from typing import assert_never

from cockpit.domain import snoozes, texts
from cockpit.domain.actions import Merge, Prioritise, Rename, Resolve, Snooze
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.effects import (
    AcknowledgeIncident,
    Effect,
    MergeIncidents,
    PrioritiseIncident,
    RenameIncident,
    ResolveIncident,
    SnoozeIncident,
)
from cockpit.domain.facts import ChangeRequested
from cockpit.domain.lanes import under_way
from cockpit.domain.model import Incident, Status
from cockpit.domain.state import Case, State

TITLE_LIMIT = 500
"""Characters of a title; more is cut off wherever it is shown."""


def decide(
    state: State,
    case: Case,
    action: Resolve | Snooze | Rename | Prioritise | Merge,
    ground: Ground,
) -> Decision:
    """The facts that this action on an incident amounts to, or why it is refused."""
    incident = case.incident
    match action:
        case Resolve():
            return _resolve(state, incident, action, ground)
        case Snooze():
            return _snooze(state, incident, action, ground)
        case Rename(title=title):
            return _rename(incident, title, ground)
        case Prioritise(priority=priority):
            return _prioritise(incident, priority, ground)
        case Merge():
            return _merge(state, incident, action, ground)
        case _:
            assert_never(action)


def _resolve(state: State, incident: Incident, action: Resolve, ground: Ground) -> Decision:
    if not incident.is_open:
        return _resolved(incident)
    if incident.id in under_way(state, ResolveIncident):
        return Refusal(reason=f"the resolution of #{incident.number} is on its way already")
    request, how = ground.new_id(), action.resolution.strip()
    if len(how) > texts.LIMIT:
        return Refusal(reason=f"the resolution is too long: at most {texts.LIMIT} characters")
    effect = ResolveIncident(id=f"{request}.resolve", incident_id=incident.id, resolution=how)
    return (_change(request, incident, f"resolve #{incident.number}", (effect,), how),)


def _snooze(state: State, incident: Incident, action: Snooze, ground: Ground) -> Decision:
    if not incident.is_open:
        return _resolved(incident)
    refused = snoozes.why_not(action.until, ground.now)
    if refused:
        return Refusal(reason=refused)
    held = incident.status is Status.ACKNOWLEDGED
    if not held and not incident.assigned_to(ground.me.id):
        return Refusal(
            reason=f"#{incident.number} is not acknowledged, and only what is can rest: "
            "a takes it first"
        )
    request = ground.new_id()
    rest = SnoozeIncident(id=f"{request}.snooze", incident_id=incident.id, until=action.until)
    taken = AcknowledgeIncident(id=f"{request}.ack", incident_id=incident.id)
    takes = not held and incident.id not in under_way(state, AcknowledgeIncident)
    effects: tuple[Effect, ...] = (taken, rest) if takes else (rest,)
    until = texts.day_time(action.until, ground.now, ground.zone)
    verb = "acknowledge and snooze" if takes else "snooze"
    return (_change(request, incident, f"{verb} #{incident.number} until {until}", effects),)


def _rename(incident: Incident, written: str, ground: Ground) -> Decision:
    title = " ".join(written.split())
    refused = _wrong_title(incident, title)
    if refused:
        return Refusal(reason=refused)
    request = ground.new_id()
    effect = RenameIncident(id=f"{request}.title", incident_id=incident.id, title=title)
    return (_change(request, incident, f"rename #{incident.number}: {title}", (effect,)),)


def _wrong_title(incident: Incident, title: str) -> str:
    if not title:
        return "an empty title says nothing: what is it?"
    if len(title) > TITLE_LIMIT:
        return f"{len(title)} characters are too many for a title: at most {TITLE_LIMIT}"
    if title == incident.title:
        return f"#{incident.number} is called that already"
    return ""


def _prioritise(incident: Incident, written: str, ground: Ground) -> Decision:
    priority = " ".join(written.split())
    if priority.casefold() == incident.priority.casefold():
        what = f"priority {incident.priority}" if incident.priority else "no priority"
        return Refusal(reason=f"#{incident.number} has {what} already")
    if len(priority) > TITLE_LIMIT:
        return Refusal(reason="that is no name of a priority")
    request = ground.new_id()
    effect = PrioritiseIncident(
        id=f"{request}.priority", incident_id=incident.id, priority=priority
    )
    words = f"priority {priority or 'none'} for #{incident.number}"
    return (_change(request, incident, words, (effect,)),)


def _merge(state: State, incident: Incident, action: Merge, ground: Ground) -> Decision:
    sources = tuple(dict.fromkeys(key for key in action.sources if key != incident.id))
    refused = _cannot_merge(state, incident, sources)
    title = " ".join(action.title.split())
    if not refused and title and title != incident.title:
        refused = _wrong_title(incident, title)
    if refused:
        return Refusal(reason=refused)
    request = ground.new_id()
    effects: tuple[Effect, ...] = (
        MergeIncidents(id=f"{request}.merge", incident_id=incident.id, sources=sources),
    )
    numbers = ", ".join(f"#{state.cases[key].incident.number}" for key in sources)
    words = f"merge {numbers} into #{incident.number}"
    if title and title != incident.title:
        rename = RenameIncident(id=f"{request}.title", incident_id=incident.id, title=title)
        effects, words = (*effects, rename), f"{words}, called: {title}"
    return (_change(request, incident, words, effects),)


def _cannot_merge(state: State, incident: Incident, sources: tuple[str, ...]) -> str:
    if not incident.is_open:
        return f"#{incident.number} is resolved: choose an open one to merge into"
    if not sources:
        return f"choose what to merge into #{incident.number}"
    if any(key not in state.cases for key in sources):
        return "one of them is not known here any more: choose again"
    over = [i for key in sources if not (i := state.cases[key].incident).is_open]
    if over:
        numbers = ", ".join(f"#{i.number}" for i in over)
        return f"{numbers}: resolved by now, so there is nothing to merge; choose again"
    merging = under_way(state, MergeIncidents)
    if incident.id in merging:
        return f"a merge into #{incident.number} is on its way already"
    return ""


def _resolved(incident: Incident) -> Refusal:
    return Refusal(reason=f"#{incident.number} is resolved already")


def _change(
    request: str, incident: Incident, words: str, effects: tuple[Effect, ...], reason: str = ""
) -> ChangeRequested:
    return ChangeRequested(
        id=request, incident_id=incident.id, words=words, reason=reason, effects=effects
    )
