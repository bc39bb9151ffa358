"""A changed copy is the one that the standard library makes, only sooner."""

import dataclasses
from dataclasses import dataclass
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import values

from cockpit.domain.case import Case
from cockpit.domain.facts import Fact
from cockpit.domain.replacing import replace
from cockpit.domain.state import EMPTY, State


@given(data=st.data(), fact=values(Fact))
def test_it_is_what_the_standard_library_makes(data: st.DataObject, fact: Fact) -> None:
    names = [field.name for field in dataclasses.fields(fact)]
    changes = {name: data.draw(st.integers()) for name in names if data.draw(st.booleans())}

    made = replace(fact, **changes)  # type: ignore[arg-type]

    assert made == dataclasses.replace(fact, **changes)  # type: ignore[arg-type]
    assert type(made) is type(fact)


def test_what_it_was_made_of_stays_as_it_is() -> None:
    made = replace(EMPTY, seq=7)

    assert (made.seq, EMPTY.seq) == (7, 0)
    assert dataclasses.replace(made, seq=0) == EMPTY


def test_a_field_that_is_none_is_refused() -> None:
    with pytest.raises(TypeError, match="no field sequence"):
        replace(EMPTY, sequence=7)  # type: ignore[call-arg]


def test_a_value_that_looks_at_itself_is_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class Even:
        number: int

        def __post_init__(self) -> None:
            assert self.number % 2 == 0

    with pytest.raises(TypeError, match="looks at itself"):
        replace(Even(2), number=3)


@pytest.mark.parametrize("cls", [State, Case, *get_args(Fact)])
def test_everything_that_the_fold_copies_is_a_plain_value(cls: type) -> None:
    assert hasattr(cls, "__slots__")
    assert not hasattr(cls, "__post_init__")
