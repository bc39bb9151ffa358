"""That an update came late is on record once, and only when the thread was read since."""

import asyncio
from pathlib import Path

from clocks import START
from desks import Seat, bad_deploy, seat
from patience import PATIENCE_S

from cockpit.domain.actions import Acknowledge, Declare
from cockpit.domain.decisions import Refusal
from cockpit.domain.facts import ReplySeen
from cockpit.domain.model import Reply
from cockpit.domain.readings import Answered, Asked
from cockpit.domain.watch import CHAT

CADENCE_S = 900


async def declared(it: Seat) -> None:
    await it.desk.open()
    it.desk.start(watching=False)
    for action in (
        Acknowledge(incident_id="Q1"),
        Declare(incident_id="Q1", started_at=START, paged_by="", hypothesis="unknown"),
    ):
        assert not isinstance(await it.desk.act(action), Refusal)
        await it.desk.settle(it.desk.state.parcels, PATIENCE_S)


def read(it: Seat, *, good: bool = True) -> None:
    """The thread's source asks, and is answered, as its keeper tells it."""
    it.desk.note(Asked(source=CHAT, at=it.clock.now()))
    it.desk.note(Answered(source=CHAT, at=it.clock.now(), good=good))


async def noted(it: Seat) -> None:
    changed = asyncio.Event()
    stop = it.desk.listen(changed.set)
    async with asyncio.timeout(PATIENCE_S):
        while not it.desk.state.cases["Q1"].late_updates:
            await changed.wait()
            changed.clear()
    stop()


def lateness(it: Seat) -> int:
    return sum("is late" in m.text for m in it.desk.state.cases["Q1"].moments)


async def settled(it: Seat) -> None:
    """Whatever was begun to be recorded is: what is appended now comes after it."""
    for _ in range(3):
        await it.tell()
        await asyncio.sleep(0)


async def test_it_is_noted_once_by_the_first_look_after_it_was_due(tmp_path: Path) -> None:
    async with seat(tmp_path, *bad_deploy()) as it:
        await declared(it)
        it.clock.advance(CADENCE_S + 60)
        read(it)
        assert lateness(it) == 0

        for _ in range(3):
            it.clock.advance(10)
            read(it)
        await noted(it)
        await settled(it)

        assert lateness(it) == 1


async def test_a_thread_that_cannot_be_read_makes_nobody_late(tmp_path: Path) -> None:
    async with seat(tmp_path, *bad_deploy()) as it:
        await declared(it)
        it.clock.advance(CADENCE_S + 60)
        for _ in range(3):
            read(it, good=False)
            it.clock.advance(10)
        await settled(it)

        assert lateness(it) == 0


async def test_a_colleagues_word_that_was_read_in_time_is_no_lateness(tmp_path: Path) -> None:
    async with seat(tmp_path, *bad_deploy()) as it:
        await declared(it)
        it.clock.advance(600)
        said = Reply(
            channel="C1",
            thread=it.far.messages[0].ts,
            ts="9000.1",
            at=it.clock.now(),
            author="app",
            text="Known: still 5xx",
            ours="another-cockpit",
            purpose="update",
        )
        it.clock.advance(CADENCE_S - 600 + 60)
        read(it)
        await it.tell(ReplySeen(incident_id="Q1", reply=said))
        it.clock.advance(10)
        read(it)
        await settled(it)

        assert lateness(it) == 0
