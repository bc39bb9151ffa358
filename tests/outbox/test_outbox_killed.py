"""Killed at any moment and started again, failing in any way: everything arrives exactly once."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from far_side import BLIND, MAYBE, UNSENT, incident
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from outbox_rig import (
    ACK,
    Killer,
    Process,
    Rig,
    Word,
    declare,
    known_incident,
    pager_note,
    remark,
    run,
    update,
)

from cockpit.domain.actions import Action
from cockpit.domain.facts import IncidentSeen
from cockpit.domain.state import Phase

WORDS = ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot")


def assert_once_each_in_order(rig: Rig, updates: list[str], notes: list[str]) -> None:
    """The other side has one declaration, then these updates, and these notes; nothing twice."""
    posts = rig.far.messages
    told = [next(w for w in WORDS if f"Known: {w}" in m.text) for m in posts[1:]]
    assert "declared" in posts[0].text
    assert told == updates
    assert {m.thread for m in posts[1:]} <= {posts[0].ts}
    assert [text for _, text, _ in rig.far.notes] == notes
    assert len({m.marker for m in posts}) == len(posts)


async def a_day(rig: Rig, killer: Killer) -> bool:
    """One process asks for everything and works until it is done, or killed; then another ends it.

    Returns whether it was killed.
    """
    one = await rig.process(killer)
    await known_incident(one)
    await one.act(ACK, declare(), remark("alpha"), pager_note("bravo"), update("charlie"))
    work = asyncio.create_task(one.settle())
    blow = asyncio.create_task(killer.struck.wait())
    await asyncio.wait({work, blow}, return_when=asyncio.FIRST_COMPLETED)
    blow.cancel()
    killed = killer.struck.is_set()
    if killed:
        work.cancel()
        await rig.kill(one)
    else:
        await work
    heir = await rig.process()
    await heir.settle()
    assert all(p.phase is Phase.DONE for p in heir.state.parcels.values())
    return killed


@pytest.mark.parametrize("faults", [[], ["lost after", "garbled before", "connection refused"]])
def test_a_kill_at_any_moment_loses_and_doubles_nothing(tmp_path: Path, faults: list[str]) -> None:
    moments = 0
    killed = True
    while killed:
        moments += 1
        folder = tmp_path / str(moments)
        folder.mkdir()

        async def story(rig: Rig, at: int = moments) -> None:
            nonlocal killed
            rig.far.faults = list(faults)
            killed = await a_day(rig, Killer(at))
            assert_once_each_in_order(rig, ["alpha", "charlie"], ["bravo"])
            assert rig.far.acknowledged.count("Q1") in {1, 2}, "harmless to repeat while open"

        run(folder, story)

    assert moments > 25


def test_a_kill_right_after_the_chat_acted_is_found_by_looking(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        killer = Killer()
        one = await rig.process(killer)
        await known_incident(one)
        (effect,) = await one.act(declare())

        async def stop(moment: str) -> None:
            if moment == "after":
                killer.struck.set()
                await asyncio.Event().wait()

        rig.far.at_write = stop
        work = asyncio.create_task(one.outbox.drain())
        await killer.struck.wait()
        work.cancel()
        await rig.kill(one)
        heir = await rig.process()
        assert heir.parcel(effect).phase is Phase.CLAIMED
        await heir.outbox.drain()

        assert heir.standing(effect) == "posted"
        assert rig.far.calls == 1

    run(tmp_path, story)


def test_a_process_that_cannot_be_known_dead_keeps_its_claim_until_the_lease_ends(
    tmp_path: Path,
) -> None:
    async def story(rig: Rig) -> None:
        one, other = await rig.process(), await rig.process()
        await known_incident(one)
        rig.far.held = asyncio.Event()
        (effect,) = await one.act(declare())
        work = asyncio.create_task(one.outbox.drain())
        while one.parcel(effect).phase is not Phase.CLAIMED:
            await asyncio.sleep(0)
        await one.outbox.close(0)
        work.cancel()
        rig.far.held = None
        await other.store.append(IncidentSeen(incident=incident()))
        await other.outbox.drain()
        assert rig.far.calls == 0
        rig.clock.advance(61)
        await other.settle()

        assert len(rig.far.messages) == 1

    run(tmp_path, story)


def test_two_processes_work_on_one_journal_and_send_everything_once(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        one, two = await rig.process(), await rig.process()
        await known_incident(one)
        await one.act(declare(), *(remark(w) for w in WORDS))
        await two.store.append(IncidentSeen(incident=incident()))
        await two.act(*(pager_note(w) for w in WORDS), ACK)
        await one.store.append(IncidentSeen(incident=incident()))
        await asyncio.gather(one.settle(), two.settle())
        await two.store.append(IncidentSeen(incident=incident()))
        await two.settle()

        assert_once_each_in_order(rig, list(WORDS), list(WORDS))
        assert rig.far.acknowledged == ["Q1"]
        assert rig.far.calls == len(two.state.parcels), "each was sent by one of them alone"

    run(tmp_path, story)


ACTIONS = st.sampled_from(["update", "note", "ack"])
FAULTS = st.lists(st.sampled_from(["", *UNSENT, *MAYBE]), max_size=8)
LOOKS = st.lists(st.sampled_from(["", *BLIND]), max_size=5)
KILLS = st.lists(st.integers(1, 40), max_size=3)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    wishes=st.lists(ACTIONS, max_size=5),
    faults=FAULTS,
    looks=LOOKS,
    kills=KILLS,
    together=st.booleans(),
)
def test_whatever_fails_and_whoever_dies_everything_arrives_exactly_once(
    wishes: list[str], faults: list[str], looks: list[str], kills: list[int], together: bool
) -> None:
    async def story(rig: Rig) -> None:
        rig.far.faults, rig.far.blindness = list(faults), list(looks)
        first = await rig.process()
        await known_incident(first)
        updates, notes = await ask(first, wishes)
        helper = await rig.process() if together else None
        killer: Killer | None = None
        process = first
        for at in kills:
            killer = Killer(at)
            process = await rig.process(killer)
            await work_until_killed(rig, process, killer, helper)
        heir = await rig.process()
        await heir.settle(120)

        assert_once_each_in_order(rig, updates, notes)
        assert all(p.phase is Phase.DONE for p in heir.state.parcels.values())

    with TemporaryDirectory() as folder:
        run(Path(folder), story)


async def ask(process: Process, wishes: list[str]) -> tuple[list[str], list[str]]:
    """Ask for a declaration and for these; the words of the updates and of the notes."""
    updates: list[str] = []
    notes: list[str] = []
    actions: list[Action | Word] = [declare()]
    for word, wish in zip(WORDS, wishes, strict=False):
        if wish == "update":
            updates.append(word)
            actions.append(remark(word))
        elif wish == "note":
            notes.append(word)
            actions.append(pager_note(word))
        elif ACK not in actions:
            actions.append(ACK)
    await process.act(*actions)
    return updates, notes


async def work_until_killed(
    rig: Rig, process: Process, killer: Killer, helper: Process | None
) -> None:
    """Let both work; the first dies when its time comes, and the other one with it."""
    works = [asyncio.create_task(process.settle())]
    if helper is not None:
        works.append(asyncio.create_task(helper.settle()))
    blow = asyncio.create_task(killer.struck.wait())
    await asyncio.wait({blow, works[0]}, return_when=asyncio.FIRST_COMPLETED)
    for task in (*works, blow):
        task.cancel()
    await asyncio.gather(*works, blow, return_exceptions=True)
    await rig.kill(process)


class Gate:
    """Holds whoever comes, one after the other, until let go."""

    def __init__(self) -> None:
        self.arrived = asyncio.Queue[asyncio.Event]()

    async def hold(self, _moment: str = "") -> None:
        """Come, and wait."""
        go = asyncio.Event()
        self.arrived.put_nowait(go)
        await go.wait()


async def catch_up(process: Process) -> None:
    """Let a process learn all that others have written."""
    await process.store.append(IncidentSeen(incident=incident()))


def test_a_look_that_ends_late_does_not_release_what_another_process_sends_again(
    tmp_path: Path,
) -> None:
    async def story(rig: Rig) -> None:
        one, two = await rig.process(), await rig.process()
        await known_incident(one)
        rig.far.faults = ["lost before"]
        (effect,) = await one.act(declare())
        await one.outbox.drain()
        rig.clock.advance(2)
        await one.outbox.drain()
        rig.clock.advance(5)
        await catch_up(two)
        look, send = Gate(), Gate()
        rig.far.at_look, rig.far.at_write = look.hold, send.hold
        late = asyncio.create_task(two.outbox.drain())
        late_look = await look.arrived.get()
        quick = asyncio.create_task(one.outbox.drain())
        (await look.arrived.get()).set()
        sending = await send.arrived.get()
        late_look.set()
        await late
        assert two.parcel(effect).phase is Phase.CLAIMED

        rig.far.at_write = Killer().moment
        sending.set()
        await quick
        assert len(rig.far.messages) == 1

    run(tmp_path, story)


def test_an_attempt_that_ends_after_its_lease_does_not_disturb_the_one_that_took_over(
    tmp_path: Path,
) -> None:
    async def story(rig: Rig) -> None:
        one, two = await rig.process(), await rig.process()
        await known_incident(one)
        send = Gate()
        rig.far.at_write = send.hold
        rig.far.faults = ["lost before"]
        (effect,) = await one.act(declare())
        slow = asyncio.create_task(one.outbox.drain())
        stale = await send.arrived.get()
        rig.clock.advance(61)
        await catch_up(two)
        await two.outbox.drain()
        rig.clock.advance(5)
        taken = asyncio.create_task(two.outbox.drain())
        fresh = await send.arrived.get()
        stale.set()
        await slow
        assert one.parcel(effect).phase is Phase.CLAIMED
        assert one.parcel(effect).claimed_by == two.name
        fresh.set()
        after = await send.arrived.get()
        after.set()
        await taken

        assert len(rig.far.messages) == 1

    run(tmp_path, story)
