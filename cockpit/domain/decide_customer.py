"""Decide on what is done for a customer: verified first, then and only then acted upon; pure.

Which org may be entered rests on what this incident's own look-ups found (N8.6, N8.7).
"""

from collections.abc import Mapping
from typing import assert_never

from cockpit.domain import http_actions
from cockpit.domain.actions_customer import OnCustomer, Perform, VerifyCaller
from cockpit.domain.customers import CALLER_WORDS, CallerWay, LookedUp, forbidden
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.dispatch import asks_a_person
from cockpit.domain.effects_http import CallHttp
from cockpit.domain.facts import ActionRequested, CallerVerified
from cockpit.domain.http_actions import HttpAction, Need
from cockpit.domain.procedure import Procedure
from cockpit.domain.state import Case, Phase, State

_LONGEST_REF = 120
NOT_SURE = "it changes something outside"


def decide_customer(state: State, action: OnCustomer, ground: Ground) -> Decision:
    """The facts that this action amounts to, or why it is refused; () when nothing is to do."""
    case = state.cases.get(action.incident_id)
    if case is None:
        return Refusal(reason="no incident is on screen: i lists the open ones")
    match action:
        case VerifyCaller():
            return _verify(state, case, action)
        case Perform():
            return _perform(state, case, action, ground)
        case _:
            assert_never(action)


def lookup_refusal(case: Case | None, ground_actions: tuple[HttpAction, ...], query: str) -> str:
    """Why nobody is looked up now, in words; empty: it may be done."""
    if case is None:
        return "no incident is on screen: a customer is looked up for an incident"
    if not http_actions.lookups(ground_actions):
        return "the profile has no look-up: add one to [[procedure.http_actions]]"
    if not query.strip():
        return "write an org's id, or its Owner's e-mail address"
    return ""


# --- who called --------------------------------------------------------------------------------


def _verify(state: State, case: Case, action: VerifyCaller) -> Decision:
    found = _looked_up(state, case, action.org_id)
    if isinstance(found, str):
        return Refusal(reason=found)
    ref = " ".join(action.ref.split())
    if not ref:
        what = "the ticket's number" if action.way is CallerWay.TICKET else "the channel's name"
        return Refusal(reason=f"write {what}: that is what shows who called")
    if len(ref) > _LONGEST_REF:
        return Refusal(reason=f"{len(ref)} characters are too many: at most {_LONGEST_REF}")
    before = case.callers.get(action.org_id)
    if before is not None and (before.way, before.ref) == (action.way, ref):
        return ()
    return (
        CallerVerified(incident_id=case.incident.id, org_id=action.org_id, way=action.way, ref=ref),
    )


# --- what is done ------------------------------------------------------------------------------


def _perform(state: State, case: Case, wish: Perform, ground: Ground) -> Decision:
    action = http_actions.named(http_actions.acts(ground.procedure.http_actions), wish.action)
    if action is None:
        known = ", ".join(a.id for a in http_actions.acts(ground.procedure.http_actions))
        return Refusal(reason=f"the profile has no act {wish.action}: it has {known or 'none'}")
    why = obstacle(state, case, action, wish.org_id, ground.procedure)
    if not why and action.ask and not wish.input.strip():
        why = f"write first: {action.ask}"
    if why:
        return Refusal(reason=why)
    found = case.orgs.get(wish.org_id)
    values = values_of(case, found, wish.input, ground)
    if Need.CONFIRMATION in action.needs and not wish.sure:
        return Refusal(reason=consequence(action, values), confirmable=True)
    try:
        effect = _effect(action, wish, values, ground)
    except ValueError as error:
        return Refusal(reason=f"{action.title} cannot be asked for: {error}")
    whom = f": {found.org.called}" if found else ""
    said = f", {wish.input.strip()}" if action.ask else ""
    return (
        ActionRequested(
            id=effect.id.rpartition(".")[0],
            incident_id=case.incident.id,
            action=action.id,
            words=f"{action.title}{whom}{said}",
            org_id=wish.org_id,
            effects=(effect,),
        ),
    )


def consequence(action: HttpAction, values: Mapping[str, str]) -> str:
    """What follows from it, in words, for the question before it."""
    return http_actions.words(action.confirm, values) or f"{action.title}: {NOT_SURE}"


def values_of(
    case: Case, found: LookedUp | None, written: str, ground: Ground
) -> Mapping[str, str]:
    """What the blanks of an act stand for."""
    org = found.org if found else None
    return {
        "org_id": org.id if org else "",
        "org": (org.name or org.id) if org else "",
        "owner": org.owner if org else "",
        "input": written.strip(),
        "incident_id": case.incident.id,
        "incident_number": str(case.incident.number),
        "person": ground.me.name,
        "person_email": ground.me.email,
    }


def _effect(
    action: HttpAction, wish: Perform, values: Mapping[str, str], ground: Ground
) -> CallHttp:
    trace = action.trace
    return CallHttp(
        id=f"{ground.new_id()}.http",
        incident_id=wish.incident_id,
        action=action.id,
        title=action.title,
        service=action.service,
        method=action.method,
        path=http_actions.address(action.path, values),
        body=http_actions.body(action.body, values),
        org_id=wish.org_id,
        trace=http_actions.address(trace.path, values) if trace else "",
        where=tuple((p, http_actions.words(v, values)) for p, v in trace.where) if trace else (),
        enters=Need.ALLOWED in action.needs,
        process=ground.process if action.secret else "",
    )


def obstacle(
    state: State, case: Case, action: HttpAction, org_id: str, procedure: Procedure
) -> str:
    """Why this act cannot be done for this org now, in words; empty: it can be asked for."""
    if not case.incident.is_open:
        return f"#{case.incident.number} is resolved: nothing is done for it"
    if action.service not in procedure.http_services:
        mend = f'add [[http]] with name = "{action.service}"'
        return f"no address of {action.service} is configured here: {mend}"
    return _unmet(state, case, action, org_id) or _under_way(state, case, action, org_id)


def _unmet(state: State, case: Case, action: HttpAction, org_id: str) -> str:
    """What has still to be so before it may be done (A15, N8.6)."""
    if not {Need.ORG, Need.ALLOWED, Need.CALLER} & set(action.needs):
        return ""
    found = _looked_up(state, case, org_id)
    if isinstance(found, str):
        return found
    no_entry = forbidden(found.org) if Need.ALLOWED in action.needs else ""
    if not no_entry and Need.CALLER in action.needs and org_id not in case.callers:
        ways = " or ".join(CALLER_WORDS.values())
        return f"the caller for {found.org.called} is not verified yet: by {ways}"
    return no_entry


def _looked_up(state: State, case: Case, org_id: str) -> LookedUp | str:
    """What is known of the org in this incident, or why that is nothing."""
    if not org_id:
        fit = len(case.search.found) if case.search else 0
        if fit > 1:
            return f"{fit} orgs fit what was looked up: choose the one that is meant first"
        if fit and case.search and case.search.org is None:
            return "what was found has neither this id nor this Owner: choose it if it is meant"
        return "no org is looked up yet: by its id, or its Owner's e-mail address"
    found = case.orgs.get(org_id)
    if found is not None:
        return found
    other = next((c for c in state.cases.values() if org_id in c.orgs), None)
    if other is None:
        return f"{org_id} was not looked up in this incident: look it up first"
    called = other.orgs[org_id].org.called
    where = f"was looked up in #{other.incident.number}, not in this incident"
    return f"{called} {where}: look it up again"


def _under_way(state: State, case: Case, action: HttpAction, org_id: str) -> str:
    """Each intent is carried out once: another one waits until the first is settled."""
    for parcel in state.unsent():
        effect = parcel.effect
        if not isinstance(effect, CallHttp) or effect.incident_id != case.incident.id:
            continue
        if (effect.action, effect.org_id) != (action.id, org_id):
            continue
        if asks_a_person(parcel):
            return "whether the last one happened is unclear: x settles it first"
        if parcel.phase is not Phase.FAILED:
            return "it is on its way already"
    return ""
