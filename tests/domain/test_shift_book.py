"""Shifts that are begun, ended, contradicted; what is written down in them; what is asked for."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from situations import ANA, BO, CLEO, idle, state_of

from cockpit.domain.actions_shift import (
    BeginShift,
    EditShiftNote,
    EndShift,
    TellTriaged,
    WithdrawShiftNote,
    WriteShiftNote,
)
from cockpit.domain.decide import decide
from cockpit.domain.decisions import Ground, Refusal
from cockpit.domain.facts import (
    MeIdentified,
    NoteRequested,
    Record,
    RotaRead,
    ShiftBegan,
    ShiftEnded,
    ShiftNoted,
    TriageDone,
)
from cockpit.domain.fold import fold
from cockpit.domain.model import OnCall, Person, Place
from cockpit.domain.shift_book import SHADOW, EndedBy, NoteKind
from cockpit.domain.shift_plan import PAGER, PROFILE, seats, turns_of
from cockpit.domain.shift_rules import Moves, ShiftRules
from cockpit.domain.shift_start import start_items
from cockpit.domain.shift_watch import watch
from cockpit.domain.state import State
from cockpit.domain.watch import PAGER_ROTA

MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
WEEK = timedelta(days=7)
RULES = ShiftRules(zone=UTC, triage_channel="C5", moves=Moves.UP)
BY_RULES = replace(
    RULES, people=("Ana Ortiz", "Bo Lindqvist", "Cleo Marsh"), first=date(2026, 3, 2)
)
AN_HOUR_IN = MONDAY + timedelta(hours=1)
IDS = count()


def held(person: Person, week: int, level: int = 1, **changes) -> OnCall:
    start = MONDAY + week * WEEK
    shift = OnCall(policy_id="PX", level=level, person=person, start=start, end=start + WEEK)
    return replace(shift, **changes)


def rota(*shifts: OnCall) -> RotaRead:
    places = tuple(Place(policy_id="PX", policy="cloud", level=level) for level in (1, 2))
    return RotaRead(
        source=PAGER_ROTA,
        since=MONDAY - 8 * WEEK,
        until=MONDAY + 12 * WEEK,
        shifts=shifts,
        places=places,
    )


IN_TURN = rota(
    held(ANA, 0), held(BO, 1), held(CLEO, 2), held(BO, 0, 2), held(CLEO, 1, 2), held(ANA, 2, 2)
)


def ground(now: datetime = AN_HOUR_IN, me: Person = ANA, rules: ShiftRules = RULES) -> Ground:
    return Ground(
        procedure=replace(idle().procedure, shift=rules),
        me=me,
        now=now,
        zone=UTC,
        new_id=lambda: f"id{next(IDS)}",
    )


def begun(person: Person, at: datetime, id: str = "s", **changes) -> tuple[datetime, ShiftBegan]:  # noqa: A002
    fact = ShiftBegan(id=id, person=person, role="primary", due_at=at, until=at + WEEK)
    return at, replace(fact, **changes)


def seen(state: State, now: datetime = AN_HOUR_IN, rules: ShiftRules = RULES, me: Person = ANA):
    situation = idle()
    procedure = replace(situation.procedure, shift=rules)
    return replace(situation, state=state, procedure=procedure, me=me, zone=UTC, incident_id="")


def names(found) -> list[str]:
    return [turn.person.name for turn in found]


# --- whose shift it is ---------------------------------------------------------------------------


def test_a_rota_that_was_read_is_believed_and_the_rules_fill_what_it_does_not_say():
    only_primary = rota(held(CLEO, 0), held(ANA, 1))
    primary, secondary = seats(
        state_of(only_primary), ground(rules=BY_RULES).procedure, UTC, AN_HOUR_IN
    )

    assert (names(primary.now), names(primary.next), primary.source) == (
        ["Cleo Marsh"],
        ["Ana Ortiz"],
        PAGER,
    )
    assert (names(secondary.now), secondary.source) == (["Bo Lindqvist"], PROFILE)


def test_without_anything_nobody_is_made_up():
    primary, _ = seats(state_of(), ground().procedure, UTC, AN_HOUR_IN)

    assert (primary.now, primary.next, primary.source) == ((), (), "")


def test_somebody_who_is_on_call_for_good_changes_hands_when_the_rules_do():
    for_good = rota(held(ANA, 0, start=None, end=None))
    (turn,) = turns_of(state_of(for_good), ground().procedure, UTC, AN_HOUR_IN, ANA)

    assert (turn.start, turn.end) == (MONDAY, MONDAY + WEEK)


def test_a_rota_that_begins_where_it_was_read_tells_nothing_of_the_beginning():
    cut = replace(rota(held(ANA, 0, start=AN_HOUR_IN)), since=AN_HOUR_IN)
    (turn,) = turns_of(state_of(cut), ground().procedure, UTC, AN_HOUR_IN, ANA)

    assert turn.start == MONDAY


def test_a_secondary_who_does_not_move_up_is_told():
    out_of_turn = rota(held(ANA, 0), held(BO, 0, 2), held(CLEO, 1), held(ANA, 1, 2))
    found = watch(seen(state_of(out_of_turn)), AN_HOUR_IN)

    (said,) = found.odds
    assert said == (
        "Bo Lindqvist is secondary and by the profile primary next, "
        "but PagerDuty has Cleo Marsh there"
    )


def test_a_rota_that_never_changes_hands_when_the_profile_does_is_told_once():
    nine = [
        replace(s, start=s.start - timedelta(hours=1), end=s.end - timedelta(hours=1))
        for s in IN_TURN.shifts
    ]
    found = watch(seen(state_of(rota(*nine))), AN_HOUR_IN)

    assert found.odds == (
        "PagerDuty hands over Mon 09 Mar 09:00, by the profile it would be Mon 10:00",
    )


def test_an_override_is_no_contradiction():
    swapped = rota(
        *(s for s in IN_TURN.shifts if s.level == 2),
        held(ANA, 0, end=MONDAY + timedelta(days=2)),
        held(CLEO, 0, start=MONDAY + timedelta(days=2), end=MONDAY + timedelta(days=3)),
        held(ANA, 0, start=MONDAY + timedelta(days=3)),
        held(BO, 1),
    )

    assert watch(seen(state_of(swapped)), AN_HOUR_IN).odds == ()


# --- beginning and ending ------------------------------------------------------------------------


def test_a_shift_begins_as_planned():
    (fact,) = decide(state_of(IN_TURN), BeginShift(), ground())

    assert (fact.person, fact.role, fact.due_at, fact.until, fact.source) == (
        ANA,
        "primary",
        MONDAY,
        MONDAY + WEEK,
        PAGER,
    )


def test_a_shift_is_asked_for_from_its_time_on_until_it_was_begun():
    state = state_of(IN_TURN)

    early = watch(seen(state), MONDAY - timedelta(minutes=10))
    assert (early.begins, early.soon.start) == (None, MONDAY)
    assert watch(seen(state), MONDAY).begins.start == MONDAY

    after = state_of(IN_TURN, begun(ANA, MONDAY))
    assert watch(seen(after), AN_HOUR_IN).begins is None
    assert watch(seen(after), AN_HOUR_IN).own.id == "s"


def test_one_that_was_begun_before_its_time_is_not_asked_for_again():
    early = begun(ANA, MONDAY - timedelta(hours=2), due_at=MONDAY)

    assert watch(seen(state_of(IN_TURN, early)), AN_HOUR_IN).begins is None


def test_a_shift_that_nobody_planned_is_asked_about_once():
    refused = decide(state_of(IN_TURN), BeginShift(), ground(me=CLEO))

    assert isinstance(refused, Refusal)
    assert refused.confirmable
    assert "Ana Ortiz as primary" in refused.reason
    (fact,) = decide(state_of(IN_TURN), BeginShift(sure=True), ground(me=CLEO))
    assert (fact.person, fact.role, fact.due_at, fact.source) == (CLEO, "primary", AN_HOUR_IN, "")


def test_a_shift_that_runs_is_not_begun_again():
    refused = decide(state_of(IN_TURN, begun(ANA, MONDAY)), BeginShift(), ground())

    assert isinstance(refused, Refusal)
    assert "runs since 10:00 UTC" in refused.reason


def test_a_role_that_a_shift_does_not_have_is_named_with_those_that_it_has():
    refused = decide(state_of(IN_TURN), BeginShift(role="pilot"), ground())

    assert refused == Refusal(reason="there is no 'pilot' in a shift here: primary, secondary")


def test_a_shift_that_nobody_ended_is_ended_by_the_next_one_and_it_is_said():
    state = state_of(begun(ANA, MONDAY, "a"), begun(BO, MONDAY + WEEK, "b"))
    first, second = state.shifts.shifts.values()

    assert (first.ended_at, first.ended_by) == (MONDAY + WEEK, EndedBy.NEXT)
    assert second.is_open
    assert "ends the one of Ana Ortiz, primary, which nobody ended" in state.shift[-1].text


def test_two_who_say_that_they_began_the_same_shift_both_stand_and_it_is_said():
    state = state_of(IN_TURN, begun(ANA, MONDAY, "a"), begun(BO, MONDAY, "b"))
    found = watch(seen(state), AN_HOUR_IN)

    assert len(state.shifts.open()) == 2
    assert found.odds[0] == (
        "Ana Ortiz and Bo Lindqvist both began the shift as primary: one of them ends theirs"
    )
    settled = state_of(
        IN_TURN,
        begun(ANA, MONDAY, "a"),
        begun(BO, MONDAY, "b"),
        (AN_HOUR_IN, ShiftEnded(shift="b")),
    )
    assert watch(seen(settled), AN_HOUR_IN).odds == ()


def test_one_who_goes_on_after_their_turn_is_told_of():
    later = MONDAY + WEEK + timedelta(hours=2)
    found = watch(seen(state_of(IN_TURN, begun(ANA, MONDAY))), later)

    assert found.ends.id == "s"
    (said,) = found.odds
    assert said == (
        "Ana Ortiz is primary since Mon 02 Mar 10:00 UTC and has not ended it; "
        "by PagerDuty it is Bo Lindqvist now"
    )


def test_who_was_secondary_ends_that_by_beginning_as_primary():
    second = begun(BO, MONDAY, "b", role="secondary")
    state = state_of(second, begun(BO, MONDAY + WEEK, "c"))

    assert [s.id for s in state.shifts.open()] == ["c"]


def test_of_two_turns_the_running_one_is_begun_and_not_the_one_that_begins_soon():
    night_before = ground(MONDAY + WEEK - timedelta(hours=10), me=BO)
    (fact,) = decide(state_of(IN_TURN), BeginShift(), night_before)

    assert (fact.role, fact.due_at) == ("secondary", MONDAY)


def test_newcomers_look_on_together_and_relieve_nobody():
    mia = held(CLEO, 0, shadow=True)
    (fact,) = decide(state_of(rota(held(ANA, 0), mia)), BeginShift(), ground(me=CLEO))
    assert fact.role == SHADOW

    other = begun(BO, MONDAY, "o", role=SHADOW)
    state = state_of(begun(ANA, MONDAY), begun(CLEO, MONDAY, "c", role=SHADOW), other)
    assert len(state.shifts.open()) == 3
    assert watch(seen(state), AN_HOUR_IN).odds == ()


def test_a_shift_is_ended_before_its_time_only_on_a_second_word():
    state = state_of(IN_TURN, begun(ANA, MONDAY))
    refused = decide(state, EndShift(), ground())

    assert isinstance(refused, Refusal)
    assert refused.confirmable
    assert decide(state, EndShift(sure=True), ground()) == (ShiftEnded(shift="s"),)
    late = ground(MONDAY + WEEK)
    assert decide(state, EndShift(remark=" quiet "), late) == (
        ShiftEnded(shift="s", remark="quiet"),
    )


def test_nothing_is_ended_where_nothing_was_begun():
    assert "no shift of yours runs" in decide(state_of(IN_TURN), EndShift(), ground()).reason


@given(
    st.lists(
        st.tuples(
            st.integers(0, 3),
            st.sampled_from((ANA, BO, CLEO)),
            st.sampled_from(("primary", "secondary")),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_of_one_person_no_two_shifts_of_a_role_run_and_no_shift_runs_beside_a_later_one(told):
    facts = []
    for n, (week, person, role, ends) in enumerate(told):
        at = MONDAY + week * WEEK
        facts.append(begun(person, at, f"s{n}", role=role))
        facts += [(at, ShiftEnded(shift=f"s{n - 1}"))] if ends else []
    running = state_of(*facts).shifts.open()

    for place, one in enumerate(running):
        for other in running[place + 1 :]:
            assert (one.role, one.person) != (other.role, other.person) or (
                other.due_at < one.due_at
            )
            assert one.role != other.role or other.due_at <= one.due_at


def test_facts_that_come_twice_change_nothing():
    told = (
        begun(ANA, MONDAY),
        (AN_HOUR_IN, ShiftNoted(id="n", kind=NoteKind.NOISY, text="disk of node-7")),
        (AN_HOUR_IN, TriageDone(day="2026-03-02", channel="C5")),
        (AN_HOUR_IN, ShiftEnded(shift="s")),
    )

    assert state_of(*told, *told) == replace(state_of(*told), seq=2 * len(told))


# --- what is written down ------------------------------------------------------------------------


def after(state: State, action, now: datetime = AN_HOUR_IN, me: Person = ANA) -> State:
    facts = decide(state, action, ground(now, me))
    assert not isinstance(facts, Refusal), facts.reason
    records = (
        Record(
            seq=state.seq + n, id=f"r{state.seq + n}", at=now, noted_at=now,
            author=me.name, host="h", fact=fact,
        )
        for n, fact in enumerate(facts, start=1)
    )  # fmt: skip
    return fold(records, state)


def test_a_note_is_written_corrected_and_withdrawn_and_what_it_said_is_kept():
    state = after(
        state_of(begun(ANA, MONDAY)),
        WriteShiftNote(kind=NoteKind.IMPROVEMENT, text=" raised the pool limit "),
    )
    (note,) = state.shifts.notes.values()
    assert (note.text, note.shift, note.author) == ("raised the pool limit", "s", "Ana Ortiz")

    edit = EditShiftNote(note=note.id, kind=NoteKind.NOTE, text="raised it to 80")
    state = after(state, edit)
    (note,) = state.shifts.notes_of(state.shifts.shifts["s"])
    assert (note.text, note.kind) == ("raised it to 80", NoteKind.NOTE)
    assert [wording.text for wording in note.earlier] == ["raised the pool limit"]

    state = after(state, WithdrawShiftNote(note=note.id, reason="it was not"))
    assert state.shifts.notes_of(state.shifts.shifts["s"]) == ()
    assert "withdrawn before" in decide(state, edit, ground()).reason
    assert "withdrawn: raised it to 80 (it was not)" in state.shift[-1].text


def test_a_note_outside_any_incident_belongs_to_the_shift_that_runs():
    told = (AN_HOUR_IN, NoteRequested(id="n", incident_id="", text="gateway 7 is flaky"))
    state = state_of(begun(ANA, MONDAY), told)
    (shift,) = state.shifts.open()

    assert [note.text for note in state.shifts.notes_of(shift)] == ["gateway 7 is flaky"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"text": "  "}, "an empty note says nothing"),
        ({"text": "x" * 4001}, "4001 characters"),
        ({"kind": NoteKind.ABSENCE}, "needs its beginning and its end"),
        (
            {"kind": NoteKind.ABSENCE, "since": MONDAY, "until": MONDAY},
            "would end before it begins",
        ),
        ({"kind": NoteKind.SILENCE, "until": MONDAY}, "has lifted already"),
    ],
)
def test_what_cannot_be_meant_is_refused(changes, reason):
    action = replace(WriteShiftNote(kind=NoteKind.NOTE, text="words"), **changes)

    assert reason in decide(state_of(begun(ANA, MONDAY)), action, ground()).reason


def test_silences_are_known_by_when_they_lift():
    state = state_of(begun(ANA, MONDAY))
    for days in (9, 3, 1):
        until = MONDAY + timedelta(days=days)
        state = after(state, WriteShiftNote(kind=NoteKind.SILENCE, text=f"{days} d", until=until))

    assert [n.text for n in state.shifts.lifting(AN_HOUR_IN, MONDAY + WEEK)] == ["1 d", "3 d"]


def test_an_absence_that_falls_into_a_turn_is_pointed_out():
    away = WriteShiftNote(
        kind=NoteKind.ABSENCE,
        text="",
        since=MONDAY + WEEK + timedelta(days=2),
        until=MONDAY + WEEK + timedelta(days=4),
        who="bo  lindqvist",
    )
    state = after(state_of(IN_TURN), away)
    found = watch(seen(state), AN_HOUR_IN)

    assert [(note.person, turn.role, turn.start) for note, turn in found.away] == [
        (BO, "primary", MONDAY + WEEK)
    ]
    over = watch(seen(state), MONDAY + 2 * WEEK)
    assert over.away == ()


# --- the start, and the day ----------------------------------------------------------------------


def test_the_start_ticks_itself_and_admits_what_nobody_can_tell():
    situation = seen(state_of(IN_TURN, begun(ANA, MONDAY)))
    (shift,) = situation.state.shifts.open()
    grouped = replace(
        situation, procedure=replace(situation.procedure, oncall_group="novavms-oncall")
    )
    found = {item.id: item.done for item in start_items(grouped, shift, AN_HOUR_IN)}

    assert found == {"report": True, "ready": False, "group": False, "policy": None}
    second = replace(shift, role="secondary")
    assert [i.id for i in start_items(grouped, second, AN_HOUR_IN)] == ["report", "ready"]


@pytest.mark.parametrize(
    ("now", "asks"),
    [
        (datetime(2026, 3, 3, 8, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 3, 9, 0, tzinfo=UTC), True),
        (datetime(2026, 3, 7, 12, 0, tzinfo=UTC), False),
    ],
)
def test_the_channel_is_asked_about_from_the_morning_of_a_business_day_on(now, asks):
    found = watch(seen(state_of(IN_TURN, begun(ANA, MONDAY))), now)

    assert found.triage == ("C5" if asks else "")


def test_the_channel_is_asked_about_once_a_day_by_the_clock_of_the_shift():
    zoned = replace(RULES, zone=ZoneInfo("Pacific/Auckland"))
    now = datetime(2026, 3, 3, 21, 0, tzinfo=UTC)
    (fact,) = decide(
        state_of(begun(ANA, MONDAY)), TellTriaged(words="2 tickets"), ground(now, rules=zoned)
    )
    assert fact == TriageDone(day="2026-03-04", channel="C5", words="2 tickets")

    state = state_of(begun(ANA, MONDAY), (now, fact))
    assert watch(seen(state, rules=zoned), now).triage == ""
    assert "already today" in decide(state, TellTriaged(), ground(now, rules=zoned)).reason
    tomorrow = now + timedelta(days=1)
    assert watch(seen(state, rules=zoned), tomorrow).triage == "C5"


def test_only_the_primary_is_asked_to_go_through_the_channel():
    second = begun(BO, MONDAY, role="secondary")

    assert watch(seen(state_of(IN_TURN, second), me=BO), AN_HOUR_IN).triage == ""


def test_where_no_channel_is_named_none_is_to_be_gone_through():
    bare = replace(RULES, triage_channel="")

    assert (
        "set [procedure.shift] triage"
        in decide(state_of(), TellTriaged(), ground(rules=bare)).reason
    )


def test_whoever_is_at_the_keyboard_may_not_be_known():
    nobody = replace(seen(state_of(IN_TURN, MeIdentified(person=ANA))), me=None)
    found = watch(nobody, AN_HOUR_IN)

    assert (found.own, found.begins, found.turns) == (None, None, ())
    assert time(10) == RULES.hour
