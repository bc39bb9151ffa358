"""Whose turn it is, among sources that each have something long to do; asks nothing itself."""

from collections import deque
from collections.abc import Callable


class Turns:
    """One at a time, in the order in which they asked.

    Nobody waits within a poll, whose deadline would pass: whoever's turn it is is called.
    """

    def __init__(self) -> None:
        self._now: object = None
        self._waiting: deque[tuple[object, Callable[[], None]]] = deque()

    def ask(self, who: object, call: Callable[[], None]) -> None:
        """Wait for a turn, unless one does already; `call` is called when it has come."""
        if who is not self._now and all(who is not other for other, _ in self._waiting):
            self._waiting.append((who, call))
            if self._now is None:
                self._next()

    def has(self, who: object) -> bool:
        """Whether it is their turn."""
        return who is self._now

    def over(self, who: object) -> None:
        """Their turn is over, if it was theirs."""
        if who is self._now:
            self._now = None
            self._next()

    def _next(self) -> None:
        if self._waiting:
            self._now, call = self._waiting.popleft()
            call()
