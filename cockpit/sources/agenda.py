"""When a source asks for what next, and how much it has asked already; asks nothing itself."""

from collections.abc import Callable

QUESTIONS = 3
"""What a poll of the pager costs at most when nothing has changed."""


class Agenda:
    """By what is asked for: when it is next.

    Args:
        monotonic: seconds that only ever grow.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._due: dict[str, float] = {}
        self.asked = 0
        """Questions of this poll so far."""

    @property
    def has_room(self) -> bool:
        """Whether this poll may ask for something that can wait."""
        return self.asked < QUESTIONS

    def is_new(self, what: str) -> bool:
        """It was never asked for."""
        return what not in self._due

    def is_due(self, what: str) -> bool:
        """It is time to ask for it."""
        return self._monotonic() >= self._due.get(what, 0.0)

    def next(self, what: str, seconds: float) -> None:
        """Not again before so many seconds."""
        self._due[what] = self._monotonic() + seconds
