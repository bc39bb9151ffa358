"""The first ten minutes (procedure N8): each step, what proves it, when, and whether it is late."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cockpit.domain.cadence import confirmed
from cockpit.domain.effects_http import CallHttp
from cockpit.domain.model import Status
from cockpit.domain.procedure import Evidence, Procedure, Step
from cockpit.domain.state import Case, Phase, State


class Standing(StrEnum):
    """Where a step stands."""

    DONE = "done"
    NEXT = "next"
    OPEN = "open"
    OPTIONAL = "if it applies"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """A step as it stands: done or skipped at `at`, as `proof` says; or still to be done."""

    step: Step
    place: int
    """From 1, as people number the procedure."""
    standing: Standing
    at: datetime | None = None
    proof: str = ""
    """What proves it, or who left it out and why."""
    late: bool = False
    due: datetime | None = None
    """From when on it is late; None: it has no time, or the incident is over."""


Proof = tuple[datetime, str]


def checklist(
    state: State, case: Case, procedure: Procedure, now: datetime
) -> tuple[StepView, ...]:
    """All steps in order; the first that is open and not optional is the next one.

    What was skipped and is proved later after all counts as done.
    """
    views: list[StepView] = []
    next_found = False
    for place, step in enumerate(procedure.steps, start=1):
        done = prove(state, case, step)
        proof = done or skipped(case, step)
        if done is not None:
            standing = Standing.DONE
        elif proof is not None:
            standing = Standing.SKIPPED
        elif step.condition:
            standing = Standing.OPTIONAL
        elif next_found:
            standing = Standing.OPEN
        else:
            standing, next_found = Standing.NEXT, True
        views.append(
            StepView(
                step=step,
                place=place,
                standing=standing,
                at=proof[0] if proof else None,
                proof=proof[1] if proof else "",
                late=proof is None and _is_late(step, case, now),
                due=_due(step, case),
            )
        )
    return tuple(views)


def prove(state: State, case: Case, step: Step) -> Proof | None:
    """What proves that the step was done, and when; a tick by hand counts for any step."""
    tick = case.ticks.get(step.id)
    if tick is not None:
        return tick.at, f"ticked by {tick.author}"
    return _PROOFS[step.evidence](state, case, step)


def skipped(case: Case, step: Step) -> Proof | None:
    """Who left the step out, when and why."""
    skip = case.skips.get(step.id)
    return None if skip is None else (skip.at, f"skipped by {skip.author}: {skip.what}")


def _due(step: Step, case: Case) -> datetime | None:
    if not step.within_s or step.condition or not case.incident.is_open:
        return None
    return case.incident.created_at + timedelta(seconds=step.within_s)


def _is_late(step: Step, case: Case, now: datetime) -> bool:
    due = _due(step, case)
    return due is not None and now > due


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


def _person(_state: State, _case: Case, _step: Step) -> Proof | None:
    return None


_PROOFS: dict[Evidence, Callable[[State, Case, Step], Proof | None]] = {
    Evidence.ACKNOWLEDGED: _acknowledged,
    Evidence.DECLARED: _declared,
    Evidence.HEALTH: _looked,
    Evidence.DEPLOYS: _looked,
    Evidence.REPORTS: _looked,
    Evidence.UPDATE: _update,
    Evidence.CUSTOMER: _customer,
    Evidence.IMPERSONATED: _impersonated,
    Evidence.PERSON: _person,
}
