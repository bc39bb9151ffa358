"""What is a reason for paging up, and how long an incident may rest."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain import reasons, snoozes
from cockpit.domain.procedure import Procedure
from cockpit.domain.rungs import PagingUp, Rung
from cockpit.domain.working_hours import WorkingHours

GOOD = (
    PagingUp().example,
    "primary unreachable, customer-facing outage since 08:42 UTC",
    "the secondary does not answer and ingest has been down for 20 min",
    "nobody answers, all gateways offline",
    "12 % of orgs lost video, rollback failed twice",
    "Primärer nicht erreichbar, Ausfall seit 08:42 UTC",
    "credential leak confirmed in the public repository",
)
EMPTY = (
    "",
    " \n",
    "escalating",
    "Escalating!!!",
    "please help",
    "help needed now",
    "urgent, need someone ASAP",
    "it is important",
    "escalating to lead",
    "I need the lead please",
    "database",
    "database database database",
    "primary down",
    "something is wrong",
    "x" * 400,
)


@pytest.mark.parametrize("reason", GOOD)
def test_who_or_what_and_how_that_is_will_do(reason: str) -> None:
    assert reasons.why_not(reason, PagingUp()) == ""


@pytest.mark.parametrize("reason", EMPTY)
def test_what_says_no_more_than_the_page_will_not(reason: str) -> None:
    assert reasons.why_not(reason, PagingUp())


@given(st.lists(st.sampled_from(sorted(reasons._PLEAS)), max_size=20))
def test_no_number_of_pleas_is_a_reason(words: list[str]) -> None:
    assert reasons.why_not(" ".join(words), PagingUp())


@given(st.text(max_size=500))
def test_whatever_is_written_is_answered_in_one_line_that_is_not_long(text: str) -> None:
    said = reasons.why_not(text, PagingUp())

    assert len(said) < 200
    assert "\n" not in said


@given(st.sampled_from(GOOD), st.sampled_from([" ", "\n", "\t "]))
def test_space_changes_nothing(reason: str, space: str) -> None:
    assert reasons.why_not(space + reason.replace(" ", space) + space, PagingUp()) == ""


def test_a_reason_is_due_above_the_secondary_of_the_profile() -> None:
    plain = Procedure(name="x")
    three = Procedure(
        name="x", ladder=tuple(Rung(role=r, after_s=60) for r in ("a", "b", "Secondary", "c"))
    )

    assert [reasons.is_due(level, plain) for level in (1, 2, 3)] == [False, False, True]
    assert [reasons.is_due(level, three) for level in (2, 3, 4)] == [False, False, True]


def test_a_profile_that_wants_no_reason_asks_for_none_at_any_level() -> None:
    free = Procedure(name="x", paging_up=PagingUp(above=""))

    assert not any(reasons.is_due(level, free) for level in range(1, 9))
    assert reasons.above(free) == ""


def test_the_shape_of_a_reason_is_the_profiles() -> None:
    strict = PagingUp(example="gone since 08:42 UTC", least=1, since=True)

    assert reasons.why_not("all gateways offline", strict) == (
        "say since when, as: gone since 08:42 UTC"
    )
    assert reasons.why_not("gateways since 08:42", strict) == ""
    assert reasons.why_not("escalating", PagingUp(least=1)).startswith("“escalating” says no more")


# --- snoozes ----------------------------------------------------------------------------------

WEEKDAYS = WorkingHours()
BERLIN = ZoneInfo("Europe/Berlin")
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia",
         "Australia/Lord_Howe", "America/Santiago", "Africa/Cairo")  # fmt: skip


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-04-21T02:00", "2026-04-21T07:00"),
        ("2026-04-21T06:59:59", "2026-04-21T07:00"),
        ("2026-04-21T07:00", "2026-04-22T07:00"),
        ("2026-04-21T12:00", "2026-04-22T07:00"),
        ("2026-04-24T12:00", "2026-04-27T07:00"),
        ("2026-04-26T23:30", "2026-04-27T07:00"),
        ("2026-03-28T12:00", "2026-03-30T07:00"),
        ("2026-10-24T12:00", "2026-10-26T08:00"),
        ("2028-02-28T12:00", "2028-02-29T08:00"),
    ],
    ids=["night", "a second", "now", "at work", "friday", "sunday", "spring", "autumn", "leap day"],
)
def test_working_hours_begin(now: str, opens: str) -> None:
    assert snoozes.until_working_hours(at(now), BERLIN, WEEKDAYS) == at(opens)


def test_a_time_of_day_that_the_clocks_jump_over_comes_after_the_jump() -> None:
    hours = WorkingHours(opens=time(2, 30), days=(6,))

    assert snoozes.until_working_hours(at("2026-03-28T12:00"), BERLIN, hours) == at(
        "2026-03-29T01:30"
    )


@given(
    minutes=st.integers(0, 8 * 366 * 24 * 60),
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    days=st.sets(st.integers(0, 6), min_size=1),
    opens=st.times(),
)
def test_it_is_always_ahead_within_a_week_and_on_a_working_day(minutes, zone, days, opens) -> None:
    now = at("2024-01-01T00:00") + timedelta(minutes=minutes)
    hours = WorkingHours(opens=opens.replace(second=0, microsecond=0), days=tuple(sorted(days)))

    until = snoozes.until_working_hours(now, zone, hours)

    assert now < until <= now + snoozes.LONGEST
    assert until == now + snoozes.LONGEST or until.astimezone(zone).weekday() in days
    between = (
        now + timedelta(hours=n) for n in range(1, int((until - now).total_seconds() // 3600))
    )
    reached = [
        a
        for a in between
        if a.astimezone(zone).weekday() in days
        and now.astimezone(zone).date() < a.astimezone(zone).date() < until.astimezone(zone).date()
    ]
    assert not reached, "a working day was passed over"


def test_the_presets_take_one_key_each() -> None:
    now = at("2026-04-21T02:00")

    found = snoozes.presets(now, BERLIN, WEEKDAYS)

    assert [(p.key, p.until - now) for p in found] == [
        ("1", timedelta(hours=1)),
        ("4", timedelta(hours=4)),
        ("w", timedelta(hours=5)),
    ]
    assert all(not snoozes.why_not(p.until, now) for p in found)
