"""What one look at a web address asks, and what it can end in; nothing is sent from here."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One request to one address."""

    url: str
    method: str = "GET"
    headers: Headers = field(default=(), repr=False)
    """Those of this question alone; there may be a secret among them."""
    form: bytes = b""
    """A body, as forms send it."""
    max_body: int
    """Bytes of the answer's body after which the rest is not read."""
    keeps_body: bool = False
    """Whether the body is wanted, unpacked; else it is only counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An answer whose body came to its end, or to the bound."""

    status: int
    url: str
    """Who was asked."""
    leads_to: str
    """The address that a redirect names; empty when it is none."""
    body: bytes = b""
    whole: bool = True
    """Whether the body came to its end."""
    packed: str = ""
    """How a body is packed that could not be unpacked, and so is not there; empty: it could."""
    expires_at: datetime | None = None
    """When the certificate ends that was shown."""


class Unseen(Exception):
    """There was no answer; the text says why, harmlessly and in a few words."""

    def __init__(self, words: str, *, is_bad: bool = False) -> None:
        """`is_bad`: it is no matter of this machine or of the way there, but of the other side."""
        super().__init__(words)
        self.is_bad = is_bad


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

    async def ask(self, question: Question, progress: Progress) -> Seen:
        """Ask once, following nothing; may raise `Unseen` and `BrokenOff`."""
        ...

    async def close(self) -> None:
        """Hang up everywhere."""
        ...
