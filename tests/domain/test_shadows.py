"""Whoever shadows learns: nothing that is asked of a responsible person is asked of them (P3)."""

from dataclasses import replace

import pytest
from drawn import lines
from situations import ANA, BO, CLEO, NOW, escalates, incident, on_call, policy, running, state_of

from cockpit.domain.clocks import ClockId, clocks
from cockpit.domain.escalation import NOBODY, countdown
from cockpit.domain.facts import IncidentSeen, MeIdentified, OnCallSeen, PolicySeen
from cockpit.domain.model import OnCall, Person, Responder, Response
from cockpit.domain.naming import nearest, place
from cockpit.domain.on_duty import levels_of
from cockpit.domain.people import everybody, on_call_at
from cockpit.domain.policy_check import check
from cockpit.domain.procedure import Procedure
from cockpit.domain.rungs import Rung, WantedLevel
from cockpit.view import escalation, header
from cockpit.view.cells import Space

MIA = Person(id="PMIA", name="Mia Chen")
POLICY = policy(15, 10, 10)
PAGE = incident(pending=(escalates(NOW),))


def shadow(level: int, person: Person = MIA) -> OnCall:
    return OnCall(policy_id=POLICY.id, level=level, person=person, shadow=True)


def state(*entries: OnCall):
    return state_of(
        MeIdentified(person=ANA),
        PolicySeen(policy=POLICY),
        OnCallSeen(entries=entries, policy_ids=(POLICY.id,)),
        IncidentSeen(incident=PAGE),
    )


BESIDE = state(*on_call(ANA, BO, CLEO), shadow(1), shadow(2))
"""Mia looks on at two levels."""
ALONE = state(*on_call(ANA), shadow(2), *(replace(e, level=3) for e in on_call(CLEO)))
"""At the second level she is alone."""


def test_a_shadow_is_nobody_of_a_level_and_can_still_be_named():
    assert on_call_at(BESIDE, POLICY.id, 1) == (ANA,)
    assert on_call_at(ALONE, POLICY.id, 2) == ()
    assert MIA in everybody(BESIDE)
    assert place(BESIDE, PAGE, MIA) == "shadow"
    assert nearest(BESIDE, PAGE).index(MIA) > nearest(BESIDE, PAGE).index(CLEO)


def test_the_chain_names_who_is_responsible():
    chain = countdown(BESIDE, PAGE, running().procedure).chain

    assert [rung.name for rung in chain] == ["Ana Ortiz", "Bo Lindqvist", "Cleo Marsh"]
    assert not any(rung.is_shadowed for rung in chain)


def test_a_level_of_a_shadow_alone_is_paged_and_told_as_one():
    state = countdown(ALONE, PAGE, running().procedure)

    assert state.next == "Mia Chen (shadow)"
    assert [(r.name, r.hint, r.is_shadowed) for r in state.chain[1:]] == [
        ("Mia Chen", "shadow", True),
        ("Cleo Marsh", "", False),
    ]
    assert NOBODY not in {r.name for r in state.chain}


def test_the_pane_marks_a_shadow_in_the_chain():
    situation = replace(running(), state=ALONE)
    rows = lines(escalation.sheet(situation, NOW, Space(46, 12)))

    assert any("▸ Mia (shadow)" in row for row in rows)


@pytest.mark.parametrize(("called", "goes_on"), [(MIA, True), (BO, False)])
def test_calling_a_shadow_is_not_calling_the_secondary(called, goes_on):
    asked = replace(PAGE, responders=(Responder(person=called, response=Response.PENDING),))
    told = state_of(
        PolicySeen(policy=POLICY),
        OnCallSeen(entries=(*on_call(ANA, BO), shadow(2)), policy_ids=(POLICY.id,)),
        IncidentSeen(incident=asked),
    )
    found = {clock.id for clock in clocks(told, told.cases[PAGE.id], running().procedure)}

    assert (ClockId.CONVERGENCE in found) is goes_on


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ((*on_call(BO), shadow(1, ANA)), "you: shadow"),
        ((*on_call(BO, ANA), shadow(1, ANA)), "you: secondary"),
        ((*on_call(ANA), shadow(1, ANA)), "you: primary"),
        (on_call(BO), "you: Ana, not on call"),
    ],
)
def test_the_header_says_what_i_am(entries, words):
    situation = replace(running(), state=state(*entries))

    assert words in lines(header.sheet(situation, NOW, Space(140, 2)))[0]


def test_the_header_calls_a_level_as_the_profile_does():
    ladder = (Rung(role="on-call engineer", after_s=900), Rung(role="lead", after_s=0))
    situation = replace(
        running(),
        state=state(*on_call(ANA)),
        procedure=replace(running().procedure, ladder=ladder),
    )

    assert "you: on-call engineer" in lines(header.sheet(situation, NOW, Space(140, 2)))[0]


def test_my_levels_are_those_that_i_answer_for():
    told = state(*on_call(BO, ANA), shadow(1, ANA))

    assert levels_of(told, ANA, NOW) == (2,)
    assert levels_of(told, ANA, NOW, shadow=True) == (1,)


def test_a_policy_whose_level_only_a_shadow_holds_is_not_well():
    procedure = Procedure(
        name="p", policy=tuple(WantedLevel(role=r, after_s=0) for r in ("first", "second"))
    )
    two = replace(POLICY, levels=POLICY.levels[:2])
    found = check(two, (*on_call(ANA), shadow(2), shadow(2, ANA)), procedure, {2: MIA})

    assert any("nobody is on call at level 2 (second)" in words for words in found.differences)
    assert any("wanted Mia Chen" in words for words in found.differences)
    assert not any("who does not answer" in words for words in found.differences)
