"""A source is kept going whatever happens, and what is told of it is true."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from virtual_time import VirtualTime

from cockpit.domain.facts import Seen, ServerClockRead, SourceChanged
from cockpit.domain.model import SourceStatus
from cockpit.domain.readings import Answered, Asked, Reading
from cockpit.ports.journal import JournalFull
from cockpit.ports.outside import MISCONFIGURED, Garbled, Refused, Unreachable
from cockpit.sources.keeper import CEILING_S, FAULT_PAUSE_S, JOURNAL_PAUSE_S, Keeper

FACT = ServerClockRead(offset_s=1.0)


class Scene:
    """A keeper on virtual time, its source, and all that it told."""

    def __init__(self, interval_s: float = 5.0, deadline_s: float = 30.0) -> None:
        self.time = VirtualTime()
        self.interval_s = interval_s
        self.deadline_s = deadline_s
        self.name = "pager"
        self.warning = ""
        self.answer: Callable[[], Awaitable[list[Seen]]] = self.well
        self.asked: list[float] = []
        self.facts: list[Seen] = []
        self.readings: list[Reading] = []
        self.start = self.time.monotonic()
        self.keeper = Keeper(
            self,
            self.append,
            self.readings.append,
            self.time,
            sleep=self.time.sleep,
            chance=lambda: 1.0,
        )
        self.task: asyncio.Task[None] | None = None

    async def append(self, *facts: Seen) -> None:
        self.facts += facts

    async def well(self) -> list[Seen]:
        return []

    async def hang(self) -> list[Seen]:
        await asyncio.Event().wait()
        return []

    async def poll(self) -> AsyncGenerator[Seen, None]:
        self.asked.append(self.time.monotonic() - self.start)
        for fact in await self.answer():
            yield fact

    def raising(self, *errors: Exception) -> None:
        """Raise these, one after the other, and the last one again and again."""
        waiting = list(errors)

        async def answer() -> list[Seen]:
            error = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            raise error.with_traceback(None)

        self.answer = answer

    async def pass_by(self, seconds: float) -> None:
        """Let time pass; the first time, begin."""
        if self.task is None:
            self.task = asyncio.ensure_future(self.keeper.run())
        await self.time.pass_by(seconds)

    @property
    def told(self) -> list[SourceStatus]:
        return [f.status for f in self.facts if isinstance(f, SourceChanged)]


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    made = Scene()
    yield made
    if made.task is not None:
        made.task.cancel()
        await asyncio.gather(made.task, return_exceptions=True)


async def test_all_is_well_and_is_told_once(scene: Scene) -> None:
    await scene.pass_by(20)

    assert scene.asked == [0, 5, 10, 15, 20]
    assert scene.told == [SourceStatus.OK]
    assert [type(r) for r in scene.readings[:2]] == [Asked, Answered]


async def test_facts_go_with_the_word_that_all_is_well(scene: Scene) -> None:
    async def answer() -> list[Seen]:
        return [FACT]

    scene.answer = answer
    await scene.pass_by(1)

    assert scene.facts[0] == FACT


async def test_a_failure_is_told_once_with_its_beginning(scene: Scene) -> None:
    scene.raising(
        Unreachable("no connection", "check the network"),
        Unreachable("no answer", "check the network"),
    )
    await scene.pass_by(300)

    assert scene.told == [SourceStatus.UNREACHABLE]
    change = scene.facts[0]
    assert isinstance(change, SourceChanged)
    assert (change.reason, change.mend) == ("no connection", "check the network")
    scene.answer = scene.well
    await scene.pass_by(CEILING_S)
    assert scene.told == [SourceStatus.UNREACHABLE, SourceStatus.OK]


async def test_pauses_double_up_to_a_ceiling_and_never_end(scene: Scene) -> None:
    scene.raising(Unreachable("no connection"))
    await scene.pass_by(600)

    gaps = [b - a for a, b in pairwise(scene.asked)]
    assert gaps[:3] == [5, 10, 20]
    assert set(gaps[3:]) == {CEILING_S}


async def test_the_hard_deadline(scene: Scene) -> None:
    scene.answer = scene.hang
    await scene.pass_by(29.9)
    assert scene.told == [SourceStatus.LATE]

    await scene.pass_by(0.2)

    assert scene.told == [SourceStatus.LATE, SourceStatus.UNREACHABLE]
    assert [r.good for r in scene.readings if isinstance(r, Answered)] == [False]


async def test_what_came_before_a_failure_is_kept(scene: Scene) -> None:
    async def poll() -> AsyncGenerator[Seen, None]:
        yield FACT
        raise Garbled("a page", "check the proxy")

    scene.poll = poll
    await scene.pass_by(1)

    assert scene.facts[0] == FACT
    assert scene.told == [SourceStatus.UNREACHABLE]


async def test_what_comes_after_the_deadline_is_dropped(scene: Scene) -> None:
    stubborn = asyncio.Event()

    async def poll() -> AsyncGenerator[Seen, None]:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            stubborn.set()
        yield FACT

    scene.poll = poll
    await scene.pass_by(40)

    assert stubborn.is_set()
    assert FACT not in scene.facts


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Unreachable("x"), SourceStatus.UNREACHABLE),
        (Garbled("x"), SourceStatus.UNREACHABLE),
        (Refused("x", credentials=True), SourceStatus.CREDENTIALS),
        (Refused("x", code=MISCONFIGURED), SourceStatus.MISCONFIGURED),
        (Refused("x", code="404"), SourceStatus.REFUSED),
    ],
)
async def test_what_is_told_of(scene: Scene, error: Exception, status: SourceStatus) -> None:
    scene.raising(error)
    await scene.pass_by(1)

    assert scene.told == [status]


async def test_later_means_later(scene: Scene) -> None:
    scene.raising(Refused("rate limit", retry_after_s=47))
    await scene.pass_by(60)

    assert scene.asked == [0, 48]


async def test_a_nudge_asks_now(scene: Scene) -> None:
    scene.raising(Unreachable("no connection"))
    await scene.pass_by(100)
    before = len(scene.asked)
    scene.answer = scene.well

    scene.keeper.nudge()
    await scene.time.settle()

    assert len(scene.asked) == before + 1
    assert scene.told[-1] is SourceStatus.OK


async def test_a_fault_of_ours_is_told_logged_without_its_text_and_survived(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    """Rule 45: no fault leaves a worker."""
    caplog.set_level(logging.ERROR)
    scene.raising(KeyError("CANARY"))
    await scene.pass_by(FAULT_PAUSE_S * 4)

    assert set(scene.told) == {SourceStatus.FAULTY}
    assert len(scene.told) == 1
    assert "KeyError" in caplog.text
    assert "CANARY" not in caplog.text
    assert len(caplog.records) == 1
    scene.answer = scene.well
    await scene.pass_by(FAULT_PAUSE_S)
    assert scene.told[-1] is SourceStatus.OK


async def test_a_store_that_cannot_write_does_not_end_it(scene: Scene) -> None:
    class DiskFullError(Exception):
        pass

    full = True
    kept = scene.append

    async def append(*facts: Seen) -> None:
        if full:
            raise DiskFullError
        await kept(*facts)

    scene.keeper._append = append
    await scene.pass_by(FAULT_PAUSE_S * 3)
    full = False
    await scene.pass_by(FAULT_PAUSE_S * 3)

    assert scene.told[-1] is SourceStatus.OK


async def test_a_full_disk_is_no_fault_of_the_source(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    full = True
    kept = scene.append

    async def append(*facts: Seen) -> None:
        if full:
            raise JournalFull("There is no room left.", "Free some.")
        await kept(*facts)

    scene.keeper._append = append
    await scene.pass_by(FAULT_PAUSE_S * 3)
    full = False
    await scene.pass_by(JOURNAL_PAUSE_S)

    assert scene.told == [SourceStatus.OK]
    assert caplog.records == []


async def test_a_warning_is_told_with_all_is_well(scene: Scene) -> None:
    scene.warning = "a shallow clone"
    await scene.pass_by(20)

    (change,) = scene.facts
    assert isinstance(change, SourceChanged)
    assert (change.status, change.reason) == (SourceStatus.OK, "a shallow clone")


@given(st.integers(0, 5000), st.floats(0, 1), st.floats(0.2, 3600))
def test_every_pause_is_bounded(failures: int, chance: float, interval: float) -> None:
    scene = Scene(interval_s=interval)
    keeper = Keeper(scene, scene.append, scene.readings.append, scene.time, chance=lambda: chance)
    keeper._failures = failures + 1

    pause = keeper._pause(Unreachable("x"))

    assert 0.5 <= pause <= max(CEILING_S, interval)
