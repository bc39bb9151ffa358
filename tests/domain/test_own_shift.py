"""Which shift of one's own is handed over and reported on: before, at and after the hour."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from situations import ANA, BO, CLEO, DAN, idle, procedure, state_of

from cockpit.documents import handover_status
from cockpit.domain.effects import PostMessage, Purpose
from cockpit.domain.facts import (
    Fact,
    HandoverReacted,
    HandoverRequested,
    RotaRead,
    ShiftBegan,
    ShiftEnded,
)
from cockpit.domain.handovers import Thumb
from cockpit.domain.model import OnCall, Person
from cockpit.domain.own_shift import own, to_hand_over
from cockpit.domain.shift_book import SHADOW
from cockpit.domain.shift_rules import Moves, Rhythm, ShiftPart, ShiftRules
from cockpit.domain.shifts import period, turns
from cockpit.domain.situation import Situation
from cockpit.domain.watch import PAGER_ROTA

MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
WEEK, HOUR = timedelta(days=7), timedelta(hours=1)
PLAN = ShiftRules(
    zone=UTC,
    moves=Moves.DOWN,
    people=("Ana Ortiz", "Bo Lindqvist", "Cleo Marsh"),
    first=date(2026, 3, 2),
)
NOTE = PostMessage(id="h", incident_id="", channel="C0ONCALL", text="t", purpose=Purpose.HANDOVER)
ASKED = HandoverRequested(
    id="r",
    incident_id="",
    shift="s1",
    role="primary",
    outgoing=ANA,
    incoming=BO,
    paper="p",
    title="Handover",
    sections=(),
    effects=(NOTE,),
)
ZONES = (UTC, *map(ZoneInfo, ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe")))


def seen(rules: ShiftRules, *story: tuple[datetime, Fact], me: Person = ANA) -> Situation:
    by = replace(procedure(), shift=rules)
    return replace(idle(), state=state_of(*story), me=me, procedure=by, zone=UTC)


def began(name: str, role: str, at: datetime, person: Person = ANA) -> tuple[datetime, Fact]:
    return at, ShiftBegan(id=name, person=person, role=role, due_at=at, until=at + WEEK)


def test_the_shift_that_runs_is_one_s_own_however_late_it_is() -> None:
    situation = seen(PLAN, began("s1", "primary", MONDAY))

    found = own(situation, MONDAY + WEEK + 3 * HOUR)

    assert (found.role, found.since) == ("primary", MONDAY)
    assert found.shift is not None


def test_a_shift_that_was_forgotten_to_be_begun_does_not_bring_back_an_old_one() -> None:
    """Else the note would look back over five weeks, and merge with what was written then."""
    old = MONDAY - 3 * WEEK
    ended = (MONDAY - 2 * WEEK, ShiftEnded(shift="s0"))
    situation = seen(PLAN, began("s0", "secondary", old), ended)

    found = own(situation, MONDAY + 50 * HOUR)

    assert (found.role, found.since, found.shift) == ("primary", MONDAY, None)


def test_what_ended_just_now_is_still_what_is_handed_over() -> None:
    over = MONDAY + WEEK
    situation = seen(PLAN, began("s1", "primary", MONDAY), (over, ShiftEnded(shift="s1")))

    found = own(situation, over + 2 * HOUR)

    assert found.shift is not None
    assert found.shift.id == "s1"


def test_the_next_shift_in_another_role_does_not_hide_what_nobody_took() -> None:
    """This week's primary is the next one's secondary, and begins that first (A14)."""
    over = MONDAY + WEEK
    story = (began("s1", "primary", MONDAY), began("s2", "secondary", over + HOUR))
    taken = HandoverReacted(handover="h", thumbs=(Thumb(name=BO.name),))
    later = over + 2 * HOUR

    assert own(seen(PLAN, *story), later).role == "primary"
    assert own(seen(PLAN, *story, (later, ASKED)), later).role == "primary"
    assert own(seen(PLAN, *story, (later, ASKED), (later, taken)), later).role == "secondary"


def read(since: datetime, *shifts: tuple[Person, int, datetime]) -> tuple[datetime, Fact]:
    """The pager's schedules as they are read at an instant; what ran then is cut off there."""
    return since, RotaRead(
        source=PAGER_ROTA,
        since=since,
        until=since + 8 * WEEK,
        shifts=tuple(
            OnCall(
                policy_id="P", level=level, person=who, start=max(start, since), end=start + WEEK
            )
            for who, level, start in shifts
        ),
    )


def test_what_the_pager_s_schedule_has_just_taken_away_is_still_to_be_handed_over() -> None:
    """Nothing was begun here, and at ten o'clock this week's primary is the next secondary."""
    rules, over = replace(PLAN, people=()), MONDAY + WEEK
    turns_now = ((ANA, 1, MONDAY), (BO, 2, MONDAY), (BO, 1, over), (ANA, 2, over))
    earlier = read(MONDAY + HOUR, *turns_now)
    anew = read(over + timedelta(minutes=5), *turns_now[2:], (CLEO, 2, over + WEEK))

    for story in ((earlier,), (earlier, anew)):
        found = own(seen(rules, *story), over + timedelta(minutes=40))
        assert (found.role, found.since, found.until) == ("primary", MONDAY, over)
        taker = own(seen(rules, *story, me=BO), over + timedelta(minutes=40))
        assert taker.role == "secondary"
    assert own(seen(rules, earlier, anew), over + 13 * HOUR).role == "secondary"

    begun = began("s2", "secondary", over)
    assert own(seen(rules, earlier, anew, begun), over + HOUR).role == "primary"


def test_looking_on_beside_one_s_own_shift_hands_nothing_over() -> None:
    story = (began("s1", "primary", MONDAY), began("s2", SHADOW, MONDAY + HOUR))

    assert own(seen(PLAN, *story), MONDAY + 2 * HOUR).role == "primary"
    assert own(seen(PLAN, story[1]), MONDAY + 2 * HOUR).role == SHADOW


def test_without_any_plan_the_last_shift_is_one_s_own_for_a_week() -> None:
    rules = replace(PLAN, people=())
    over = MONDAY + WEEK
    situation = seen(rules, began("s1", "primary", MONDAY), (over, ShiftEnded(shift="s1")))

    assert own(situation, over + 3 * timedelta(days=1)).shift is not None
    assert own(situation, over + 9 * timedelta(days=1)).shift is None


def test_the_note_is_asked_for_about_the_hour_until_it_is_written() -> None:
    """Procedures N1, N3: handed over at ten, whether anybody thinks of it or not."""
    by = replace(PLAN, channel="C0ONCALL")
    over, minute = MONDAY + WEEK, timedelta(minutes=1)
    story = began("s1", "primary", MONDAY)

    def asked(now: datetime, *more: tuple[datetime, Fact], rules: ShiftRules = by) -> bool:
        return to_hand_over(seen(rules, story, *more), now) is not None

    assert not asked(over - HOUR)
    assert asked(over - 29 * minute)
    assert asked(over + 2 * HOUR)
    assert not asked(over + 13 * HOUR)
    assert not asked(over, rules=PLAN), "nowhere to post it"
    assert not asked(over, (over - HOUR, replace(ASKED, shift="s1")))
    assert to_hand_over(seen(by, me=DAN), over) is None, "it was never theirs"
    told = handover_status.text(seen(by, story), over + minute)
    assert "your shift as primary ended 10:00 UTC: write its handover note" in told


def test_whoever_goes_on_the_next_day_is_asked_for_no_note_in_the_evening() -> None:
    """A schedule that leaves nights out has seven turns of one person in a week."""
    by, day = replace(PLAN, people=(), channel="C0ONCALL"), timedelta(days=1)
    hours = tuple(
        OnCall(
            policy_id="P",
            level=1,
            person=ANA if n < 5 else BO,
            start=MONDAY + n * day,
            end=MONDAY + n * day + 8 * HOUR,
        )
        for n in range(7)
    )
    rota = RotaRead(source=PAGER_ROTA, since=MONDAY - HOUR, until=MONDAY + WEEK, shifts=hours)
    situation = seen(by, (MONDAY - HOUR, rota))

    for n in range(4):
        assert to_hand_over(situation, MONDAY + n * day + 8 * HOUR - timedelta(minutes=9)) is None
        assert to_hand_over(situation, MONDAY + n * day + 9 * HOUR) is None
    assert to_hand_over(situation, MONDAY + 4 * day + 8 * HOUR - timedelta(minutes=9)) is not None
    assert to_hand_over(situation, MONDAY + 4 * day + 9 * HOUR) is not None


rules = st.builds(
    ShiftRules,
    rhythm=st.sampled_from((Rhythm.WEEKLY, Rhythm.DAILY, Rhythm.SUN)),
    day=st.integers(0, 6),
    hour=st.builds(time, st.integers(0, 23), st.sampled_from((0, 30))),
    zone=st.sampled_from(ZONES),
    roles=st.just(("primary",)),
    people=st.sampled_from(((), ("Ana Ortiz", "Bo Lindqvist"))),
    first=st.just(date(2026, 3, 2)),
    parts=st.just(
        (
            ShiftPart(name="Asia", hour=time(9), zone=ZONES[3], people=("Ana Ortiz", "Cy")),
            ShiftPart(name="Europe", hour=time(8), zone=ZONES[1], people=("Bo", "Ana Ortiz")),
            ShiftPart(name="America", hour=time(8), zone=ZONES[2], people=("Di",)),
        )
    ),
)
instants = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@settings(max_examples=40)
@given(rules, instants)
def test_the_hour_of_the_handover_changes_nothing_about_what_is_handed_over(
    them: ShiftRules, now: datetime
) -> None:
    """A note that is written before the hour and posted after it is one and the same, whatever
    the clocks do.
    """
    ending = period(them, now, UTC)
    following = turns(them, period(them, ending.end, UTC))
    me = CLEO if any(t.person.name == ANA.name for t in following) else ANA
    situation = seen(them, me=me)

    before = own(situation, ending.end - timedelta(seconds=1))
    after = own(situation, ending.end + timedelta(minutes=20))

    assert (before.since, before.until) == (ending.start, ending.end)
    assert after == before
