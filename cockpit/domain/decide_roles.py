"""Decide on who holds which role, and how often others hear of it; pure."""

from cockpit.domain.actions_talk import AssignRole, ChooseCadence
from cockpit.domain.cadence import update_due
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.effects import Purpose
from cockpit.domain.facts import CadenceChosen, RoleAssigned
from cockpit.domain.model import Person
from cockpit.domain.persons import is_same
from cockpit.domain.procedure import Role
from cockpit.domain.roles import ALL, role_named, roles_of
from cockpit.domain.state import Case, State
from cockpit.domain.texts import clock_time
from cockpit.domain.thread_post import BY, has_thread, in_thread, too_long

SHORTEST_S = 60
LONGEST_S = 86_400
"""Bounds of an interval that somebody may choose, seconds."""


def decide_order(
    state: State, case: Case, action: AssignRole | ChooseCadence, ground: Ground
) -> Decision:
    """The facts that this action amounts to, or why it is refused."""
    if not case.incident.is_open:
        return Refusal(reason=f"#{case.incident.number} is resolved: there is nothing to order")
    match action:
        case AssignRole():
            return _roles(state, case, action, ground)
        case ChooseCadence():
            return _cadence(state, case, action, ground)


# --- roles -----------------------------------------------------------------------------------


def _roles(state: State, case: Case, action: AssignRole, ground: Ground) -> Decision:
    """One fact for each role that changes hands, and one message for all of them.

    Without a thread nothing is posted, not later either: what was told is what the record shows.
    """
    person = action.person
    if person.name.strip() == "" and (person.id or person.email):
        return Refusal(reason="nobody knows what they are called: say a name")
    wanted = _wanted(case, action, ground)
    if isinstance(wanted, Refusal):
        return wanted
    can_tell = has_thread(state, case)
    changed = tuple(role for role in wanted if not _holds(case, role, person, can_tell=can_tell))
    if not changed:
        return ()
    requests = tuple(ground.new_id() for _ in changed)
    text = _told(case, changed, person, ground)
    about = (
        ("role", ",".join(role.id for role in changed)),
        ("person", person.name),
        ("email", person.email),
        (BY, ground.me.name),
    )
    effects = in_thread(state, case, f"{requests[0]}.role", text, purpose=Purpose.ROLE, about=about)
    return too_long(text) or tuple(
        RoleAssigned(
            id=request,
            incident_id=case.incident.id,
            role=role.id,
            person=person,
            effects=effects,
        )
        for request, role in zip(requests, changed, strict=True)
    )


def _wanted(case: Case, action: AssignRole, ground: Ground) -> tuple[Role, ...] | Refusal:
    """The roles that this is about: one, or all; leaving all means all that are one's own."""
    roles, leaves = roles_of(ground.procedure), not action.person.name
    if action.role.strip().casefold() == ALL:
        if not leaves:
            return roles
        held = case.roles
        mine = tuple(r for r in roles if r.id in held and is_same(held[r.id].person, ground.me))
        return mine or Refusal(reason="you hold no role here")
    role = role_named(ground.procedure, action.role)
    if role is None:
        known = ", ".join(r.id for r in roles)
        said = action.role.strip() or "(empty)"
        return Refusal(reason=f"there is no role {said}: they are {known}, or {ALL}")
    if leaves and role.id not in case.roles:
        return Refusal(reason=f"nobody is {role.title.casefold()}: there is nothing to leave")
    return (role,)


def _holds(case: Case, role: Role, person: Person, *, can_tell: bool) -> bool:
    """Whether they hold it, and others know as far as they can be told."""
    held = case.roles.get(role.id)
    if held is None or not person.name or not is_same(held.person, person):
        return False
    return bool(held.effect or held.is_elsewhere) or not can_tell


def _told(case: Case, roles: tuple[Role, ...], person: Person, ground: Ground) -> str:
    lines = []
    for role in roles:
        before = case.roles.get(role.id)
        was = ""
        if before is not None and not is_same(before.person, person):
            was = f" (before: {before.person.name})"
        lines.append(f"{role.title}: {person.name or 'nobody any more'}{was}")
    return "\n".join((f"Who does what in #{case.incident.number}, says {ground.me.name}:", *lines))


# --- the cadence -----------------------------------------------------------------------------


def _cadence(state: State, case: Case, action: ChooseCadence, ground: Ground) -> Decision:
    """An explicit choice, which stands on the timeline with its reason (N8.8)."""
    reason, every = action.reason.strip(), action.every_s
    before = case.cadence
    if every is None and action.until is None:
        return _as_usual(case, reason)
    why = _wrong(action, ground)
    if why is not None:
        return why
    if not reason:
        return Refusal(reason="say why: the review will ask what others were told, and when")
    kept = before.every_s if before is not None else None
    if action.until is not None and every is None:
        if kept == 0:
            return Refusal(reason="the nudges are switched off: there is nothing to snooze")
        due = update_due(state, case, ground.procedure)
        if due is not None and action.until <= due and due > ground.now:
            when = clock_time(due, ground.zone)
            return Refusal(reason=f"nothing is due before {when}: snooze past that")
    chosen = CadenceChosen(
        incident_id=case.incident.id,
        every_s=kept if every is None else every,
        until=action.until,
        reason=reason,
    )
    if before is not None and (before.every_s, before.until, before.reason) == (
        chosen.every_s,
        chosen.until,
        chosen.reason,
    ):
        return ()
    return (chosen,)


def _as_usual(case: Case, reason: str) -> Decision:
    before = case.cadence
    if before is None or (before.every_s is None and before.until is None):
        return Refusal(reason="updates follow the profile's cadence already")
    return (CadenceChosen(incident_id=case.incident.id, reason=reason),)


def _wrong(action: ChooseCadence, ground: Ground) -> Refusal | None:
    every = action.every_s
    if every and not SHORTEST_S <= every <= LONGEST_S:
        return Refusal(reason="choose from 1 minute to 24 hours, or switch the nudges off")
    if action.until is not None and every == 0:
        return Refusal(reason="snooze the nudges, or switch them off: not both")
    if action.until is None:
        return None
    if action.until <= ground.now:
        when = clock_time(action.until, ground.zone)
        return Refusal(reason=f"{when} is past already: say until when it may rest")
    if (action.until - ground.now).total_seconds() > LONGEST_S:
        return Refusal(reason="snooze for 24 hours at most; longer means switching the nudges off")
    return None
