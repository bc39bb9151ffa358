"""The fold: the state after one more record; the only place where a fact becomes truth.

Pure and total: any fact in any order gives a state; a fact about something unknown is passed over,
and so is a record that was folded already.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from cockpit.domain import fold_acts, fold_outcomes, fold_seen
from cockpit.domain.facts import Act, JournalSalvaged, Outcome, Record, Seen, UnknownFact
from cockpit.domain.state import EMPTY, Kind, Moment, State
from cockpit.domain.timeline import remembered


def apply(state: State, record: Record) -> State:
    """The state after one more record; a record with a place in the journal counts once."""
    if 0 < record.seq <= state.seq:
        return state
    fact = record.fact
    if isinstance(fact, Seen):
        after = fold_seen.seen(state, record, fact)
    elif isinstance(fact, Act):
        after = fold_acts.acted(state, record, fact)
    elif isinstance(fact, Outcome):
        after = fold_outcomes.told(state, record, fact)
    elif isinstance(fact, JournalSalvaged):
        after = _salvaged(state, record, fact)
    elif isinstance(fact, UnknownFact):
        after = state
    else:
        assert_never(fact)
    return replace(after, seq=max(state.seq, record.seq))


def fold(records: Iterable[Record], state: State = EMPTY) -> State:
    """The state after all of these records, in their order."""
    for record in records:
        state = apply(state, record)
    return state


def _salvaged(state: State, record: Record, fact: JournalSalvaged) -> State:
    words = (
        f"the journal was damaged: {fact.kept} records saved, {fact.lost}; "
        f"the damaged file is kept as {fact.set_aside}"
    )
    moment = Moment(at=record.at, kind=Kind.SYSTEM, text=words, id=record.id)
    return replace(state, shift=remembered(state.shift, moment))
