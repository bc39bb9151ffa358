"""How the outbox's word on an effect changes the state."""

from typing import assert_never

from cockpit.domain.effects import AcknowledgeIncident
from cockpit.domain.effects_outward import FileTicket
from cockpit.domain.facts import (
    CommandEndAsked,
    EffectClaimed,
    EffectDiscarded,
    EffectDone,
    EffectFailed,
    EffectReleased,
    EffectUnclear,
    Outcome,
    Record,
)
from cockpit.domain.fold_items import filed
from cockpit.domain.ledger import put
from cockpit.domain.replacing import replace
from cockpit.domain.state import Parcel, Phase, State


def told(state: State, record: Record, fact: Outcome) -> State:
    """The state after an outcome; once done, an effect stays done whatever comes late."""
    parcel = state.parcels.get(fact.effect)
    if parcel is None or parcel.phase is Phase.DONE:
        return state
    if parcel.is_over and not isinstance(fact, EffectDone):
        return state
    parcel = _after(parcel, record, fact)
    state = replace(state, parcels=put(state.parcels, fact.effect, parcel))
    if isinstance(fact, EffectDone) and isinstance(parcel.effect, AcknowledgeIncident):
        return _acknowledged(state, parcel)
    if isinstance(fact, EffectDone) and isinstance(parcel.effect, FileTicket):
        return filed(state, record, parcel, parcel.effect.item)
    return state


def _after(parcel: Parcel, record: Record, fact: Outcome) -> Parcel:
    if isinstance(fact, EffectClaimed):
        return replace(
            parcel,
            phase=Phase.CLAIMED,
            attempts=parcel.attempts + 1,
            attempt=fact.attempt,
            claimed_by=fact.process,
            claimed_until=fact.until,
            end_asked_by="",
        )
    if isinstance(fact, EffectReleased) and parcel.phase is Phase.CLAIMED:
        return parcel
    free = replace(parcel, attempt="", claimed_by="", claimed_until=None, retry_at=None)
    match fact:
        case EffectDone(ref=ref, done_at=done_at, warning=warning):
            return replace(
                free,
                phase=Phase.DONE,
                ref=ref,
                done_at=done_at or record.at,
                reason="",
                mend="",
                warning=warning,
                kept=fact.kept,
                output=fact.output,
            )
        case EffectFailed(reason=reason, mend=mend, final=final, retry_at=retry_at):
            phase = Phase.FAILED if final else Phase.WAITING
            return replace(free, phase=phase, reason=reason, mend=mend, retry_at=retry_at)
        case EffectUnclear(reason=reason, looks=looks, look_at=look_at):
            return replace(free, phase=Phase.UNCLEAR, reason=reason, looks=looks, retry_at=look_at)
        case EffectReleased():
            phase = Phase.UNCLEAR if parcel.phase is Phase.UNCLEAR else Phase.WAITING
            return replace(free, phase=phase, released=True)
        case EffectDiscarded(reason=reason):
            return replace(free, phase=Phase.DISCARDED, reason=reason)
        case _:
            assert_never(fact)


def end_asked(state: State, record: Record, fact: CommandEndAsked) -> State:
    """The state in which whoever runs that command is to end it; the first who asks is named."""
    parcel = state.parcels.get(fact.effect)
    if parcel is None or parcel.phase is not Phase.CLAIMED or parcel.end_asked_by:
        return state
    parcel = replace(parcel, end_asked_by=record.author or "somebody")
    return replace(state, parcels=put(state.parcels, fact.effect, parcel))


def _acknowledged(state: State, parcel: Parcel) -> State:
    case = state.cases.get(parcel.effect.incident_id)
    if case is None or case.acknowledged_at is not None:
        return state
    case = replace(case, acknowledged_at=parcel.done_at, acknowledged_by=parcel.author)
    return replace(state, cases=put(state.cases, case.incident.id, case))
