"""Decide on who is paged: escalation, re-assignment, responders, the policy itself; pure."""

from typing import assert_never

from cockpit.domain import reasons, texts
from cockpit.domain.actions import CallResponders, Escalate, Reassign, RotatePolicy
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.effects import (
    AddNote,
    AddResponders,
    Effect,
    EscalateIncident,
    ReassignIncident,
    RewritePolicy,
)
from cockpit.domain.escalation import NOBODY, Rung, countdown
from cockpit.domain.facts import ChangeRequested
from cockpit.domain.lanes import under_way
from cockpit.domain.model import Incident, Urgency
from cockpit.domain.people import SECONDARY_LEVEL, called, on_call_at
from cockpit.domain.procedure import Procedure
from cockpit.domain.rungs import backup, reach_beyond
from cockpit.domain.state import Case, State

_MINUTE = 60


def decide(
    state: State, case: Case, action: Escalate | Reassign | CallResponders, ground: Ground
) -> Decision:
    """The facts that this action on an incident amounts to, or why it is refused."""
    if not case.incident.is_open:
        return Refusal(reason=f"#{case.incident.number} is resolved: nobody is paged for it now")
    match action:
        case Escalate():
            return _escalate(state, case.incident, action, ground)
        case Reassign():
            return _reassign(state, case.incident, action, ground)
        case CallResponders():
            return _call(state, case.incident, action, ground)
        case _:
            assert_never(action)


def _escalate(state: State, incident: Incident, action: Escalate, ground: Ground) -> Decision:
    refused = _cannot_climb(state, incident)
    if refused:
        return Refusal(reason=refused)
    chain = countdown(state, incident, ground.procedure).chain
    level = action.level if action.level is not None else _next_level(chain)
    refused = _cannot_reach(incident, chain, level)
    if refused:
        return Refusal(reason=refused + _otherwise(ground.procedure, chain))
    reason = " ".join(action.reason.split())
    wanted = ground.procedure.paging_up
    if reasons.is_due(level, ground.procedure) and (lacking := reasons.why_not(reason, wanted)):
        above = reasons.above(ground.procedure)
        return Refusal(reason=f"paging above the {above} needs a reason: {lacking}")
    request = ground.new_id()
    page = EscalateIncident(id=f"{request}.page", incident_id=incident.id, level=level)
    note = AddNote(id=f"{request}.note", incident_id=incident.id, text=reason)
    effects: tuple[Effect, ...] = (note, page) if reason else (page,)
    words = f"escalate #{incident.number} to level {level} ({_at(chain, level)})"
    return (_change(request, incident, words, effects, reason),)


def _cannot_climb(state: State, incident: Incident) -> str:
    number = f"#{incident.number}"
    if incident.urgency is Urgency.LOW:
        return (
            f"{number} has low urgency and cannot be escalated at the pager: re-assign it instead"
        )
    if incident.direct:
        return (
            f"{number} was assigned directly and cannot be escalated at the pager: "
            "re-assign it instead"
        )
    if incident.id in under_way(state, EscalateIncident):
        return f"an escalation of {number} is on its way already"
    return ""


def _next_level(chain: tuple[Rung, ...]) -> int:
    """The next level with somebody responsible above the one that is paged; 0: there is none."""
    present = next((rung.level for rung in chain if rung.now), 0)
    above = [r for r in chain if r.level > present and r.name != NOBODY]
    return min((r.level for r in above if not r.is_shadowed), default=0)


def _cannot_reach(incident: Incident, chain: tuple[Rung, ...], level: int) -> str:
    """Why nobody can be paged at this level; what is not known is left to the pager to refuse."""
    if not chain:
        unknown = f"the escalation policy of #{incident.number} is not known yet"
        return f"{unknown}: name the level, or re-assign it" if level < 1 else ""
    last = chain[-1].level
    if level < 1:
        return (
            f"nobody is above the level that is paged now for #{incident.number} (of {last}): "
            "re-assign it, or call people yourself"
        )
    if level > last:
        return f"there is no level {level}: the policy of #{incident.number} ends at level {last}"
    if _at(chain, level) == NOBODY:
        return (
            f"nobody is on call at level {level}, so the pager would page further up: "
            "name the level that you mean"
        )
    return ""


def _otherwise(procedure: Procedure, chain: tuple[Rung, ...]) -> str:
    """How those are reached whom the pager does not page (G5)."""
    beyond = reach_beyond(procedure.ladder, chain[-1].level) if chain else ""
    return f". Not at the pager: {beyond}" if beyond else ""


def _at(chain: tuple[Rung, ...], level: int) -> str:
    return next((rung.name for rung in chain if rung.level == level), "whoever is on call")


def _reassign(state: State, incident: Incident, action: Reassign, ground: Ground) -> Decision:
    ids = tuple(dict.fromkeys(action.person_ids))
    if not ids:
        secondary = on_call_at(state, incident.policy_id, SECONDARY_LEVEL)
        if not secondary:
            return Refusal(
                reason=f"nobody is known to be the {backup(ground.procedure.ladder)} "
                f"of #{incident.number}: "
                "say whom to give it to"
            )
        ids = tuple(person.id for person in secondary)
    whom = called(state, ids)
    if set(ids) == {a.person.id for a in incident.assignments}:
        return Refusal(reason=f"#{incident.number} is with {whom} already")
    request = ground.new_id()
    effect = ReassignIncident(id=f"{request}.assign", incident_id=incident.id, person_ids=ids)
    return (_change(request, incident, f"re-assign #{incident.number} to {whom}", (effect,)),)


def _call(state: State, incident: Incident, action: CallResponders, ground: Ground) -> Decision:
    ids = tuple(dict.fromkeys(action.person_ids))
    message = action.message.strip()
    if not ids:
        return Refusal(reason="say whom to call")
    if not message:
        return Refusal(reason="say what they are called for: they are paged with your words")
    if len(message) > texts.LIMIT:
        return Refusal(reason=f"the message is too long: at most {texts.LIMIT} characters")
    request = ground.new_id()
    effect = AddResponders(
        id=f"{request}.responders", incident_id=incident.id, person_ids=ids, message=message
    )
    words = f"call {called(state, ids)} to #{incident.number}"
    return (_change(request, incident, words, (effect,), message),)


def _change(
    request: str, incident: Incident, words: str, effects: tuple[Effect, ...], reason: str = ""
) -> ChangeRequested:
    return ChangeRequested(
        id=request, incident_id=incident.id, words=words, reason=reason, effects=effects
    )


def rotate(state: State, action: RotatePolicy, ground: Ground) -> Decision:
    """The facts that new levels of a policy amount to, or why they are refused (P6)."""
    policy = state.policies.get(action.policy_id)
    if policy is None:
        return Refusal(reason="the escalation policy is not known here yet: it is read first")
    if not action.levels:
        return Refusal(reason=f"a policy without levels pages nobody: {policy.name} stays")
    for place, level in enumerate(action.levels, start=1):
        if not level.target_ids or len(level.target_ids) != len(level.targets):
            return Refusal(reason=f"level {place} names nobody whom the pager knows")
        if level.delay_s < _MINUTE or level.delay_s % _MINUTE:
            return Refusal(reason=f"level {place} needs a delay of whole minutes, at least 1")
    if action.levels == policy.levels:
        return Refusal(reason=f"{policy.name} is like that already")
    if any(policy.id == _policy_of(p.effect) for p in state.unsent()):
        return Refusal(reason=f"a change of {policy.name} is on its way already")
    request = ground.new_id()
    effect = RewritePolicy(
        id=f"{request}.policy", incident_id="", policy_id=policy.id, levels=action.levels
    )
    chain = ", then ".join(
        f"{'/'.join(level.targets)} ({level.delay_s // _MINUTE} min)" for level in action.levels
    )
    words = f"put {chain} on the policy {policy.name}"
    return (ChangeRequested(id=request, incident_id="", words=words, effects=(effect,)),)


def _policy_of(effect: Effect) -> str:
    return effect.policy_id if isinstance(effect, RewritePolicy) else ""
