"""How what the engineer judged, and signs that somebody is there, change the state."""

from typing import assert_never

from cockpit.domain.facts import (
    CadenceChosen,
    CriterionAnswered,
    EngagementConfirmed,
    HandOverAccepted,
    Judged,
    Judgement,
    Record,
    ScreenOpened,
    SeveritySet,
    StepSkipped,
    UpdateWasLate,
)
from cockpit.domain.ledger import put
from cockpit.domain.replacing import replace
from cockpit.domain.state import Answer, Case, Kind, Looked, Moment, State
from cockpit.domain.state import Judgement as Verdict
from cockpit.domain.talk import CadenceChoice


def judged(state: State, record: Record, fact: Judgement) -> State:
    """The state after a judgement; one about an unknown incident is passed over."""
    case = state.cases.get(fact.incident_id)
    if case is None:
        return state
    after = _after(case, record, fact)
    words = _words(fact)
    if words and after != case:
        moment = Moment(
            at=record.at, kind=Kind.STEP, text=words, author=record.author, id=record.id
        )
        after = replace(after, moments=(*after.moments, moment))
    return replace(state, cases=put(state.cases, fact.incident_id, after))


def _after(case: Case, record: Record, fact: Judgement) -> Case:
    if isinstance(fact, CadenceChosen | UpdateWasLate):
        return _cadence(case, record, fact)
    if isinstance(fact, SeveritySet | CriterionAnswered | Judged):
        return _triaged(case, record, fact)
    match fact:
        case StepSkipped(step=step, reason=reason):
            looked = Looked(at=record.at, author=record.author, what=reason)
            return replace(case, skips={**case.skips, step: looked})
        case EngagementConfirmed():
            return replace(case, engaged_at=record.at)
        case ScreenOpened():
            return case if case.online_at else replace(case, online_at=record.at)
        case HandOverAccepted():
            return _accepted(case, record, fact)
        case _:
            assert_never(fact)


def _triaged(case: Case, record: Record, fact: SeveritySet | CriterionAnswered | Judged) -> Case:
    match fact:
        case SeveritySet(level=level):
            before = case.severities
            longer = before if before[-1:] == (level,) else (*before, level)
            return replace(case, severity=level, severity_at=record.at, severities=longer)
        case CriterionAnswered(criterion=criterion, answer=answer):
            said = Answer(at=record.at, author=record.author, answer=answer)
            return replace(case, answers={**case.answers, criterion: said})
        case Judged(page_worthy=worthy, reason=reason):
            verdict = Verdict(at=record.at, author=record.author, page_worthy=worthy, reason=reason)
            return replace(case, judgement=verdict)
        case _:
            assert_never(fact)


def _cadence(case: Case, record: Record, fact: CadenceChosen | UpdateWasLate) -> Case:
    if isinstance(fact, UpdateWasLate):
        if fact.due in case.late_updates:
            return case
        return replace(case, late_updates=(*case.late_updates, fact.due))
    choice = CadenceChoice(
        at=record.at,
        author=record.author,
        every_s=fact.every_s,
        until=fact.until,
        reason=fact.reason,
    )
    return replace(case, cadence=choice)


def _accepted(case: Case, record: Record, fact: HandOverAccepted) -> Case:
    offer = case.hand_over
    if offer is None or offer.accepted_at or offer.person.id != fact.person_id:
        return case
    return replace(case, hand_over=replace(offer, accepted_at=record.at, how=fact.how))


def _words(fact: Judgement) -> str:
    """The line on the timeline; empty for what is no news to people."""
    if isinstance(fact, CadenceChosen | UpdateWasLate):
        return _cadence_words(fact)
    if isinstance(fact, SeveritySet | CriterionAnswered | Judged):
        return _triage_words(fact)
    match fact:
        case StepSkipped(step=step, reason=reason):
            return f"step skipped: {step}, {reason}"
        case EngagementConfirmed():
            return "at work on it"
        case HandOverAccepted(how=how):
            return f"hand-over accepted: {how}"
        case ScreenOpened():
            return ""
        case _:
            assert_never(fact)


def _triage_words(fact: SeveritySet | CriterionAnswered | Judged) -> str:
    match fact:
        case SeveritySet(level=level, reason=reason):
            return f"severity {level}" + (f": {reason}" if reason else "")
        case CriterionAnswered(criterion=criterion, answer=answer):
            return f"criterion {criterion}: {answer}"
        case Judged(page_worthy=worthy, reason=reason):
            verdict = "worth a page" if worthy else "not worth a page"
            return verdict + (f": {reason}" if reason else "")
        case _:
            assert_never(fact)


def _cadence_words(fact: CadenceChosen | UpdateWasLate) -> str:
    if isinstance(fact, UpdateWasLate):
        return f"an outward update was due {fact.due:%H:%M} UTC, and is late"
    why = f": {fact.reason}" if fact.reason else ""
    if fact.until is not None:
        return f"update nudges snoozed until {fact.until:%H:%M} UTC{why}"
    if fact.every_s is None:
        return f"outward updates by the profile's cadence again{why}"
    if not fact.every_s:
        return f"update nudges switched off{why}"
    return f"outward updates every {fact.every_s // 60} minutes{why}"
