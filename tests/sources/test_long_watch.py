"""Looking for a week, past clocks that jump and answers that come too late."""

import asyncio
import gc
import tracemalloc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from patience import PATIENCE_S
from scripted import Asked, Scripted, Told
from virtual_time import VirtualTime

from cockpit.adapters.clock import SystemClock
from cockpit.adapters.probers import Probers
from cockpit.domain.evidence import Health, Sample
from cockpit.domain.probes import HttpProbe
from cockpit.domain.readings import Readings
from cockpit.domain.state import EMPTY
from cockpit.sources.health import HealthWatch

DAY_S = 86_400


class Steady:
    """Finds that all is well, and a number that is never the same."""

    def __init__(self, time: VirtualTime) -> None:
        self.time = time
        self.looks = 0

    async def past(self, _spec: HttpProbe) -> tuple[Sample, ...]:
        return ()

    async def look(self, _spec: HttpProbe) -> Sample:
        self.looks += 1
        return Sample(
            at=self.time.now(),
            health=Health.GOOD,
            status=200,
            latency_s=0.001 * (self.looks % 97),
            detail=f"{self.looks} of them",
            value=float(self.looks),
        )


async def _nothing(*_facts: object) -> None:
    """Every state is as good as the one before."""


@asynccontextmanager
async def watching(
    time: VirtualTime, interval_s: float, note: Callable[..., None]
) -> AsyncIterator[Steady]:
    prober = Steady(time)
    probes = tuple(
        HttpProbe(name=f"p{n}", url="http://127.0.0.1/", interval_s=interval_s) for n in range(2)
    )
    watch = HealthWatch(
        prober,
        probes,
        state=lambda: EMPTY,
        append=_nothing,
        note=note,
        clock=time,
        sleep=time.sleep,
    )
    task = asyncio.ensure_future(watch.run())
    yield prober
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_week_of_looking_takes_no_more_memory_than_its_first_days() -> None:
    time, readings = VirtualTime(), Readings()
    async with watching(time, 600, readings.take) as prober:
        await time.pass_by(3 * DAY_S)
        gc.collect()
        tracemalloc.start()
        await time.pass_by(DAY_S)
        gc.collect()
        before = tracemalloc.get_traced_memory()[0]
        await time.pass_by(3 * DAY_S)
        gc.collect()
        after = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()

    assert prober.looks == 2 * 7 * 144 + 1
    assert after - before < 20_000


async def test_a_wall_clock_that_jumps_neither_hurries_nor_hinders_the_looks() -> None:
    time, readings = VirtualTime(), Readings()
    async with watching(time, 5, readings.take) as prober:
        for jump in (timedelta(hours=1), timedelta(hours=-2), timedelta(days=400)):
            await time.pass_by(60)
            time.set_wall(time.now() + jump)
        await time.pass_by(60)

    assert prober.looks == 2 * (240 // 5) + 1
    newest = readings.latest("p0")
    assert newest is not None
    assert (time.now() - newest.at).total_seconds() <= 5
    assert readings.samples("p0")[-1] == newest


async def test_an_answer_that_comes_after_its_time_is_nobodys_answer() -> None:
    def answer(asked: Asked) -> Told:
        number = int(asked.query["n"][0])
        if number == 1:
            server.gate.wait()
        return Told({"n": number})

    prober = Probers(SystemClock(), {})
    with Scripted(answer) as server:
        samples = []
        for number, limit_s in ((1, 0.2), (2, PATIENCE_S), (3, PATIENCE_S)):
            url = f"{server.url}/?n={number}"
            spec = HttpProbe(name="api", url=url, json="n", timeout_s=limit_s)
            samples.append(await prober.look(spec))
            if number == 2:
                server.gate.set()
    await prober.close()

    assert [s.health for s in samples] == [Health.UNKNOWN, Health.GOOD, Health.GOOD]
    assert [s.value for s in samples] == [None, 2.0, 3.0]
