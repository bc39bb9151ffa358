"""What being on call cost: counted by the reader's clock, against the budget, and by kind."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from situations import ANA, held, incident, procedure, state_of

from cockpit.domain.facts import IncidentSeen, UpdateWasLate
from cockpit.domain.intervals import Interval, NoInterval, asked, of_days, of_week, week_of
from cockpit.domain.model import Incident, Status, Urgency
from cockpit.domain.page_load import Load, load
from cockpit.domain.state import State
from cockpit.domain.working_hours import PageBudget, WorkingHours

ZURICH = ZoneInfo("Europe/Zurich")
ZONES = st.sampled_from(("Europe/Zurich", "UTC", "America/New_York", "Australia/Lord_Howe"))
WEEK = of_week(date(2026, 4, 22), ZURICH)
"""From Monday, 20 April 2026."""


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A time in that April, by the clock of Zurich, in UTC."""
    return datetime(2026, 4, day, hour, minute, tzinfo=ZURICH).astimezone(UTC)


def paged(number: int, when: datetime, title: str = "api 5xx", **more: object) -> Incident:
    return incident(f"Q{number}", number=number, title=title, created_at=when, **more)  # type: ignore[arg-type]


def over(it: Incident, minutes: int, *, taken: bool = True) -> tuple[Incident, ...]:
    """As it was paged, acknowledged three minutes later, and resolved."""
    took = replace(
        it,
        status=Status.ACKNOWLEDGED,
        acknowledgements=(held(ANA, it.created_at + timedelta(minutes=3)),),
        changed_at=it.created_at + timedelta(minutes=3),
    )
    end = it.created_at + timedelta(minutes=minutes)
    done = replace(it, status=Status.RESOLVED, changed_at=end, assignments=())
    return (it, took, done) if taken else (it, done)


def seen(*incidents: Incident) -> State:
    return state_of(*((i.changed_at, IncidentSeen(incident=i)) for i in incidents))


def of(state: State, interval: Interval = WEEK, **changes: object) -> Load:
    return load(state, replace(procedure(), **changes), ZURICH, interval, interval.end)  # type: ignore[arg-type]


def test_pages_are_counted_by_the_days_and_hours_of_the_reader() -> None:
    state = seen(
        paged(1, at(20, 9, 30)),
        paged(2, at(21, 0, 10)),
        paged(3, at(26, 23, 59)),
        paged(4, at(19, 23, 59)),
        paged(5, at(27, 0)),
    )

    it = of(state)

    assert [c.incident.number for c in it.pages] == [1, 2, 3]
    assert dict(it.by_day)["2026-04-20"] == 1
    assert dict(it.by_day)["2026-04-26"] == 1
    assert len(it.by_day) == 7
    assert (it.by_hour[0][9], it.by_hour[1][0], it.by_hour[6][23]) == (1, 1, 1)
    assert (it.out_of_hours, it.at_night) == (2, 1)


def test_what_pages_nobody_is_counted_apart() -> None:
    it = of(seen(paged(1, at(20, 9)), paged(2, at(20, 10), urgency=Urgency.LOW)))

    assert [len(it.pages), len(it.others)] == [1, 1]


@pytest.mark.parametrize(
    ("budget", "kept"),
    [
        (PageBudget(week=2), True),
        (PageBudget(week=1), False),
        (PageBudget(out_of_hours=1), True),
        (PageBudget(week=9, out_of_hours=0), True),
    ],
)
def test_a_budget_is_kept_or_broken(budget: PageBudget, kept: bool) -> None:
    state = seen(paged(1, at(20, 9)), paged(2, at(25, 9)))

    it = of(state, page_budget=budget)

    assert [week.kept for week in it.weeks] == [kept]
    assert [(w.pages, w.out_of_hours) for w in it.weeks] == [(2, 1)]


def test_without_a_budget_none_is_broken() -> None:
    it = of(seen(paged(1, at(20, 3))), page_budget=PageBudget())

    assert it.weeks == ()


def test_the_hours_of_work_end_when_the_profile_says() -> None:
    hours = WorkingHours(closes=datetime(2026, 1, 1, 17, tzinfo=UTC).time())

    it = of(seen(paged(1, at(20, 16, 59)), paged(2, at(20, 17))), working_hours=hours)

    assert it.out_of_hours == 1


@pytest.mark.parametrize(
    ("when", "out"),
    [((20, 23), 0), ((21, 5, 59), 0), ((21, 6), 1), ((25, 5), 0), ((25, 23), 1), ((20, 3), 1)],
)
def test_hours_of_work_may_end_on_the_morning_after(when: tuple[int, ...], out: int) -> None:
    hours = WorkingHours(opens=time(22), closes=time(6))

    assert of(seen(paged(1, at(*when))), working_hours=hours).out_of_hours == out


def test_kinds_are_told_apart_by_what_they_say_and_not_by_their_numbers() -> None:
    first = over(paged(1, at(20, 9), "gateway 17 offline"), 20, taken=False)
    second = over(paged(2, at(21, 9), "gateway 4 offline"), 20)
    state = seen(*first, *second, paged(3, at(22, 9), "search is slow"))

    it = of(state)

    assert [(k.title, len(k.cases), k.unattended) for k in it.kinds] == [
        ("gateway 4 offline", 2, 1),
        ("search is slow", 1, 0),
    ]


def test_what_came_before_the_span_makes_a_kind_a_returning_one() -> None:
    state = seen(paged(1, at(1, 9), "disk full"), paged(2, at(21, 9), "disk full"))

    it = of(state)

    assert [(back.here, len(back.kind.cases)) for back in it.returning] == [(1, 2)]
    assert of(state, Interval(start=at(1, 0), end=at(2, 0))).returning == ()


def test_time_in_incidents_counts_what_overlaps_once_and_only_within_the_span() -> None:
    state = seen(
        *over(paged(1, at(20, 9)), 60),
        *over(paged(2, at(20, 9, 30)), 60),
        *over(paged(3, at(19, 23)), 120),
        paged(4, at(26, 23)),
    )

    it = of(state)

    assert it.in_incidents_s == (90 + 60 + 60) * 60
    assert [c.incident.number for c in it.open_at_end] == [4]


def test_response_is_measured_and_what_was_late_is_counted() -> None:
    state = seen(*over(paged(1, at(20, 9)), 60), paged(2, at(20, 12)))

    it = of(state)

    assert (it.acknowledging.count, it.acknowledging.median_s) == (1, 180.0)
    assert it.resolving.longest_s == 3600.0
    assert it.late_acknowledgements == 1, "the second one was never acknowledged"


def test_what_was_raised_later_paged_when_it_was_raised_and_what_was_lowered_had_paged() -> None:
    low = paged(1, at(20, 9), urgency=Urgency.LOW)
    raised = replace(low, urgency=Urgency.HIGH, changed_at=at(21, 3))
    high = paged(2, at(22, 2))
    lowered = replace(high, urgency=Urgency.LOW, changed_at=at(22, 4))

    it = of(seen(low, raised, high, lowered))

    assert [(c.incident.number, c.asked_at) for c in it.pages] == [(1, at(21, 3)), (2, at(22, 2))]
    assert (it.out_of_hours, it.at_night, it.others) == (2, 2, ())


def test_what_was_merged_counts_with_the_incident_that_it_is_part_of() -> None:
    first, second = paged(1, at(20, 9)), paged(2, at(20, 9, 5))
    gone = replace(second, status=Status.RESOLVED, changed_at=at(20, 9, 30), merged_into="Q1")

    it = of(seen(first, second, gone))

    assert [c.incident.number for c in it.pages] == [1]
    assert [c.incident.number for c in it.merged] == [2]
    assert (it.resolving.count, sum(kind.unattended for kind in it.kinds)) == (0, 0)


def test_a_page_whose_end_nobody_saw_is_neither_late_nor_unattended() -> None:
    first = paged(1, at(20, 9))
    over_ = replace(first, status=Status.RESOLVED, changed_at=at(20, 10))
    state = state_of(
        (at(20, 9), IncidentSeen(incident=first)), (at(21, 9), IncidentSeen(incident=over_))
    )

    it = of(state)

    assert (it.unknown_answers, it.late_acknowledgements) == (1, 0)
    assert it.kinds[0].unattended == 0


def test_times_are_those_of_pages() -> None:
    rests = over(paged(2, at(20, 10), urgency=Urgency.LOW), 4000)

    it = of(seen(*over(paged(1, at(20, 9)), 60), *rests))

    assert (it.acknowledging.count, it.resolving.longest_s) == (1, 3600.0)
    assert it.in_incidents_s == 3600.0


def test_late_updates_count_when_they_were_due_whenever_the_incident_began() -> None:
    first = paged(1, at(19, 23))
    late = [UpdateWasLate(incident_id="Q1", due=when) for when in (at(19, 23, 30), at(20, 0, 15))]
    state = state_of(
        (first.created_at, IncidentSeen(incident=first)), *((fact.due, fact) for fact in late)
    )

    assert of(state).late_updates == 1
    assert of(state, Interval(start=at(19, 0), end=at(20, 0))).late_updates == 1


def test_the_time_to_acknowledge_is_the_severitys_where_the_checklist_sets_none() -> None:
    rules = procedure()
    steps = tuple(replace(s, within_s=0) for s in rules.steps)
    level = replace(next(one for one in rules.levels if one.name == "P1"), response_s=60)
    state = seen(*over(paged(1, at(20, 9)), 60))

    assert of(state, steps=steps, levels=(level,)).late_acknowledgements == 1


@given(
    st.lists(st.tuples(st.integers(0, 20 * 24 * 60), st.integers(1, 3000)), max_size=12),
    st.integers(1, 20),
)
def test_no_page_is_lost_and_no_time_counted_twice(told: list[tuple[int, int]], days: int) -> None:
    begin = datetime(2026, 3, 20, tzinfo=UTC)
    pages = [paged(n, begin + timedelta(minutes=m)) for n, (m, _) in enumerate(told)]
    state = seen(*(i for p, (_, n) in zip(pages, told, strict=True) for i in over(p, n)))
    interval = Interval(start=begin, end=begin + timedelta(days=days))

    it = of(state, interval)

    assert len(it.pages) == sum(1 for p in pages if interval.holds(p.created_at))
    assert sum(count for _, count in it.by_day) == len(it.pages)
    assert sum(sum(row) for row in it.by_hour) == len(it.pages)
    assert sum(week.pages for week in it.weeks) == len(it.pages)
    assert 0 <= it.in_incidents_s <= (interval.end - interval.start).total_seconds()
    assert sum(len(kind.cases) for kind in it.kinds) == len(it.pages)


@given(st.dates(date(2020, 1, 2), date(2035, 12, 25)), ZONES)
def test_a_week_has_seven_days_whatever_the_clocks_do(day: date, name: str) -> None:
    zone = ZoneInfo(name)

    week = of_week(day, zone)

    assert len(list(week.days(zone))) == 7
    assert week.start.astimezone(zone).weekday() == 0
    assert week.name == f"{day.isocalendar().year}-W{day.isocalendar().week:02}"
    assert of_week(day + timedelta(days=7), zone).start == week.end


def test_an_interval_of_days_ends_with_the_last_of_them() -> None:
    it = of_days(date(2026, 3, 28), date(2026, 3, 30), ZURICH)

    assert [str(day) for day in it.days(ZURICH)] == ["2026-03-28", "2026-03-29"]
    assert it.end - it.start == timedelta(hours=47)
    assert it.before(ZURICH).end == it.start


def test_weeks_and_the_span_before_keep_to_the_clock_when_it_is_set() -> None:
    spring = of_week(date(2026, 4, 1), ZURICH)
    both = of_days(date(2026, 3, 23), date(2026, 4, 6), ZURICH)

    assert spring.before(ZURICH).start == of_week(date(2026, 3, 25), ZURICH).start
    assert [w.start.astimezone(ZURICH).hour for w in both.weeks(ZURICH)] == [0, 0]


@pytest.mark.parametrize("text", ["2026-W18", "0001-W01"])
def test_a_week_to_come_or_beyond_any_record_is_refused(text: str) -> None:
    with pytest.raises(NoInterval, match=text):
        week_of(text, at(20, 10), ZURICH)


@pytest.mark.parametrize(
    ("since", "until", "start", "end"),
    [
        ("2026-03-28", "2026-03-29", "2026-03-27T23:00", "2026-03-29T22:00"),
        ("7d", "", "2026-04-13T08:00", "2026-04-20T08:00"),
        ("", "12h", "2026-04-13T08:00", "2026-04-19T20:00"),
    ],
)
def test_a_span_is_asked_for_by_days_or_by_how_long_ago(
    since: str, until: str, start: str, end: str
) -> None:
    it = asked(since, until, at(20, 10), ZURICH)

    assert it.start.isoformat(timespec="minutes").startswith(start)
    assert it.end.isoformat(timespec="minutes").startswith(end)


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("moon", ""),
        ("1d", "2d"),
        ("0001-01-01", ""),
        ("1990-01-01", ""),
        ("2026-04-21", "2026-04-25"),
    ],
)
def test_a_span_that_makes_no_sense_is_none(since: str, until: str) -> None:
    with pytest.raises(NoInterval):
        asked(since, until, at(20, 10), ZoneInfo("Asia/Tokyo"))


@pytest.mark.parametrize("text", ["2026-W60", "W48", "2026-W00", "moon"])
def test_what_is_no_week_is_said(text: str) -> None:
    with pytest.raises(NoInterval, match="2026-W48"):
        week_of(text, at(20, 10), ZURICH)


def test_without_a_word_it_is_the_last_week_that_is_over() -> None:
    assert week_of("", at(20, 10), ZURICH).name == "2026-W16"
    assert week_of("2026-W17", at(20, 10), ZURICH) == WEEK


def test_a_span_that_is_not_over_is_counted_up_to_now() -> None:
    it = load(seen(paged(1, at(20, 9))), procedure(), ZURICH, WEEK, at(20, 10))

    assert it.in_incidents_s == 3600
    assert [day for day, _ in it.by_day] == ["2026-04-20"]
    assert [c.incident.number for c in it.open_at_end] == [1]
