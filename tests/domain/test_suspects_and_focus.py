"""Which deploys are suspects, and which incident needs this person most."""

from dataclasses import replace
from datetime import timedelta

from any_facts import journals
from hypothesis import given
from situations import (
    ANA,
    BO,
    NOW,
    PAGED,
    after,
    case_of,
    deploy,
    held,
    incident,
    procedure,
    state_of,
)

from cockpit.domain.facts import DeploysFound, IncidentSeen
from cockpit.domain.focus import needs_me, ranking
from cockpit.domain.fold import fold
from cockpit.domain.model import Status
from cockpit.domain.suspects import recent

NOVA = procedure()
HOUR = 60
SECOND = timedelta(seconds=1)


def _recent(*ats, seen=True, now=NOW, status=Status.TRIGGERED):
    found = tuple(deploy(f"{place}", at=at) for place, at in enumerate(ats))
    told = [DeploysFound(repository="cloud", found=found)]
    told += [IncidentSeen(incident=incident(status=status))] if seen else []
    state = state_of(*told)
    case = case_of(state) if seen else None
    return {s.deploy.at: s.prime for s in recent(state, case, NOVA, now)}


def test_two_hours_before_the_page_a_deploy_becomes_a_prime_suspect():
    edge = after(-2 * HOUR)

    assert _recent(edge, edge - SECOND) == {edge: True, edge - SECOND: False}


def test_the_two_hours_stay_with_the_page_as_the_incident_goes_on():
    edge = after(-2 * HOUR)

    assert _recent(edge, now=after(5 * HOUR)) == {edge: True}


def test_without_an_incident_the_two_hours_count_back_from_now():
    edge = after(-2 * HOUR, NOW)

    assert _recent(edge, edge - SECOND, seen=False) == {edge: True, edge - SECOND: False}


def test_a_resolved_incident_suspects_nothing_any_more():
    old = after(-1 * HOUR)

    assert _recent(old, now=after(3 * HOUR), status=Status.RESOLVED) == {old: False}


def test_older_than_a_day_before_the_page_is_not_listed():
    edge = after(-24 * HOUR)

    assert list(_recent(edge, edge - SECOND)) == [edge]


def test_a_commit_from_the_future_is_first_and_a_suspect():
    future = after(24 * HOUR)

    assert next(iter(_recent(PAGED, future).items())) == (future, True)


@given(journals)
def test_deploys_are_newest_first_whatever_happened(records):
    found = [s.deploy.at for s in recent(fold(records), None, NOVA, NOW)]

    assert found == sorted(found, reverse=True)


def _seen(name, minutes, status=Status.TRIGGERED, person=BO, priority=""):
    at = after(minutes)
    acknowledged = status is Status.ACKNOWLEDGED
    seen = incident(
        name,
        created_at=at,
        status=status,
        assignments=(held(person, at),),
        acknowledgements=(held(person, at),) if acknowledged else (),
    )
    return IncidentSeen(incident=replace(seen, priority=priority))


def test_my_triggered_one_comes_first_then_what_i_hold_then_the_newest():
    state = state_of(
        _seen("theirs, newest", 9),
        _seen("theirs", 8),
        _seen("mine, held", 1, Status.ACKNOWLEDGED, ANA),
        _seen("mine", 0, person=ANA),
        _seen("over", 20, Status.RESOLVED, ANA),
    )

    assert [c.incident.id for c in ranking(state, ANA)] == [
        "mine",
        "mine, held",
        "theirs, newest",
        "theirs",
    ]


def test_of_two_that_page_me_the_newest_comes_first():
    state = state_of(_seen("old", 0, person=ANA), _seen("new", 3, person=ANA))

    assert needs_me(state, ANA) == "new"


def test_of_two_that_page_me_the_graver_comes_first_however_old():
    grave = _seen("grave", 0, person=ANA, priority="P1")
    later = (_seen("slight", 3, person=ANA, priority="P2"), _seen("none", 5, person=ANA))

    assert [c.incident.id for c in ranking(state_of(grave, *later), ANA)] == [
        "grave",
        "slight",
        "none",
    ]


def test_of_others_incidents_the_newest_comes_first_whatever_its_priority():
    state = state_of(_seen("grave", 0, priority="P1"), _seen("new", 3))

    assert needs_me(state, ANA) == "new"


def test_as_long_as_nobody_knows_who_i_am_the_newest_comes_first():
    assert needs_me(state_of(_seen("old", 0, person=ANA), _seen("new", 3)), None) == "new"


def test_with_nothing_open_nothing_needs_me():
    assert needs_me(state_of(_seen("over", 0, Status.RESOLVED)), ANA) == ""
