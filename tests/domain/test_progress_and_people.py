"""How far a storm has come, and who can be named."""

from hypothesis import given
from hypothesis import strategies as st
from situations import ANA, BO, CLEO, INCIDENT, held, incident, on_call, state_of

from cockpit.domain import people
from cockpit.domain.effects import AcknowledgeIncident, RenameIncident
from cockpit.domain.facts import (
    ChangeRequested,
    EffectDiscarded,
    EffectDone,
    EffectFailed,
    IncidentSeen,
    MeIdentified,
    OnCallSeen,
)
from cockpit.domain.model import Person, Status
from cockpit.domain.progress import bulks, progress

OUTCOMES = {
    "done": EffectDone,
    "failed": lambda effect: EffectFailed(effect=effect, reason="no", final=True),
    "later": lambda effect: EffectFailed(effect=effect, reason="no"),
    "given up": lambda effect: EffectDiscarded(effect=effect, reason="resolved"),
    "": None,
}


@given(st.lists(st.sampled_from(sorted(OUTCOMES)), min_size=1, max_size=12))
def test_every_effect_is_counted_once(outcomes: list[str]) -> None:
    effects = tuple(
        AcknowledgeIncident(id=f"e{n}", incident_id=f"Q{n}") for n in range(len(outcomes))
    )
    request = ChangeRequested(id="r", incident_id="", words="x", effects=effects)
    told = [
        OUTCOMES[what](effect=effect.id)
        for what, effect in zip(outcomes, effects, strict=True)
        if what
    ]

    state = state_of(request, *told)
    found = progress(state, "r")

    assert found is not None
    assert found.total == len(outcomes)
    assert found.done == outcomes.count("done")
    assert found.given_up == outcomes.count("given up")
    assert len(found.failed) == outcomes.count("failed")
    assert found.left == outcomes.count("later") + outcomes.count("")
    stays = len(outcomes) >= 3 and (found.is_running or bool(found.failed))
    assert bulks(state) == ((found,) if stays else ())


def test_a_line_says_where_it_stands() -> None:
    effects = tuple(AcknowledgeIncident(id=f"e{n}", incident_id=f"Q{n}") for n in range(4))
    request = ChangeRequested(id="r", incident_id="", words="x", effects=effects)
    state = state_of(
        request,
        EffectDone(effect="e0"),
        OUTCOMES["failed"]("e1"),
        OUTCOMES["given up"]("e2"),
    )

    (found,) = bulks(state)

    assert found.words == "1 of 4 acknowledged, 1 not sent, 1 given up"
    assert progress(state, "other") is None


def test_a_few_different_things_are_no_storm() -> None:
    effects = (
        AcknowledgeIncident(id="a", incident_id="Q1"),
        AcknowledgeIncident(id="b", incident_id="Q2"),
        RenameIncident(id="c", incident_id="Q1", title="x"),
    )

    request = ChangeRequested(id="r", incident_id="", words="x", effects=effects)

    assert bulks(state_of(request)) == ()


def test_everybody_whom_the_pager_named_is_known_once() -> None:
    state = state_of(
        MeIdentified(person=ANA),
        OnCallSeen(entries=on_call(ANA, BO, None)),
        IncidentSeen(incident=incident(assignments=(held(CLEO), held(BO)))),
    )

    assert people.everybody(state) == (ANA, BO, CLEO)
    assert people.known(state, CLEO.id) == CLEO
    assert people.known(state, "PX") is None
    assert people.called(state, ("PBO", "PX")) == "Bo Lindqvist, PX"
    assert people.on_call_at(state, "POL1", 2) == (BO,)
    assert people.on_call_at(state, "POL1", 3) == ()


def test_an_incident_is_with_whoever_acknowledged_it() -> None:
    taken = incident(
        INCIDENT, status=Status.ACKNOWLEDGED, acknowledgements=(held(BO), held(BO), held(CLEO))
    )

    assert people.holders(taken) == (BO, CLEO)
    assert people.holders(incident()) == (ANA,)
    assert people.names(people.holders(incident(assignments=()))) == "nobody"
    assert Person(id="", name="nobody known") not in people.everybody(state_of())
