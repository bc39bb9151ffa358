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
    requested,
    state_of,
)

from cockpit.domain.effects import EscalateIncident, SnoozeIncident
from cockpit.domain.escalation import NOBODY, Basis, Stage, countdown
from cockpit.domain.facts import (
    EffectDone,
    IncidentLogRead,
    IncidentSeen,
    OnCallSeen,
    PolicySeen,
    SourceChanged,
)
from cockpit.domain.fold import fold
from cockpit.domain.model import (
    LogEntry,
    OnCall,
    PendingAction,
    PolicyLevel,
    SourceStatus,
    Status,
    Upcoming,
    Urgency,
)
from cockpit.domain.procedure import Procedure
from cockpit.domain.watch import PAGER

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
    """Trap 5: the policy that can be read need not be the one in force."""
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


def test_a_policy_without_levels_pages_nobody_and_the_profile_does_not_say_otherwise():
    empty = replace(policy(), levels=())
    count = _count(incident(), rules=empty)

    assert (count.stage, count.at, count.basis) == (Stage.NOBODY_LEFT, None, Basis.POLICY)
    assert "no levels; call people yourself" in count.why


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
    """Traps 3 and 4: low urgency and direct assignment have no countdown."""
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


# --- more stages -------------------------------------------------------------------------------


def _logged(*entries):
    lines = tuple(
        LogEntry(id=f"L{n}", incident_id="Q1", text=kind, at=at, kind=kind, **more)
        for n, (kind, at, more) in enumerate(entries)
    )
    return IncidentLogRead(incident_id="Q1", entries=lines)


def _told(*facts, now=None):
    state = state_of(*facts)
    return countdown(state, state.cases["Q1"].incident, NOVA, now)


TAKEN = incident(status=Status.ACKNOWLEDGED, acknowledgements=(held(ANA, after(3)),))
TEAM = (PolicySeen(policy=policy(15, 10, 20)), OnCallSeen(entries=on_call(ANA, BO, CLEO)))


def _lapsing(at, seen=TAKEN):
    return replace(seen, pending=(PendingAction(kind=Upcoming.UNACKNOWLEDGE, at=at),))


def test_a_snooze_is_told_from_a_time_out_by_the_log():
    log = _logged(
        ("acknowledge", after(3), {"until": after(33)}), ("snooze", after(5), {"until": after(60)})
    )
    taken_anew = _logged(
        ("snooze", after(5), {"until": after(60)}), ("acknowledge", after(6), {"until": after(36)})
    )

    assert _told(IncidentSeen(incident=_lapsing(after(60))), log).stage is Stage.SNOOZED
    assert _told(IncidentSeen(incident=_lapsing(after(36))), taken_anew).stage is Stage.LAPSING


@pytest.mark.parametrize(
    ("ends", "stage"), [(60.5, Stage.SNOOZED), (33, Stage.LAPSING)], ids=["snooze", "time-out"]
)
def test_a_snooze_is_told_from_a_time_out_by_our_own_act(ends, stage):
    effect = SnoozeIncident(id="e", incident_id="Q1", until=after(60))
    done = EffectDone(effect="e", done_at=after(5))
    seen = IncidentSeen(incident=_lapsing(after(ends)))

    assert _told(seen, requested(effect), done).stage is stage
    assert _told(seen, requested(effect)).stage is Stage.LAPSING


def test_a_snooze_of_ours_is_over_once_somebody_acknowledges():
    effect = SnoozeIncident(id="e", incident_id="Q1", until=after(60))
    done = EffectDone(effect="e", done_at=after(5))
    seen = IncidentSeen(incident=_lapsing(after(60)))

    assert _told(seen, requested(effect), done, _logged(("acknowledge", after(30), {}))).stage is (
        Stage.LAPSING
    )


def test_where_the_pager_announces_nothing_the_log_says_when_an_acknowledgement_ends():
    log = _logged(("acknowledge", after(3), {"until": after(33)}))
    silent = replace(TAKEN, announces=True)

    assert _told(IncidentSeen(incident=TAKEN), log).at == after(33)
    assert _told(IncidentSeen(incident=silent), log).stage is Stage.ACKNOWLEDGED


def test_what_is_triggered_again_says_since_when_and_counts_from_there():
    again = incident(changed_at=after(34))
    count = _told(*TEAM, IncidentSeen(incident=_lapsing(after(33))), IncidentSeen(incident=again))

    assert (count.stage, count.retriggered_at) == (Stage.RETRIGGERED, after(33))
    assert (count.at, count.next) == (after(33 + 15), BO.name)


def test_an_edit_long_after_does_not_move_the_moment_at_which_it_was_triggered_again():
    edited = IncidentSeen(incident=incident(changed_at=after(40), number=1))
    told = (*TEAM, IncidentSeen(incident=_lapsing(after(33))))
    count = _told(*told, IncidentSeen(incident=incident(changed_at=after(34))), edited)

    assert count.retriggered_at == after(33)


def test_who_is_acknowledged_anew_is_not_triggered_again():
    count = _told(
        *TEAM,
        IncidentSeen(incident=_lapsing(after(33))),
        IncidentSeen(incident=incident(changed_at=after(34))),
        IncidentSeen(incident=TAKEN),
        IncidentSeen(incident=incident(assignments=(held(BO, after(50)),))),
    )

    assert (count.stage, count.retriggered_at) == (Stage.ESCALATING, None)


def test_low_urgency_that_will_become_high_says_when():
    rises = PendingAction(kind=Upcoming.URGENCY_CHANGE, at=after(18))
    low = incident(urgency=Urgency.LOW, pending=(rises,))
    high = incident(changed_at=after(19))

    assert _told(*TEAM, IncidentSeen(incident=low)).at == after(18)
    assert _told(*TEAM, IncidentSeen(incident=low), IncidentSeen(incident=high)).at == after(33)


def test_what_resolves_by_itself_says_when():
    ends = PendingAction(kind=Upcoming.RESOLVE, at=after(240))

    assert _told(IncidentSeen(incident=incident(pending=(ends,)))).resolves_at == after(240)


def test_a_pager_that_announces_nothing_and_a_policy_that_goes_on_are_both_told():
    count = _told(*TEAM, IncidentSeen(incident=incident(pending=(), policy_id="POL1")))
    silent = _told(*TEAM, IncidentSeen(incident=replace(incident(), announces=True)))

    assert count.stage is Stage.ESCALATING
    assert (silent.stage, silent.at, silent.basis) == (Stage.UNKNOWN, None, Basis.NONE)
    assert "announces no escalation, although its policy has Bo Lindqvist next" in silent.why


# --- the policy that it was born with ----------------------------------------------------------


def test_an_incident_keeps_the_policy_that_was_there_when_it_was_paged():
    """Trap 5: what was edited since does not hold for it."""
    seen = IncidentSeen(incident=incident())
    count = _told(*TEAM[1:], seen, TEAM[0], PolicySeen(policy=policy(99, 99)))

    assert (count.at, count.basis) == (after(15), Basis.BORN)
    assert len(count.chain) == 3


def test_a_policy_that_was_edited_before_the_page_is_the_one_it_was_born_with():
    seen = IncidentSeen(incident=incident())
    count = _told(*TEAM, seen, PolicySeen(policy=policy(99, 99)))

    assert (count.at, count.basis) == (after(99), Basis.POLICY)


@pytest.mark.parametrize("how", ["other policy", "same policy"])
def test_an_incident_that_is_moved_follows_the_policy_as_it_is_then(how):
    if how == "other policy":
        moved = IncidentSeen(incident=incident(policy_id="POL2"))
        new = replace(policy(99, 99), id="POL2")
    else:
        moved = _logged(("delegate", after(5), {"person_id": "PANA"}))
        new = policy(99, 99)
    told = (*TEAM, IncidentSeen(incident=incident()), TEAM[0], moved, PolicySeen(policy=new))

    assert _told(*told).at == after(99)


def test_a_level_at_which_nobody_can_be_on_call_is_empty_once_that_was_asked():
    asked = OnCallSeen(entries=(), policy_ids=(POLICY,))
    seen = IncidentSeen(incident=incident())

    assert _names(_told(TEAM[0], seen, asked)) == [NOBODY] * 3
    assert _told(TEAM[0], seen, asked).stage is Stage.NOBODY_LEFT
    assert _names(_told(TEAM[0], seen, OnCallSeen(entries=()))) != [NOBODY] * 3


# --- who cannot be predicted -------------------------------------------------------------------


def test_the_chain_says_when_each_level_is_paged():
    count = _told(*TEAM, IncidentSeen(incident=incident(pending=(escalates(after(7)),))))

    assert [(r.name, r.at) for r in count.chain] == [
        (ANA.name, None),
        (BO.name, after(7)),
        (CLEO.name, after(17)),
    ]


def test_of_people_who_take_turns_nobody_can_say_who_is_next():
    rules = policy(15, 15)
    turns = replace(rules, levels=(rules.levels[0], replace(rules.levels[1], takes_turns=True)))
    entries = (*on_call(ANA, BO), OnCall(policy_id=POLICY, level=2, person=CLEO))
    count = _told(
        PolicySeen(policy=turns), OnCallSeen(entries=entries), IncidentSeen(incident=incident())
    )

    assert count.next == "one of Bo Lindqvist/Cleo Marsh"
    assert [r.hint for r in count.chain] == ["", "in turn"]


def test_whose_shift_ends_before_their_turn_is_not_promised():
    ana, bo, cleo = on_call(ANA, BO, CLEO)
    entries = (ana, replace(bo, end=after(15)), replace(cleo, end=after(26)))
    count = _told(TEAM[0], OnCallSeen(entries=entries), IncidentSeen(incident=incident()))

    assert count.next == "whoever follows Bo Lindqvist"
    assert [r.hint for r in count.chain] == ["", "shift ends before", ""]


def test_the_log_says_the_level_where_it_names_it():
    seen = IncidentSeen(incident=incident(assignments=(held(ANA, after(5)),)))
    team = OnCallSeen(entries=on_call(ANA, BO, ANA))
    named = ("escalate", after(5), {"person_id": BO.id, "people_ids": (ANA.id,), "level": 3})
    first = ("assign", PAGED, {"people_ids": (ANA.id,)})

    assert _now(_told(TEAM[0], team, seen, _logged(first, named))) == [3]


def test_our_own_escalation_says_the_level_where_the_log_does_not():
    seen = IncidentSeen(incident=incident(assignments=(held(ANA, after(5)),)))
    team = OnCallSeen(entries=on_call(ANA, BO, CLEO, ANA))
    log = _logged(
        ("assign", PAGED, {"people_ids": (ANA.id,)}),
        ("escalate", after(2), {"people_ids": (BO.id,)}),
        ("escalate", after(5), {"person_id": BO.id, "people_ids": (ANA.id,)}),
    )
    ours = requested(EscalateIncident(id="e", incident_id="Q1", level=1))
    done = EffectDone(effect="e", done_at=after(5))
    rules = PolicySeen(policy=policy(15, 15, 15, 15))

    assert _now(_told(rules, team, seen, log)) == [4]
    assert _now(_told(rules, team, seen, log, ours, done)) == [1]
    assert _now(_told(rules, team, seen, log, ours)) == [4]


def test_a_log_that_lags_behind_the_assignment_is_not_believed():
    seen = IncidentSeen(incident=incident(assignments=(held(BO, after(15)),)))
    log = _logged(("assign", PAGED, {"people_ids": (ANA.id,)}))

    assert _now(_told(*TEAM, seen, log)) == [2]


def test_a_handover_since_then_does_not_move_the_level():
    """Ana was paged as the primary, and is the secondary by now."""
    ana, bo = on_call(BO, ANA)
    entries = (replace(ana, start=after(5)), replace(bo, start=after(5)))
    log = _logged(("assign", PAGED, {"people_ids": (ANA.id,)}))
    seen = IncidentSeen(incident=incident())
    count = _told(TEAM[0], OnCallSeen(entries=entries), seen, log)

    assert _now(count) == [1]
    assert [(r.name, r.paged) for r in count.chain] == [
        (BO.name, ANA.name),
        (ANA.name, ""),
        (NOBODY, ""),
    ]


def test_of_people_who_take_turns_the_one_who_is_paged_now_is_known():
    rules = policy(15, 15)
    turns = replace(rules, levels=(replace(rules.levels[0], takes_turns=True), rules.levels[1]))
    entries = (*on_call(ANA, BO), OnCall(policy_id=POLICY, level=1, person=CLEO))
    told = PolicySeen(policy=turns), OnCallSeen(entries=entries)
    both = (held(CLEO), held(ANA))

    assert _told(*told, IncidentSeen(incident=incident())).chain[0].paged == ANA.name
    assert _told(*told, IncidentSeen(incident=incident(assignments=both))).chain[0].paged == ""


def test_a_shadow_who_was_paged_too_is_not_told_as_the_one_who_has_it():
    entries = (*on_call(ANA, BO, CLEO), OnCall(policy_id=POLICY, level=1, person=DAN, shadow=True))
    seen = incident(assignments=(held(DAN), held(ANA)))
    count = _told(TEAM[0], OnCallSeen(entries=entries), IncidentSeen(incident=seen))

    first = count.chain[0]
    assert (first.name, first.now, first.paged) == (ANA.name, True, "")


def test_once_the_next_level_is_taken_to_be_paged_the_one_before_is_not():
    """The pager cannot be asked: who is on call there is all that is known of the next level."""
    entries = on_call(CLEO, BO)
    seen = IncidentSeen(incident=incident(pending=(escalates(after(15)),)))
    count = _told(TEAM[0], OnCallSeen(entries=entries), seen, LOST, now=after(16))

    assert [(r.now, r.paged) for r in count.chain][:2] == [(False, ""), (True, "")]


@pytest.mark.parametrize(("who", "level"), [(DAN, []), (BO, [2])])
def test_who_was_given_it_directly_is_named_and_nobody_else_is_said_to_be_paged(who, level):
    """Whatever the policy says of that hour, and whoever had it before."""
    seen = incident(direct=True, assignments=(held(who, after(1)),))
    log = _logged(("assign", PAGED, {"people_ids": (ANA.id,)}))

    for told in [(), (log,)]:
        count = _told(*TEAM, IncidentSeen(incident=seen), *told)
        assert who.name in count.why
        assert _now(count) == level


def test_that_the_path_is_exhausted_is_believed():
    seen = IncidentSeen(incident=incident())
    log = _logged(
        ("assign", PAGED, {"people_ids": (ANA.id,)}), ("exhaust_escalation_path", after(15), {})
    )

    assert _told(*TEAM, seen, log).stage is Stage.NOBODY_LEFT


# --- the pager cannot be asked -----------------------------------------------------------------

LOST = SourceChanged(
    source=PAGER, status=SourceStatus.UNREACHABLE, since=after(5), reason="no route"
)


def test_a_pager_that_answers_is_asked_and_its_countdown_is_not_carried_on():
    count = _told(*TEAM, IncidentSeen(incident=incident()), now=after(16))

    assert (count.at, count.is_carried_on) == (after(15), False)


@pytest.mark.parametrize("pending", [(), (escalates(after(15)),)], ids=["computed", "announced"])
@pytest.mark.parametrize(
    ("minutes", "at", "following", "level"),
    [(14, 15, BO, 1), (15, 25, CLEO, 2), (24.9, 25, CLEO, 2), (26, None, None, 3)],
)
def test_a_pager_that_cannot_be_asked_is_taken_to_go_on(pending, minutes, at, following, level):
    seen = IncidentSeen(incident=incident(pending=pending))
    count = _told(*TEAM, seen, LOST, now=after(minutes))

    assert count.at == (after(at) if at else None)
    assert count.next == (following.name if following else "")
    assert _now(count) == [level]
    assert count.is_carried_on == (minutes >= 15)


def test_an_acknowledgement_that_ran_out_meanwhile_is_triggered_again():
    seen = IncidentSeen(incident=_lapsing(after(33)))
    count = _told(*TEAM, seen, LOST, now=after(40))

    assert (count.stage, count.retriggered_at) == (Stage.RETRIGGERED, after(33))
    assert (count.at, count.next, count.is_carried_on) == (after(48), BO.name, True)
    assert _told(*TEAM, seen, LOST, now=after(30)).stage is Stage.LAPSING
