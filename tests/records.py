"""New records and arbitrary facts, with defaults for all that a test does not care about."""

import dataclasses
from datetime import UTC, datetime
from enum import StrEnum
from types import NoneType
from typing import get_args, get_origin, get_type_hints

from clocks import START
from hypothesis import strategies as st

from cockpit.domain.facts import Fact, StepTicked
from cockpit.ports.journal import NewRecord


def ticked(step: str = "look", incident_id: str = "Q1") -> StepTicked:
    """The smallest fact there is."""
    return StepTicked(incident_id=incident_id, step=step)


def new_record(id: str, fact: Fact | None = None, *, at: datetime = START) -> NewRecord:  # noqa: A002
    """A record that is not written yet."""
    return NewRecord(id=id, at=at, noted_at=at, author="ada", host="pluto", fact=fact or ticked(id))


_PLAIN = {
    str: st.text(max_size=20),
    int: st.integers(-(2**63), 2**63),
    float: st.floats(allow_nan=False),
    bool: st.booleans(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    NoneType: st.none(),
}


def values(hint: object) -> st.SearchStrategy[object]:
    """Any value of a type that facts are made of."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    if get_origin(hint) is tuple:
        if ... not in get_args(hint):
            return st.tuples(*(values(member) for member in get_args(hint)))
        return st.lists(values(get_args(hint)[0]), max_size=3).map(tuple)
    if get_args(hint):
        return st.one_of([values(member) for member in get_args(hint)])
    if issubclass(hint, StrEnum):
        return st.sampled_from(hint)
    assert dataclasses.is_dataclass(hint), hint
    hints = get_type_hints(hint)
    return st.builds(hint, **{f.name: values(hints[f.name]) for f in dataclasses.fields(hint)})
