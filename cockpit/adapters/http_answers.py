"""What one look at a web address can end in; nothing is sent from here."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The top of an answer whose body came to its end, or to the bound."""

    status: int
    leads_to: str
    """The address that a redirect names; empty when it is none."""


class Unseen(Exception):
    """There was no answer; the text says why, harmlessly and in a few words."""


class BrokenOff(Exception):
    """An answer began, with this status, and did not end."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


class Progress:
    """What was known of an answer when the time was over."""

    def __init__(self) -> None:
        self.status: int | None = None

    def begin(self) -> None:
        """Another address is asked."""
        self.status = None

    def answered(self, status: int) -> None:
        """The top of an answer is there."""
        self.status = status


class Client(Protocol):
    """Looks at addresses over connections of its own."""

    async def look(self, url: str, max_body: int, progress: Progress) -> Seen:
        """GET one address; may raise `Unseen` and `BrokenOff`."""
        ...

    async def close(self) -> None:
        """Hang up everywhere."""
        ...
