"""What is needed to have long work done beside the loop: pure work, whose result is not urgent."""

from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Aside(Protocol):
    """A thread or two that nobody waits for at the end."""

    async def call(self, call: Callable[[], T], deadline_s: float) -> T:
        """What `call` gives, or raises; it may touch nothing that anybody else changes meanwhile.

        Raises:
            Unreachable: it took longer than `deadline_s` seconds, and is left alone.
        """
        ...
