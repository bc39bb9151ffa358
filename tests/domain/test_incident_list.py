"""What the list of incidents holds, in which order, and what it owns up to hiding."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from situations import ANA, BO, PAGED, held, incident, state_of

from cockpit.domain.facts import IncidentSeen, MeIdentified
from cockpit.domain.incident_list import CLOSED, Order, Query, Scope, listed
from cockpit.domain.model import Responder, Response, Status, Urgency


def state(*incidents, teams=("T1",)):
    told = (IncidentSeen(incident=one) for one in incidents)
    return state_of(MeIdentified(person=ANA, team_ids=teams), *told)


def one(key, **more):
    number = more.pop("number", int(key[1:]))
    made = incident(key, number=number, **more.pop("made", {}))
    return replace(made, **more)


MINE = one("Q1", assignments=(held(ANA),))
THEIRS = one("Q2", assignments=(held(BO),), team_ids=("T1",))
FAR = one("Q3", assignments=(), team_ids=("T9",), service="billing")
JOINED = one(
    "Q4", assignments=(held(BO),), responders=(Responder(person=ANA, response=Response.PENDING),)
)
LEFT = one(
    "Q5", assignments=(held(BO),), responders=(Responder(person=ANA, response=Response.DECLINED),)
)
ALL = (MINE, THEIRS, FAR, JOINED, LEFT)


def shown(query, *incidents, me=ANA, teams=("T1",)):
    return {i.id for i in listed(state(*incidents, teams=teams), me, query).shown}


@pytest.mark.parametrize(
    ("scope", "ids"),
    [
        (Scope.ALL, {"Q1", "Q2", "Q3", "Q4", "Q5"}),
        (Scope.MINE, {"Q1", "Q4"}),
        (Scope.TEAMS, {"Q1", "Q2", "Q4"}),
    ],
)
def test_a_scope_holds_what_concerns_me_and_my_teams(scope, ids):
    assert shown(Query(scope), *ALL) == ids


def test_one_key_goes_round_the_scopes_and_the_orders():
    query = Query()
    scopes = [query := query.next_scope() for _ in Scope]

    assert {q.scope for q in scopes} == set(Scope)
    assert scopes[-1].scope is Scope.ALL
    assert Query().next_scope(-1).scope is Scope.TEAMS
    assert Query(order=list(Order)[-1]).next_order().order is Order.PRESSING


@pytest.mark.parametrize("me", [None, replace(ANA, id="")])
def test_while_nobody_knows_who_i_am_nothing_is_hidden_and_it_is_said(me):
    found = listed(state(*ALL), me, Query(Scope.MINE))

    assert len(found.shown) == len(ALL)
    assert "who you are" in found.unknown


def test_without_a_team_nothing_is_hidden_and_it_is_said():
    found = listed(state(*ALL, teams=()), ANA, Query(Scope.TEAMS))

    assert len(found.shown) == len(ALL)
    assert "no team" in found.unknown


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("BILLING", {"Q3"}),
        ("#3", {"Q3"}),
        ("unassigned", {"Q3"}),
        ("LINDQ", {"Q2", "Q4", "Q5"}),
        ("you triggered", {"Q1"}),
        ("cloud api  lindqvist", {"Q2", "Q4", "Q5"}),
        ("resolved", set()),
        ("  ", {"Q1", "Q2", "Q3", "Q4", "Q5"}),
    ],
)
def test_all_words_of_the_filter_must_be_in_what_the_row_says(words, ids):
    assert shown(Query(words=words), *ALL) == ids


def test_what_the_filter_and_the_scope_hide_is_kept_apart():
    found = listed(state(*ALL), ANA, Query(Scope.TEAMS, "lindq"))

    assert {i.id for i in found.unmatched} == {"Q1"}
    assert {i.id for i in found.outside} == {"Q3", "Q5"}


def test_the_most_pressing_ones_come_first():
    acked = one("Q6", status=Status.ACKNOWLEDGED, acknowledgements=(held(ANA),))
    low = one("Q7", urgency=Urgency.LOW, assignments=(held(BO),))
    strange = one("Q8", status=Status.OTHER, assignments=(held(BO),))
    older = replace(THEIRS, created_at=PAGED - timedelta(hours=1))
    found = listed(state(strange, low, older, acked, MINE), ANA, Query()).shown

    assert [i.id for i in found] == ["Q1", "Q6", "Q2", "Q7", "Q8"]


def test_groups_have_headings_and_what_has_no_service_or_priority_comes_last():
    bare = one("Q9", service="", priority="", assignments=())
    ten = replace(FAR, priority="P10")
    two = replace(THEIRS, priority="P2")
    by_service = listed(state(bare, ten, two), ANA, Query(order=Order.SERVICE)).groups
    by_priority = listed(state(bare, ten, two), ANA, Query(order=Order.PRIORITY)).groups

    assert [heading for heading, _ in by_service] == ["billing", "cloud api", "no service"]
    assert [heading for heading, _ in by_priority] == ["P2", "P10", "no priority"]


def test_the_latest_that_are_over_are_listed_apart():
    over = [
        one(f"Q{n}", status=Status.RESOLVED, created_at=PAGED - timedelta(minutes=n))
        for n in range(10, 15 + CLOSED)
    ]
    found = listed(state(*over, MINE), ANA, Query())

    assert [i.id for i in found.shown] == ["Q1"]
    assert [i.id for i in found.over] == [f"Q{n}" for n in range(10, 10 + CLOSED)]


def test_newest_first_is_by_creation():
    old = replace(MINE, created_at=PAGED - timedelta(days=2))
    found = listed(state(old, THEIRS), ANA, Query(order=Order.NEWEST)).shown

    assert [i.id for i in found] == ["Q2", "Q1"]


incidents = st.lists(
    st.builds(
        one,
        st.integers(1, 30).map("Q{}".format),
        status=st.sampled_from(Status),
        urgency=st.sampled_from(Urgency),
        priority=st.sampled_from(("", "P1", "P2", "Critical", "²", "P" + "9" * 5000)),
        service=st.sampled_from(("", "cloud", "Cloud", "gw")),
        team_ids=st.sampled_from(((), ("T1",), ("T9",))),
        assignments=st.sampled_from(((), (held(ANA),), (held(BO),))),
    ),
    max_size=12,
    unique_by=lambda i: i.id,
)
queries = st.builds(
    Query,
    st.sampled_from(Scope),
    st.sampled_from(("", "cloud", "you", "#1", "nothing fits this")),
    st.sampled_from(Order),
)


@given(incidents=incidents, query=queries)
def test_every_open_incident_is_shown_once_or_owned_up_to(incidents, query):
    found = listed(state(*incidents), ANA, query)
    parts = [i.id for i in (*found.shown, *found.unmatched, *found.outside)]

    assert sorted(parts) == sorted(i.id for i in incidents if i.is_open)


@given(incidents=incidents, query=queries, data=st.data())
def test_the_order_does_not_depend_on_the_order_of_arrival(incidents, query, data):
    shuffled = data.draw(st.permutations(incidents))
    known = [replace(i, created_at=PAGED - timedelta(seconds=i.number)) for i in incidents]
    again = [replace(i, created_at=PAGED - timedelta(seconds=i.number)) for i in shuffled]

    assert listed(state(*known), ANA, query).groups == listed(state(*again), ANA, query).groups
