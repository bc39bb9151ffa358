"""How an incident was responded to, against the procedure: times, cadence, steps in order; pure.

Nothing here is an opinion: each figure is an instant of the record beside the time that the
procedure allows for it, counted from the page.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

from cockpit.domain.cadence import GRACE_S, update_due, words
from cockpit.domain.checklist import prove, skipped
from cockpit.domain.procedure import Evidence, Procedure, Step
from cockpit.domain.state import Case, State
from cockpit.domain.talk import Stage


class Kept(StrEnum):
    """How something stands against the time that was allowed for it."""

    WITHIN = "within"
    LATE = "late"
    MISSED = "missed"
    """It has not happened, and its time is over, or the incident is."""
    UNKNOWN = "not known"
    """Nobody here looked when it could have happened."""
    OPEN = "still open"
    UNTIMED = "done"
    """It happened, and nobody set a time for it."""
    SKIPPED = "skipped"
    NOT_NEEDED = "did not apply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One instant of the response."""

    id: str
    """acknowledge, declare, first update, mitigate, resolve."""
    at: datetime | None
    took_s: float | None
    """Seconds from the page; None: it has not happened."""
    allowed_s: int
    """Seconds from the page that the procedure allows; 0: it sets no time."""
    kept: Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFigure:
    """A step of the checklist, as it went (N8)."""

    step: Step
    place: int
    """From 1."""
    at: datetime | None
    took_s: float | None
    kept: Kept
    proof: str = ""
    is_out_of_order: bool = False
    """It was done before a step that comes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """Outward words and whether they came when they were due (N8.8)."""

    told_at: tuple[datetime, ...] = ()
    """Everything that others were told, the declaration first."""
    late: tuple[datetime, ...] = ()
    """When words were due that came late or never."""
    longest_gap_s: float = 0.0
    """The longest silence between two words, seconds; the end of the incident ends the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The response to one incident."""

    paged_at: datetime
    until: datetime
    """When it was resolved, else the instant that one looks at."""
    figures: tuple[Figure, ...]
    cadence: Cadence
    steps: tuple[StepFigure, ...]

    def figure(self, key: str) -> Figure:
        """The figure of this id."""
        return next(one for one in self.figures if one.id == key)

    @property
    def is_in_order(self) -> bool:
        """Whether the checklist was gone through in its order."""
        return not any(step.is_out_of_order for step in self.steps)


def response_figures(state: State, case: Case, procedure: Procedure, now: datetime) -> Figures:
    """Every figure of the response, as of an instant."""
    incident = case.incident
    paged, until = case.asked_at, now if incident.is_open else incident.changed_at
    told = tuple(word.at for word in words(state, case))
    instants = {
        "acknowledge": (case.acknowledged_at, allowed_s(procedure, Evidence.ACKNOWLEDGED, case)),
        "declare": (_declared_at(state, case), allowed_s(procedure, Evidence.DECLARED, case)),
        "first update": (
            _first_update(state, case),
            allowed_s(procedure, Evidence.UPDATE, case) or procedure.cadence_s,
        ),
        "mitigate": (mitigated_at(case), 0),
        "resolve": (None if incident.is_open else incident.changed_at, 0),
    }
    span = (paged, until)
    return Figures(
        paged_at=paged,
        until=until,
        figures=tuple(
            _known(case, figure, answers=key == "acknowledge")
            for key, (at, allowed) in instants.items()
            for figure in (_figure(key, at, allowed, span, is_open=incident.is_open),)
        ),
        cadence=Cadence(
            told_at=told,
            late=late_words(state, case, procedure, until),
            longest_gap_s=_longest_gap(told, until),
        ),
        steps=_steps(state, case, procedure, span),
    )


def mitigated_at(case: Case) -> datetime | None:
    """When users were no longer hurt: as somebody noted it, else when something first worked."""
    if case.relief is not None:
        return case.relief.at
    worked = (m.ended_at for m in case.mitigations if m.stage is Stage.WORKED)
    return min((at for at in worked if at is not None), default=None)


def allowed_s(procedure: Procedure, evidence: Evidence, case: Case) -> int:
    """Seconds from the page, as the checklist says, else as the severity demands (I2); 0: nobody
    has set a time."""
    for step in procedure.steps:
        if step.evidence is evidence and step.within_s:
            return step.within_s
    level = procedure.level(case.severity) or procedure.level(case.incident.priority)
    return level.response_s if level and evidence is Evidence.ACKNOWLEDGED else 0


def _declared_at(state: State, case: Case) -> datetime | None:
    if case.declaration is None or not state.is_declared(case):
        return None
    parcel = state.parcels.get(case.declaration.effect)
    return (parcel.done_at if parcel else None) or case.declaration.at


def _first_update(state: State, case: Case) -> datetime | None:
    """The first word after the declaration."""
    declared = _declared_at(state, case)
    later = (w.at for w in words(state, case) if declared is None or w.at > declared)
    return min(later, default=None)


def _figure(
    key: str,
    at: datetime | None,
    allowed_s: int,
    span: tuple[datetime, datetime],
    *,
    is_open: bool,
) -> Figure:
    kept, took = _kept(at, allowed_s, span, is_open=is_open)
    return Figure(id=key, at=at, took_s=took, allowed_s=allowed_s, kept=kept)


Told = TypeVar("Told", Figure, StepFigure)


def _known(case: Case, figure: Told, *, answers: bool) -> Told:
    """The same, but that an acknowledgement may have come while nobody here looked."""
    if answers and figure.kept is Kept.MISSED and not case.is_answer_known:
        return replace(figure, kept=Kept.UNKNOWN)
    return figure


def _kept(
    at: datetime | None, allowed_s: int, span: tuple[datetime, datetime], *, is_open: bool
) -> tuple[Kept, float | None]:
    paged, until = span
    if at is None:
        over = not is_open or (allowed_s and until > paged + timedelta(seconds=allowed_s))
        return (Kept.MISSED if over else Kept.OPEN), None
    took = (at - paged).total_seconds()
    if not allowed_s:
        return Kept.UNTIMED, took
    return (Kept.WITHIN if took <= allowed_s else Kept.LATE), took


# --- outward words ---------------------------------------------------------------------------


def late_words(
    state: State, case: Case, procedure: Procedure, until: datetime
) -> tuple[datetime, ...]:
    """What was noted as late while somebody looked, and what is due and has not come at all."""
    due = update_due(state, case, procedure)
    unmet = due is not None and due + timedelta(seconds=GRACE_S) < until
    return tuple(sorted({*case.late_updates, *((due,) if due is not None and unmet else ())}))


def _longest_gap(told: tuple[datetime, ...], until: datetime) -> float:
    gaps = ((b - a).total_seconds() for a, b in pairwise((*told, until)))
    return max(gaps, default=0.0)


# --- the checklist ---------------------------------------------------------------------------


def _steps(
    state: State, case: Case, procedure: Procedure, span: tuple[datetime, datetime]
) -> tuple[StepFigure, ...]:
    is_open = case.incident.is_open
    done: list[StepFigure] = []
    for place, step in enumerate(procedure.steps, start=1):
        proof = _proof(state, case, step)
        skip = skipped(case, step)
        if proof is None and skip is not None:
            kept, took, proof = Kept.SKIPPED, None, skip
        elif proof is None and step.condition:
            kept, took = Kept.NOT_NEEDED, None
        else:
            allowed = 0 if step.condition else step.within_s
            kept, took = _kept(proof[0] if proof else None, allowed, span, is_open=is_open)
        at, words_ = proof if proof is not None else (None, "")
        figure = StepFigure(step=step, place=place, at=at, took_s=took, kept=kept, proof=words_)
        done.append(_known(case, figure, answers=step.evidence is Evidence.ACKNOWLEDGED))
    return tuple(_ordered(done))


def _proof(state: State, case: Case, step: Step) -> tuple[datetime, str] | None:
    """What proves it; an update counts from the first one, not from the newest."""
    found = prove(state, case, step)
    if found is None or step.evidence is not Evidence.UPDATE or step.id in case.ticks:
        return found
    return _first_update(state, case) or found[0], found[1]


_NO_WAIT = (Kept.SKIPPED, Kept.NOT_NEEDED, Kept.UNKNOWN)


def _ordered(steps: list[StepFigure]) -> list[StepFigure]:
    """The same, saying which was done while an earlier one was still to be done.

    A step that was skipped, did not apply, or may have been done unseen, holds nobody up.
    """
    found = []
    for figure in steps:
        before = [s for s in steps if s.place < figure.place and not s.step.condition]
        waits = [s for s in before if s.kept not in _NO_WAIT]
        early = (
            figure.at is not None
            and figure.kept is not Kept.SKIPPED
            and not figure.step.condition
            and any(s.at is None or s.at > figure.at for s in waits)
        )
        found.append(replace(figure, is_out_of_order=early))
    return found
