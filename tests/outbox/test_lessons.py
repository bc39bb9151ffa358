"""What went wrong with writes in other tools: the peers' rules 21 to 27 (28: the commands)."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from clocks import START
from far_side import incident
from outbox_rig import ACK, Process, Rig, declare, known_incident, pager_note, remark, run, update
from outbox_wishes import customers, mail, war_room

from cockpit.domain.actions import Acknowledge
from cockpit.domain.facts import IncidentSeen, ReplySeen
from cockpit.domain.model import Reply, Status
from cockpit.domain.state import Kind, Phase
from cockpit.journal.opening import open_journal


def tell(tmp_path: Path, story: Callable[[Rig, Process], Awaitable[None]]) -> None:
    """A story of one process that knows one incident."""

    async def told(rig: Rig) -> None:
        one = await rig.process()
        await known_incident(one)
        await story(rig, one)

    run(tmp_path, told)


def test_no_write_is_repeated_before_somebody_has_looked(tmp_path: Path) -> None:
    """Rule 21: an ambiguous outcome is unknown, and read back before any second send."""

    async def story(rig: Rig, one: Process) -> None:
        looks = []

        async def look() -> None:
            looks.append(rig.far.calls)

        rig.far.at_look = look
        rig.far.faults = ["lost after"]
        (effect,) = await one.act(declare())
        await one.outbox.drain()
        assert one.parcel(effect).phase is Phase.UNCLEAR
        await one.settle()

        assert (rig.far.calls, looks) == (1, [1])
        assert one.parcel(effect).phase is Phase.DONE

    tell(tmp_path, story)


def test_what_is_sent_was_on_disk_before_and_stays_there_after_a_failure(tmp_path: Path) -> None:
    """Rule 22: write to disk first, remove after confirmation."""

    async def story(rig: Rig, one: Process) -> None:
        written: list[list[str]] = []

        async def look_at_disk(_moment: str) -> None:
            journal = open_journal(tmp_path / "journal.sqlite3", rig.clock)
            written.append([type(r.fact).__name__ for r in journal.since(0)][-2:])
            journal.close()

        rig.far.at_write = look_at_disk
        rig.far.faults = ["lost before"]
        (effect,) = await one.act(declare())
        await one.outbox.drain()

        assert written == [["DeclarationRequested", "EffectClaimed"]]
        heir = await rig.process()
        assert heir.parcel(effect).phase is Phase.UNCLEAR

    tell(tmp_path, story)


def test_it_is_posted_when_the_answer_says_so_and_no_earlier(tmp_path: Path) -> None:
    """Rule 23: "sent" comes from the provider's answer alone."""

    async def story(rig: Rig, one: Process) -> None:
        (effect,) = await one.act(declare())
        said: list[str] = []

        async def listen(_moment: str) -> None:
            said.append(one.standing(effect))

        rig.far.at_write = listen
        assert one.standing(effect) == "to be sent"
        await one.settle()

        assert said == ["sending", "sending"]
        assert one.standing(effect) == "posted"

    tell(tmp_path, story)


def test_an_acknowledgement_on_its_way_is_not_shown_as_the_pagers_word(tmp_path: Path) -> None:
    """Rule 24: an overlay with a life of its own, which no poll confirms or undoes."""

    async def story(rig: Rig, one: Process) -> None:
        rig.far.faults = ["connection refused"]
        (effect,) = await one.act(ACK)
        await one.outbox.drain()
        await one.store.append(IncidentSeen(incident=incident(title="news")))

        assert one.state.cases["Q1"].incident.status is Status.TRIGGERED
        assert one.standing(effect).startswith("not sent yet")
        await one.settle()
        assert one.state.cases["Q1"].incident.status is Status.ACKNOWLEDGED

    tell(tmp_path, story)


def test_a_failed_request_leaves_nothing_for_the_next_one(tmp_path: Path) -> None:
    """Rule 25: each command is a value with its own outcome."""

    async def story(rig: Rig, one: Process) -> None:
        rig.far.incidents["Q2"] = incident(2)
        await one.store.append(IncidentSeen(incident=incident(2)))
        rig.far.incidents["Q1"] = incident(status=Status.RESOLVED)
        (first,) = await one.act(ACK)
        await one.outbox.drain()
        (second,) = await one.act(Acknowledge(incident_id="Q2"))
        await one.settle()

        assert one.parcel(first).phase is Phase.FAILED
        assert one.parcel(second).phase is Phase.DONE
        assert rig.far.acknowledged == ["Q2"]

    tell(tmp_path, story)


def test_what_fails_for_some_is_told_to_the_others_all_the_same(tmp_path: Path) -> None:
    """Rule 26: each destination has its own outcome."""

    async def story(rig: Rig, one: Process) -> None:
        (post,) = await one.act(declare())
        await one.settle()
        rig.far.faults = ["no"]
        (letter,) = await one.act(mail("alpha"))
        await one.outbox.drain()
        assert one.parcel(letter).phase is Phase.FAILED
        others = await one.act(
            ACK, update("bravo"), pager_note("charlie"), customers("delta"), war_room()
        )
        await one.settle()

        assert {one.parcel(e).phase for e in (post, *others)} == {Phase.DONE}
        assert rig.far.mails == []

    tell(tmp_path, story)


def test_our_own_messages_read_back_are_no_news(tmp_path: Path) -> None:
    """Rule 27: what carries our mark is nobody else's word, and asks for nothing."""

    async def story(rig: Rig, one: Process) -> None:
        await one.act(declare(), update("alpha"), remark("bravo"))
        await one.settle()
        before = one.state
        for message in rig.far.messages:
            reply = Reply(
                channel="C1",
                thread=rig.far.messages[0].ts,
                ts=message.ts,
                at=START,
                author="cockpit",
                text=message.text,
                ours=message.marker,
                purpose="update",
            )
            await one.store.append(ReplySeen(incident_id="Q1", reply=reply))
        calls = rig.far.calls
        await one.settle()

        case, was = one.state.cases["Q1"], before.cases["Q1"]
        assert [m for m in case.moments if m.kind is Kind.CHAT] == []
        assert replace(case, replies=was.replies) == was
        assert rig.far.calls == calls

    tell(tmp_path, story)
