"""The first ten minutes (procedure N8): each step, what proves it, when, and whether it is late."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cockpit.domain.procedure import Procedure, Step
from cockpit.domain.proofs import PROOFS, Proof
from cockpit.domain.state import Case, State


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
    return PROOFS[step.evidence](state, case, step)


def skipped(case: Case, step: Step) -> Proof | None:
    """Who left the step out, when and why."""
    skip = case.skips.get(step.id)
    return None if skip is None else (skip.at, f"skipped by {skip.author}: {skip.what}")


def _due(step: Step, case: Case) -> datetime | None:
    if not step.within_s or step.condition or not case.incident.is_open:
        return None
    return case.asked_at + timedelta(seconds=step.within_s)


def _is_late(step: Step, case: Case, now: datetime) -> bool:
    due = _due(step, case)
    return due is not None and now > due
