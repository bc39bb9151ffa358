"""The running app on a story, and a pilot that waits until what it did has been drawn."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from clocks import START
from desks import Seat, seat
from patience import PATIENCE_S
from textshot import textshot
from textual.pilot import Pilot

from cockpit.domain.evidence import Health
from cockpit.domain.facts import Fact, SourceChanged
from cockpit.domain.model import SourceStatus
from cockpit.domain.procedure import Procedure
from cockpit.domain.watch import PAGER, ChannelSpec, TrackerSpec
from cockpit.ports.services import Services

_SENT_S = 5.0
"""Longer than a delivery in memory takes; what only waits for the clock is waited for so long."""


class Watching:
    """A pilot that waits until what it did has been drawn."""

    def __init__(self, seat_: Seat, pilot: Pilot[None]) -> None:
        self.seat = seat_
        self.pilot = pilot

    async def settle(self) -> None:
        """Until nothing is under way any more."""
        async with asyncio.timeout(PATIENCE_S):
            await quiet(self.seat, self.pilot)

    async def press(self, *keys: str) -> str:
        """Press, settle, and read the screen."""
        # Whoever has read the screen has paused: what is pressed now belongs to no key before it.
        self.seat.app.held._refused = float("-inf")
        await self.pilot.press(*keys)
        await self.settle()
        return self.text()

    def text(self) -> str:
        """What is on the screen."""
        return textshot(self.seat.app)


async def quiet(sat: Seat, pilot: Pilot[None]) -> None:
    """Wait until twice in a row nothing has happened, and nothing is left to be done."""
    calm, before = 0, _standing(sat)
    while calm < 2:
        await pilot.pause()
        for worker in [w for w in sat.app.workers if not w.is_finished]:
            await worker.wait()
        if parcels := [p.effect.id for p in sat.desk.state.unsent()]:
            await sat.desk.settle(parcels, _SENT_S)
        now = _standing(sat)
        calm = calm + 1 if now == before and not _busy(sat) else 0
        before = now


def _standing(sat: Seat) -> tuple[object, ...]:
    """What changes when something happens."""
    stack = sat.app.screen_stack if sat.app.is_running else ()
    return sat.desk.state.seq, *stack


def _busy(sat: Seat) -> bool:
    """Whether a key is held, a message unread, a redraw due or a worker at work."""
    app = sat.app
    if not app.is_running:
        return False
    pumps = (app, *app.screen.walk_children(with_self=True))
    held = app.held._reasons or app.held._typed
    unread = any(pump.message_queue_size for pump in pumps)
    return bool(
        held
        or unread
        or app._redraws.is_asked
        or app._frames.is_asked
        or any(not w.is_finished for w in app.workers)
    )


@asynccontextmanager
async def watching(
    folder: Path,
    *story: Fact,
    size: tuple[int, int] = (120, 36),
    fresh: bool = True,
    by: Procedure | None = None,
    channels: tuple[ChannelSpec, ...] = (),
    tracker: TrackerSpec | None = None,
    services: Services | None = None,
) -> AsyncIterator[Watching]:
    """The running app on this story; `by`: another procedure than the shipped one."""
    async with (
        seat(folder, *story, by=by, channels=channels, tracker=tracker, services=services) as sat,
        sat.app.run_test(size=size) as pilot,
    ):
        watch = Watching(sat, pilot)
        await watch.settle()
        if fresh:
            await sat.tell(SourceChanged(source=PAGER, status=SourceStatus.OK, since=START))
            sat.fresh()
            sat.sample("api health", *[(Health.BAD, 0.05)] * 6)
            sat.sample("reads", *[(Health.GOOD, 0.02 + n % 3 * 0.02) for n in range(9)])
            await watch.settle()
        yield watch
