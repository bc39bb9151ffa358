"""A ledger is a dict that is never changed, whatever was put into it."""

from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.ledger import Ledger, put

steps = st.lists(st.tuples(st.integers(0, 120).map(str), st.integers()), max_size=200)


@given(steps)
def test_it_holds_what_a_dict_would_hold_in_the_same_order(puts):
    plain, ledger = {}, {}
    for key, value in puts:
        plain[key] = value
        ledger = put(ledger, key, value)

        assert (ledger[key], ledger.get(key), key in ledger) == (value, value, True)
    assert ledger == plain
    assert list(ledger.items()) == list(plain.items())
    assert list(ledger) == list(plain.keys())
    assert list(ledger.values()) == list(plain.values())
    assert len(ledger) == len(plain)


@given(steps, steps)
def test_earlier_ones_stay_as_they_were(first, second):
    ledger = {}
    for key, value in first:
        ledger = put(ledger, key, value)
    before, later = dict(ledger), ledger
    for key, value in second:
        later = put(later, key, value)

    assert ledger == before


def test_what_is_not_there_is_not_there():
    ledger = put({"a": 1}, "b", 2)

    assert ledger.get("c") is None
    assert ledger.get("c", 3) == 3
    assert "c" not in ledger


def test_it_compares_and_shows_by_its_entries():
    assert put(put({}, "a", 1), "b", 2) == put({"a": 1}, "b", 2)
    assert repr(put({}, "a", 1)) == "Ledger({'a': 1})"
    assert isinstance(put({}, "a", 1), Ledger)
