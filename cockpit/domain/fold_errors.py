"""How what the error tracker lists, and what people make of it, change the state."""

from datetime import timedelta

from cockpit.domain.facts import ErrorJudged, ErrorsFound, Record
from cockpit.domain.ledger import put
from cockpit.domain.replacing import replace
from cockpit.domain.state import Kind, Moment, State
from cockpit.domain.timeline import LEAD_S, remembered
from cockpit.domain.tracked_errors import (
    ErrorBook,
    ErrorState,
    ErrorStatus,
    ErrorVerdict,
    JudgedError,
    TrackedError,
)

_MOST_MOMENTS = 5
"""Lines on the timeline for one reading: a storm of errors must not bury the rest."""
_WORDS = {
    ErrorVerdict.INCIDENT: "is part of an incident",
    ErrorVerdict.TICKET: "is no incident: a ticket",
    ErrorVerdict.IGNORE: "is nothing to act on",
}


def found(state: State, record: Record, fact: ErrorsFound) -> State:
    """The list as it is now; what is new or back is on the timeline, from when it began."""
    before = state.errors.errors if state.errors else {}
    gone = {*fact.gone}
    errors = {key: known for key, known in before.items() if key not in gone}
    errors |= {e.id: ErrorState(error=e, noted_at=record.at) for e in fact.found}
    state = replace(state, errors=ErrorBook(errors=errors, more=fact.more))
    moments = [
        moment
        for error in fact.found
        if (moment := _moment(record, error, before.get(error.id))) is not None
    ]
    moments.sort(key=lambda m: m.at)
    for moment in moments[:_MOST_MOMENTS]:
        state = replace(state, shift=remembered(state.shift, moment))
    rest = len(moments) - _MOST_MOMENTS
    if rest > 0:
        words = f"and {rest} more errors began"
        more = Moment(at=moments[-1].at, kind=Kind.HEALTH, text=words, id=f"{record.id}+")
        state = replace(state, shift=remembered(state.shift, more))
    return state


def judged(state: State, record: Record, fact: ErrorJudged) -> State:
    """The newest verdict counts; it stands on the incident's timeline, else on the shift's."""
    verdict = JudgedError(
        at=record.at,
        author=record.author,
        verdict=fact.verdict,
        reason=fact.reason,
        incident_id=fact.incident_id,
    )
    state = replace(state, judged_errors=put(state.judged_errors, fact.error_id, verdict))
    why = f" ({fact.reason})" if fact.reason else ""
    words = f"error {_WORDS[fact.verdict]}{why}: {fact.what}"
    moment = Moment(at=record.at, kind=Kind.STEP, text=words, author=record.author, id=record.id)
    case = state.cases.get(fact.incident_id)
    if case is None:
        return replace(state, shift=remembered(state.shift, moment))
    case = replace(case, moments=(*case.moments, moment))
    return replace(state, cases=put(state.cases, case.incident.id, case))


def _moment(record: Record, error: TrackedError, known: ErrorState | None) -> Moment | None:
    """The line for an error that began just now, or came back; None for what is no news."""
    if error.status is not ErrorStatus.UNRESOLVED:
        return None
    what = f"{error.short_id} in {error.project}: {error.title}"
    key = f"{record.id}/{error.id}"
    if known is None:
        if error.first_seen < record.at - timedelta(seconds=LEAD_S):
            return None
        return Moment(at=error.first_seen, kind=Kind.HEALTH, text=f"new error {what}", id=key)
    if known.error.status is ErrorStatus.UNRESOLVED:
        return None
    return Moment(at=record.at, kind=Kind.HEALTH, text=f"error is back, {what}", id=key)
