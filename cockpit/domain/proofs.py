"""What proves that a step of the checklist was done, kind by kind; pure."""

from collections.abc import Callable
from datetime import datetime

from cockpit.domain.cadence import confirmed
from cockpit.domain.customers import CALLER_WORDS
from cockpit.domain.effects import AddResponders, EscalateIncident, MergeIncidents, RenameIncident
from cockpit.domain.effects_http import CallHttp
from cockpit.domain.model import Status
from cockpit.domain.procedure import Evidence, Step
from cockpit.domain.state import Case, Phase, State

Proof = tuple[datetime, str]
"""When it was done, and what says so."""


def _acknowledged(_state: State, case: Case, _step: Step) -> Proof | None:
    """An acknowledgement that lapsed proves nothing: the pager pages again."""
    at, incident = case.acknowledged_at, case.incident
    if at is None or (incident.status is Status.TRIGGERED and at < incident.changed_at):
        return None
    return at, case.acknowledged_by or "the pager says so"


def _declared(state: State, case: Case, _step: Step) -> Proof | None:
    if case.declaration is None:
        return None
    parcel = state.parcels.get(case.declaration.effect)
    if parcel is None or parcel.phase is not Phase.DONE:
        return None
    return parcel.done_at or parcel.requested_at, "thread opened"


def _looked(_state: State, case: Case, step: Step) -> Proof | None:
    look = case.looks.get(step.id)
    return None if look is None else (look.at, look.what)


def _update(state: State, case: Case, _step: Step) -> Proof | None:
    sent = confirmed(state, case)
    if not sent:
        return None
    parcel = state.parcels[sent[-1].effect]
    return parcel.done_at or parcel.requested_at, f"{len(sent)} posted"


def _customer(_state: State, case: Case, _step: Step) -> Proof | None:
    found = max(case.orgs.values(), key=lambda one: one.at, default=None)
    return None if found is None else (found.at, f"{found.org.called}, by {found.author}")


def _impersonated(state: State, case: Case, _step: Step) -> Proof | None:
    """The first time is what counts; a later one changes nothing about the step."""
    for parcel in state.parcels.values():
        effect = parcel.effect
        if not isinstance(effect, CallHttp) or effect.incident_id != case.incident.id:
            continue
        if effect.enters and parcel.phase is Phase.DONE:
            return parcel.done_at or parcel.requested_at, f"{effect.title}, by {parcel.author}"
    return None


def _severity(_state: State, case: Case, _step: Step) -> Proof | None:
    """A level that somebody set, or the judgement that it is not worth a page (I3, G2)."""
    if case.severity and case.severity_at is not None:
        return case.severity_at, case.severity
    judged = case.judgement
    if judged is None:
        return None
    return judged.at, f"{judged.author}: {'' if judged.page_worthy else 'not '}worth a page"


def _roles(_state: State, case: Case, _step: Step) -> Proof | None:
    """The first role that somebody held, here or as a colleague told it (G1)."""
    first = min(case.tenures, key=lambda one: one.since, default=None)
    return None if first is None else (first.since, f"{first.role}: {first.person.name}")


def _told(state: State, case: Case, step: Step) -> Proof | None:
    """Those who are to hear by the step's own name were told, else anybody who is to hear (I4)."""
    told = case.told
    own = {step.id: told[step.id]} if step.id in told else told
    arrived = [
        (one.at, f"{name}, by {one.author}")
        for name, one in own.items()
        if all(_is_done(state, effect) for effect in one.effects)
    ]
    return min(arrived, default=None)


def _is_done(state: State, effect: str) -> bool:
    parcel = state.parcels.get(effect)
    return parcel is not None and parcel.phase is Phase.DONE


def _mitigation(_state: State, case: Case, _step: Step) -> Proof | None:
    """What was announced first, or that users are no longer hurt (G2)."""
    first = min(case.mitigations, key=lambda one: one.at, default=None)
    if first is not None:
        return first.at, f"{first.kind} {first.target}"
    return None if case.relief is None else (case.relief.at, "users are no longer hurt")


def _caller(_state: State, case: Case, _step: Step) -> Proof | None:
    """A caller who was verified (A15)."""
    first = min(case.callers.values(), key=lambda one: one.at, default=None)
    return None if first is None else (first.at, f"{CALLER_WORDS[first.way]}, by {first.author}")


def _called(state: State, case: Case, _step: Step) -> Proof | None:
    """Somebody else was paged or asked to come, here or at the pager itself (A2, I3, P4)."""
    found = [(e.at, "paged further up") for e in case.course if e.kind == "escalate"]
    found += [
        (r.asked_at, f"{r.person.name} was asked")
        for r in case.incident.responders
        if r.asked_at is not None
    ]
    for parcel in state.parcels.values():
        calls = isinstance(parcel.effect, EscalateIncident | AddResponders)
        if calls and parcel.effect.incident_id == case.incident.id and parcel.phase is Phase.DONE:
            found.append((parcel.done_at or parcel.requested_at, f"by {parcel.author}"))
    return min(found, default=None)


def _merged(state: State, case: Case, _step: Step) -> Proof | None:
    """Others were merged into it, or it was given another title (A12)."""
    found = [
        (parcel.done_at or parcel.requested_at, f"by {parcel.author}")
        for parcel in state.parcels.values()
        if isinstance(parcel.effect, MergeIncidents | RenameIncident)
        and parcel.effect.incident_id == case.incident.id
        and parcel.phase is Phase.DONE
    ]
    return min(found, default=None)


def _person(_state: State, _case: Case, _step: Step) -> Proof | None:
    return None


PROOFS: dict[Evidence, Callable[[State, Case, Step], Proof | None]] = {
    Evidence.ACKNOWLEDGED: _acknowledged,
    Evidence.DECLARED: _declared,
    Evidence.HEALTH: _looked,
    Evidence.DEPLOYS: _looked,
    Evidence.REPORTS: _looked,
    Evidence.UPDATE: _update,
    Evidence.CUSTOMER: _customer,
    Evidence.IMPERSONATED: _impersonated,
    Evidence.SEVERITY: _severity,
    Evidence.ROLES: _roles,
    Evidence.TOLD: _told,
    Evidence.MITIGATION: _mitigation,
    Evidence.CALLER: _caller,
    Evidence.CALLED: _called,
    Evidence.MERGED: _merged,
    Evidence.ERRORS: _looked,
    Evidence.ANNOUNCED: _looked,
    Evidence.LOOK: _looked,
    Evidence.PERSON: _person,
}
