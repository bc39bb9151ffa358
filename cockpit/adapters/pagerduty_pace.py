"""How fast PagerDuty may be asked: what is left of its rate limit, and who comes first; no I/O.

One limit holds for everything that a person's token asks, on all machines. PagerDuty says with
each answer what is left of it; what it has not said yet is guessed with care.
"""

from collections.abc import Callable, Mapping

_WINDOW_S = 60.0
_LIMIT = 960
"""Requests in a window, where PagerDuty has not said how many."""
_KEPT = 1 / 8
"""The part of the limit that writes may use and polls may not."""
_MOST_S = 3600.0


class Pace:
    """Counts what is left in this window.

    Args:
        monotonic: seconds that only ever grow.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._limit = _LIMIT
        self._left = _LIMIT
        self._until = 0.0
        """When the window ends."""
        self._next = 0.0
        """Before this, nothing more is asked: the last part is spread over the window."""
        self._later = 0.0
        """Before this, polls are not welcome."""

    def wait_s(self, *, urgent: bool) -> float:
        """Seconds to wait before asking; 0: now.

        Args:
            urgent: a write, or a look that a write depends on. Polls leave them the last part of
                the limit; they use it evenly, so that none of them finds it spent.
        """
        now = self._open()
        if not urgent and now < self._later:
            return self._later - now
        if self._left > self._limit * _KEPT:
            return 0.0
        if not urgent or self._left <= 0:
            return self._until - now
        return max(0.0, self._next - now)

    def asked(self) -> None:
        """One more request goes out."""
        now = self._open()
        if self._left <= self._limit * _KEPT:
            gap = (self._until - now) / max(self._left, 1)
            self._next = max(self._next, now) + gap
        self._left -= 1

    def answered(self, headers: Mapping[str, str]) -> None:
        """What an answer says is left; headers in lower case. An older answer says too much."""
        now = self._open()
        limit, left, reset = (
            _whole(headers.get(f"ratelimit-{name}", "")) for name in ("limit", "remaining", "reset")
        )
        if left is None or reset is None or reset > _MOST_S:
            return
        if limit:
            self._limit = limit
        self._left = min(self._left, left)
        self._until = now + reset

    def spent(self, seconds: float) -> None:
        """PagerDuty says "later", perhaps for one kind of question only: polls believe it."""
        self._later = self._open() + seconds

    def _open(self) -> float:
        """The time; begins a new window when the last one is over."""
        now = self._monotonic()
        if now >= self._until:
            self._left, self._until, self._next = self._limit, now + _WINDOW_S, now
        return now


def _whole(text: str) -> int | None:
    text = text.strip()
    return int(text[:9]) if text.isascii() and text.isdecimal() else None
