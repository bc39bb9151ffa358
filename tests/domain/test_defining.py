"""A class that is defined here is what the standard library makes, only sooner."""

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.defining import dataclass
from cockpit.domain.model import Person


def _twice(decorator):
    """The same class by this decorator; made anew, since its first value changes it."""

    @decorator(frozen=True, slots=True, kw_only=True)
    class Parcel:
        """A class with everything that ours have."""

        most: ClassVar[int] = 3
        name: str
        weight: float = 0.0
        labels: tuple[str, ...] = ()
        marks: list[str] = field(default_factory=list)

    return Parcel


_texts = st.text(max_size=3)
_given = st.fixed_dictionaries(
    {"name": _texts},
    optional={
        "weight": st.floats(allow_nan=False),
        "labels": st.lists(_texts, max_size=2).map(tuple),
        "marks": st.lists(_texts, max_size=2),
    },
)


@given(one=_given, other=_given)
def test_it_makes_prints_and_compares_as_the_standard_library_does(one, other):
    ours, theirs = _twice(dataclass), _twice(dataclasses.dataclass)

    assert repr(ours(**one)) == repr(theirs(**one))
    assert dataclasses.asdict(ours(**one)) == dataclasses.asdict(theirs(**one))
    assert (ours(**one) == ours(**other)) == (theirs(**one) == theirs(**other))
    assert ours(**one) != theirs(**one)


@given(name=_texts, email=_texts)
def test_equal_values_have_the_same_hash_and_copies_are_equal(name, email):
    one, other = (Person(id="P1", name=name, email=email) for _ in range(2))

    assert hash(one) == hash(other) == hash(("P1", name, email))
    assert one == copy.copy(one) == copy.deepcopy(one) == pickle.loads(pickle.dumps(one))  # noqa: S301 - of our own


@pytest.mark.parametrize("wrong", [{}, {"name": "x", "size": 1}])
def test_a_field_that_is_missing_or_none_is_refused_in_the_same_words(wrong):
    words = []
    for decorator in (dataclass, dataclasses.dataclass):
        with pytest.raises(TypeError) as raised:
            _twice(decorator)(**wrong)
        words.append(str(raised.value))

    assert words[0] == words[1]


def test_a_value_stays_as_it_was_made():
    value = _twice(dataclass)(name="x")

    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'name'"):
        value.name = "y"
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'name'"):
        del value.name
    assert value.name == "x"


def test_each_value_has_a_default_of_its_own():
    cls = _twice(dataclass)

    assert cls(name="x").marks is not cls(name="x").marks


def test_what_a_class_has_of_its_own_stays():
    @dataclass(frozen=True)
    class Name:
        text: str

        def __post_init__(self) -> None:
            assert self.text

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Name) and other.text.lower() == self.text.lower()

        def __hash__(self) -> int:
            return hash(self.text.lower())

    assert len({Name("Ana"), Name("ANA"), Name("Bo")}) == 2
    with pytest.raises(AssertionError):
        Name("")


def test_a_field_that_is_not_compared_is_left_to_the_standard_library():
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Found:
        name: str
        cache: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    one, other = Found(name="x"), Found(name="x")
    one.cache["a"] = "b"

    assert one == other
    assert repr(one).endswith("Found(name='x')")


def test_a_descendant_has_the_fields_of_its_ancestor_too():
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Probe:
        name: str

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Http(Probe):
        url: str = ""

    assert Http(name="x", url="y") == Http(name="x", url="y")
    assert Http(name="x") != Probe(name="x")
    assert repr(Http(name="x")).endswith("Http(name='x', url='')")
