"""What people write to find something, and what is asked for by it."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from clocks import START
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.questions import NotAQuestion, Question, places, question


def test_words_and_what_narrows_them_may_stand_in_any_order() -> None:
    asked = question("by:ana pool #4217 kind:note empty since:7d", START, UTC)

    assert asked == Question(
        words=("pool", "empty"),
        number=4217,
        author="ana",
        kind="note",
        since=START - timedelta(days=7),
    )


def test_days_are_those_of_the_reader() -> None:
    asked = question("since:2026-03-29 until:2026-03-29", START, ZoneInfo("Europe/Zurich"))

    assert asked.since == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert asked.until == datetime(2026, 3, 29, 22, tzinfo=UTC), "that day had 23 hours"


@pytest.mark.parametrize("word", ["since:yesterday", "until:2026-13-01", "since:0001-01-01"])
def test_a_time_that_makes_no_sense_is_said(word: str) -> None:
    with pytest.raises(NotAQuestion, match=word.split(":")[1]):
        question(word, START, ZoneInfo("Asia/Tokyo"))


@pytest.mark.parametrize("said", ["", "   ", "-- :: *", '"'])
def test_signs_alone_ask_for_nothing(said: str) -> None:
    assert question(said, START, UTC).is_empty


@given(st.text(max_size=40), st.text(alphabet="ab .", max_size=30))
def test_places_are_in_order_and_within_the_text(said: str, text: str) -> None:
    found = list(places(text, tuple(said.split())))

    assert all(0 <= begin < end <= len(text) for begin, end in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))


def test_a_place_is_where_a_word_begins_with_it() -> None:
    assert list(places("The Pool, carpool, pools", ("pool",))) == [(4, 8), (19, 23)]
