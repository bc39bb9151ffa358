"""What may have left and nobody can look up: a person says whether it arrived, and that is kept."""

from datetime import timedelta

import pytest
from orders import NOVA, decided
from situations import ANA, INCIDENT, NOW, ZONE, state_of

from cockpit.documents import outbox
from cockpit.domain.actions_talk import SayArrived
from cockpit.domain.changes import Scene
from cockpit.domain.decisions import Refusal
from cockpit.domain.dispatch import IN_DOUBT, asks_a_person, is_stuck, standing
from cockpit.domain.effects import PostMessage
from cockpit.domain.effects_outward import SendMail
from cockpit.domain.facts import (
    EffectClaimed,
    EffectDone,
    EffectFailed,
    EffectUnclear,
    Fact,
    TellingRequested,
)
from cockpit.domain.state import Phase

MAIL = SendMail(
    id="m1", incident_id=INCIDENT, to=("all@example.com",), subject="5xx", text="We know."
)
POST = PostMessage(id="m1", incident_id=INCIDENT, channel="C1", text="We know.")


def in_doubt(effect: SendMail | PostMessage = MAIL) -> tuple[tuple[object, Fact], ...]:
    asked = TellingRequested(
        id="r1", incident_id=INCIDENT, telling="all", words="We know.", effects=(effect,)
    )
    unclear = EffectUnclear(
        effect="m1", reason="the connection broke", look_at=NOW + timedelta(seconds=2)
    )
    return (NOW, asked), (NOW, unclear)


def after(decision, *story):
    assert isinstance(decision, tuple), decision
    return state_of(*story, *((NOW, fact) for fact in decision)).parcels["m1"]


def test_it_waits_for_a_person_and_says_so():
    state = state_of(*in_doubt())
    parcel = state.parcels["m1"]

    assert is_stuck(state, parcel, lambda _p: False)
    assert "nobody can look whether it arrived" in standing(state, parcel, NOW)


def test_what_arrived_is_done_and_the_record_says_who_said_so():
    story = in_doubt()
    parcel = after(decided(SayArrived(effect="m1", arrived=True), *story), *story)

    assert (parcel.phase, parcel.done_at) == (Phase.DONE, NOW)
    assert f"{ANA.name} said that it did" in parcel.warning


def test_what_did_not_arrive_is_sent_again_and_the_record_says_who_said_so():
    story = in_doubt()
    parcel = after(decided(SayArrived(effect="m1", arrived=False), *story), *story)

    assert (parcel.phase, parcel.retry_at) == (Phase.WAITING, NOW)
    assert parcel.reason == f"it did not arrive, says {ANA.name}"


@pytest.mark.parametrize(
    ("story", "said"),
    [
        ((), "nothing is in doubt there any more"),
        (in_doubt(POST), "arrived is looked up: nobody has to say so"),
        ((*in_doubt(), (NOW, EffectDone(effect="m1"))), "nothing is in doubt there any more"),
        (in_doubt()[:1], "nobody has to say so"),
    ],
)
def test_what_is_not_in_doubt_is_refused_in_words(story, said):
    decision = decided(SayArrived(effect="m1", arrived=True), *story)

    assert isinstance(decision, Refusal)
    assert said in decision.reason


def test_while_it_is_being_sent_one_waits_for_the_outcome():
    claimed = EffectClaimed(
        effect="m1", attempt="a1", process="jump:1:0", until=NOW + timedelta(seconds=60)
    )
    decision = decided(SayArrived(effect="m1", arrived=True), *in_doubt()[:1], (NOW, claimed))

    assert isinstance(decision, Refusal)
    assert "wait for the outcome" in decision.reason


def looked_for(reason: str = f"{IN_DOUBT}: an e-mail cannot be looked up") -> tuple[object, Fact]:
    """Another cockpit went to look, and could not."""
    return NOW, EffectFailed(effect="m1", reason=reason, final=True)


def test_whoever_looks_in_vain_leaves_the_question_to_the_person():
    state = state_of(*in_doubt(), looked_for())

    assert asks_a_person(state.parcels["m1"])
    assert "nobody can look whether it arrived" in standing(state, state.parcels["m1"], NOW)


@pytest.mark.parametrize(("arrived", "phase"), [(True, Phase.DONE), (False, Phase.WAITING)])
def test_after_a_vain_look_both_answers_are_still_taken(arrived, phase):
    story = (*in_doubt(), looked_for())

    assert after(decided(SayArrived(effect="m1", arrived=arrived), *story), *story).phase is phase


def test_what_the_server_refused_is_not_in_doubt():
    state = state_of(*in_doubt(), looked_for("no such user"))

    assert not asks_a_person(state.parcels["m1"])


def test_a_shell_is_told_commands_and_not_keys():
    state = state_of(*in_doubt(), looked_for())
    listed = outbox.text(Scene(state=state, procedure=NOVA, zone=ZONE, now=NOW))

    assert listed.startswith("1. an e-mail: unclear")
    assert "say it: `cockpit outbox --arrived 1`, or `--lost 1`" in listed
    assert "y it did" not in listed
