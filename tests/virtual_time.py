"""Time that passes when a test says so: a clock, and a sleep that waits for that clock."""

import asyncio
import heapq
from itertools import count

from clocks import ManualClock

_TURNS = 25
"""Loop turns after which everything that can happen now has happened."""


class VirtualTime(ManualClock):
    """Both clocks, and `sleep` for whoever takes one."""

    def __init__(self) -> None:
        super().__init__()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = count()

    async def sleep(self, seconds: float) -> None:
        """Until the clock has moved by so much."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.monotonic() + seconds, next(self._order), future))
        await future

    async def settle(self) -> None:
        """Let everything happen that needs no time."""
        for _ in range(_TURNS):
            await asyncio.sleep(0)

    async def pass_by(self, seconds: float) -> None:
        """Let time pass; whoever sleeps wakes at the right time, in the right order."""
        end = self.monotonic() + seconds
        await self.settle()
        while self._sleepers and self._sleepers[0][0] <= end:
            at, _, future = heapq.heappop(self._sleepers)
            if future.done():
                continue
            self.advance(max(at - self.monotonic(), 0.0))
            future.set_result(None)
            await self.settle()
        self.advance(end - self.monotonic())
