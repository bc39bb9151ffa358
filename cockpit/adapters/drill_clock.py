"""The clock of a drill: the stand-ins' own, which runs as fast as one likes, and can be held."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

LEAST, MOST = 0.25, 16.0
"""As slow and as fast as it can be made to run: a slow answer takes a second of real time, and at a
higher pace probes would be old before they are back."""
SHORTEST_S = 0.2
"""Nobody who waits is back sooner than after so many real seconds: a fast drill is looked at less
often by its own clock, and asks no more of the machine."""


class DrillClock:
    """A `Clock` that agrees with another process, once it was told how that one's stands."""

    def __init__(self, at: datetime, speed: float) -> None:
        self.speed = speed
        self.paused = False
        self._at = at.astimezone(UTC)
        self._begun = time.monotonic()
        self._gone = 0.0
        """Seconds of the drill that were over when `_at` was set."""
        self._turned = asyncio.Event()

    def set(self, at: datetime, speed: float, *, paused: bool) -> None:
        """From now on it stands, or runs, so."""
        self._gone = self.monotonic()
        self._at, self._begun = at.astimezone(UTC), time.monotonic()
        self.speed, self.paused = speed, paused
        turned, self._turned = self._turned, asyncio.Event()
        turned.set()

    def now(self) -> datetime:
        """The drill's time of day, aware, UTC."""
        return self._at + timedelta(seconds=self._since())

    def monotonic(self) -> float:
        """Seconds of the drill, which only ever grow."""
        return self._gone + self._since()

    async def sleep(self, seconds: float) -> None:
        """Wait for so many seconds of the drill, whatever its pace becomes meanwhile."""
        until = self.monotonic() + seconds
        while (left := until - self.monotonic()) > 0:
            wait = None if self.paused else max(left / self.speed, SHORTEST_S)
            try:
                async with asyncio.timeout(wait):
                    await self._turned.wait()
            except TimeoutError:
                continue
        await asyncio.sleep(0)

    def _since(self) -> float:
        return 0.0 if self.paused else (time.monotonic() - self._begun) * self.speed
