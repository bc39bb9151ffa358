"""Hands what is shown once from whoever received it to whoever waits for it, through memory alone.

Nobody waits: it is not asked for. Nobody waits any more: it is dropped, and that is said.
"""

from collections.abc import Iterator, MutableSequence
from contextlib import contextmanager, suppress

from cockpit.ports.secret import Secret


class Hatch:
    """Open as long as somebody waits; keeps nothing beyond that.

    Args:
        hidden: secrets that never appear in what a crash prints; what is handed over is among them
            as long as somebody waits for it.
    """

    def __init__(self, hidden: MutableSequence[str]) -> None:
        self._hidden = hidden
        self._waiting = 0
        self._held: dict[str, Secret] = {}
        """By effect id."""

    @property
    def is_open(self) -> bool:
        """Whether somebody waits."""
        return self._waiting > 0

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Wait for what comes; when the last one has gone, everything is dropped."""
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._drop()

    def give(self, effect: str, secret: Secret) -> bool:
        """Hand it over; False: nobody waits any more, and it is lost."""
        if not self.is_open:
            return False
        self._held[effect] = secret
        self._hidden.append(secret.reveal())
        return True

    def take(self, effect: str) -> Secret | None:
        """What came for this effect, once; None: nothing."""
        return self._held.pop(effect, None)

    def forget(self, secret: Secret) -> None:
        """It was shown, and is not on any screen any more."""
        with suppress(ValueError):
            self._hidden.remove(secret.reveal())

    def _drop(self) -> None:
        for secret in self._held.values():
            self.forget(secret)
        self._held.clear()
