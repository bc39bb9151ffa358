"""The running app on a story, and a pilot that waits until what it did has been drawn."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from clocks import START
from desks import Seat, seat
from textshot import textshot
from textual.pilot import Pilot

from cockpit.domain.facts import Fact, SourceChanged
from cockpit.domain.model import Health, SourceStatus
from cockpit.domain.watch import PAGER


class Watching:
    """A pilot that waits until what it did has been drawn."""

    def __init__(self, seat_: Seat, pilot: Pilot[None]) -> None:
        self.seat = seat_
        self.pilot = pilot

    async def settle(self) -> None:
        """Until workers have ended and the outbox has nothing in hand."""
        for _ in range(3):
            await self.pilot.pause()
            running = [w for w in self.seat.app.workers if w.group in ("acts", "forms", "default")]
            for worker in running:
                await worker.wait()
            parcels = [p.effect.id for p in self.seat.desk.state.unsent()]
            if parcels:
                await self.seat.desk.settle(parcels, 0.2)
        await self.pilot.pause()

    async def press(self, *keys: str) -> str:
        """Press, settle, and read the screen."""
        await self.pilot.press(*keys)
        await self.settle()
        return self.text()

    def text(self) -> str:
        """What is on the screen."""
        return textshot(self.seat.app)


@asynccontextmanager
async def watching(
    folder: Path, *story: Fact, size: tuple[int, int] = (120, 36), fresh: bool = True
) -> AsyncIterator[Watching]:
    """The running app on this story."""
    async with seat(folder, *story) as sat, sat.app.run_test(size=size) as pilot:
        watch = Watching(sat, pilot)
        await watch.settle()
        if fresh:
            await sat.tell(SourceChanged(source=PAGER, status=SourceStatus.OK, since=START))
            sat.fresh()
            sat.sample("api health", *[(Health.BAD, 0.05)] * 6)
            sat.sample("reads", *[(Health.GOOD, 0.02 + n % 3 * 0.02) for n in range(9)])
            await watch.settle()
        yield watch
