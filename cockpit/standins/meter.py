"""Counts requests per minute, as rate limits do."""

import math
from collections.abc import Callable

MINUTE_S = 60.0


class Meter:
    """How many requests each name may make in a minute."""

    def __init__(self, limit: int, seconds: Callable[[], float]) -> None:
        self.limit = limit
        self._seconds = seconds
        self._windows: dict[str, tuple[float, int]] = {}

    def count(self, name: str) -> bool:
        """Count one request; True when it is one too many."""
        begin, made = self._window(name)
        self._windows[name] = (begin, made + 1)
        return made + 1 > self.limit

    def wait_s(self, name: str) -> int:
        """Whole seconds until the count starts again."""
        begin, _ = self._window(name)
        return max(1, math.ceil(begin + MINUTE_S - self._seconds()))

    def headers(self, name: str) -> list[tuple[str, str]]:
        """The headers that tell a PagerDuty client where it stands."""
        _, made = self._window(name)
        return [
            ("ratelimit-limit", str(self.limit)),
            ("ratelimit-remaining", str(max(0, self.limit - made))),
            ("ratelimit-reset", str(self.wait_s(name))),
        ]

    def _window(self, name: str) -> tuple[float, int]:
        now = self._seconds()
        begin, made = self._windows.get(name, (now, 0))
        return (begin, made) if now - begin < MINUTE_S else (now, 0)
