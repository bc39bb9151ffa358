"""How the turn of a paging criterion changes the state: where it stands, and when it was met."""

from datetime import timedelta

from cockpit.domain.evidence import Standing
from cockpit.domain.facts import CriterionTurned, Record
from cockpit.domain.ledger import put
from cockpit.domain.replacing import replace
from cockpit.domain.state import Kind, Moment, State
from cockpit.domain.timeline import remembered
from cockpit.domain.watched import CriterionState, MetSpan

TOLD_AGAIN_S = 300.0
"""One that is met is told again this often, seconds, while somebody looks."""
BELIEVED = timedelta(seconds=3 * TOLD_AGAIN_S)
"""So long after it was last told, one that was met is taken to be met still."""
_SPANS = 8
"""Times at which it was met that are remembered."""


def turned(state: State, record: Record, fact: CriterionTurned) -> State:
    """One process may say what another has said: only what is new makes a new moment."""
    before = state.criteria.get(fact.criterion)
    goes_on = before is not None and _goes_on(before, record, fact)
    now = CriterionState(
        standing=fact.standing,
        since=before.since if before is not None and goes_on else fact.since,
        words=fact.words,
        noted_at=record.at,
        probe=fact.probe,
        level=fact.level,
        met=_spans(before, record, fact, goes_on=goes_on),
    )
    state = replace(state, criteria=put(state.criteria, fact.criterion, now))
    words = "" if goes_on else _told(before, fact)
    if not words:
        return state
    text = f"({fact.criterion}) {words}: {fact.words}"
    moment = Moment(at=record.at, kind=Kind.HEALTH, text=text, id=record.id)
    return replace(state, shift=remembered(state.shift, moment))


def _goes_on(before: CriterionState, record: Record, fact: CriterionTurned) -> bool:
    """Whether it stands as before; what was met goes on only if somebody looked meanwhile."""
    if before.standing is not fact.standing:
        return False
    return fact.standing is not Standing.MET or record.at - before.noted_at <= BELIEVED


def _spans(
    before: CriterionState | None, record: Record, fact: CriterionTurned, *, goes_on: bool
) -> tuple[MetSpan, ...]:
    spans = before.met if before is not None else ()
    was_met = before is not None and before.standing is Standing.MET
    if fact.standing is Standing.MET:
        if not (goes_on and spans):
            spans = (*spans, MetSpan(since=fact.since, seen_until=record.at))[-_SPANS:]
        return (*spans[:-1], replace(spans[-1], seen_until=record.at, words=fact.words))
    if not was_met or not spans:
        return spans
    until = max(fact.since, spans[-1].since) if fact.standing is Standing.NOT_MET else None
    return (*spans[:-1], replace(spans[-1], until=until))


def _told(before: CriterionState | None, fact: CriterionTurned) -> str:
    """What the turn is on a timeline; empty: nothing that anybody would miss there."""
    if fact.standing is Standing.MET:
        return "met"
    if before is None or before.standing is not Standing.MET:
        return ""
    return "no longer met" if fact.standing is Standing.NOT_MET else "was met, not seen any more"
