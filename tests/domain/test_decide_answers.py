"""An answer in a followed channel: in the thread of that very message, signed, and checked."""

from datetime import UTC

from situations import ANA, NOW, procedure

from cockpit.domain import texts
from cockpit.domain.actions import Insist
from cockpit.domain.actions_talk import SECRET, AnswerMessage
from cockpit.domain.decide import decide
from cockpit.domain.decisions import Ground, Refusal
from cockpit.domain.effects import PostMessage, Purpose
from cockpit.domain.facts import ChangeRequested
from cockpit.domain.state import EMPTY

GROUND = Ground(procedure=procedure(), me=ANA, now=NOW, zone=UTC, new_id=lambda: "r1")


def answer(text: str) -> AnswerMessage:
    return AnswerMessage(channel="C0ALERTS", ts="5.000001", text=text, author="monitor")


def test_it_goes_into_the_thread_of_the_message_and_to_the_shift() -> None:
    (fact,) = decide(EMPTY, answer(" on it "), GROUND)

    assert fact == ChangeRequested(
        id="r1",
        incident_id="",
        words="answer monitor in C0ALERTS: on it",
        effects=(
            PostMessage(
                id="r1.post",
                incident_id="",
                channel="C0ALERTS",
                text="Ana Ortiz: on it",
                thread="5.000001",
                purpose=Purpose.OTHER,
            ),
        ),
    )


def test_what_cannot_be_said_is_refused() -> None:
    empty = decide(EMPTY, answer("  "), GROUND)
    long = decide(EMPTY, answer("x" * (texts.LIMIT + 1)), GROUND)

    assert isinstance(empty, Refusal)
    assert isinstance(long, Refusal)
    assert str(texts.LIMIT) in long.reason


def test_a_secret_does_not_leave_with_it() -> None:
    said = answer("password=hunter2-hunter2-hunter2")
    refused = decide(EMPTY, said, GROUND)

    assert isinstance(refused, Refusal)
    assert refused.finding == SECRET
    assert "hunter2" not in refused.reason
    assert not isinstance(decide(EMPTY, Insist(wish=said, on=(SECRET,)), GROUND), Refusal)
