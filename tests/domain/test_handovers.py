"""A handover is complete with the right person's thumbs-up on the right note, and only so long."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from situations import ANA, BO, CLEO, NOW, PAGED, ZONE, idle, procedure, state_of

from cockpit.documents import handover_status
from cockpit.domain.actions import Insist
from cockpit.domain.actions_handover import PostHandover
from cockpit.domain.actions_papers import Made
from cockpit.domain.actions_shift import EndShift
from cockpit.domain.decide import decide
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.effects import PostMessage, Purpose
from cockpit.domain.facts import EffectDiscarded, EffectFailed, Fact
from cockpit.domain.facts_handover import HandoverReacted, HandoverRequested, HandoverSeen
from cockpit.domain.facts_shift import ShiftBegan
from cockpit.domain.handover_watch import handovers
from cockpit.domain.handovers import Handover, Thumb
from cockpit.domain.model import Person
from cockpit.domain.papers import PaperText
from cockpit.domain.procedure import Procedure
from cockpit.domain.shift_book import SHADOW
from cockpit.domain.state import State

BEN = Person(id="", name="Ben Stone", email="ben@example.com")
RIGHT = Thumb(name="ben", email="BEN@example.com")
WRONG = Thumb(name="cleo", email="cleo@example.com")
MADE = Made(
    paper="handover-2026-04-21-primary",
    kind="handover",
    title="Handover",
    sections=(PaperText(id="open", title="Open", body="none"),),
)


def here() -> Procedure:
    return replace(procedure(), shift=replace(procedure().shift, channel="C0ONCALL"))


def decided(state: State, action: PostHandover | Insist, by: Procedure | None = None) -> Decision:
    ground = Ground(procedure=by or here(), me=ANA, now=NOW, zone=ZONE, new_id=lambda: "r1")
    return decide(state, action, ground)


def post(text: str = "All quiet.", incoming: Person = BEN, *, sure: bool = False) -> PostHandover:
    return PostHandover(
        made=MADE, text=text, incoming=incoming, role="primary", shift="s1", sure=sure
    )


def note(at: datetime = PAGED) -> tuple[datetime, Fact]:
    seen = HandoverSeen(
        handover="r1.note",
        channel="C0ONCALL",
        ts="1000.000100",
        at=at,
        role="primary",
        outgoing=ANA,
        incoming=BEN,
        text="All quiet.",
    )
    return at, seen


def thumbs(minutes: int, *people: Thumb) -> tuple[datetime, Fact]:
    fact = HandoverReacted(handover="r1.note", thumbs=people)
    return PAGED + timedelta(minutes=minutes), fact


def of(*story: tuple[datetime, Fact]) -> Handover:
    return state_of(*story).handovers.handovers["r1.note"]


def test_the_note_goes_to_the_channel_of_the_shift_and_names_both() -> None:
    (fact,) = decided(EMPTY_SHIFT, post())  # type: ignore[misc]

    assert isinstance(fact, HandoverRequested)
    (effect,) = fact.effects
    assert isinstance(effect, PostMessage)
    assert (effect.channel, effect.text, effect.purpose) == (
        "C0ONCALL",
        "All quiet.",
        Purpose.HANDOVER,
    )
    assert dict(effect.about) == {
        "by": "Ana Ortiz",
        "by_email": "ana@example.com",
        "to": "Ben Stone",
        "to_email": "ben@example.com",
        "role": "primary",
    }
    assert fact.shift == "s1"


EMPTY_SHIFT = state_of(ShiftBegan(id="s1", person=ANA, role="primary", due_at=PAGED))


def test_a_long_note_goes_on_in_the_thread_of_its_first_message() -> None:
    (fact,) = decided(EMPTY_SHIFT, post("\n\n".join("word " * 300 for _ in range(6))))  # type: ignore[misc]

    assert isinstance(fact, HandoverRequested)
    first, *more = [effect for effect in fact.effects if isinstance(effect, PostMessage)]
    assert more
    assert {effect.thread_of for effect in more} == {first.id}
    assert [bool(effect.about) for effect in fact.effects] == [True, *(False for _ in more)]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("action", "why"),
    [
        (post("  "), "empty"),
        (post(incoming=Person(id="", name="")), "who takes over"),
        (post(incoming=ANA), "somebody else"),
        (post("x " * 20_000), "shorten it"),
    ],
)
def test_what_cannot_be_handed_over_is_refused_in_words(action: PostHandover, why: str) -> None:
    refusal = decided(EMPTY_SHIFT, action)

    assert isinstance(refusal, Refusal)
    assert why in refusal.reason


def test_the_note_of_a_shift_in_which_one_only_looked_on_is_refused() -> None:
    refusal = decided(EMPTY_SHIFT, replace(post(), role=SHADOW))

    assert isinstance(refusal, Refusal)
    assert "only look on" in refusal.reason


def test_without_a_channel_there_is_nothing_to_post_to() -> None:
    refusal = decided(EMPTY_SHIFT, post(), replace(here(), shift=replace(here().shift, channel="")))

    assert isinstance(refusal, Refusal)
    assert "[procedure.shift]" in refusal.reason


def test_a_second_note_while_the_first_waits_takes_saying_it_twice() -> None:
    waiting = state_of(note())

    refusal = decided(waiting, post())

    assert isinstance(refusal, Refusal)
    assert refusal.confirmable
    assert "waits for the thumbs-up already" in refusal.reason
    assert not isinstance(decided(waiting, post(sure=True)), Refusal)


def failed(effect: str) -> Fact:
    return EffectFailed(effect=effect, reason="no such channel", final=True)


def test_a_note_that_never_left_takes_the_place_of_none_that_stands() -> None:
    """Whoever can be seen to have taken the one before has taken it."""
    (asked,) = decided(EMPTY_SHIFT, post(incoming=CLEO, sure=True))  # type: ignore[misc]
    newer = replace(
        asked, id="r2", effects=tuple(replace(e, id=f"r2{e.id}") for e in asked.effects)
    )
    later = PAGED + timedelta(minutes=2)
    state = state_of(note(), (later, newer), (later, failed("r2r1.note")), thumbs(5, RIGHT))

    situation = replace(idle(), state=state, me=ANA)
    found = handovers(situation, NOW)
    assert found.given is not None
    assert found.given.is_taken
    assert found.lost is not None
    said = handover_status.text(situation, NOW)
    assert "Ben Stone took your handover" in said
    assert "your newer note, for Cleo Marsh, was not posted" in said


def test_posting_again_gives_up_what_of_the_one_before_never_left() -> None:
    """Otherwise it would wait behind it for ever."""
    (asked,) = decided(EMPTY_SHIFT, post(incoming=CLEO))  # type: ignore[misc]
    lost = state_of((PAGED, asked), (PAGED, failed("r1.note")))
    refusal = decided(lost, post())
    assert not isinstance(refusal, Refusal), "nothing waits: nobody has to insist"

    given_up, again = refusal
    assert given_up == EffectDiscarded(
        effect="r1.note", reason="a newer handover note, for Ben Stone, takes its place"
    )
    assert isinstance(again, HandoverRequested)


def test_a_note_of_another_role_is_left_alone() -> None:
    other = replace(post(), role="secondary")

    assert not isinstance(decided(state_of(note()), other), Refusal)


def test_a_note_that_was_posted_elsewhere_hands_the_shift_over_too() -> None:
    """Posted from another machine, or before the shift was begun here (A14)."""
    began = ShiftBegan(id="s1", person=ANA, role="primary", due_at=PAGED - timedelta(hours=9))
    ground = Ground(procedure=here(), me=ANA, now=NOW, zone=ZONE, new_id=lambda: "r1")

    alone = decide(state_of((PAGED, began)), EndShift(), ground)
    assert isinstance(alone, Refusal)
    assert "you have posted no handover note" in alone.reason

    waiting = decide(state_of((PAGED, began), note()), EndShift(), ground)
    assert isinstance(waiting, Refusal)
    assert "Ben Stone has not taken the handover" in waiting.reason

    taken = decide(state_of((PAGED, began), note(), thumbs(1, RIGHT)), EndShift(), ground)
    assert not isinstance(taken, Refusal)


def test_a_secret_in_the_note_is_found() -> None:
    refusal = decided(EMPTY_SHIFT, post("the token is xoxb-1234567890-abcdefghijkl"))

    assert isinstance(refusal, Refusal)
    assert refusal.finding == "secret"


def test_it_is_pending_until_the_right_person_has_reacted() -> None:
    assert of(note()).is_pending
    assert of(note(), thumbs(5, WRONG)).is_pending
    taken = of(note(), thumbs(5, WRONG), thumbs(9, WRONG, RIGHT))

    assert taken.is_taken
    assert taken.accepted_at == PAGED + timedelta(minutes=9)
    assert taken.others == (WRONG,)


def test_a_thumb_that_is_taken_back_leaves_the_outgoing_one_responsible() -> None:
    back = of(note(), thumbs(5, RIGHT), thumbs(9))

    assert back.is_pending
    assert back.taken_back_at == PAGED + timedelta(minutes=9)
    again = of(note(), thumbs(5, RIGHT), thumbs(9), thumbs(12, RIGHT))
    assert (again.is_taken, again.taken_back_at) == (True, None)


def test_somebody_else_staying_changes_no_time_of_acceptance() -> None:
    taken = of(note(), thumbs(5, RIGHT), thumbs(9, RIGHT, WRONG))

    assert taken.accepted_at == PAGED + timedelta(minutes=5)


def test_without_an_address_the_whole_name_has_to_be_the_same() -> None:
    named = Thumb(name="Ben  STONE")

    assert of(note(), thumbs(1, named)).is_taken
    assert of(note(), thumbs(1, Thumb(name="Ben"))).is_pending


def test_what_happened_stands_on_the_timeline_of_the_shift() -> None:
    state = state_of(note(), thumbs(3, WRONG), thumbs(5, WRONG, RIGHT), thumbs(9, WRONG))

    said = [(m.author, m.text) for m in state.shift]
    assert said == [
        ("Ana Ortiz", "handover note of Ana Ortiz for Ben Stone"),
        ("", "cleo reacted to the handover note, which waits for Ben Stone"),
        ("Ben Stone", "took the handover of Ana Ortiz: primary from now on"),
        (
            "Ben Stone",
            "took the thumbs-up back: Ana Ortiz stays responsible as primary",
        ),
    ]


def test_one_s_own_note_becomes_the_one_that_stands_in_the_channel() -> None:
    (asked,) = decided(EMPTY_SHIFT, post())  # type: ignore[misc]
    state = state_of((PAGED, asked), note(PAGED + timedelta(minutes=1)), thumbs(3, RIGHT))

    assert [h.id for h in state.handovers.of(ANA, "primary", PAGED)] == ["r1.note"]
    assert state.handovers.of(ANA, "primary", PAGED + timedelta(hours=1)) == ()
    assert state.handovers.of(ANA, "secondary", PAGED) == ()
    (handover,) = state.handovers.handovers.values()
    assert (handover.ts, handover.paper, handover.is_taken) == ("1000.000100", MADE.paper, True)


def test_a_newer_note_of_the_same_role_takes_the_place_of_the_older_one() -> None:
    newer = HandoverSeen(
        handover="r2.note",
        channel="C0ONCALL",
        ts="1000.000200",
        at=PAGED + timedelta(hours=1),
        role="primary",
        outgoing=ANA,
        incoming=CLEO,
        text="Correction.",
    )
    state = state_of(note(), (newer.at, newer))

    assert [h.id for h in state.handovers.pending()] == ["r2.note"]
    assert state.handovers.to(BEN) is None
    assert state.handovers.to(CLEO) is not None


def test_a_deleted_note_can_be_taken_by_nobody() -> None:
    at, seen = note()
    assert isinstance(seen, HandoverSeen)

    gone = of((at, seen), (at, replace(seen, is_deleted=True)))

    assert not gone.is_pending
    assert state_of((at, seen), (at, replace(seen, is_deleted=True))).handovers.to(BEN) is None


@given(
    st.lists(st.lists(st.sampled_from((RIGHT, WRONG, Thumb(name="x"))), unique=True), max_size=8)
)
def test_whoever_reacts_in_whatever_order_the_last_look_decides(looks: list[list[Thumb]]) -> None:
    story = [thumbs(n, *people) for n, people in enumerate(looks, start=1)]

    handover = of(note(), *story)

    assert handover.is_taken == (bool(looks) and RIGHT in looks[-1])
    assert handover.is_pending == (not handover.is_taken)
    assert BO.name not in {t.name for t in handover.thumbs}
