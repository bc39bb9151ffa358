"""The life of an effect: what each outcome does, and that done stays done."""

import pytest
from any_facts import outcomes
from hypothesis import given
from hypothesis import strategies as st
from situations import NOW, after, message, record, requested, state_of

from cockpit.domain.facts import (
    EffectClaimed,
    EffectDiscarded,
    EffectDone,
    EffectFailed,
    EffectReleased,
    EffectUnclear,
)
from cockpit.domain.fold import apply, fold
from cockpit.domain.state import Phase

NAME = "r1.post"
CLAIMED = EffectClaimed(effect=NAME, attempt="1", process="jump:1:1", until=after(5))
DONE = EffectDone(effect=NAME, ref="17.1", done_at=after(4))
LATER = EffectFailed(effect=NAME, reason="busy", retry_at=after(6))
REFUSED = EffectFailed(effect=NAME, reason="archived", mend="pick another", final=True)
UNCLEAR = EffectUnclear(effect=NAME, reason="timed out", look_at=after(6))
RELEASED = EffectReleased(effect=NAME)
DISCARDED = EffectDiscarded(effect=NAME, reason="too late")


def _parcel(*told):
    return state_of(requested(message(NAME)), *((NOW, fact) for fact in told)).parcels[NAME]


@pytest.mark.parametrize(
    ("told", "phase"),
    [
        ((), Phase.WAITING),
        ((CLAIMED,), Phase.CLAIMED),
        ((CLAIMED, DONE), Phase.DONE),
        ((CLAIMED, LATER), Phase.WAITING),
        ((CLAIMED, REFUSED), Phase.FAILED),
        ((CLAIMED, UNCLEAR), Phase.UNCLEAR),
        ((CLAIMED, UNCLEAR, DONE), Phase.DONE),
        ((CLAIMED, REFUSED, RELEASED), Phase.WAITING),
        ((CLAIMED, UNCLEAR, RELEASED), Phase.UNCLEAR),
        ((CLAIMED, RELEASED), Phase.CLAIMED),
        ((DISCARDED,), Phase.DISCARDED),
        ((DISCARDED, CLAIMED), Phase.DISCARDED),
        ((DISCARDED, RELEASED), Phase.DISCARDED),
        ((DISCARDED, DONE), Phase.DONE),
        ((DONE, REFUSED), Phase.DONE),
        ((DONE, DISCARDED), Phase.DONE),
    ],
)
def test_each_outcome_leads_where_it_should(told, phase):
    assert _parcel(*told).phase is phase


@given(st.lists(outcomes, max_size=12))
def test_once_done_an_effect_stays_done(late):
    state = state_of(requested(message(NAME)), DONE)
    done = state.parcels[NAME]

    assert fold([record(fact, NOW) for fact in late], state).parcels[NAME] == done


@given(st.lists(outcomes, max_size=12))
def test_an_effect_that_is_not_claimed_names_no_claimant(told):
    state = state_of(requested(message(NAME)))
    for fact in told:
        state = apply(state, record(fact, NOW))
        parcel = state.parcels[NAME]

        assert (parcel.phase is Phase.CLAIMED) == (parcel.claimed_until is not None)


def test_every_claim_is_counted():
    assert _parcel(CLAIMED, LATER, CLAIMED, UNCLEAR).attempts == 2


def test_a_confirmation_clears_what_had_gone_wrong_and_keeps_the_others_id():
    parcel = _parcel(CLAIMED, LATER, CLAIMED, DONE)

    assert (parcel.reason, parcel.ref, parcel.done_at) == ("", "17.1", after(4))


def test_a_confirmation_without_a_time_of_its_own_gets_the_records():
    assert _parcel(EffectDone(effect=NAME)).done_at == NOW


def test_a_refusal_says_why_and_what_to_do():
    parcel = _parcel(CLAIMED, REFUSED)

    assert (parcel.reason, parcel.mend) == ("archived", "pick another")


def test_releasing_makes_it_due_at_once():
    assert _parcel(CLAIMED, LATER, RELEASED).retry_at is None
