"""The stand-in's rotations turn by the wall clock of their zone, for ever and without holes."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from cockpit.standins.pagerduty import rotation
from cockpit.standins.scenario import Schedule

ZONES = ("UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia")
moments = st.integers(0, 7 * 365 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
schedules = st.builds(
    Schedule,
    id=st.just("S"),
    name=st.just("s"),
    people=st.just(("ana", "ben")),
    zone=st.sampled_from(ZONES),
    weekday=st.integers(0, 6),
    hour=st.integers(0, 23),
    days=st.sampled_from((1, 2, 5, 7, 14)),
)


@given(schedules, moments)
def test_turn_nought_runs_when_the_scenario_starts(schedule: Schedule, start: datetime) -> None:
    assert rotation.begin(schedule, start, 0) <= start < rotation.begin(schedule, start, 1)
    assert rotation.number(schedule, start, start) == 0


@given(schedules, moments, st.integers(0, 200 * 24))
def test_every_instant_has_the_one_turn_that_it_lies_in(
    schedule: Schedule, start: datetime, hours: int
) -> None:
    at = start + timedelta(hours=hours)
    number = rotation.number(schedule, start, at)

    assert rotation.begin(schedule, start, number) <= at
    assert at < rotation.begin(schedule, start, number + 1)


@given(schedules, moments, st.integers(0, 60))
def test_a_turn_begins_at_its_hour_by_the_clock_on_the_wall(
    schedule: Schedule, start: datetime, number: int
) -> None:
    zone = ZoneInfo(schedule.zone)
    begin = rotation.begin(schedule, start, number).astimezone(zone)
    first = rotation.begin(schedule, start, 0).astimezone(zone)

    # An hour that the clocks jump over is none; Lord Howe's jump is half of one.
    wall = datetime.combine(begin.date(), begin.time())
    assert abs(wall - wall.replace(hour=schedule.hour, minute=0)) <= timedelta(hours=1)
    assert (begin.date() - first.date()).days == number * schedule.days
