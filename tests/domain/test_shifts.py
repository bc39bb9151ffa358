"""When shifts change hands, over zones and changes of clocks; whose turn it is by the rules."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.day_times import day_time
from cockpit.domain.shift_rules import Moves, Newcomer, Rhythm, ShiftPart, ShiftRules
from cockpit.domain.shifts import instant, period, periods, turns

BERLIN, NEW_YORK, LORD_HOWE = map(
    ZoneInfo, ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
)
ZONES = (UTC, BERLIN, NEW_YORK, LORD_HOWE, ZoneInfo("Asia/Kathmandu"), ZoneInfo("Pacific/Apia"))
WEEKLY = ShiftRules(zone=BERLIN)
SUN = ShiftRules(
    rhythm=Rhythm.SUN,
    zone=UTC,
    roles=("primary",),
    first=date(2026, 1, 5),
    parts=(
        ShiftPart(name="Asia", hour=time(9), zone=ZoneInfo("Australia/Sydney"), people=("Ann",)),
        ShiftPart(name="Europe", hour=time(8), zone=BERLIN, people=("Bo", "Cy")),
        ShiftPart(name="America", hour=time(8), zone=NEW_YORK, people=("Di", "Ed", "Flo")),
    ),
)

instants = st.integers(0, 8 * 365 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
rules = st.builds(
    ShiftRules,
    rhythm=st.sampled_from((Rhythm.WEEKLY, Rhythm.DAILY)),
    day=st.integers(0, 6),
    hour=st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30))),
    zone=st.sampled_from(ZONES),
    moves=st.sampled_from(Moves),
    people=st.integers(0, 5).map(lambda n: tuple("ABCDE"[:n])),
    first=st.none() | st.dates(date(2024, 1, 1), date(2030, 1, 1)),
)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@given(rules, instants)
def test_every_instant_lies_in_exactly_one_period(them, now):
    found = period(them, now, UTC)

    assert found.start <= now < found.end
    assert period(them, found.start, UTC) == found
    assert period(them, found.end, UTC).start == found.end
    assert period(them, found.start - timedelta(microseconds=1), UTC).end == found.start


@given(rules, instants)
def test_a_week_or_a_day_differs_by_no_more_than_the_clocks_do(them, now):
    found = period(them, now, UTC)
    whole = timedelta(days=7 if them.rhythm is Rhythm.WEEKLY else 1)

    assert abs((found.end - found.start) - whole) <= timedelta(hours=1)


@given(rules, instants)
def test_turns_follow_one_another_without_a_gap(them, now):
    found = list(periods(them, now, now + timedelta(days=40), UTC))

    assert found[0].start <= now < found[0].end
    assert found[-1].end > now + timedelta(days=40)
    for before, after in pairwise(found):
        assert (before.end, before.turn + 1) == (after.start, after.turn)


@given(rules, instants)
def test_who_is_second_moves_up_or_who_is_first_moves_down_as_the_rules_say(them, now):
    this = period(them, now, UTC)
    following = period(them, this.end, UTC)
    here = {turn.level: turn.person.name for turn in turns(them, this)}
    there = {turn.level: turn.person.name for turn in turns(them, following)}

    assert len(here) == min(len(them.roles), len(them.people))
    assert len(set(here.values())) == len(here)
    if them.moves is Moves.UP and len(here) > 1:
        assert there[1] == here[2]
    if them.moves is Moves.DOWN and len(here) > 1:
        assert there[2] == here[1]


@given(rules, instants)
def test_everybody_has_their_turn_before_anybody_has_a_second_one(them, now):
    them = replace(them, roles=("primary",))
    count = max(len(them.people), 1)
    found = list(periods(them, now, now + timedelta(days=7 * count + 7), UTC))[:count]
    primaries = [turn.person.name for it in found for turn in turns(them, it) if turn.level == 1]

    assert sorted(primaries) == sorted(them.people)


@given(instants)
def test_following_the_sun_somebody_is_always_on_and_changes_where_their_morning_begins(now):
    found = period(SUN, now, UTC)
    part = next(p for p in SUN.parts if p.name == found.part)

    assert found.start <= now < found.end
    assert found.start.astimezone(part.zone).time() == part.hour
    assert found.end - found.start < timedelta(hours=12)
    assert [turn.person.name in part.people for turn in turns(SUN, found)] == [True]


@pytest.mark.parametrize(
    ("day", "hour", "zone", "wanted"),
    [
        # The night in which 02:30 does not exist: as far after the jump.
        (date(2026, 3, 29), time(2, 30), BERLIN, "2026-03-29T01:30"),
        # The night in which it comes twice: the first.
        (date(2026, 10, 25), time(2, 30), BERLIN, "2026-10-25T00:30"),
        (date(2026, 3, 8), time(2, 30), NEW_YORK, "2026-03-08T07:30"),
        (date(2026, 11, 1), time(1, 30), NEW_YORK, "2026-11-01T05:30"),
        # Half an hour is changed here.
        (date(2026, 10, 4), time(2, 15), LORD_HOWE, "2026-10-03T15:45"),
        (date(2026, 12, 31), time(23, 59), UTC, "2026-12-31T23:59"),
    ],
)
def test_a_handover_at_a_time_that_is_not_there_or_there_twice(day, hour, zone, wanted):
    assert instant(day, hour, zone) == at(wanted)


def test_a_week_with_a_change_of_clocks_is_an_hour_longer_or_shorter():
    spring = period(WEEKLY, at("2026-03-26T00:00"), UTC)
    autumn = period(WEEKLY, at("2026-10-22T00:00"), UTC)

    assert spring.end - spring.start == timedelta(days=7, hours=-1)
    assert autumn.end - autumn.start == timedelta(days=7, hours=1)


def test_rules_without_a_zone_go_by_the_clock_of_whoever_reads_them():
    bare = replace(WEEKLY, zone=None)

    assert period(bare, at("2026-07-01T00:00"), BERLIN).start == at("2026-06-29T08:00")
    assert period(bare, at("2026-07-01T00:00"), NEW_YORK).start == at("2026-06-29T14:00")


def test_the_turns_of_the_people_run_through_the_end_of_the_year():
    them = replace(WEEKLY, people=("Ana", "Bo", "Cy"), first=date(2026, 12, 28), moves=Moves.UP)
    found = list(periods(them, at("2026-12-29T00:00"), at("2027-01-12T00:00"), UTC))

    assert [[turn.person.name for turn in turns(them, it)] for it in found] == [
        ["Ana", "Bo"],
        ["Bo", "Cy"],
        ["Cy", "Ana"],
    ]


def test_a_newcomer_looks_on_in_the_first_shift_that_begins_after_they_came_and_in_no_other():
    them = replace(
        WEEKLY,
        people=("Ana", "Bo"),
        newcomers=(Newcomer(person="dee@example.com", since=date(2026, 3, 4)),),
    )
    found = list(periods(them, at("2026-03-03T00:00"), at("2026-03-20T00:00"), UTC))
    shadows = [[t.person.email for t in turns(them, it) if t.shadow] for it in found]

    assert shadows == [[], ["dee@example.com"], []]


# --- how people write a day ----------------------------------------------------------------------

NOW = at("2026-03-04T02:17")
"""A Wednesday."""


@pytest.mark.parametrize(
    ("written", "begins", "ends"),
    [
        ("2026-03-05", "2026-03-04T23:00", "2026-03-05T23:00"),
        ("2026-03-05 10:00", "2026-03-05T09:00", "2026-03-05T09:00"),
        ("2026-03-05T10:00Z", "2026-03-05T10:00", "2026-03-05T10:00"),
        ("Thu 10:00", "2026-03-05T09:00", "2026-03-05T09:00"),
        ("wednesday 03:00", "2026-03-11T02:00", "2026-03-11T02:00"),
        ("Wed 04:00", "2026-03-04T03:00", "2026-03-04T03:00"),
        ("thu", "2026-03-04T23:00", "2026-03-05T23:00"),
        ("thurs", "2026-03-04T23:00", "2026-03-05T23:00"),
        ("Next Thu 10:00", "2026-03-05T09:00", "2026-03-05T09:00"),
        ("next wed 04:00", "2026-03-11T03:00", "2026-03-11T03:00"),
        ("tomorrow", "2026-03-04T23:00", "2026-03-05T23:00"),
        ("01:00", "2026-03-05T00:00", "2026-03-05T00:00"),
        ("3d", "2026-03-07T02:17", "2026-03-07T02:17"),
        ("10:00 UTC", "2026-03-04T10:00", "2026-03-04T10:00"),
    ],
)
def test_a_day_alone_is_its_beginning_or_its_end(written, begins, ends):
    assert day_time(written, NOW, BERLIN) == at(begins)
    assert day_time(written, NOW, BERLIN, ends=True) == at(ends)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "soon",
        "9999-12-31",
        "9999w",
        "2026-13-01",
        "Thu 25:00",
        "frog 10:00",
        "1 2 3",
        "next",
        "th",
    ],
)
def test_what_is_no_day_is_said_with_what_would_do(written):
    with pytest.raises(ValueError, match='write "Thu 10:00"'):
        day_time(written, NOW, BERLIN)


@given(st.text(max_size=20))
def test_nothing_that_is_written_for_a_day_is_fatal(written):
    try:
        found = day_time(written, NOW, BERLIN)
    except ValueError:
        return
    assert found.tzinfo is UTC
