"""Decide on what the engineer judges: severity, criteria, page-worthiness, skipped steps; pure."""

import re
from datetime import timedelta
from typing import assert_never

from cockpit.domain import texts
from cockpit.domain.actions import (
    AnswerCriterion,
    ConfirmEngaged,
    Judge,
    SetSeverity,
    SkipStep,
    TellNoise,
    Triage,
)
from cockpit.domain.checklist import prove
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.effects import PostMessage, PrioritiseIncident
from cockpit.domain.facts import (
    ChangeRequested,
    CriterionAnswered,
    EngagementConfirmed,
    Fact,
    Judged,
    SeveritySet,
    StepSkipped,
)
from cockpit.domain.state import Case, State
from cockpit.domain.triage import ANSWERS

_SAME = timedelta(seconds=60)
"""The same answer, given again so soon, is a bouncing key; later it is a newer word."""
_LEAST_WORDS = 3
_SAYS_NOTHING = """
    a an and any as at because but did do does for i in is it just later me my n/a na need needed
    no none not now of ok on only or reason skip skipped skipping so step test that the then there
    they this time to too unnecessary was we will you
"""
_HOLLOW = frozenset(_SAYS_NOTHING.split())
"""Words that say no more than that a step was left out."""
_OBVIOUS = re.compile(r"\bobvious|\bclear(?:ly)?\b.*\bcause\b|\bcause\b.*\bclear\b", re.IGNORECASE)
_EXAMPLE = 'as "no customer has written, support confirms"'


def decide_triage(state: State, action: Triage, ground: Ground) -> Decision:
    """The facts that this action amounts to, or why it is refused; () when nothing is to do."""
    case = state.cases.get(action.incident_id)
    if case is None:
        return Refusal(reason="no incident is on screen: i lists the open ones")
    match action:
        case SetSeverity():
            return _severity(case, action, ground)
        case AnswerCriterion():
            return _answer(case, action, ground)
        case Judge():
            return _judge(case, action)
        case TellNoise():
            return _tell(case, action, ground)
        case SkipStep():
            return _skip(state, case, action, ground)
        case ConfirmEngaged():
            return _engaged(case, ground)
        case _:
            assert_never(action)


def _severity(case: Case, action: SetSeverity, ground: Ground) -> Decision:
    level = ground.procedure.level(action.level.strip())
    incident = case.incident
    if level is None:
        known = ", ".join(x.name for x in ground.procedure.levels)
        mend = f"the levels are {known}" if known else "the profile has no levels"
        return Refusal(reason=f"there is no level {action.level.strip() or '(empty)'}: {mend}")
    facts: list[Fact] = []
    if case.severity != level.name or action.reason.strip():
        said = SeveritySet(incident_id=incident.id, level=level.name, reason=action.reason.strip())
        facts.append(said)
    if action.to_pager and incident.priority != level.name:
        if not incident.is_open:
            return Refusal(reason=f"#{incident.number} is resolved: its priority stays as it is")
        request = ground.new_id()
        effect = PrioritiseIncident(
            id=f"{request}.priority", incident_id=incident.id, priority=level.name
        )
        before = f", it was {incident.priority}" if incident.priority else ""
        words = f"priority {level.name}{before}"
        facts.append(
            ChangeRequested(id=request, incident_id=incident.id, words=words, effects=(effect,))
        )
    return tuple(facts)


def _answer(case: Case, action: AnswerCriterion, ground: Ground) -> Decision:
    known = [c.id for c in ground.procedure.criteria]
    if action.criterion not in known:
        names = ", ".join(known)
        mend = f"the criteria are {names}" if names else "the profile has none"
        return Refusal(reason=f"there is no criterion {action.criterion or '(empty)'}: {mend}")
    if action.answer not in ANSWERS:
        return Refusal(reason=f"answer {', '.join(ANSWERS[:-1])} or {ANSWERS[-1]}")
    before = case.answers.get(action.criterion)
    if before and before.answer == action.answer and ground.now - before.at < _SAME:
        return ()
    return (
        CriterionAnswered(
            incident_id=case.incident.id, criterion=action.criterion, answer=action.answer
        ),
    )


def _judge(case: Case, action: Judge) -> Decision:
    reason = action.reason.strip()
    if not reason:
        word = "worth" if action.page_worthy else "not worth"
        return Refusal(reason=f"say why it is {word} a page: the next one on call will ask")
    before = case.judgement
    if before and (before.page_worthy, before.reason) == (action.page_worthy, reason):
        return ()
    return (Judged(incident_id=case.incident.id, page_worthy=action.page_worthy, reason=reason),)


def _tell(case: Case, action: TellNoise, ground: Ground) -> Decision:
    channel, text = ground.procedure.channels.noise, action.text.strip()
    if not channel:
        return Refusal(reason="no noise channel: set [procedure.channels] noise")
    if not text:
        return Refusal(reason="an empty line says nothing")
    if len(text) > texts.LIMIT:
        return Refusal(
            reason=f"{len(text)} characters are too many for one message: at most {texts.LIMIT}"
        )
    request = ground.new_id()
    effect = PostMessage(
        id=f"{request}.post", incident_id=case.incident.id, channel=channel, text=text
    )
    words = f"tell {ground.procedure.channels.name(channel)}"
    return (
        ChangeRequested(
            id=request, incident_id=case.incident.id, words=words, reason=text, effects=(effect,)
        ),
    )


def _skip(state: State, case: Case, action: SkipStep, ground: Ground) -> Decision:
    step = next((s for s in ground.procedure.steps if s.id == action.step), None)
    if step is None:
        return Refusal(reason=f"the procedure has no step {action.step}")
    proof = prove(state, case, step)
    if proof is not None:
        return Refusal(reason=f"{step.title} is done ({proof[1]}): there is nothing to skip")
    why = why_not(action.reason)
    if why:
        return Refusal(reason=why)
    before = case.skips.get(step.id)
    if before is not None and before.what == action.reason.strip():
        return ()
    return (StepSkipped(incident_id=case.incident.id, step=step.id, reason=action.reason.strip()),)


def why_not(reason: str) -> str:
    """Why this does not explain a skipped step, in words; empty when it does (N8)."""
    said = reason.strip()
    if not said:
        return f"say why it is left out, {_EXAMPLE}"
    if _OBVIOUS.search(said):
        return "no step is left out because the cause looks obvious: say what makes it impossible"
    words = [w for w in re.findall(r"[\w/'-]+", said.casefold()) if w not in _HOLLOW]
    if len(words) < _LEAST_WORDS:
        return f"that says too little for the postmortem: say what you know, {_EXAMPLE}"
    return ""


def _engaged(case: Case, ground: Ground) -> Decision:
    incident = case.incident
    if not incident.is_open:
        return Refusal(reason=f"#{incident.number} is resolved already")
    if not incident.acknowledged_by(ground.me.id):
        return Refusal(reason=f"#{incident.number} is not yours yet: a acknowledges it")
    return (EngagementConfirmed(incident_id=incident.id),)
