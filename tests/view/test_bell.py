"""When the bell rings, once each, and when an overdue countdown asks the pager."""

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest
from situations import (
    ANA,
    BO,
    NOW,
    PAGED,
    after,
    declared,
    escalates,
    fresh_readings,
    held,
    idle,
    incident,
    running,
    source,
    state_of,
)

from cockpit.domain.awaited import asks_pager
from cockpit.domain.evidence import Standing
from cockpit.domain.facts import CriterionTurned, IncidentSeen, MeIdentified
from cockpit.domain.model import Assignment, PendingAction, SourceStatus, Status, Upcoming
from cockpit.domain.probes import HttpProbe
from cockpit.settings import model
from cockpit.view.bell import Bell, Ring

PAGE = IncidentSeen(incident=incident(pending=(escalates(after(15)),)))
TAKEN = incident(status=Status.ACKNOWLEDGED, acknowledgements=(held(at=after(3)),))
LAPSING = replace(TAKEN, pending=(PendingAction(kind=Upcoming.UNACKNOWLEDGE, at=after(33)),))


def _listening(*rings_for):
    """A bell that has heard a quiet shift already."""
    bell = Bell(rings_for or tuple(Ring))
    assert not bell.rings(idle(), NOW)
    return bell


def _heard(bell, told, *minutes):
    """Whether the bell rings at each of these minutes after the page."""
    state = state_of(MeIdentified(person=ANA), *told)
    situation = replace(running(), state=state)
    return [bell.rings(situation, after(m)) for m in minutes]


def test_the_bell_rings_once_for_a_page_and_once_at_each_mark():
    minutes = (2, 3, 10, 11, 13, 14, 14.5, 15, 16)

    assert _heard(_listening(), [PAGE], *minutes) == [
        True,
        False,
        True,
        False,
        True,
        True,
        False,
        False,
        False,
    ]


def test_marks_that_were_slept_through_ring_once():
    assert _heard(_listening(), [PAGE], 2, 14.5, 14.6) == [True, True, False]


def test_the_next_countdown_of_the_same_incident_rings_anew():
    bell = _listening()
    later = IncidentSeen(
        incident=incident(assignments=(held(ANA, after(15)),), pending=(escalates(after(30)),))
    )

    assert _heard(bell, [PAGE], 2, 14.5) == [True, True]
    assert _heard(bell, [later], 15.1, 25, 25.1) == [True, True, False]


def test_a_page_that_comes_back_after_an_acknowledgement_rings():
    bell = _listening(Ring.PAGE)

    assert _heard(bell, [PAGE], 2) == [True]
    assert _heard(bell, [IncidentSeen(incident=TAKEN)], 3) == [False]
    assert _heard(bell, [IncidentSeen(incident=incident(changed_at=after(34)))], 34) == [True]


def test_an_acknowledgement_of_mine_that_is_about_to_end_rings_at_each_mark():
    bell = _listening(Ring.ESCALATION)

    assert _heard(bell, [IncidentSeen(incident=LAPSING)], 20, 28, 29, 31, 32) == [
        False,
        True,
        False,
        True,
        True,
    ]


def test_the_bell_rings_for_an_update_of_mine_that_is_due_and_for_silence():
    told = [IncidentSeen(incident=TAKEN), *declared(after(4))]
    bell = _listening()
    rung = _heard(bell, told, 5, 18.9, 19, 19.04, 19.06, 20)

    assert rung == [False, False, True, False, True, False]
    assert _heard(_listening(Ring.SILENCE), told, 5, 18, 19, 20) == [False, False, True, False]
    assert _heard(_listening(Ring.UPDATE), told, 5, 18, 19.1, 20) == [False, False, True, False]


def _turned(minutes, standing):
    """What is told of criterion (a), that long after the page."""
    words, since = "api health: 503", after(minutes)
    fact = CriterionTurned(criterion="a", standing=standing, since=since, words=words)
    return since, fact


def test_a_met_criterion_that_pages_nobody_rings_once_for_each_time():
    bell, me = _listening(Ring.CRITERION), MeIdentified(person=ANA)
    met, over, again = (
        _turned(2, Standing.MET),
        _turned(4, Standing.NOT_MET),
        _turned(6, Standing.MET),
    )
    heard = []
    for minutes, told in ((2, [met]), (3, [met]), (4, [met, over]), (6, [met, over, again])):
        probes = (HttpProbe(name="api health", url="http://x/"),)
        situation = replace(idle(), state=state_of(me, *told), probes=probes)
        heard.append(bell.rings(situation, after(minutes)))

    assert heard == [True, False, False, True]


def test_a_met_criterion_that_pages_somebody_does_not_ring_besides():
    assert _heard(_listening(Ring.CRITERION), [PAGE, _turned(2, Standing.MET)], 2, 3) == [False] * 2


def test_what_is_not_wanted_does_not_ring():
    assert _heard(_listening(Ring.UPDATE), [PAGE], 2, 10, 14.5) == [False] * 3
    assert _heard(Bell(()), [PAGE], 2, 10, 14.5) == [False] * 3


def test_the_marks_are_the_profiles():
    bell = _listening(Ring.ESCALATION)
    situation = replace(
        running(),
        state=state_of(PAGE),
        procedure=replace(running().procedure, warn_at_s=(600,)),
    )

    assert [bell.rings(situation, after(m)) for m in (4.9, 5, 10, 14)] == [
        False,
        True,
        False,
        False,
    ]


def test_the_bell_is_silent_about_what_was_there_before_and_what_is_not_mine():
    bell = Bell()
    theirs = IncidentSeen(incident=incident("Q2", assignments=(Assignment(person=BO, at=PAGED),)))

    assert not bell.rings(running(), NOW)
    assert not bell.rings(replace(running(), state=state_of(theirs)), NOW)
    assert not Bell().rings(replace(running(), readings=fresh_readings(NOW), me=None), NOW)


def test_what_can_be_configured_is_what_can_ring():
    assert set(get_args(model.Ring)) == set(Ring)
    assert set(model.ScreenTable().bell_for) == set(Ring)


# --- asking the pager at zero ------------------------------------------------------------------


def _asks(situation, *seconds):
    return [s for s in seconds if asks_pager(situation, after(15) + timedelta(seconds=s))]


def test_at_zero_the_pager_is_asked_each_second_three_times_and_then_every_five():
    situation = replace(running(), state=state_of(PAGE))

    assert _asks(situation, *range(-30, 90)) == [0, 1, 2, *range(5, 61, 5)]


def test_a_pager_that_cannot_be_asked_is_left_alone():
    lost = source("PagerDuty", SourceStatus.UNREACHABLE, after(5), "no route to host")

    assert _asks(replace(running(), state=state_of(PAGE, lost)), *range(-30, 90)) == []


@pytest.mark.parametrize(
    ("holder", "on_screen", "asked"),
    [(ANA, "", True), (BO, "", False), (BO, "Q1", True), (ANA, "Q1", True)],
)
def test_it_is_asked_for_the_incident_on_screen_and_for_mine(holder, on_screen, asked):
    seen = incident(assignments=(held(holder),), pending=(escalates(after(15)),))
    state = state_of(IncidentSeen(incident=seen))
    situation = replace(running(), state=state, incident_id=on_screen)

    assert asks_pager(situation, after(15)) == asked


def test_an_acknowledgement_that_ends_is_awaited_and_a_resolved_incident_is_not():
    lapsing = replace(running(), state=state_of(IncidentSeen(incident=LAPSING)))
    over = replace(
        running(),
        state=state_of(IncidentSeen(incident=incident(status=Status.RESOLVED, changed_at=NOW))),
    )

    assert asks_pager(lapsing, after(33))
    assert not asks_pager(over, NOW)
