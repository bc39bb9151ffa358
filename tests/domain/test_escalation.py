"""Whose turn it is and until when, for every way in which an incident may stand."""

from dataclasses import replace
from datetime import timedelta

import pytest
from any_facts import journals
from hypothesis import given
from situations import (
    ANA,
    BO,
    CLEO,
    DAN,
    NOW,
    PAGED,
    POLICY,
    after,
    escalates,
    held,
    incident,
    on_call,
    policy,
    procedure,
    state_of,
)

from cockpit.domain.escalation import NOBODY, Basis, Stage, countdown
from cockpit.domain.facts import IncidentSeen, OnCallSeen, PolicySeen
from cockpit.domain.fold import fold
from cockpit.domain.model import (
    OnCall,
    PendingAction,
    PolicyLevel,
    Status,
    Upcoming,
    Urgency,
)
from cockpit.domain.procedure import Procedure

NOVA = procedure()
BARE = Procedure(name="bare")


def _count(seen, *people, rules=None, by=NOVA):
    told = [OnCallSeen(entries=on_call(*people))] if people else []
    told += [PolicySeen(policy=rules)] if rules else []
    return countdown(state_of(*told), seen, by)


def _names(count):
    return [rung.name for rung in count.chain]


def _now(count):
    return [rung.level for rung in count.chain if rung.now]


def test_what_the_pager_announces_is_believed_before_any_arithmetic():
    seen = incident(pending=(escalates(after(7)),))
    count = _count(seen, ANA, BO, rules=policy(15, 15))

    assert (count.stage, count.at, count.next) == (Stage.ESCALATING, after(7), BO.name)
    assert count.basis is Basis.PAGER
    assert count.left_s(NOW) == 5 * 60


def test_of_several_announcements_the_first_counts():
    seen = incident(pending=(escalates(after(9)), escalates(after(4))))

    assert _count(seen, ANA, BO, rules=policy()).at == after(4)


def test_without_an_announcement_the_policy_is_computed():
    count = _count(incident(), ANA, BO, rules=policy(10, 20))

    assert (count.at, count.next, count.basis) == (after(10), BO.name, Basis.POLICY)


def test_without_a_policy_the_profiles_ladder_is_computed():
    count = _count(incident())

    assert (count.at, count.next, count.basis) == (after(15), "secondary", Basis.PROFILE)
    assert _names(count) == ["primary", "secondary", "engineering lead", "CTO"]


def test_a_policy_without_levels_is_no_policy():
    empty = replace(policy(), levels=())

    assert _count(incident(), rules=empty).basis is Basis.PROFILE


def test_without_policy_and_ladder_nothing_is_claimed():
    count = _count(incident(), by=BARE)

    assert (count.stage, count.at, count.basis) == (Stage.UNKNOWN, None, Basis.NONE)
    assert count.left_s(NOW) is None
    assert "not known" in count.why


@pytest.mark.parametrize(
    ("seen", "why"),
    [
        (incident(urgency=Urgency.LOW), "low urgency"),
        (incident(urgency=Urgency.LOW, pending=(escalates(after(5)),)), "low urgency"),
        (incident(direct=True), "assigned directly"),
    ],
)
def test_what_does_not_escalate_says_why(seen, why):
    count = _count(seen, ANA, BO, rules=policy())

    assert (count.stage, count.at) == (Stage.NOT_ESCALATING, None)
    assert why in count.why


def test_an_acknowledgement_stops_the_timer():
    seen = incident(status=Status.ACKNOWLEDGED, pending=(escalates(after(3)),))
    count = _count(seen, ANA, BO, rules=policy())

    assert (count.stage, count.at) == (Stage.ACKNOWLEDGED, None)


def test_an_acknowledgement_that_times_out_says_when_and_whom_it_pages():
    lapse = PendingAction(kind=Upcoming.UNACKNOWLEDGE, at=after(30))
    count = _count(incident(status=Status.ACKNOWLEDGED, pending=(lapse,)), ANA, BO)

    assert (count.stage, count.at, count.next) == (Stage.LAPSING, after(30), ANA.name)


def test_a_resolved_incident_pages_nobody():
    seen = incident(status=Status.RESOLVED, changed_at=after(40), assignments=())
    count = _count(seen, ANA, BO, rules=policy())

    assert (count.stage, count.at) == (Stage.RESOLVED, after(40))
    assert _now(count) == []


def test_a_status_that_nobody_can_say_is_not_counted_down():
    count = _count(incident(status=Status.OTHER), ANA, BO, rules=policy())

    assert (count.stage, count.at) == (Stage.UNKNOWN, None)


def test_after_the_last_level_nobody_is_left():
    seen = incident(assignments=(held(BO, after(15)),))
    count = _count(seen, ANA, BO, rules=policy(15, 15))

    assert (count.stage, count.at) == (Stage.NOBODY_LEFT, None)
    assert "call people yourself" in count.why


def test_a_policy_that_loops_begins_again():
    seen = incident(assignments=(held(BO, after(15)),))
    count = _count(seen, ANA, BO, rules=policy(15, 15, loops=1))

    assert (count.stage, count.at) == (Stage.ESCALATING, after(30))
    assert count.next == "Ana Ortiz, again"


def test_a_policy_loops_as_often_as_it_says_and_no_more():
    seen = incident(assignments=(held(BO, after(45)),))
    count = _count(seen, ANA, BO, rules=policy(15, 15, loops=1))

    assert count.stage is Stage.NOBODY_LEFT


def test_an_announced_loop_is_believed_although_the_arithmetic_is_at_its_end():
    seen = incident(assignments=(held(BO, after(45)),), pending=(escalates(after(60)),))
    count = _count(seen, ANA, BO, rules=policy(15, 15, loops=1))

    assert (count.stage, count.next) == (Stage.ESCALATING, "Ana Ortiz, again")


def test_a_level_with_nobody_on_call_is_passed_over():
    count = _count(incident(), ANA, None, CLEO, rules=policy(15, 15, 15))

    assert _names(count) == [ANA.name, NOBODY, CLEO.name]
    assert count.next == CLEO.name


def test_with_nobody_further_up_nobody_is_left():
    count = _count(incident(), ANA, None, None, rules=policy(15, 15, 15))

    assert count.stage is Stage.NOBODY_LEFT


def test_schedules_stand_for_people_as_long_as_nobody_said_who_is_on_call():
    count = _count(incident(), rules=policy(15, 15))

    assert _names(count) == ["level 1 schedule", "level 2 schedule"]
    assert count.next == "level 2 schedule"


def test_several_people_of_one_level_stand_together():
    entries = (*on_call(ANA, BO), OnCall(policy_id=POLICY, level=2, person=CLEO))
    state = state_of(PolicySeen(policy=policy(15, 15)), OnCallSeen(entries=entries))

    assert countdown(state, incident(), NOVA).next == "Bo Lindqvist/Cleo Marsh"


@pytest.mark.parametrize(
    ("holders", "level"),
    [
        ((held(ANA, PAGED),), 1),
        ((held(BO, after(15)),), 2),
        ((held(ANA, after(30)),), 3),
        ((held(ANA, after(31)),), 3),
        ((held(ANA, PAGED), held(CLEO, PAGED)), 3),
        ((held(DAN, after(15)),), 2),
        ((), 1),
    ],
    ids=["first", "second", "third", "late", "the level of both", "not on call", "nobody"],
)
def test_somebody_on_call_at_two_levels_is_paged_where_their_turn_is(holders, level):
    entries = (*on_call(ANA, BO, ANA), OnCall(policy_id=POLICY, level=3, person=CLEO))
    state = state_of(PolicySeen(policy=policy(15, 15, 15)), OnCallSeen(entries=entries))
    seen = incident(assignments=holders)

    assert _now(countdown(state, seen, NOVA)) == [level]


def test_in_a_second_lap_the_first_level_is_told_from_the_last():
    rules = policy(15, 15, 15, loops=1)
    entries = on_call(ANA, BO, ANA)
    state = state_of(PolicySeen(policy=rules), OnCallSeen(entries=entries))
    seen = incident(assignments=(held(ANA, after(45)),))

    assert _now(countdown(state, seen, NOVA)) == [1]


def test_an_assignee_is_found_by_name_where_the_level_targets_people():
    rules = replace(
        policy(15, 15),
        levels=(
            PolicyLevel(delay_s=900, targets=("a schedule",)),
            PolicyLevel(delay_s=900, targets=(BO.name,)),
        ),
    )
    seen = incident(assignments=(held(BO, PAGED),))

    assert _now(_count(seen, rules=rules)) == [2]


def test_a_reassignment_starts_the_level_anew():
    seen = incident(assignments=(held(BO, after(20)),))

    assert _count(seen, ANA, BO, CLEO, rules=policy(15, 15, 15)).at == after(35)


def test_an_overdue_countdown_goes_on_below_zero():
    count = _count(incident(), ANA, BO, rules=policy(15, 15))

    assert count.left_s(after(16)) == -60


def test_somebody_elses_policy_says_nothing_about_this_incident():
    other = OnCall(policy_id="POTHER", level=2, person=ANA)
    state = state_of(PolicySeen(policy=policy(15, 15)), OnCallSeen(entries=(other,)))

    assert _now(countdown(state, incident(), NOVA)) == [1]


@given(journals)
def test_whatever_happened_the_countdown_is_consistent(records):
    state = fold(records)
    for case in state.cases.values():
        count = countdown(state, case.incident, NOVA)

        assert (count.at is None) == (count.left_s(NOW) is None)
        assert (count.stage is Stage.ESCALATING) <= bool(count.at and count.next)
        assert len(_now(count)) <= 1
        if not case.incident.is_open:
            assert count.stage is Stage.RESOLVED


def test_the_countdown_of_an_incident_that_was_just_seen_ticks_by_the_second():
    state = state_of(IncidentSeen(incident=incident(pending=(escalates(after(15)),))))
    count = countdown(state, state.cases["Q1"].incident, NOVA)
    lefts = [count.left_s(NOW + timedelta(seconds=s)) for s in range(3)]

    assert lefts == [780, 779, 778]
