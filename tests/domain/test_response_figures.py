"""The figures of a response: what happened when, against what the procedure allows."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from orders import severe
from situations import (
    ACKED,
    BEFORE,
    INCIDENT,
    LATER,
    PAGE,
    PAGED,
    SEEN,
    STORY,
    after,
    case_of,
    declared,
    incident,
    procedure,
    state_of,
    updated,
)

from cockpit.domain.facts import IncidentSeen, ReliefNoted, StepLookedAt, StepSkipped, StepTicked
from cockpit.domain.model import Status
from cockpit.domain.response_figures import Kept, mitigated_at, response_figures

NOVA = procedure()


def _resolved(minutes: float):
    at = after(minutes)
    return at, IncidentSeen(incident=incident(status=Status.RESOLVED, changed_at=at))


def _figures(*told, now: datetime = LATER):
    state = state_of(*told)
    return response_figures(state, case_of(state), NOVA, now)


def _kept(figures):
    return {figure.id: figure.kept for figure in figures.figures}


def _step(figures, key):
    return next(step for step in figures.steps if step.step.id == key)


def test_what_was_done_in_time_is_within_and_says_how_long_it_took():
    figures = _figures(*STORY)

    assert figures.figure("acknowledge").kept is Kept.WITHIN
    assert figures.figure("declare").took_s == 243
    assert figures.figure("first update").took_s == 546


def test_what_is_not_done_and_not_late_is_open():
    assert set(_kept(_figures(SEEN, now=after(2))).values()) == {Kept.OPEN}


def test_what_was_never_done_is_missed_once_the_incident_is_over():
    figures = _figures(SEEN, _resolved(5))

    assert figures.figure("declare").kept is Kept.MISSED
    assert figures.figure("resolve").took_s == 300
    assert figures.until == after(5)


def test_a_late_declaration_is_late():
    assert _figures(SEEN, ACKED, *declared(after(11))).figure("declare").kept is Kept.LATE


def test_relief_is_when_users_were_no_longer_hurt():
    told = (after(20), ReliefNoted(id="r", incident_id=INCIDENT, since=after(18)))

    assert mitigated_at(case_of(state_of(SEEN, told))) == after(18)


def test_an_update_that_is_due_and_does_not_come_is_late():
    figures = _figures(SEEN, ACKED, *declared(after(4)), now=after(30))

    assert figures.cadence.late == (after(19) + timedelta(seconds=3),)
    assert figures.cadence.longest_gap_s == 26 * 60 - 3


def test_an_update_in_time_leaves_nothing_late():
    told = (*declared(after(4)), *updated("u1", after(15), done_at=after(15)))

    assert _figures(SEEN, ACKED, *told, now=after(20)).cadence.late == ()


def test_the_first_update_is_what_the_step_counts_from():
    told = (
        *declared(after(4)),
        *updated("u1", after(9), done_at=after(9)),
        *updated("u2", after(40), done_at=after(40)),
    )

    assert _step(_figures(SEEN, ACKED, *told, now=after(41)), "communicate").at == after(9)


def test_a_step_before_its_turn_is_out_of_order():
    look = (after(1), StepLookedAt(incident_id=INCIDENT, step="deploys", what="2 deploys"))
    figures = _figures(SEEN, look, ACKED, *declared(after(4)), now=after(5))

    assert _step(figures, "deploys").is_out_of_order
    assert not _step(figures, "declare").is_out_of_order
    assert not figures.is_in_order


def test_a_step_that_was_left_out_holds_nobody_up():
    skip = (after(3.5), StepSkipped(incident_id=INCIDENT, step="declare", reason="a drill"))
    look = (after(4), StepTicked(incident_id=INCIDENT, step="health"))
    figures = _figures(SEEN, ACKED, skip, look)

    assert _step(figures, "declare").kept is Kept.SKIPPED
    assert not _step(figures, "health").is_out_of_order


def test_a_step_with_a_condition_that_nobody_met_did_not_apply():
    assert _step(_figures(SEEN), "impersonate").kept is Kept.NOT_NEEDED


def test_without_a_step_for_it_the_severity_says_how_fast_to_respond():
    bare = replace(NOVA, steps=())
    state = state_of(SEEN, severe("P1", PAGED))

    figures = response_figures(state, case_of(state), bare, after(20))

    assert figures.figure("acknowledge").allowed_s == 600
    assert figures.figure("acknowledge").kept is Kept.MISSED


@given(now=st.integers(0, 10_000), done=st.sets(st.integers(1, 200), max_size=5))
def test_no_figure_is_before_the_page_or_after_the_present(now, done):
    told = [u for n in sorted(done) for u in updated(f"u{n}", after(n), done_at=after(n))]
    state = state_of(*BEFORE, *PAGE, *declared(after(1)), *told)
    until = PAGED + timedelta(seconds=max(now, 60 * max(done, default=2) + 5))

    figures = response_figures(state, case_of(state), NOVA, until)

    assert all(f.at is None or PAGED <= f.at <= figures.until for f in figures.figures)
    assert all(at <= until for at in figures.cadence.late)


def test_an_acknowledgement_that_nobody_can_have_seen_is_not_called_missing():
    first = incident()
    over = replace(first, status=Status.RESOLVED, changed_at=PAGED + timedelta(hours=1))
    state = state_of(
        (PAGED, IncidentSeen(incident=first)),
        (PAGED + timedelta(days=1), IncidentSeen(incident=over)),
    )

    found = response_figures(state, case_of(state), procedure(), PAGED + timedelta(days=2))

    assert found.figure("acknowledge").kept is Kept.UNKNOWN
    assert found.figure("declare").kept is Kept.MISSED
    assert found.steps[0].kept is Kept.UNKNOWN
