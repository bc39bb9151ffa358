"""Calendars as people and programs write them: shifts, or an error that names the calendar."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.adapters import calendar_rules
from cockpit.adapters.calendar import LIMIT, FeedCalendars, address
from cockpit.adapters.calendar_events import read as read_events
from cockpit.domain.watch import CalendarSpec
from cockpit.ports.outside import CalendarReading, Garbled, PortError, Refused
from cockpit.ports.plain import plain

FILES = Path(__file__).parent.parent / "calendars"
SINCE = datetime(2026, 3, 20, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=90)
BERLIN = ZoneInfo("Europe/Berlin")

Read = Callable[..., Awaitable[CalendarReading]]


@pytest.fixture
async def read() -> AsyncIterator[Read]:
    """Reads a file of the collection."""
    calendars = FeedCalendars({})

    async def look(name: str, **more: object) -> CalendarReading:
        spec = CalendarSpec(name="rota", file=str(FILES / f"{name}.ics"), **more)
        return await calendars.read(spec, SINCE, UNTIL, BERLIN)

    yield look
    calendars.close()


def told(reading: CalendarReading) -> list[tuple[str, str, str]]:
    """Name, beginning and end of the shifts, in order."""
    shifts = sorted(reading.shifts, key=lambda s: (s.start, s.person.name))
    return [(s.person.name, f"{s.start:%m-%d %H:%M}", f"{s.end:%m-%d %H:%M}") for s in shifts]


async def test_a_rotation_follows_the_clock_on_the_wall_over_its_change(read: Read) -> None:
    reading = await read("weekly-over-the-change")

    assert told(reading)[:3] == [
        ("Ana Ribeiro", "03-16 09:00", "03-23 09:00"),
        ("Ben Okafor", "03-23 09:00", "03-30 08:00"),
        ("Ana Ribeiro", "03-30 08:00", "04-06 08:00"),
    ]
    assert reading.warning == ""
    shift = reading.shifts[0]
    assert (shift.policy_id, shift.policy, shift.level) == ("calendar rota", "rota", 1)


async def test_a_zone_that_a_calendar_defines_is_its_own_and_no_other_calendars(read: Read) -> None:
    """The library keeps zones by name for the whole process."""
    for name, begins in (
        ("zone-of-its-own", "03-23 09:00"),
        ("zone-of-its-own-elsewhere", "03-23 04:30"),
        ("zone-of-its-own", "03-23 09:00"),
    ):
        assert [start for _, start, _ in told(await read(name))] == [begins]


ONE_WEEK = [("Ana Ribeiro", "03-23 09:00", "03-30 08:00")]


@pytest.mark.parametrize(
    ("name", "shifts"),
    [
        ("windows-zone", ONE_WEEK),
        ("floating", [("Ana Ribeiro", "03-23 09:00", "03-30 08:00")]),
        ("byte-order-mark", ONE_WEEK),
        ("two-calendars", ONE_WEEK * 2),
        ("line-feeds-alone", [("Ana Ribeiro", "03-23 09:00", "03-30 09:00")]),
        (
            "all-day",
            [
                ("Ana Ribeiro", "03-22 23:00", "03-29 22:00"),
                ("Ben Okafor", "03-29 22:00", "03-30 22:00"),
            ],
        ),
        ("all-day-calendar-zone", [("Ana Ribeiro", "03-23 04:00", "03-30 04:00")]),
        (
            "cancelled-and-moved",
            [
                ("Ana Ribeiro", "03-23 09:00", "03-24 09:00"),
                ("Ben Okafor", "03-26 12:00", "03-27 12:00"),
                ("Ana Ribeiro", "03-27 09:00", "03-28 09:00"),
            ],
        ),
        ("empty", []),
    ],
)
async def test_what_calendars_mean(read: Read, name: str, shifts: list) -> None:
    reading = await read(name)

    assert told(reading) == shifts
    assert reading.warning == ""


async def test_an_event_in_an_unknown_zone_is_left_out_and_told(read: Read) -> None:
    reading = await read("unknown-zone")

    assert [name for name, *_ in told(reading)] == ["Ben Okafor"]
    assert reading.warning.startswith("1 event makes no sense")


async def test_broken_events_hide_no_good_one_and_are_told(read: Read) -> None:
    reading = await read("broken-events")

    assert [name for name, *_ in told(reading)] == ["Ana Ribeiro"]
    assert reading.warning.startswith("6 events make no sense")


async def test_rules_that_would_work_for_ever_are_not_followed(read: Read) -> None:
    reading = await read("endless-work", timeout_s=20.0)

    assert [name for name, *_ in told(reading)] == ["Ana Ribeiro"]
    assert reading.warning.startswith("6 events make no sense")


async def test_who_an_event_names(read: Read) -> None:
    people = [s.person for s in (await read("people")).shifts]

    assert [(p.name, p.email) for p in people] == [
        ("Ana Ribeiro", "ana@example.com"),
        ("Cleo Park", ""),
        ("somebody unnamed", ""),
    ]


async def test_a_title_says_where_the_name_is_and_what_is_no_shift(read: Read) -> None:
    more = {"title": "on call: {person}", "own_name": "ani", "own_email": "ana@example.com"}
    reading = await read("titles", **more)
    precise = await read("titles", title="on call: {person} (*)")

    assert [name for name, *_ in told(reading)] == ["Ana Ribeiro (primary)", "Ani"]
    assert [s.person.email for s in reading.shifts] == ["", "ana@example.com"]
    assert [name for name, *_ in told(precise)] == ["Ana Ribeiro"]


async def test_a_shadows_calendar_marks_every_shift(read: Read) -> None:
    reading = await read("floating", shadow=True, level=2)

    assert [(s.shadow, s.level) for s in reading.shifts] == [(True, 2)]


async def test_hostile_text_is_harmless(read: Read) -> None:
    names = [s.person.name for s in (await read("hostile")).shifts]

    assert names[0] == "Ana evil [red]x[/]"
    assert len(names[1]) == 500
    assert [plain(name) for name in names] == names


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("sign-in", "calendar rota is a web page"),
        ("not-a-calendar", "calendar rota is no iCalendar file"),
        ("cut-off", "calendar rota breaks off"),
        ("other-scale", "calendar rota does not count"),
    ],
)
async def test_what_is_no_calendar_says_so_by_name(read: Read, name: str, words: str) -> None:
    with pytest.raises(Garbled, match=words):
        await read(name)


async def test_a_file_that_cannot_be_read_says_so_by_name(read: Read, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"calendar rota: its file cannot be read \(No such file"):
        await read("missing")
    with pytest.raises(Refused, match="calendar rota: its file cannot be read"):
        await read(f"{tmp_path}/../")


async def test_a_file_that_is_too_large_is_not_read(read: Read, tmp_path: Path) -> None:
    (tmp_path / "large.ics").write_bytes(b"x" * (LIMIT + 1))

    with pytest.raises(Refused, match="larger than 5 MB"):
        await read(f"{tmp_path}/large")


def outcome(body: bytes) -> str:
    """What came of reading it: the names of the shifts, or the error."""
    try:
        reading = read_events(CalendarSpec(name="rota"), body, (SINCE, UNTIL), UTC, lambda: False)
    except PortError as error:
        return error.reason
    return "".join(("calendar rota", *(s.policy_id for s in reading.shifts)))


@given(st.binary(max_size=300))
def test_whatever_comes_gives_shifts_or_one_of_the_three_errors(junk: bytes) -> None:
    body = b"BEGIN:VCALENDAR\r\n" + junk + b"\r\nEND:VCALENDAR\r\n"

    assert "calendar rota" in outcome(body)


LINES = [
    line
    for name in (
        "weekly-over-the-change",
        "cancelled-and-moved",
        "broken-events",
        "zone-of-its-own",
    )
    for line in (FILES / f"{name}.ics").read_bytes().splitlines()
]


@given(st.lists(st.sampled_from(LINES), max_size=40))
def test_lines_of_good_calendars_in_any_order_do_no_harm(lines: list[bytes]) -> None:
    body = b"\r\n".join((b"BEGIN:VCALENDAR", *lines, b"END:VCALENDAR", b""))

    assert "calendar rota" in outcome(body)


def test_a_calendar_that_takes_too_long_is_refused() -> None:
    body = (FILES / "floating.ics").read_bytes()

    with pytest.raises(Refused, match="too many events to be read in 20 s"):
        read_events(CalendarSpec(name="rota"), body, (SINCE, UNTIL), UTC, lambda: True)


@pytest.mark.parametrize("frequency", ["DAILY", "WEEKLY", "MONTHLY"])
def test_a_rule_that_may_never_be_met_costs_all_years_to_come(frequency: str) -> None:
    rule = {"FREQ": [frequency], "BYMONTH": [2], "BYMONTHDAY": [30]}

    assert calendar_rules.steps(rule, SINCE, UNTIL) > 90_000
    assert calendar_rules.steps({"FREQ": [frequency]}, SINCE, UNTIL) < 100


def test_a_rule_of_whole_weeks_costs_a_step_a_week() -> None:
    steps = calendar_rules.steps({"FREQ": ["WEEKLY"]}, SINCE, SINCE + timedelta(weeks=10))

    assert steps == 11


@pytest.mark.parametrize(
    ("url", "token", "asked"),
    [
        ("webcal://a.example/x.ics", "", ("https://a.example/x.ics", "")),
        ("WEBCALS://a.example/x.ics", "t", ("https://a.example/x.ics", "t")),
        ("http://127.0.0.1:8/x", "t", ("http://127.0.0.1:8/x", "t")),
        ("https://a.example/{token}/x", "t/1", ("https://a.example/t%2F1/x", "")),
    ],
)
def test_where_a_calendar_is_asked_for(url: str, token: str, asked: tuple[str, str]) -> None:
    assert address(CalendarSpec(name="rota", url=url), token) == asked
