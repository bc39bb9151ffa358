"""What a decision would send: each target with the exact text or change, for people to read first.

Nothing is decided or sent here; the words name incidents, people and schedules as the state does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import assert_never

from cockpit.domain.changes_told import at_chat, at_service, filed, outward
from cockpit.domain.effects import (
    AcknowledgeIncident,
    AddNote,
    AddResponders,
    Effect,
    EscalateIncident,
    MergeIncidents,
    OverrideSchedule,
    PagerChange,
    PostMessage,
    PrioritiseIncident,
    ReassignIncident,
    RenameIncident,
    ResolveIncident,
    RewritePolicy,
    SnoozeIncident,
)
from cockpit.domain.effects_chat import ChatChange
from cockpit.domain.effects_http import CallHttp
from cockpit.domain.effects_local import RunCommand
from cockpit.domain.effects_outward import OutwardMessage
from cockpit.domain.effects_papers import FilePaper
from cockpit.domain.facts import Fact, Request
from cockpit.domain.model import EscalationPolicy
from cockpit.domain.people import called, names, on_call_at
from cockpit.domain.policy_check import preview
from cockpit.domain.procedure import Procedure
from cockpit.domain.schedules import named
from cockpit.domain.state import State
from cockpit.domain.texts import day_time
from cockpit.domain.watch import PAGER

TITLES = 6
"""Incidents that are named one by one where there are many."""
_LONGEST = 60
"""Characters of a title by which an incident is named."""


@dataclass(frozen=True, slots=True)
class Sending:
    """One thing that would leave: to whom, and exactly what."""

    target: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the words are drawn from."""

    state: State
    procedure: Procedure
    zone: tzinfo
    now: datetime


def sendings(facts: Iterable[Fact], scene: Scene) -> tuple[Sending, ...]:
    """Everything that these facts would send, in order and once; acknowledgements as one.

    Several facts may rest on one effect: taking all roles is one message.
    """
    every = (e for fact in facts if isinstance(fact, Request) for e in fact.effects)
    effects = list(dict.fromkeys(every))
    taken = [e.incident_id for e in effects if isinstance(e, AcknowledgeIncident)]
    told = [Sending(PAGER, _acknowledging(taken, scene.state))] if taken else []
    told += [sending(e, scene) for e in effects if not isinstance(e, AcknowledgeIncident)]
    return tuple(told)


def titled(state: State, incident_ids: Iterable[str], most: int = TITLES) -> str:
    """These incidents, one on a line, at most so many; the rest is counted."""
    ids = tuple(incident_ids)
    lines = [f"  {_incident(state, key)}" for key in ids[:most]]
    if len(ids) > most:
        lines.append(f"  and {len(ids) - most} more")
    return "\n".join(lines)


def _acknowledging(incident_ids: list[str], state: State) -> str:
    if len(incident_ids) == 1:
        return f"acknowledge {_incident(state, incident_ids[0])}"
    return f"acknowledge {len(incident_ids)} incidents:\n{titled(state, incident_ids)}"


def sending(effect: Effect, scene: Scene) -> Sending:
    """What this one effect sends, and to whom."""
    if isinstance(effect, ChatChange):
        return Sending(*at_chat(effect, scene.procedure))
    if isinstance(effect, OutwardMessage):
        return Sending(*outward(effect))
    if isinstance(effect, CallHttp):
        return Sending(*at_service(effect))
    if isinstance(effect, FilePaper):
        return Sending(*filed(effect))
    if isinstance(effect, RunCommand):
        return Sending("this machine, through the shell", effect.command)
    if isinstance(effect, AcknowledgeIncident):
        return Sending(PAGER, _acknowledging([effect.incident_id], scene.state))
    return _saying(effect, scene)


def _saying(effect: PagerChange | PostMessage | AddNote, scene: Scene) -> Sending:
    match effect:
        case PostMessage(channel=channel, text=text, thread=thread, thread_of=parent):
            where = scene.procedure.channels.name(channel)
            return Sending(f"{where}, in the thread" if thread or parent else where, text)
        case AddNote(incident_id=key, text=text):
            return Sending(f"{PAGER}, a note on {_number(scene.state, key)}", text)
        case OverrideSchedule():
            return Sending(PAGER, _override(effect, scene))
        case RewritePolicy():
            return Sending(PAGER, _policy(effect, scene.state))
        case EscalateIncident() | ReassignIncident() | AddResponders():
            return Sending(PAGER, _paging(effect, scene.state))
        case _:
            return Sending(PAGER, _editing(effect, scene))


def _override(effect: OverrideSchedule, scene: Scene) -> str:
    since = day_time(effect.start, scene.now, scene.zone)
    until = day_time(effect.end, scene.now, scene.zone)
    who = called(scene.state, (effect.person_id,))
    where = named(scene.state, effect.schedule_id)
    return f"{who} is on call in {where}\n  from {since} until {until}"


def _policy(effect: RewritePolicy, state: State) -> str:
    policy = state.policies.get(effect.policy_id)
    before = policy or EscalationPolicy(id=effect.policy_id, name=effect.policy_id, levels=())
    rungs = (f"  {line}" for line in preview(before, effect.levels))
    return "\n".join([f"the escalation policy {before.name} becomes:", *rungs])


def _paging(effect: EscalateIncident | ReassignIncident | AddResponders, state: State) -> str:
    which = _incident(state, effect.incident_id)
    match effect:
        case EscalateIncident(level=level):
            return f"page level {level} now, {_at_level(state, effect)}, for {which}"
        case ReassignIncident(person_ids=people):
            who = called(state, people)
            return f"assign {which} to {who}\n  it no longer climbs the escalation policy"
        case AddResponders(person_ids=people, message=message):
            return f"page {called(state, people)} to join {which}\n  {message}"
        case _:
            assert_never(effect)


def _editing(
    effect: ResolveIncident | SnoozeIncident | RenameIncident | PrioritiseIncident | MergeIncidents,
    scene: Scene,
) -> str:
    which = _incident(scene.state, effect.incident_id)
    match effect:
        case ResolveIncident(resolution=said):
            return f"resolve {which}" + (f"\n  {said}" if said else "")
        case SnoozeIncident(until=until):
            when = day_time(until, scene.now, scene.zone)
            return f"{which}\n  rests until {when}, then it pages again"
        case RenameIncident(title=title):
            return f"{which}\n  is called {title}"
        case PrioritiseIncident(priority=priority):
            return f"{which}\n  gets {f'priority {priority}' if priority else 'no priority'}"
        case MergeIncidents(sources=sources):
            told = titled(scene.state, sources)
            return f"merge into {which}:\n{told}\n  they are resolved by it; this cannot be undone"
        case _:
            assert_never(effect)


def _at_level(state: State, effect: EscalateIncident) -> str:
    case = state.cases.get(effect.incident_id)
    policy_id = case.incident.policy_id if case else ""
    people = on_call_at(state, policy_id, effect.level)
    if people:
        return names(people)
    policy = state.policies.get(policy_id)
    rungs = policy.levels if policy else ()
    if 0 < effect.level <= len(rungs) and rungs[effect.level - 1].targets:
        return "/".join(rungs[effect.level - 1].targets)
    return "whoever is on call there"


def _number(state: State, incident_id: str) -> str:
    case = state.cases.get(incident_id)
    return f"#{case.incident.number}" if case else incident_id


def _incident(state: State, incident_id: str) -> str:
    """The beginning of its title is enough to know it by, and leaves room for what is asked."""
    case = state.cases.get(incident_id)
    if case is None:
        return incident_id
    title = case.incident.title
    cut = f"{title[: _LONGEST - 1].rstrip()}…" if len(title) > _LONGEST else title
    return f"#{case.incident.number} {cut}"
