"""The stand-ins' own clock; what happens when time passes is decided elsewhere."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def wall_clock() -> datetime:
    """This machine's time, read once at start: from then on the clock runs alone."""
    return datetime.now(UTC)  # noqa: TID251 - the stand-ins' clock begins here


class Clock:
    """Starts at an instant and runs `speed` times as fast as the real one.

    A frozen clock stands still until somebody advances it. It never goes back.
    """

    def __init__(
        self,
        start: datetime,
        *,
        speed: float = 1.0,
        frozen: bool = False,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        if start.tzinfo is None:
            raise ValueError("the clock needs an instant with a time zone")
        if speed <= 0:
            raise ValueError("the speed must be greater than zero")
        self.speed = speed
        self.frozen = frozen
        self._seconds = seconds
        self._at = start.astimezone(UTC)
        self._since = seconds()

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        if self.frozen:
            return self._at
        elapsed = (self._seconds() - self._since) * self.speed
        return self._at + timedelta(seconds=elapsed)

    def advance(self, seconds: float) -> None:
        """Jump forward.

        Raises:
            ValueError: the number is negative.
        """
        if seconds < 0:
            raise ValueError("time does not go back")
        self._jump(self.now() + timedelta(seconds=seconds))

    def set(self, at: datetime) -> None:
        """Jump to an instant.

        Raises:
            ValueError: the instant is in the past, or has no time zone.
        """
        if at.tzinfo is None:
            raise ValueError("the clock needs an instant with a time zone")
        if at < self.now():
            raise ValueError("time does not go back")
        self._jump(at)

    def run(self, *, frozen: bool) -> None:
        """Freeze the clock where it stands, or let it run from there."""
        self._jump(self.now())
        self.frozen = frozen

    def pace(self, speed: float) -> None:
        """Run so many times as fast from here on.

        Raises:
            ValueError: that is no speed.
        """
        if speed <= 0:
            raise ValueError("the speed must be greater than zero")
        self._jump(self.now())
        self.speed = speed

    def _jump(self, at: datetime) -> None:
        self._at, self._since = at.astimezone(UTC), self._seconds()

    def meter(self) -> float:
        """Seconds for rate limits: they pass for a frozen clock too."""
        return self.now().timestamp() + self._seconds()
