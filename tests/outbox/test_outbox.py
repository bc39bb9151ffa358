"""What the outbox does with each answer, seen from the other side and in the journal."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from clocks import START
from far_side import ANA, BEN, incident
from outbox_rig import ACK, Rig, declare, known_incident, pager_note, remark, run, update
from patience import PATIENCE_S

from cockpit.domain.actions import Discard, Release
from cockpit.domain.facts import EffectReleased, IncidentSeen
from cockpit.domain.model import Assignment, Status
from cockpit.domain.state import Phase
from cockpit.ports.journal import JournalFull


def test_what_was_asked_for_leaves_once_in_order_and_in_its_thread(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process()
        await known_incident(one)
        await one.act(ACK, declare(), remark("first"), pager_note("a note"), update("second"))
        await one.settle()

        assert rig.far.acknowledged == ["Q1"]
        assert [(text, mark) for _, text, mark in rig.far.notes] == [("a note", "r4.note")]
        posts = rig.far.messages
        assert [m.thread for m in posts] == ["", posts[0].ts, posts[0].ts]
        assert "declared" in posts[0].text
        assert "first" in posts[1].text
        assert "second" in posts[2].text

    run(tmp_path, story)


def test_an_acknowledgement_shows_at_once_with_the_pagers_own_time(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process()
        await known_incident(one)
        rig.far.now = lambda: START + timedelta(seconds=3)
        (effect,) = await one.act(ACK)
        await one.settle()

        assert one.parcel(effect).done_at == START + timedelta(seconds=3)
        assert one.state.cases["Q1"].incident.status is Status.ACKNOWLEDGED
        assert one.state.cases["Q1"].acknowledged_at == START + timedelta(seconds=3)
        assert one.standing(effect) == "acknowledged"

    run(tmp_path, story)


def test_a_connection_refused_is_tried_again_with_growing_pauses(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process()
        await known_incident(one)
        rig.far.faults = ["connection refused"] * 9
        (effect,) = await one.act(declare())
        pauses = []
        for _ in range(9):
            await one.outbox.drain()
            at = one.parcel(effect).retry_at
            assert at is not None
            pauses.append((at - rig.clock.now()).total_seconds())
            rig.clock.advance(pauses[-1])
        await one.outbox.drain()

        assert pauses == [0.75, 1.5, 3.0, 6.0, 12.0, 24.0, 45.0, 45.0, 45.0]
        assert len(rig.far.messages) == 1

    run(tmp_path, story)


def test_later_is_believed(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process()
        await known_incident(one)
        rig.far.faults = ["later"]
        (effect,) = await one.act(declare())
        await one.outbox.drain()

        assert one.standing(effect) == "not sent yet, again in 7 s: too many requests"
        assert one.parcel(effect).retry_at == rig.clock.now() + timedelta(seconds=7)

    run(tmp_path, story)


def test_a_refusal_is_final_until_the_person_releases_it(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process()
        await known_incident(one)
        rig.far.faults = ["no"]
        first, second = await one.act(declare(), update("next"))
        await one.settle()

        assert one.standing(first) == "not sent: channel_not_found"
        assert one.parcel(first).mend == "check the channel"
        assert one.standing(second) == "waiting for the declaration"
        assert rig.far.messages == []

        await one.act(Release(effect=first))
        await one.settle()
        assert len(rig.far.messages) == 2

    run(tmp_path, story)


def test_a_discarded_declaration_lets_its_updates_go_to_the_channel(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process()
        await known_incident(one)
        rig.far.faults = ["no"]
        first, second = await one.act(declare(), update("next"))
        await one.settle()
        await one.act(Discard(effect=first, reason="told them by phone"))
        await one.settle()

        assert [m.thread for m in rig.far.messages] == [""]
        assert one.standing(first) == "given up: told them by phone"
        assert one.standing(second) == "posted"

    run(tmp_path, story)


def test_a_failed_message_holds_up_its_lane_alone_and_says_so(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process()
        await known_incident(one)
        await one.act(declare())
        await one.settle()
        rig.far.faults = ["no"]
        _, behind = await one.act(remark("first"), update("second"))
        await one.settle()
        note, ack = await one.act(pager_note("not held up"), ACK)
        await one.settle()

        assert one.standing(behind) == "waiting behind a message that was not sent"
        assert one.standing(note) == "written"
        assert one.standing(ack) == "acknowledged"

    run(tmp_path, story)


def test_a_failed_acknowledgement_gives_way_to_a_newer_one(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process()
        await known_incident(one)
        rig.far.faults = ["no"]
        (first,) = await one.act(ACK)
        await one.settle()
        (second,) = await one.act(ACK)
        await one.outbox.drain()

        assert one.parcel(first).phase is Phase.FAILED
        assert one.standing(second) == "acknowledged"

    run(tmp_path, story)


@pytest.mark.parametrize("fault", ["lost after", "hangs after", "garbled after"])
def test_what_arrived_without_an_answer_is_found_and_not_sent_again(
    tmp_path: Path, fault: str
) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process()
        await known_incident(one)
        rig.far.faults = [fault] * 3
        effects = await one.act(declare(), pager_note("once"), ACK)
        await one.outbox.drain()
        assert {one.standing(e) for e in effects} == {"unclear: looking whether it arrived"}
        await one.settle()

        assert (len(rig.far.messages), len(rig.far.notes), rig.far.acknowledged) == (1, 1, ["Q1"])
        assert rig.far.calls == 3

    run(tmp_path, story)


@pytest.mark.parametrize("fault", ["lost before", "hangs before", "garbled before"])
def test_what_did_not_arrive_is_sent_again_after_two_looks(tmp_path: Path, fault: str) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process()
        await known_incident(one)
        rig.far.faults = [fault]
        (effect,) = await one.act(declare())
        await one.outbox.drain()
        rig.clock.advance(2)
        await one.outbox.drain()
        assert (one.parcel(effect).looks, rig.far.calls) == (1, 1)
        rig.clock.advance(4)
        await one.outbox.drain()
        assert (one.parcel(effect).looks, rig.far.calls) == (1, 1)
        rig.clock.advance(1)
        await one.outbox.drain()

        assert one.standing(effect) == "posted"
        assert len(rig.far.messages) == 1

    run(tmp_path, story)


@pytest.mark.parametrize("blindness", ["unreachable", "refused", "garbled", "hangs"])
def test_nothing_is_sent_again_while_nobody_can_look(tmp_path: Path, blindness: str) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process()
        await known_incident(one)
        rig.far.faults, rig.far.blindness = ["lost after"], [blindness] * 20
        (effect,) = await one.act(declare())
        for _ in range(15):
            await one.outbox.drain()
            rig.clock.advance(5)
        said = one.parcel(effect)
        records = one.state.seq
        assert said.phase is Phase.UNCLEAR
        assert said.reason.startswith("cannot look whether it arrived: ")
        rig.clock.advance(60)
        await one.outbox.drain()
        assert one.state.seq == records, "the same again is not journalled again"
        rig.far.blindness = []
        await one.settle()

        assert (len(rig.far.messages), rig.far.calls) == (1, 1)

    run(tmp_path, story)


def test_a_chat_that_hangs_holds_up_no_acknowledgement(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process()
        await known_incident(one)
        rig.far.held = asyncio.Event()
        seen = asyncio.Event()
        one.store.listen(lambda _: seen.set() if one.state.cases["Q1"].acknowledged_at else None)
        working = asyncio.create_task(one.outbox.run())
        await one.act(declare(), ACK)
        await asyncio.wait_for(seen.wait(), PATIENCE_S)
        assert rig.far.messages == []
        working.cancel()

    run(tmp_path, story)


def test_a_call_that_never_ends_is_given_up_and_what_it_did_is_found(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process(deadline_s=0.03)
        await known_incident(one)
        hung = []

        async def hang(moment: str) -> None:
            if moment == "after" and not hung:
                hung.append(moment)
                await asyncio.Event().wait()

        rig.far.at_write = hang
        (effect,) = await one.act(declare())
        await one.settle()

        assert hung == ["after"]
        assert one.parcel(effect).phase is Phase.DONE
        assert len(rig.far.messages) == 1

    run(tmp_path, story)


def test_an_incident_resolved_meanwhile_is_not_acknowledged_again(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process()
        await known_incident(one)
        rig.far.faults = ["lost before"]
        (effect,) = await one.act(ACK)
        await one.outbox.drain()
        rig.far.incidents["Q1"] = incident(
            status=Status.RESOLVED, changed_at=START + timedelta(seconds=1)
        )
        await one.settle()

        assert one.standing(effect) == "not sent: it is resolved by now"
        assert one.state.cases["Q1"].incident.status is Status.RESOLVED
        assert rig.far.acknowledged == []

    run(tmp_path, story)


def test_somebody_elses_acknowledgement_is_not_taken_for_ones_own(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process()
        await known_incident(one)
        rig.far.faults = ["lost before"]
        await one.act(ACK)
        await one.outbox.drain()
        rig.far.incidents["Q1"] = incident(
            status=Status.ACKNOWLEDGED, acknowledgements=(Assignment(person=BEN, at=START),)
        )
        await one.settle()

        assert rig.far.acknowledged == ["Q1"]

    run(tmp_path, story)


def test_an_older_answer_never_overwrites_a_newer_one(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process()
        await known_incident(one)
        newer = incident(status=Status.RESOLVED, changed_at=START + timedelta(minutes=1))
        await one.act(ACK)
        await one.store.append(IncidentSeen(incident=newer))
        await one.settle()

        assert one.state.cases["Q1"].incident == newer

    run(tmp_path, story)


def test_a_claim_that_ran_out_before_the_send_sends_nothing(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process()
        await known_incident(one)
        (effect,) = await one.act(declare())
        one.store.listen(
            lambda _: rig.clock.advance(59) if one.parcel(effect).attempts == 1 else None
        )
        one.outbox.wake()
        task = asyncio.create_task(one.outbox.drain())
        await task

        assert one.parcel(effect).attempts >= 2
        assert len(rig.far.messages) == 1
        assert rig.far.calls == 1

    run(tmp_path, story)


def test_a_release_while_it_is_being_sent_changes_nothing(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        one, two = await rig.process(), await rig.process()
        await known_incident(one)
        rig.far.held = asyncio.Event()
        (effect,) = await one.act(declare())
        under_way = asyncio.create_task(one.outbox.drain())
        while one.parcel(effect).phase is not Phase.CLAIMED:
            await asyncio.sleep(0)
        await two.store.append(EffectReleased(effect=effect))
        await two.outbox.drain()
        rig.far.held.set()
        await under_way

        assert len(rig.far.messages) == 1
        assert rig.far.calls == 1

    run(tmp_path, story)


def test_read_only_sends_nothing_and_says_why(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process()
        await known_incident(one)
        (effect,) = await one.act(declare())
        watcher = await rig.process(refusal="read-only: nothing leaves this cockpit")
        await watcher.outbox.drain()

        assert rig.far.calls == 0
        assert watcher.outbox.refusal((one.parcel(effect).effect,)).startswith("read-only")
        assert watcher.outbox.refusal(()) == ""
        assert watcher.parcel(effect).phase is Phase.WAITING

    run(tmp_path, story)


def test_an_outcome_that_cannot_be_written_is_kept_until_it_can_and_nothing_is_sent_again(
    tmp_path: Path,
) -> None:
    async def story(rig: Rig) -> None:
        refusals = iter([JournalFull("The disk is full.")] * 3)
        one = await rig.process(trouble_after_claim=refusals)
        await known_incident(one)
        (effect,) = await one.act(declare())
        await one.outbox.drain()

        assert next(refusals, None) is None
        assert one.standing(effect) == "posted"
        assert rig.far.calls == 1

    run(tmp_path, story)


def test_a_claim_that_cannot_be_written_sends_nothing_yet(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process(trouble=iter([JournalFull("The disk is full.")] * 2))
        await known_incident(one)
        await one.act(declare())
        await one.outbox.drain()
        assert rig.far.calls == 0
        await one.settle()

        assert len(rig.far.messages) == 1

    run(tmp_path, story)


def test_a_fault_of_ours_rests_the_effect_and_spares_the_others(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process()
        await known_incident(one)
        del rig.far.incidents["Q1"]
        ack, note = await one.act(ACK, pager_note("goes out"))
        await one.outbox.drain()

        assert one.standing(note) == "written"
        assert one.parcel(ack).phase is Phase.CLAIMED
        assert "ended in a fault" in caplog.text

    run(tmp_path, story)


def test_without_a_chat_a_message_is_refused_in_words(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process(chat=False)
        await known_incident(one)
        (effect,) = await one.act(declare())
        await one.settle()

        assert one.standing(effect) == "not sent: no chat is configured here"
        assert one.parcel(effect).mend == "add [slack] to the configuration"

    run(tmp_path, story)


def test_an_answer_that_leaves_the_incident_triggered_is_unclear(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process()
        await known_incident(one)
        rig.far.acknowledge_does_nothing = 1
        (effect,) = await one.act(ACK)
        await one.outbox.drain()
        assert one.parcel(effect).reason == "the pager answered, and still says triggered"
        await one.settle()

        assert one.standing(effect) == "acknowledged"

    run(tmp_path, story)


def test_one_knows_oneself_by_address_while_the_pager_has_not_said_who_one_is(
    tmp_path: Path,
) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process(me=replace(ANA, id=""))
        await known_incident(one)
        rig.far.faults = ["lost after"]
        await one.act(ACK)
        await one.settle()

        assert rig.far.acknowledged == ["Q1"]

    run(tmp_path, story)


def test_whoever_leaves_begins_nothing_more_while_the_last_one_arrives(tmp_path: Path) -> None:
    """An e-mail begun in the last second would be cut off, and a person asked about it."""

    async def story(rig: Rig) -> None:
        one = await rig.process()
        await known_incident(one)
        begun, go_on = asyncio.Event(), asyncio.Event()

        async def held(_what: str = "") -> None:
            begun.set()
            await go_on.wait()

        rig.far.at_write = held
        first, second = await one.act(pager_note("first"), pager_note("second"))
        work = asyncio.create_task(one.outbox.run())
        async with asyncio.timeout(PATIENCE_S):
            await begun.wait()
            leaving = asyncio.create_task(one.outbox.close(PATIENCE_S))
            await asyncio.sleep(0)
            go_on.set()
            await leaving
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)

        assert one.parcel(first).phase is Phase.DONE
        assert one.parcel(second).phase is Phase.WAITING
        assert [text for _, text, _ in rig.far.notes] == ["first"]

    run(tmp_path, story)
