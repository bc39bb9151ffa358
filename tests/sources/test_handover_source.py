"""A handover over real HTTP: posted by one cockpit, found by another, taken by a click."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from clocks import ManualClock
from situations import ANA, record
from slack_rig import asked, chat
from stand import Stand

from cockpit.domain.effects import PostMessage, Purpose
from cockpit.domain.effects_chat import EditMessage
from cockpit.domain.facts import Fact
from cockpit.domain.fold import fold
from cockpit.domain.handovers import Handover
from cockpit.domain.state import EMPTY
from cockpit.sources.handover import HandoverSource

ROOM = "C0ONCALL"
ABOUT = (
    ("by", "Ana Ribeiro"),
    ("by_email", "ana@novavms.example"),
    ("to", "Ben Stone"),
    ("to_email", "ben@novavms.example"),
    ("role", "primary"),
)


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    with Stand(tmp_path) as made:
        yield made


class Listener:
    """A cockpit that has just been started, and what it knows by now."""

    def __init__(self, stand: Stand) -> None:
        self.slack, self.clock, self.state = chat(stand.slack), ManualClock(), EMPTY
        self.source = HandoverSource(
            self.slack, self.slack.workspace, lambda: self.state, ROOM, self.clock
        )

    async def listen(self) -> list[Fact]:
        self.clock.advance(20)
        facts = [fact async for fact in self.source.poll()]
        self.state = fold([record(fact, self.clock.now()) for fact in facts], self.state)
        return facts

    @property
    def handover(self) -> Handover:
        (found,) = self.state.handovers.handovers.values()
        return found


def note(effect: str, text: str, *, thread_of: str = "") -> PostMessage:
    about = () if thread_of else ABOUT
    return PostMessage(
        id=effect,
        incident_id="",
        channel=ROOM,
        text=text,
        thread_of=thread_of,
        purpose=Purpose.HANDOVER,
        about=about,
    )


async def test_whoever_comes_next_takes_it_by_themself_after_a_while(stand: Stand) -> None:
    await chat(stand.slack).post(note("r.note", "All quiet."), "")
    listener = Listener(stand)
    stand.order("/clock", advance_s=130)

    await listener.listen()
    await listener.listen()

    assert listener.handover.is_taken


async def test_a_note_is_found_and_taken_by_the_right_click_in_any_skin_tone(stand: Stand) -> None:
    other = chat(stand.slack)
    post = await other.post(note("r.note", "(1/2) All quiet."), "")
    await other.post(note("r.note2", "(2/2) Watch the queue.", thread_of="r.note"), post.ts)
    listener = Listener(stand)

    await listener.listen()
    await listener.listen()
    found = listener.handover
    assert (found.outgoing.name, found.incoming.email) == ("Ana Ribeiro", "ben@novavms.example")
    assert found.text == "(1/2) All quiet.\n\n(2/2) Watch the queue."
    assert found.is_pending

    stand.order("/slack/react", channel=ROOM, ts=post.ts, who="mia", name="+1")
    await listener.listen()
    assert listener.handover.is_pending, "it was not meant for her"

    stand.order("/slack/react", channel=ROOM, ts=post.ts, who="ben", name="thumbsup::skin-tone-5")
    await listener.listen()
    assert listener.handover.is_taken

    fresh = Listener(stand)
    await fresh.listen()
    await fresh.listen()
    assert fresh.handover.is_taken, "a cockpit that starts later finds it so"
    fresh.slack.close()

    stand.order("/slack/unreact", channel=ROOM, ts=post.ts, who="ben", name="thumbsup::skin-tone-5")
    await listener.listen()
    assert listener.handover.is_pending
    other.close()
    listener.slack.close()


async def test_a_thumb_under_another_message_completes_nothing(stand: Stand) -> None:
    other = chat(stand.slack)
    post = await other.post(note("r.note", "All quiet."), "")
    part = await other.post(note("r.note2", "More.", thread_of="r.note"), post.ts)
    stand.order("/slack/react", channel=ROOM, ts=part.ts, who="ben", name="+1")
    listener = Listener(stand)

    await listener.listen()
    await listener.listen()

    assert listener.handover.is_pending
    other.close()
    listener.slack.close()


async def test_nothing_new_is_no_fact_and_costs_two_questions_a_look(stand: Stand) -> None:
    other = chat(stand.slack)
    await other.post(note("r.note", "All quiet."), "")
    listener = Listener(stand)
    await listener.listen()
    await listener.listen()
    before = asked(stand, "conversations.history"), asked(stand, "conversations.replies")

    assert await listener.listen() == []

    after = asked(stand, "conversations.history"), asked(stand, "conversations.replies")
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, 1]
    other.close()
    listener.slack.close()


async def test_a_deleted_note_waits_for_nobody(stand: Stand) -> None:
    other = chat(stand.slack)
    post = await other.post(note("r.note", "All quiet."), "")
    listener = Listener(stand)
    await listener.listen()
    stand.order("/slack/delete", channel=ROOM, ts=post.ts)

    await listener.listen()

    assert listener.handover.is_deleted
    assert listener.state.handovers.to(ANA) is None
    other.close()
    listener.slack.close()


async def test_a_deleted_note_that_was_answered_waits_for_nobody_either(stand: Stand) -> None:
    """Its place stays in the chat, as long as what was answered to it does."""
    other = chat(stand.slack)
    post = await other.post(note("r.note", "(1/2) All quiet."), "")
    await other.post(note("r.note2", "(2/2) Watch the queue.", thread_of="r.note"), post.ts)
    stand.order("/slack/react", channel=ROOM, ts=post.ts, who="ben", name="+1")
    listener = Listener(stand)
    await listener.listen()
    stand.order("/slack/delete", channel=ROOM, ts=post.ts)

    await listener.listen()

    assert listener.handover.is_deleted
    other.close()
    listener.slack.close()


async def test_a_namesake_takes_nothing_and_takes_nothing_away(stand: Stand) -> None:
    other = chat(stand.slack)
    post = await other.post(note("r.note", "All quiet."), "")
    stand.order("/slack/call", who="mia", display_name="ben")
    listener = Listener(stand)
    await listener.listen()

    stand.order("/slack/react", channel=ROOM, ts=post.ts, who="mia", name="+1")
    await listener.listen()
    assert [thumb.name for thumb in listener.handover.thumbs] == ["ben"]
    assert listener.handover.is_pending

    stand.order("/slack/react", channel=ROOM, ts=post.ts, who="ben", name="+1::skin-tone-2")
    stand.order("/slack/unreact", channel=ROOM, ts=post.ts, who="mia", name="+1")
    stand.order("/slack/react", channel=ROOM, ts=post.ts, who="mia", name="+1::skin-tone-4")
    await listener.listen()
    assert listener.handover.is_taken
    assert len(listener.handover.thumbs) == 2
    other.close()
    listener.slack.close()


async def test_a_note_is_found_behind_all_that_was_said_since(stand: Stand) -> None:
    other = chat(stand.slack)
    await other.post(note("r.note", "All quiet."), "")
    for n in range(150):
        stand.order("/slack/say", channel=ROOM, who="mia", text=f"word {n}")
    listener = Listener(stand)

    await listener.listen()

    assert listener.handover.text == "All quiet."
    other.close()
    listener.slack.close()


async def test_a_note_that_was_edited_in_the_chat_is_read_as_it_stands(stand: Stand) -> None:
    other = chat(stand.slack)
    post = await other.post(note("r.note", "All quiet."), "")
    listener = Listener(stand)
    await listener.listen()
    edit = EditMessage(
        id="e", incident_id="", channel=ROOM, message_of="r.note", text="Not quiet: disk 3."
    )
    await other.alter(edit, post.ts, "")

    await listener.listen()

    assert listener.handover.text == "Not quiet: disk 3."
    other.close()
    listener.slack.close()


async def test_who_cannot_be_looked_up_has_not_taken_it_back(stand: Stand) -> None:
    """A cockpit that starts anew knows nobody by their id yet."""
    other = chat(stand.slack)
    post = await other.post(note("r.note", "All quiet."), "")
    stand.order("/slack/react", channel=ROOM, ts=post.ts, who="ben", name="+1")
    listener = Listener(stand)
    await listener.listen()
    await listener.listen()
    assert listener.handover.is_taken

    known, fresh = listener.state, Listener(stand)
    fresh.state = known
    path = "/api/users.info"
    stand.fault("slack", "status", status=503, times=0, path=path)
    assert await fresh.listen() == []
    assert "could not be looked up" in fresh.source.warning

    stand.clear_faults()
    assert await fresh.listen() == []
    assert fresh.source.warning == ""
    for port in (other, listener.slack, fresh.slack):
        port.close()
