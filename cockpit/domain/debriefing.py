"""What an incident teaches when it is over: against the procedure, what went well and what was
missed, who was told what; pure. A drill ends with it (P3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from cockpit.domain.clocks import is_secondary_paged
from cockpit.domain.debriefing_told import ToldLine, told_lines
from cockpit.domain.demands import Way
from cockpit.domain.effects import PostMessage
from cockpit.domain.effects_http import CallHttp
from cockpit.domain.evidence import Standing
from cockpit.domain.obligations import Course, obligations
from cockpit.domain.procedure import Procedure
from cockpit.domain.response_figures import (
    Figures,
    Kept,
    StepFigure,
    mitigated_at,
    response_figures,
)
from cockpit.domain.roles import roles_of
from cockpit.domain.rungs import backup
from cockpit.domain.spans import span
from cockpit.domain.state import Case, Phase, State
from cockpit.domain.talk import Stage
from cockpit.domain.triage import UNKNOWN, YES

SECURITY = "e"
"""The criterion whose answer says that it is a matter of security (N6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """Something that only whoever made the scenario can say; `good`: it went as it should."""

    words: str
    good: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """What is known of a drill besides its journal."""

    scenario: str
    title: str = ""
    seed: int = 0
    truth: str = ""
    """What it was, told afterwards."""
    lessons: tuple[Lesson, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Debriefing:
    """All of it, as of an instant."""

    number: int
    title: str
    is_open: bool
    """It was broken off before anybody resolved it."""
    figures: Figures
    good: tuple[str, ...]
    missed: tuple[str, ...]
    told: tuple[ToldLine, ...]
    exercise: Exercise | None = None


def debriefing(
    state: State,
    case: Case,
    procedure: Procedure,
    now: datetime,
    exercise: Exercise | None = None,
) -> Debriefing:
    """What there is to say about this incident at this instant."""
    figures = response_figures(state, case, procedure, now)
    material = _Material(state, case, procedure, figures)
    good: list[str] = []
    missed: list[str] = []
    for is_good, words in _findings(material):
        (good if is_good else missed).append(words)
    for lesson in exercise.lessons if exercise else ():
        (good if lesson.good else missed).append(lesson.words)
    return Debriefing(
        number=case.incident.number,
        title=case.incident.title,
        is_open=case.incident.is_open,
        figures=figures,
        good=tuple(good),
        missed=tuple(missed),
        told=told_lines(state, case, procedure),
        exercise=exercise,
    )


@dataclass(frozen=True, slots=True)
class _Material:
    state: State
    case: Case
    procedure: Procedure
    figures: Figures


Found = tuple[bool, str]


def _findings(of: _Material) -> Iterator[Found]:
    yield from _steps(of)
    yield from _words(of)
    yield from _obligations(of)
    yield from _mitigations(of)
    yield from _convergence(of)
    yield from _criteria(of)
    yield from _roles(of)
    yield from _security(of)
    yield from _customers(of)


# --- the checklist and the clocks ------------------------------------------------------------


def _steps(of: _Material) -> Iterator[Found]:
    for step in of.figures.steps:
        name = f"step {step.place}, {step.step.title.casefold()}"
        if step.kept is Kept.WITHIN:
            yield True, f"{name}: after {_took(step)} of {span(step.step.within_s)}"
        elif step.kept is Kept.LATE:
            yield (
                False,
                f"{name}: late, after {_took(step)} where {span(step.step.within_s)} are given",
            )
        elif step.kept is Kept.MISSED:
            yield False, f"{name}: not done"
    early = [step.place for step in of.figures.steps if step.is_out_of_order]
    if early:
        places = " and ".join(str(place) for place in early)
        steps = "step" if len(early) == 1 else "steps"
        yield False, f"out of order: {steps} {places} before an earlier one"
    elif all(step.at for step in of.figures.steps if not step.step.condition):
        yield True, "every step in its order"


def _took(step: StepFigure) -> str:
    return span(step.took_s or 0.0)


def _words(of: _Material) -> Iterator[Found]:
    cadence = of.figures.cadence
    for due in cadence.late:
        yield False, f"an update was due at {due:%H:%M} UTC and came late, or not at all (N8.8)"
    if len(cadence.told_at) > 1 and not cadence.late:
        yield (
            True,
            (
                f"{len(cadence.told_at)} outward words, none late; "
                f"the longest silence was {span(cadence.longest_gap_s)}"
            ),
        )


def _obligations(of: _Material) -> Iterator[Found]:
    customer = bool(of.case.search or of.case.callers)
    for owed in obligations(of.state, of.case, of.procedure):
        telling = owed.telling
        if of.case.incident.is_open and owed.due is not None and owed.due > of.figures.until:
            continue
        if owed.course in (Course.DONE, Course.AGAIN):
            if telling.way not in (Way.DECLARE, Way.UPDATE):
                yield True, f"told: {telling.who}"
        elif telling.within_s or customer or telling.way in (Way.POST, Way.EMAIL, Way.STATUS):
            yield False, f"not told: {telling.who}" + (f" ({telling.how})" if telling.how else "")


# --- what was done ---------------------------------------------------------------------------


def _mitigations(of: _Material) -> Iterator[Found]:
    for one in of.case.mitigations:
        what = f"{one.kind} {one.target}"
        if one.stage in (Stage.ANNOUNCED, Stage.STARTED):
            yield False, f"{what} was announced, and nobody said how it went"
        elif one.stage is Stage.WORKED:
            yield True, f"{what}: announced before it was done (G4), and it worked"
    at = mitigated_at(of.case)
    if at is not None:
        yield True, f"users no longer hurt after {span((at - of.figures.paged_at).total_seconds())}"


def _convergence(of: _Material) -> Iterator[Found]:
    """At the mark, either it was converging or the secondary was called (N9)."""
    mark_s = of.procedure.call_secondary_s
    mark = of.figures.paged_at + timedelta(seconds=mark_s)
    at = mitigated_at(of.case)
    if not mark_s or of.figures.until <= mark or (at is not None and at <= mark):
        return
    second = backup(of.procedure.ladder)
    if is_secondary_paged(of.state, of.case, of.procedure):
        yield True, f"the {second} was called: it had not converged after {span(mark_s)} (N9)"
    else:
        yield False, f"no convergence after {span(mark_s)}, and nobody called the {second} (N9)"


# --- what was settled ------------------------------------------------------------------------


def _criteria(of: _Material) -> Iterator[Found]:
    """Those that speak for a page; a probe's word counts as an answer (N6)."""
    wanted = [c for c in of.procedure.criteria if _pages(of.procedure, c.level)]
    answers = {key: a.answer for key, a in of.case.answers.items() if a.answer != UNKNOWN}
    seen = of.state.criteria.items()
    known = {*answers, *(key for key, one in seen if one.standing is not Standing.UNKNOWN)}
    left = [c.id for c in wanted if c.id not in known]
    if left:
        yield False, f"paging criteria that nobody answered: {', '.join(left)} (s)"
    elif wanted:
        yield True, "every paging criterion was answered"


def _pages(procedure: Procedure, name: str) -> bool:
    level = procedure.level(name)
    return level is None or level.pages


def _roles(of: _Material) -> Iterator[Found]:
    held = {spell.role for spell in of.case.tenures}
    roles = roles_of(of.procedure)
    left = [role.title for role in roles if role.id not in held]
    if not left:
        yield True, "every role had a name"
    elif len(left) == len(roles):
        yield False, "no role had a name: who commands, who speaks? (G1)"
    else:
        yield False, f"roles without a name: {', '.join(left)} (G1)"


def _security(of: _Material) -> Iterator[Found]:
    """A matter of security is told in its own channel (I6)."""
    answer = of.case.answers.get(SECURITY)
    channel = of.procedure.channels.security
    if answer is None or answer.answer != YES or not channel:
        return
    name = of.procedure.channels.name(channel)
    told = any(
        isinstance(p.effect, PostMessage) and p.effect.channel == channel and p.phase is Phase.DONE
        for p in of.state.parcels.values()
    )
    yield told, f"{name} was told" if told else f"security, and {name} was not told (I6)"


def _customers(of: _Material) -> Iterator[Found]:
    """Nobody's org is entered on speculation (N8.6, N8.7)."""
    entered = [
        p
        for p in of.state.parcels.values()
        if isinstance(p.effect, CallHttp)
        and p.effect.enters
        and p.effect.incident_id == of.case.incident.id
        and p.phase is Phase.DONE
    ]
    for parcel in entered:
        effect = parcel.effect
        org = effect.org_id if isinstance(effect, CallHttp) else ""
        found, caller = of.case.orgs.get(org), of.case.callers.get(org)
        if found is None or found.at > parcel.requested_at:
            yield False, f"org {org} was entered before it was looked up (N8.6)"
        elif caller is None:
            yield False, f"org {org} was entered, and nobody verified the caller (A15)"
        else:
            yield True, f"{found.org.called} was entered by the rules: looked up, caller verified"
    if of.case.orgs and not entered:
        yield True, "customers were looked up, and nobody's org was entered on speculation"
