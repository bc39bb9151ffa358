"""The escalation policy at the pager against the one that is wanted, and its rotation (P6)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from situations import ANA, BO, CLEO, DAN, POLICY, after, incident, on_call, policy, state_of

from cockpit.domain.effects import RewritePolicy
from cockpit.domain.facts import (
    ChangeRequested,
    EffectDone,
    IncidentSeen,
    OnCallSeen,
    PolicySeen,
)
from cockpit.domain.model import EscalationPolicy, PolicyLevel
from cockpit.domain.policy_check import (
    check,
    concerned,
    is_same,
    minutes,
    preview,
    rotated,
    unkept,
    user,
    wanted_levels,
)
from cockpit.domain.procedure import Procedure
from cockpit.domain.rungs import Rung, WantedLevel

LADDER = Procedure(
    name="ours",
    ladder=(
        Rung(role="primary", after_s=900),
        Rung(role="secondary", after_s=900),
        Rung(role="lead", after_s=900),
        Rung(role="CTO", after_s=0),
    ),
)
FIVE = Procedure(
    name="weekly",
    policy=(
        WantedLevel(role="primary", after_s=300),
        WantedLevel(role="secondary", after_s=900),
        WantedLevel(role="lead", after_s=0, target="Cleo Marsh"),
    ),
)
ALL_FOUR = on_call(ANA, BO, CLEO, DAN)


def of(*levels: PolicyLevel, loops: int = 0) -> EscalationPolicy:
    return EscalationPolicy(id=POLICY, name="cloud", levels=levels, loops=loops)


def person(who, delay_s: int = 900) -> PolicyLevel:
    return PolicyLevel(delay_s=delay_s, targets=(who.name,), target_ids=(user(who),))


def test_a_policy_as_wanted_is_well():
    found = check(policy(15, 15, 15, 30), ALL_FOUR, LADDER)

    assert found.is_well
    assert (found.differences, found.unknown) == ((), ())


def test_the_ladder_is_wanted_where_no_policy_is_said():
    assert [w.role for w in wanted_levels(LADDER)] == ["primary", "secondary", "lead", "CTO"]
    assert wanted_levels(FIVE) == FIVE.policy


def test_every_difference_is_a_sentence():
    bad = of(
        PolicyLevel(delay_s=1800, targets=("1st",)),
        PolicyLevel(delay_s=900, targets=()),
    )
    found = check(bad, on_call(ANA), FIVE)

    assert found.differences == (
        "2 of 3 levels: lead would never be paged",
        "level 1 (primary) escalates after 30 min, wanted 5 min",
        "level 2 (secondary) pages nobody: it has no target",
    )


def test_nobody_on_call_is_said_and_so_is_somebody_on_call_twice():
    found = check(policy(15, 15, 15, 15), on_call(ANA, None, ANA, DAN), LADDER)

    assert found.differences == (
        "nobody is on call at level 2 (secondary): it is passed over",
        "Ana Ortiz is on call at levels 1 and 3: who does not answer is paged once more",
    )


def test_a_policy_with_more_levels_than_the_procedure_differs():
    found = check(policy(5, 15, 15, 15), ALL_FOUR, replace(FIVE, policy=FIVE.policy[:2]))

    assert found.differences[0].startswith("4 levels, wanted 2: level 3 and above")


def test_the_people_wanted_are_compared_with_who_stands_there_or_is_on_shift():
    live = policy(15, 15, 15, 15)

    assert check(live, ALL_FOUR, LADDER, {1: ANA, 2: BO}).is_well
    assert check(live, ALL_FOUR, LADDER, {1: BO}).differences == (
        "level 1 (primary) pages level 1 schedule (now Ana Ortiz), wanted Bo Lindqvist",
    )


@pytest.mark.parametrize("target", ["Cleo Marsh", "cleo marsh", "PCLEO", "user:PCLEO"])
def test_a_fixed_target_is_found_by_name_or_id(target: str):
    wanted = replace(FIVE, policy=(*FIVE.policy[:2], replace(FIVE.policy[2], target=target)))
    well = of(person(ANA, 300), person(BO), person(CLEO))
    other = of(person(ANA, 300), person(BO), person(DAN))

    assert check(well, on_call(ANA, BO, CLEO), wanted).is_well
    assert check(other, on_call(ANA, BO, DAN), wanted).differences == (
        f"level 3 (lead) pages Dan Okoye, wanted {target}",
    )


def test_what_could_not_be_looked_at_is_not_well():
    found = check(policy(15, 15, 15, 15), (), LADDER)

    assert not found.is_well
    assert found.unknown == ("who is on call at its levels is not known",)
    assert check(policy(15), on_call(ANA), Procedure(name="bare")).unknown


def test_a_policy_without_levels_pages_nobody():
    assert check(of(), ALL_FOUR, LADDER).differences == ("it has no levels: nobody is ever paged",)


def test_a_rotation_puts_the_new_people_first_and_second_with_the_delays_that_are_wanted():
    before = of(person(ANA), person(BO), person(CLEO))
    after_it = rotated(before, FIVE, BO, DAN)

    assert after_it == (person(BO, 300), person(DAN, 900), person(CLEO, 900))
    assert check(of(*after_it), on_call(BO, DAN, CLEO), FIVE).is_well


def test_the_preview_says_what_was_there_and_that_a_schedule_pages_nobody_any_more():
    before = of(
        PolicyLevel(delay_s=900, targets=("1st",), target_ids=("schedule:S1",)), person(CLEO)
    )

    assert preview(before, rotated(before, FIVE, BO, DAN)) == (
        "level 1: Bo Lindqvist, 5 min, was 1st, 15 min; that schedule pages nobody here any more",
        "level 2: Dan Okoye, 15 min, was Cleo Marsh, 15 min",
    )
    assert preview(of(person(ANA)), rotated(of(person(ANA)), FIVE, ANA, BO)) == (
        "level 1: Ana Ortiz, 5 min, was Ana Ortiz, 15 min",
        "level 2: Bo Lindqvist, 15 min, new",
    )
    assert preview(of(person(ANA), person(BO)), (person(ANA),)) == (
        "level 1: Ana Ortiz, 15 min",
        "level 2: taken away, was Bo Lindqvist, 15 min",
    )


def rewritten(levels: tuple[PolicyLevel, ...], *then) -> tuple:
    effect = RewritePolicy(id="r.policy", incident_id="", policy_id=POLICY, levels=levels)
    request = ChangeRequested(id="r", incident_id="", words="rotate", effects=(effect,))
    done = EffectDone(effect="r.policy", done_at=after(1))
    return (PolicySeen(policy=of(person(ANA), person(BO))), request, done, *then)


def test_what_reads_back_otherwise_is_said():
    wanted = (person(BO, 300), person(ANA))
    kept = PolicySeen(policy=of(*wanted))

    assert unkept(state_of(*rewritten(wanted)), after(2)) == (
        (
            "cloud does not read back as it was written: "
            "level 1 is Ana Ortiz, 15 min, written was Bo Lindqvist, 5 min; "
            "level 2 is Bo Lindqvist, 15 min, written was Ana Ortiz, 15 min"
        ),
    )
    assert unkept(state_of(*rewritten(wanted, kept)), after(2)) == ()


def test_it_is_said_only_once_it_was_read_again_and_while_nobody_else_can_have_changed_it():
    state = state_of(*rewritten((person(BO, 300), person(ANA))))

    assert unkept(state, after(1.1)) == ()
    assert unkept(state, after(1.1), timedelta())
    assert unkept(state, after(17)) == ()


def test_only_the_last_rewriting_counts():
    second = RewritePolicy(id="s.policy", incident_id="", policy_id=POLICY, levels=(person(ANA),))
    more = (
        ChangeRequested(id="s", incident_id="", words="again", effects=(second,)),
        EffectDone(effect="s.policy", done_at=after(2)),
        PolicySeen(policy=of(person(ANA))),
    )

    assert unkept(state_of(*rewritten((person(BO),), *more)), after(3)) == ()


def test_policies_in_use_come_first_and_else_all_that_are_known():
    other = EscalationPolicy(id="OTHER", name="old", levels=())
    known = (PolicySeen(policy=other), PolicySeen(policy=policy(15)))

    assert {p.id for p in concerned(state_of(*known))} == {"OTHER", POLICY}
    assert [p.id for p in concerned(state_of(*known, OnCallSeen(entries=ALL_FOUR)))] == [POLICY]
    seen = IncidentSeen(incident=incident())
    assert [p.id for p in concerned(state_of(*known, seen))] == [POLICY]


def test_delays_in_words():
    assert [minutes(s) for s in (0, 60, 90, 900)] == ["0 s", "1 min", "90 s", "15 min"]


people = st.sampled_from((ANA, BO, CLEO, DAN))
levels = st.lists(st.builds(person, people, st.integers(1, 60).map(lambda m: m * 60)), max_size=6)


@given(levels, people, people, st.sampled_from((LADDER, FIVE, Procedure(name="bare"))))
def test_whatever_stood_there_the_rotation_holds(before, first, second, procedure):
    live = of(*before)
    found = rotated(live, procedure, first, second)

    assert [found[0].targets, found[1].targets] == [(first.name,), (second.name,)]
    assert len(found) == max(len(before), 2)
    assert all(level.delay_s >= 60 and level.target_ids for level in found)
    assert [f.target_ids for f in found[2:]] == [b.target_ids for b in before[2:]]
    assert rotated(of(*found), procedure, first, second) == found
    assert len(preview(live, found)) == len(found)
    assert all(is_same(one, one) for one in found)
