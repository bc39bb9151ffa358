"""What the event loop asks of the scribe, and how it is answered; who does it is not known here."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from cockpit.domain.facts import Record
from cockpit.ports.journal import NewRecord

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Write:
    """Append these; with `after`, only if nothing came after that place."""

    drafts: tuple[NewRecord, ...]
    after: int | None
    done: "asyncio.Future[tuple[Record, ...]]"
    said: str = ""
    """The key of the draft whose words they are: it goes with it; empty: they come of none."""


@dataclass(frozen=True, slots=True)
class Keep:
    """Keep this text as the draft of that key."""

    key: str
    body: str
    at: datetime
    done: "asyncio.Future[None]"


@dataclass(frozen=True, slots=True)
class Fetch:
    """Give back the draft of that key."""

    key: str
    done: "asyncio.Future[str | None]"


@dataclass(frozen=True, slots=True)
class Stop:
    """Do what came before this, then let go of the journal."""

    done: "asyncio.Future[None]"


Ask = Write | Keep | Fetch
Job = Ask | Stop


def group(job: Ask) -> object:
    """Equal for neighbours that may share a transaction."""
    if isinstance(job, Fetch) or (isinstance(job, Write) and job.after is not None):
        return id(job)
    return type(job)


def give(future: "asyncio.Future[T]", result: T) -> None:
    """Answer, unless nobody waits any more."""
    if not future.done():
        future.set_result(result)


def fail(future: "asyncio.Future[T]", error: Exception) -> None:
    """Answer with an error, unless nobody waits any more."""
    if not future.done():
        future.set_exception(error)
