"""What people mean by "15" and "09:30", over midnight, leap days and changes of the clocks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.instants import past, upcoming

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/St_Johns",
)
zones = st.sampled_from(ZONES).map(ZoneInfo)
nows = st.datetimes(datetime(2011, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
times = st.times().map(lambda t: t.replace(second=0, microsecond=0))


def _utc(written):
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("15", 15),
        ("+15", 15),
        ("15m", 15),
        (" 20 min ", 20),
        ("1 minute", 1),
        ("5 MIN", 5),
        ("90 minutes", 90),
    ],
)
def test_a_number_is_minutes_from_now(written, minutes):
    now = _utc("2026-04-21T08:44:10")

    assert upcoming(written, now, BERLIN) == now + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("written", "now", "meant"),
    [
        ("11:00", "2026-04-21T08:44", "2026-04-21T09:00"),
        ("9:30 utc", "2026-04-21T08:44", "2026-04-21T09:30"),
        ("0930z", "2026-04-21T08:44", None),
        ("09:30Z", "2026-04-21T08:44", "2026-04-21T09:30"),
        ("00:10", "2026-04-21T21:50", "2026-04-21T22:10"),
        ("10:44", "2026-04-21T08:44", "2026-04-22T08:44"),
        ("00:30", "2028-02-28T23:10", "2028-02-28T23:30"),
        ("00:30", "2028-02-28T23:40", "2028-02-29T23:30"),
        ("09:30", "2026-03-28T22:00", "2026-03-29T07:30"),
        ("09:30", "2026-10-24T22:00", "2026-10-25T08:30"),
        ("02:30", "2026-03-29T00:50", "2026-03-29T01:30"),
        ("02:30", "2026-03-29T00:20", "2026-03-29T01:30"),
        ("02:30", "2026-10-25T00:45", "2026-10-25T01:30"),
        ("02:30", "2026-10-25T00:15", "2026-10-25T00:30"),
    ],
    ids=[
        "later today",
        "said in UTC",
        "no colon",
        "zulu",
        "after midnight",
        "this very minute",
        "into the leap day",
        "past the leap day",
        "clocks forward tonight",
        "clocks back tonight",
        "a time that is jumped over",
        "a time that will be jumped over",
        "the second of two",
        "the first of two",
    ],
)
def test_a_time_of_day_is_the_next_time_the_clock_shows_it(written, now, meant):
    if meant is None:
        with pytest.raises(ValueError, match="is no time"):
            upcoming(written, _utc(now), BERLIN)
    else:
        assert upcoming(written, _utc(now), BERLIN) == _utc(meant)


@pytest.mark.parametrize(
    ("written", "now", "meant"),
    [
        ("10:30", "2026-04-21T08:44", "2026-04-21T08:30"),
        ("10:44", "2026-04-21T08:44", "2026-04-21T08:44"),
        ("23:50", "2026-04-20T22:10", "2026-04-20T21:50"),
        ("09:30", "2026-03-29T06:00", "2026-03-28T08:30"),
        ("02:30", "2026-10-25T01:45", "2026-10-25T01:30"),
        ("02:30", "2026-10-25T01:15", "2026-10-25T00:30"),
    ],
    ids=["today", "now", "before midnight", "over the change", "second of two", "first of two"],
)
def test_a_time_in_the_past_is_the_last_time_the_clock_showed_it(written, now, meant):
    assert past(written, _utc(now), BERLIN) == _utc(meant)


@given(times, nows, zones)
def test_what_is_upcoming_is_ahead_and_what_is_past_is_not(at, now, zone):
    written = f"{at:%H:%M}"

    assert now < upcoming(written, now, zone) <= now + timedelta(days=2)
    assert now - timedelta(days=2) <= past(written, now, zone) <= now


@given(times, nows, zones)
def test_the_clock_shows_what_was_written_unless_it_jumps_over_it(at, now, zone):
    for meant in (upcoming(f"{at:%H:%M}", now, zone), past(f"{at:%H:%M}", now, zone)):
        shown = meant.astimezone(zone)
        jumped = shown.utcoffset() != (shown - timedelta(hours=25)).utcoffset()

        assert shown.time() == at or jumped


@given(times, nows)
def test_in_utc_nothing_depends_on_the_zone(at, now):
    written = f"{at:%H:%M} UTC"

    assert {upcoming(written, now, ZoneInfo(z)) for z in ZONES} == {upcoming(written, now, UTC)}


@pytest.mark.parametrize(
    "written",
    [
        "",
        "24:00",
        "9:5",
        "12:60",
        "-5",
        "soon",
        "1e3",
        "12345",
        "\u0663:\u0660\u0660",
        "0",
        "+0 min",
    ],
)
def test_what_is_no_time_ahead_says_what_would_do(written):
    with pytest.raises(ValueError, match="write"):
        upcoming(written, _utc("2026-04-21T08:44"), BERLIN)


@pytest.mark.parametrize("written", ["15", "15 min", "", "25:00"])
def test_the_past_is_written_as_a_time_of_day(written):
    with pytest.raises(ValueError, match="09:30"):
        past(written, _utc("2026-04-21T08:44"), BERLIN)
