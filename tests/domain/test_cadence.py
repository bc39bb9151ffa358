"""When the next word is due."""

from situations import (
    after,
    case_of,
    declared,
    held,
    incident,
    procedure,
    state_of,
    updated,
)

from cockpit.domain.cadence import confirmed, last_word, update_due
from cockpit.domain.facts import EffectDiscarded, EffectFailed, IncidentSeen
from cockpit.domain.model import Status

NOVA = procedure()
SEEN = IncidentSeen(incident=incident())
ACKED = IncidentSeen(
    incident=incident(status=Status.ACKNOWLEDGED, acknowledgements=(held(at=after(3)),))
)
POSTED = after(4.05)


def _due(*told):
    state = state_of(SEEN, *told)
    return update_due(state, case_of(state), NOVA)


def test_before_the_declaration_nothing_was_promised():
    assert _due() is None


def test_a_declaration_that_has_not_left_promises_nothing():
    assert _due(*declared(after(4), done=False)) is None


def test_after_the_declaration_the_cadence_counts():
    assert _due(*declared(after(4))) == after(4 + 15) + (POSTED - after(4))


def test_after_an_update_it_is_due_when_it_was_promised():
    sent = updated("u1", after(9), next_at=after(29), done_at=after(9))

    assert _due(*declared(after(4)), *sent) == after(29)


def test_an_update_that_promises_nothing_follows_the_cadence():
    sent = updated("u1", after(9), done_at=after(10))

    assert _due(*declared(after(4)), *sent) == after(25)


def test_the_cadence_counts_from_when_it_stood_in_the_channel_not_from_the_key():
    sent = updated("u1", after(9), done_at=after(14))

    assert _due(*declared(after(4)), *sent) == after(29)


def test_a_promise_that_was_past_when_it_was_posted_is_none():
    sent = updated("u1", after(9), next_at=after(12), done_at=after(14))

    assert _due(*declared(after(4)), *sent) == after(29)


def test_an_update_that_did_not_arrive_moves_nothing():
    before = _due(*declared(after(4)))
    failed = EffectFailed(effect="u1.post", reason="archived", final=True)
    given_up = EffectDiscarded(effect="u1.post", reason="late")

    assert _due(*declared(after(4)), *updated("u1", after(9), next_at=after(60))) == before
    assert _due(*declared(after(4)), *updated("u1", after(9)), failed, given_up) == before


def test_only_what_stands_in_the_channel_is_confirmed():
    state = state_of(
        SEEN,
        *declared(after(4)),
        *updated("u1", after(9), done_at=after(9)),
        *updated("u2", after(12)),
    )
    case = case_of(state)

    assert [u.effect for u in confirmed(state, case)] == ["u1.post"]
    assert last_word(state, case) == after(9)
