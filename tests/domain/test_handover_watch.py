"""How a handover stands for whoever goes and whoever comes, and what they are told to do (A14)."""

from dataclasses import replace
from datetime import datetime, timedelta

from situations import ANA, BO, CLEO, NOW, idle, state_of

from cockpit.documents import handover_status
from cockpit.domain.effects import PostMessage, Purpose
from cockpit.domain.facts import (
    EffectDone,
    EffectFailed,
    Fact,
    HandoverReacted,
    HandoverRequested,
    HandoverSeen,
)
from cockpit.domain.handover_watch import Stage, handovers, stage
from cockpit.domain.handover_words import advice, for_incoming, for_outgoing
from cockpit.domain.handovers import NO_ANSWER_S, Thumb
from cockpit.domain.model import Person
from cockpit.domain.situation import Situation

POSTED = HandoverSeen(
    handover="h1",
    channel="C0ONCALL",
    ts="1.0",
    at=NOW,
    role="primary",
    outgoing=ANA,
    incoming=BO,
    text="All quiet.",
)
AFTER = NOW + timedelta(seconds=NO_ANSWER_S)


def seen(me: Person, *facts: Fact) -> Situation:
    """What this person sees once these have come, one after the other."""
    told = ((NOW + timedelta(seconds=n), fact) for n, fact in enumerate((POSTED, *facts)))
    return replace(idle(), state=state_of(*told), me=me)


def standing(situation: Situation, now: datetime = NOW) -> Stage:
    (found,) = situation.state.handovers.handovers.values()
    return stage(situation.state, found, now)


def reacted(*people: Person) -> HandoverReacted:
    thumbs = tuple(Thumb(name=p.name, email=p.email) for p in people)
    return HandoverReacted(handover="h1", thumbs=thumbs)


def test_nobody_reacts_and_the_outgoing_one_is_told_whom_to_call() -> None:
    situation = seen(ANA)
    given = handovers(situation, AFTER).given
    assert given is not None

    assert (standing(situation), standing(situation, AFTER)) == (Stage.WAITING, Stage.UNANSWERED)
    assert "nobody has taken it yet, you stay responsible" in for_outgoing(situation, given, AFTER)
    told = advice(situation, given, AFTER)
    assert any("call Bo Lindqvist by phone" in words for words in told)
    assert any("by the name in the chat" in words for words in told)


def test_the_wrong_person_completes_nothing_and_is_named() -> None:
    situation = seen(ANA, reacted(CLEO))
    given = handovers(situation, NOW).given
    assert given is not None

    assert standing(situation) is Stage.WAITING
    assert (
        advice(situation, given, NOW)[0]
        == "Cleo Marsh reacted: only Bo Lindqvist's thumbs-up counts"
    )
    assert handover_status.is_pending(situation, NOW)


def test_a_withdrawn_thumbs_up_is_seen_on_both_sides() -> None:
    facts = (reacted(BO), reacted())
    ours, theirs = seen(ANA, *facts), seen(BO, *facts)
    given, received = handovers(ours, NOW).given, handovers(theirs, NOW).received
    assert given is not None
    assert received is not None

    assert standing(ours) is Stage.TAKEN_BACK
    assert "took the thumbs-up back" in for_outgoing(ours, given, NOW)
    assert "Ana Ortiz stays responsible" in for_incoming(theirs, received, NOW)


def test_a_deleted_note_can_be_taken_by_nobody_and_says_so() -> None:
    situation = seen(BO, replace(POSTED, is_deleted=True))
    received = handovers(situation, NOW).received
    assert received is not None

    assert standing(situation) is Stage.DELETED
    assert "cannot be taken" in for_incoming(situation, received, NOW)


def test_of_two_notes_the_newer_one_counts() -> None:
    newer = replace(POSTED, handover="h2", ts="2.0", at=NOW + timedelta(minutes=1), incoming=CLEO)
    situation = seen(ANA, newer)
    given = handovers(situation, AFTER).given
    assert given is not None

    assert given.id == "h2"
    assert handovers(replace(situation, me=BO), AFTER).received is None


def test_what_was_taken_is_shown_for_twelve_hours_and_no_longer() -> None:
    situation = seen(BO, reacted(BO))

    assert handovers(situation, NOW + timedelta(hours=11)).received is not None
    assert handovers(situation, NOW + timedelta(hours=13)).received is None
    assert not handover_status.is_pending(situation, NOW)


def test_a_note_whose_further_parts_were_not_posted_says_so() -> None:
    """Whoever comes next would read half of it, and take it."""
    parts = tuple(
        PostMessage(
            id=name,
            incident_id="",
            channel="C0ONCALL",
            text="words",
            thread_of=parent,
            purpose=Purpose.HANDOVER,
        )
        for name, parent in (("h1", ""), ("h12", "h1"))
    )
    asked = HandoverRequested(
        id="r",
        incident_id="",
        shift="",
        role="primary",
        outgoing=ANA,
        incoming=BO,
        paper="p",
        title="Handover",
        sections=(),
        effects=parts,
    )
    state = state_of(
        (NOW, asked),
        (NOW, EffectDone(effect="h1", ref="1.0")),
        (NOW, POSTED),
        (NOW, EffectFailed(effect="h12", reason="thread gone", final=True)),
    )

    told = handover_status.text(replace(idle(), state=state, me=ANA), NOW)

    assert "its further parts were not posted (x or `cockpit outbox` says why)" in told
    assert "Bo Lindqvist reads half" in told


def test_a_note_behind_something_that_was_not_sent_is_not_on_its_way() -> None:
    first, second = (
        HandoverRequested(
            id=name,
            incident_id="",
            shift="",
            role=role,
            outgoing=ANA,
            incoming=BO,
            paper=name,
            title="Handover",
            sections=(),
            effects=(
                PostMessage(
                    id=f"{name}.note",
                    incident_id="",
                    channel="C0ONCALL",
                    text="words",
                    purpose=Purpose.HANDOVER,
                ),
            ),
        )
        for name, role in (("r1", "primary"), ("r2", "secondary"))
    )
    lost = EffectFailed(effect="r1.note", reason="no such channel", final=True)
    state = state_of((NOW, first), (NOW, lost), (NOW + timedelta(minutes=1), second))
    found = state.handovers.handovers["r2.note"]

    assert stage(state, found, NOW) is Stage.HELD
