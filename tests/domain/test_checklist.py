"""The first ten minutes: order, evidence, ticks, lateness."""

from dataclasses import replace

import pytest
from any_facts import journals
from hypothesis import given
from situations import (
    INCIDENT,
    NOW,
    after,
    case_of,
    declared,
    held,
    incident,
    procedure,
    state_of,
    turned,
    updated,
)

from cockpit.domain.checklist import Standing, checklist
from cockpit.domain.evidence import Health
from cockpit.domain.facts import IncidentSeen, StepLookedAt, StepSkipped, StepTicked
from cockpit.domain.fold import fold
from cockpit.domain.model import Status

NOVA = procedure()
SEEN = IncidentSeen(incident=incident())
ACKED = IncidentSeen(
    incident=incident(
        status=Status.ACKNOWLEDGED, changed_at=after(3), acknowledgements=(held(at=after(3)),)
    )
)


def _steps(*told, now=NOW):
    state = state_of(*told)
    return {v.step.id: v for v in checklist(state, case_of(state), NOVA, now)}


def _standing(*told, now=NOW):
    return [v.standing for v in _steps(*told, now=now).values()]


def test_a_new_page_has_its_first_step_next_and_the_conditional_ones_apart():
    done, later, maybe = Standing.NEXT, Standing.OPEN, Standing.OPTIONAL

    assert _standing(SEEN) == [done, later, later, later, later, maybe, maybe, later]


def test_steps_are_numbered_as_people_number_the_procedure():
    assert [v.place for v in _steps(SEEN).values()] == list(range(1, 9))


def test_no_step_is_skipped_because_a_later_one_is_done():
    steps = _steps(SEEN, *declared(after(1)))

    assert steps["acknowledge"].standing is Standing.NEXT
    assert steps["declare"].standing is Standing.DONE


@pytest.mark.parametrize(
    ("told", "step", "at", "proof"),
    [
        ((ACKED,), "acknowledge", after(3), "Ana Ortiz"),
        ((SEEN, *declared(after(4))), "declare", after(4.05), "thread opened"),
        (
            (SEEN, StepLookedAt(incident_id=INCIDENT, step="health", what="1 bad of 3")),
            "health",
            after(0),
            "1 bad of 3",
        ),
        (
            (SEEN, *declared(after(4)), *updated("u1", after(9), done_at=after(9))),
            "communicate",
            after(9),
            "1 posted",
        ),
        (
            (SEEN, StepTicked(incident_id=INCIDENT, step="customer")),
            "customer",
            after(0),
            "ticked by Ana Ortiz",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_the_store_can_prove_is_ticked_with_its_time(told, step, at, proof):
    view = _steps(*told)[step]

    assert (view.standing, view.at, view.proof) == (Standing.DONE, at, proof)


@pytest.mark.parametrize(
    ("told", "step"),
    [
        ((SEEN, *declared(after(4), done=False)), "declare"),
        ((SEEN, *declared(after(4)), *updated("u1", after(9))), "communicate"),
    ],
)
def test_what_has_only_been_asked_for_proves_nothing(told, step):
    assert _steps(*told)[step].at is None


def test_what_a_look_proved_does_not_change_with_the_probes():
    look = StepLookedAt(incident_id=INCIDENT, step="health", what="0 bad of 3")
    steps = _steps(SEEN, look, turned("api", Health.BAD, after(5)))

    assert steps["health"].proof == "0 bad of 3"


def test_an_acknowledgement_that_lapsed_is_to_be_given_again():
    again = IncidentSeen(incident=incident(changed_at=after(33)))

    assert _steps(ACKED, again)["acknowledge"].standing is Standing.NEXT


def test_an_acknowledgement_just_confirmed_counts_before_the_pager_describes_it():
    case = case_of(state_of(SEEN))
    case = replace(case, acknowledged_at=after(1), acknowledged_by="Ana Ortiz")
    first = checklist(state_of(SEEN), case, NOVA, NOW)[0]

    assert first.standing is Standing.DONE


def test_a_step_is_late_only_after_its_time():
    assert not _steps(SEEN, now=after(10))["declare"].late
    assert _steps(SEEN, now=after(10.1))["declare"].late


def test_what_is_done_or_conditional_or_over_is_never_late():
    over = IncidentSeen(incident=incident(status=Status.RESOLVED, changed_at=after(5)))
    steps = _steps(ACKED, now=after(60))

    assert not steps["acknowledge"].late
    assert not steps["customer"].late
    assert not any(v.late or v.due for v in _steps(SEEN, over, now=after(60)).values())


def test_a_skipped_step_says_by_whom_and_why_and_the_next_one_comes_up():
    skip = StepSkipped(incident_id=INCIDENT, step="acknowledge", reason="Ben did it by telephone")
    steps = _steps((after(1), SEEN), (after(2), skip), now=after(60))
    first = steps["acknowledge"]

    assert (first.standing, first.at, first.late) == (Standing.SKIPPED, after(2), False)
    assert first.proof == "skipped by Ana Ortiz: Ben did it by telephone"
    assert steps["declare"].standing is Standing.NEXT


def test_what_was_skipped_and_is_proved_after_all_is_done():
    skip = StepSkipped(incident_id=INCIDENT, step="declare", reason="the chat is down for all")

    assert _steps(SEEN, skip, *declared(after(5)))["declare"].standing is Standing.DONE


def test_a_step_with_a_time_says_until_when():
    steps = _steps(SEEN)

    assert steps["declare"].due == after(10)
    assert steps["customer"].due is None


@given(journals)
def test_whatever_happened_at_most_one_step_is_next_and_the_order_holds(records):
    state = fold(records)
    for case in state.cases.values():
        views = checklist(state, case, NOVA, NOW)
        standings = [v.standing for v in views]

        assert [v.step for v in views] == list(NOVA.steps)
        assert standings.count(Standing.NEXT) == int(
            Standing.NEXT in standings or Standing.OPEN in standings
        )
        over = (Standing.DONE, Standing.SKIPPED)
        assert all((v.standing in over) == (v.at is not None) for v in views)
        assert not any(v.late and v.standing in over for v in views)
