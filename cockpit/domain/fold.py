"""The fold: the state after one more record; the only place where a fact becomes truth.

Pure and total: any fact in any order gives a state; a fact about something unknown is passed over,
and so is a record that was folded already.
"""

from collections.abc import Iterable
from typing import assert_never

from cockpit.domain import fold_acts, fold_outcomes, fold_seen, fold_shift
from cockpit.domain.facts import Act, JournalSalvaged, Outcome, Record, Seen, Shifted, UnknownFact
from cockpit.domain.replacing import replace
from cockpit.domain.state import EMPTY, Kind, Moment, State
from cockpit.domain.timeline import remembered


def apply(state: State, record: Record) -> State:
    """The state after one more record; a record with a place in the journal counts once."""
    return fold((record,), state)


def fold(records: Iterable[Record], state: State = EMPTY) -> State:
    """The state after all of these records, in their order."""
    seq = state.seq
    for record in records:
        if 0 < record.seq <= seq:
            continue
        state = _after(state, record)
        seq = max(seq, record.seq)
    return replace(state, seq=seq)


def _after(state: State, record: Record) -> State:
    """The state with what the record says, its place in the journal left as it was."""
    fact = record.fact
    if isinstance(fact, Seen):
        return fold_seen.seen(state, record, fact)
    if isinstance(fact, Act):
        return fold_acts.acted(state, record, fact)
    if isinstance(fact, Shifted):
        return fold_shift.shifted(state, record, fact)
    if isinstance(fact, Outcome):
        return fold_outcomes.told(state, record, fact)
    if isinstance(fact, JournalSalvaged):
        return _salvaged(state, record, fact)
    if isinstance(fact, UnknownFact):
        return state
    assert_never(fact)


def _salvaged(state: State, record: Record, fact: JournalSalvaged) -> State:
    words = (
        f"the journal was damaged: {fact.kept} records saved, {fact.lost}; "
        f"the damaged file is kept as {fact.set_aside}"
    )
    moment = Moment(at=record.at, kind=Kind.SYSTEM, text=words, id=record.id)
    return replace(state, shift=remembered(state.shift, moment))
