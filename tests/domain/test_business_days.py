"""Business days, and what people mean by the day on which something is due."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.business_days import FARTHEST, WEEK, after, between, due_day

MONDAY = date(2026, 11, 30)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
weeks = st.sets(st.integers(0, 6), min_size=1)


def _counted(day: date, number: int, works: set[int]) -> date:
    """The same, day by day."""
    while number:
        day += timedelta(days=1)
        number -= day.weekday() in works
    return day


@given(day=days, number=st.integers(0, 40), works=weeks)
def test_business_days_are_counted_as_on_a_calendar(day, number, works):
    assert after(day, number, works) == _counted(day, number, works)


@given(day=days, number=st.integers(0, 60), works=weeks)
def test_so_many_business_days_after_a_day_lie_between_the_two(day, number, works):
    assert between(day, after(day, number, works), works) == number


@given(day=days, number=st.integers(0, 30))
def test_a_week_without_any_business_day_is_one_of_seven(day, number):
    assert after(day, number, ()) == day + timedelta(days=number)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-12-04", date(2026, 12, 4)),
        ("fri", date(2026, 12, 4)),
        (" Friday ", date(2026, 12, 4)),
        ("mon", date(2026, 12, 7)),
        ("next tue", date(2026, 12, 1)),
        ("thurs", date(2026, 12, 3)),
        ("today", MONDAY),
        ("tomorrow", date(2026, 12, 1)),
        ("5d", date(2026, 12, 7)),
        ("+1 day", date(2026, 12, 1)),
        ("2w", date(2026, 12, 14)),
        ("none", None),
    ],
)
def test_a_due_date_is_understood_as_people_write_it(written, meant):
    assert due_day(written, MONDAY) == meant


@given(today=days, name=st.sampled_from(("mon", "tue", "wed", "thu", "fri", "sat", "sun")))
def test_a_weekday_is_the_next_one_and_never_today(today, name):
    found = due_day(name, today)

    assert found is not None
    assert 1 <= (found - today).days <= 7
    assert f"{found:%a}".lower() == name


@given(today=days, written=st.text(max_size=12))
def test_anything_that_is_typed_is_a_day_to_come_or_refused_in_words(today, written):
    found, why = today, ""
    try:
        found = due_day(written, today) or today
    except ValueError as error:
        why = str(error)

    assert not why or "write 2026-12-04, fri" in why
    assert today <= found <= today + timedelta(days=FARTHEST)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("2026-11-29", "is over already"),
        ("2036-12-04", "more than three years off"),
        ("2026-02-30", "is no day"),
        ("04.12.2026", "is no day"),
        ("", "is no day"),
        ("f", "is no day"),
        ("9999w", "more than three years off"),
    ],
)
def test_a_day_that_will_not_do_is_refused_with_what_would(written, why):
    with pytest.raises(ValueError, match=why):
        due_day(written, MONDAY, WEEK)
