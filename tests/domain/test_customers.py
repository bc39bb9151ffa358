"""What may be done for a customer, and when: looked up here, allowed, verified, confirmed, once."""

import json
from dataclasses import replace
from itertools import count
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from customers import ACTIONS, FLAG, MERIDIAN, MINT
from hypothesis import given
from hypothesis import strategies as st
from situations import ANA, INCIDENT, NOW, ZONE, incident, procedure, state_of

from cockpit.domain import http_actions
from cockpit.domain.actions_customer import Perform, VerifyCaller
from cockpit.domain.actions_talk import SayArrived
from cockpit.domain.checklist import Standing, checklist
from cockpit.domain.customers import CallerWay, Org, meant
from cockpit.domain.decide import decide
from cockpit.domain.decisions import Ground, Refusal
from cockpit.domain.dispatch import IN_DOUBT, asks_a_person
from cockpit.domain.effects_http import CallHttp
from cockpit.domain.facts import (
    ActionRequested,
    CallerVerified,
    CustomerSearched,
    EffectDiscarded,
    EffectDone,
    EffectFailed,
    Fact,
    IncidentSeen,
)
from cockpit.domain.forbidding import forbidding
from cockpit.domain.http_actions import Need
from cockpit.domain.model import Status
from cockpit.domain.procedure import Evidence, Step

ORG = Org(id=MERIDIAN, name="Meridian Retail", owner="ines@meridian.example", allows=True)
SEEN = IncidentSeen(incident=incident())
WISH = Perform(incident_id=INCIDENT, action=MINT.id, org_id=MERIDIAN, sure=True)
PLAN = replace(procedure(), http_actions=(*ACTIONS, FLAG), http_services=("platform",))


def searched(org: Org = ORG, where: str = INCIDENT) -> CustomerSearched:
    return CustomerSearched(incident_id=where, action="orgs", query=org.id, found=(org,), total=1)


CALLED = CallerVerified(incident_id=INCIDENT, org_id=MERIDIAN, way=CallerWay.TICKET, ref="ZD-1")
READY = (SEEN, searched(), CALLED)


def asked(action: object, *told: Fact, plan: object = PLAN) -> object:
    """What is decided about it on what was told so far."""
    ids = count(1)
    ground = Ground(
        procedure=plan,
        me=ANA,
        now=NOW,
        zone=ZONE,
        new_id=lambda: f"id{next(ids)}",
        process="here:1:0",
    )
    return decide(state_of(*told), action, ground)


def why(action: object, *told: Fact, plan: object = PLAN) -> str:
    """Why it is refused."""
    decision = asked(action, *told, plan=plan)
    assert isinstance(decision, Refusal), decision
    return decision.reason


# --- what has to be so before ------------------------------------------------------------------


def test_the_token_is_asked_for_exactly_as_the_procedure_says() -> None:
    (fact,) = asked(WISH, *READY)
    (effect,) = fact.effects

    assert json.loads(effect.body) == {
        "org_id": MERIDIAN,
        "reason": f"P1 incident {INCIDENT}",
        "ticket_ref": INCIDENT,
    }
    assert (effect.method, effect.path) == ("POST", "/api/v1/platform/impersonation-tokens")
    assert (effect.enters, effect.process) == (True, "here:1:0")
    assert fact.words == f"Mint an impersonation token: Meridian Retail ({MERIDIAN})"


def test_the_consequence_is_confirmed_and_names_the_org() -> None:
    decision = asked(replace(WISH, sure=False), *READY)

    assert isinstance(decision, Refusal)
    assert decision.confirmable
    assert decision.reason == (
        f"It lets you into Meridian Retail ({MERIDIAN}), and leaves an entry in the customer's "
        "audit log."
    )


OTHER = incident("Q2", number=4999)
OBSTACLES = {
    "nobody was looked up": ((SEEN,), f"{MERIDIAN} was not looked up in this incident"),
    "looked up for another incident": (
        (SEEN, IncidentSeen(incident=OTHER), searched(where="Q2")),
        f"Meridian Retail ({MERIDIAN}) was looked up in #4999, not in this incident",
    ),
    "it forbids": (
        (SEEN, searched(replace(ORG, allows=False)), CALLED),
        "can be entered only with their Owner, ines@meridian.example",
    ),
    "it is not said": (
        (SEEN, searched(replace(ORG, allows=None)), CALLED),
        "does not say whether",
    ),
    "it forbids by now": (
        (*READY, searched(replace(ORG, allows=False))),
        "forbids platform impersonation",
    ),
    "nobody is verified": (
        (SEEN, searched()),
        "is not verified yet: by an existing ticket or a shared channel",
    ),
    "somebody else's caller is verified": (
        (SEEN, searched(), replace(CALLED, org_id="org_2")),
        "is not verified yet",
    ),
    "it is over": (
        (IncidentSeen(incident=incident(status=Status.RESOLVED)), searched(), CALLED),
        "is resolved: nothing is done for it",
    ),
}


@pytest.mark.parametrize(("told", "words"), OBSTACLES.values(), ids=OBSTACLES)
def test_no_token_is_minted_before_everything_is_so(told: tuple[Fact, ...], words: str) -> None:
    assert words in why(WISH, *told)


def test_no_token_without_an_org_or_without_an_address() -> None:
    assert "no org is looked up yet" in why(replace(WISH, org_id=""), *READY)
    assert "no address of platform is configured here" in why(
        WISH, *READY, plan=replace(PLAN, http_services=())
    )
    assert why(replace(WISH, action="orgs"), *READY) == (
        "the profile has no act orgs: it has impersonate, disable-flag"
    )


def test_several_that_fit_are_not_told_to_be_looked_up_again() -> None:
    two = (ORG, replace(ORG, id="org_2"))
    told = CustomerSearched(
        incident_id=INCIDENT, action="orgs", query="ines@meridian.example", found=two, total=2
    )

    said = why(replace(WISH, org_id=""), SEEN, told)
    assert said == "2 orgs fit what was looked up: choose the one that is meant first"


def test_several_orgs_are_none() -> None:
    two = (ORG, replace(ORG, id="org_2"))
    told = CustomerSearched(
        incident_id=INCIDENT, action="orgs", query="ines@meridian.example", found=two, total=2
    )

    assert "was not looked up in this incident" in why(WISH, SEEN, told, CALLED)
    assert meant("org_2", two, 9) == two[1]
    assert meant("ines@meridian.example", two[:1], 3) is None


@pytest.mark.parametrize(
    ("query", "owner", "is_meant"),
    [
        (MERIDIAN, "", True),
        ("Ines@Meridian.example", "ines@meridian.example", True),
        ("ines@meridian.example", "", True),
        ("sam@harbour.example", "ines@meridian.example", False),
        ("org_unknown", "ines@meridian.example", False),
        ("org_unknown", "", False),
    ],
)
def test_the_only_org_that_a_service_answers_with_may_be_another_one(
    query: str, owner: str, is_meant: bool
) -> None:
    org = replace(ORG, owner=owner)
    told = CustomerSearched(incident_id=INCIDENT, action="orgs", query=query, found=(org,), total=1)

    assert (meant(query, (org,), 1) is org) is is_meant
    said = why(replace(WISH, org_id=""), SEEN, told)
    assert ("choose it if it is meant" in said) is not is_meant


# --- once --------------------------------------------------------------------------------------


def minted(*more: Fact) -> tuple[Fact, ...]:
    """The token was asked for, and then this happened."""
    (fact,) = asked(WISH, *READY)
    return (*READY, fact, *more)


def test_one_that_is_on_its_way_is_not_asked_for_again() -> None:
    assert why(WISH, *minted()) == "it is on its way already"


def test_one_that_is_in_doubt_is_settled_by_a_person_first() -> None:
    doubt = EffectFailed(effect="id1.http", reason=f"{IN_DOUBT}: no trace", final=True)
    told = minted(doubt)

    assert asks_a_person(state_of(*told).parcels["id1.http"])
    assert "is unclear: x settles it first" in why(WISH, *told)
    (yes,) = asked(SayArrived(effect="id1.http", arrived=True), *told)
    (no,) = asked(SayArrived(effect="id1.http", arrived=False), *told)
    assert isinstance(yes, EffectDone)
    assert isinstance(no, EffectDiscarded)
    assert isinstance(asked(WISH, *told, no), tuple)


def test_one_that_was_refused_may_be_asked_for_again() -> None:
    refused = EffectFailed(effect="id1.http", reason="no", final=True)

    assert isinstance(asked(WISH, *minted(refused)), tuple)


# --- who called --------------------------------------------------------------------------------


def test_a_caller_is_verified_for_an_org_that_was_looked_up_and_by_something() -> None:
    wish = VerifyCaller(
        incident_id=INCIDENT, org_id=MERIDIAN, way=CallerWay.CHANNEL, ref=" #meridian "
    )

    (fact,) = asked(wish, SEEN, searched())
    assert fact == replace(CALLED, way=CallerWay.CHANNEL, ref="#meridian")
    assert asked(wish, SEEN, searched(), fact) == ()
    assert "look it up first" in why(wish, SEEN)
    assert "write the channel's name" in why(replace(wish, ref=" "), SEEN, searched())


def test_who_forbids_is_known_for_the_handover_as_it_was_found_last() -> None:
    forbids = replace(ORG, id="org_2", allows=False)
    elsewhere = (IncidentSeen(incident=OTHER), searched(forbids, "Q2"))
    state = state_of(SEEN, searched(), *elsewhere)

    assert [found.org for found in forbidding(state)] == [forbids]
    changed = (NOW, searched(replace(forbids, allows=True)))
    assert forbidding(state_of(SEEN, *elsewhere, changed)) == ()


# --- the checklist -----------------------------------------------------------------------------


def test_the_steps_tick_by_what_was_looked_up_and_done() -> None:
    steps = (
        Step(id="customer", title="x", evidence=Evidence.CUSTOMER),
        Step(id="enter", title="y", evidence=Evidence.IMPERSONATED),
    )
    plan = replace(PLAN, steps=steps)

    def standing(*told: Fact) -> list[tuple[Standing, str]]:
        state = state_of(*told)
        views = checklist(state, state.cases[INCIDENT], plan, NOW)
        return [(view.standing, view.proof) for view in views]

    assert [s for s, _ in standing(SEEN)] == [Standing.NEXT, Standing.OPEN]
    assert standing(SEEN, searched())[0][0] is Standing.DONE
    assert standing(*minted())[1][0] is Standing.NEXT
    done = standing(*minted(EffectDone(effect="id1.http")))
    assert [s for s, _ in done] == [Standing.DONE, Standing.DONE]


# --- what is filled in -------------------------------------------------------------------------

values = st.text(min_size=1, max_size=40).filter(lambda text: text not in (".", ".."))


@given(value=values)
def test_no_value_ends_a_part_of_an_address(value: str) -> None:
    filled = http_actions.address("/orgs/{org_id}/flags?query={query}&x=1", {
        "org_id": value, "query": value,
    })  # fmt: skip
    parts = urlsplit(filled)
    shown = value.encode("utf-8", "replace").decode()

    assert parts.netloc == parts.fragment == ""
    assert [unquote(part) for part in parts.path.split("/")] == ["", "orgs", shown, "flags"]
    assert parse_qsl(parts.query) == [("query", shown), ("x", "1")]


@given(value=st.text(max_size=40))
def test_no_value_changes_the_shape_of_a_body(value: str) -> None:
    filled = http_actions.body('{"a": {"b": ["{org}!"]}, "n": 1}', {"org": value})

    assert json.loads(filled) == {"a": {"b": [f"{value}!"]}, "n": 1}


@pytest.mark.parametrize("value", ["", ".", "..", "x" * 501])
def test_a_value_that_would_lead_elsewhere_is_refused_in_words(value: str) -> None:
    wish = replace(WISH, action=FLAG.id, input=value or " ")
    reason = why(wish, *READY)

    assert "input" in reason or "write first: Which flag" in reason


def test_an_act_without_a_question_is_done_at_once() -> None:
    at_once = replace(FLAG, needs=(Need.ORG,))
    plan = replace(PLAN, http_actions=(at_once,))
    (fact,) = asked(
        Perform(incident_id=INCIDENT, action=FLAG.id, org_id=MERIDIAN, input="beta"),
        SEEN,
        searched(),
        plan=plan,
    )

    assert isinstance(fact, ActionRequested)
    assert [type(effect) for effect in fact.effects] == [CallHttp]
    assert fact.effects[0].process == ""
