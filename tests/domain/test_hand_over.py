"""Who agreed to take an incident, and who did not."""

from dataclasses import replace

import pytest
from situations import ANA, BO, CLEO, INCIDENT, after, held, incident, message, state_of

from cockpit.domain.facts import HandOverAccepted, HandOverOffered, IncidentSeen, ReplySeen
from cockpit.domain.hand_over import accepted, agrees
from cockpit.domain.model import Reply, Status

YES = (
    "taking it",
    "Taking it!",
    "I'm taking this",
    "ok, I'll take it",
    "I've got it",
    "I have it",
    "I take over",
    "taking over, thanks",
)
NO = (
    "",
    "ok",
    "looking",
    "not taking it",
    "I can't take it",
    "who is taking it?",
    "taking it?",
    "I'll take it later",
    "I'd take it if nobody else can",
    "no, I have it wrong",
    "undertaking",
    "I won't take it",
    "take it to the channel",
    "I'll take it after lunch",
    "mistaking it",
)


@pytest.mark.parametrize("text", YES)
def test_words_that_take_it(text: str) -> None:
    assert agrees(text)


@pytest.mark.parametrize("text", NO)
def test_words_that_do_not(text: str) -> None:
    assert not agrees(text)


OFFER = HandOverOffered(
    id="offer", incident_id=INCIDENT, person=BO, effects=(message("offer.post"),)
)
ASKED = (IncidentSeen(incident=incident()), (after(10), OFFER))


def said(text: str, minutes: float = 12, **changes) -> tuple:
    plain = Reply(
        channel="C1",
        thread="1",
        ts=f"{minutes}",
        at=after(minutes),
        author=BO.name,
        text=text,
    )
    return after(minutes), ReplySeen(incident_id=INCIDENT, reply=replace(plain, **changes))


def test_a_reply_of_theirs_agrees() -> None:
    (fact,) = accepted(state_of(*ASKED, said("taking it")))

    assert fact == HandOverAccepted(
        incident_id=INCIDENT,
        person_id=BO.id,
        how="Bo Lindqvist wrote at 08:54 UTC that they take it",
    )


def test_their_acknowledgement_agrees_without_a_word() -> None:
    taken = incident(
        status=Status.ACKNOWLEDGED, acknowledgements=(held(BO, after(13)),), changed_at=after(13)
    )

    (fact,) = accepted(state_of(*ASKED, IncidentSeen(incident=taken)))

    assert fact.how == "Bo Lindqvist acknowledged it at 08:55 UTC"


@pytest.mark.parametrize(
    "told",
    [
        said("looking at it"),
        said("taking it", 9),
        said("taking it", author=CLEO.name),
        said("taking it", author=ANA.name),
        said("taking it", ours="some.post"),
        (
            after(12),
            IncidentSeen(
                incident=incident(
                    status=Status.ACKNOWLEDGED,
                    acknowledgements=(held(CLEO, after(12)),),
                    changed_at=after(12),
                )
            ),
        ),
    ],
    ids=["other words", "before", "somebody else", "oneself", "our own", "other's ack"],
)
def test_nothing_else_agrees(told: tuple) -> None:
    assert accepted(state_of(*ASKED, told)) == ()


def test_an_address_says_more_than_a_name() -> None:
    with_address = replace(OFFER, person=replace(BO, email="bo@example.com"))
    asked = (ASKED[0], (after(10), with_address))
    nick = {"author": "bolind", "author_email": "Bo@Example.com"}

    assert accepted(state_of(*asked, said("taking it", **nick)))
    assert not accepted(state_of(*asked, said("taking it", author_email="another@example.com")))


def test_what_is_on_record_or_over_or_was_never_asked_is_no_news() -> None:
    agreed = said("taking it")
    state = state_of(*ASKED, agreed)
    over = incident(status=Status.RESOLVED, changed_at=after(20))

    assert accepted(state_of(*ASKED, agreed, *accepted(state))) == ()
    assert accepted(state_of(*ASKED, agreed, IncidentSeen(incident=over))) == ()
    assert accepted(state_of(ASKED[0], agreed)) == ()
    assert accepted(state_of(*ASKED)) == ()
