"""Whether one is ready for the shift (A3, A11, P6): what was found, and the verdict over it.

Pure: who looks, and how, is in the room `readiness`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

_NAMED = 3
"""Failed checks that a summary calls by name."""


class Found(StrEnum):
    """How a check ended."""

    PASSED = "passed"
    WARNED = "warning"
    """The shift can begin; something is worth a hand before it does."""
    FAILED = "failed"
    UNSEEN = "could not look"
    """Nobody knows: neither well nor ill."""
    SKIPPED = "not configured"


class Group(StrEnum):
    """What checks are about, in the order in which they are told."""

    MACHINE = "this machine"
    TERMINAL = "this terminal"
    PAGER = "pager"
    CHAT = "chat"
    SERVICES = "services"
    EVIDENCE = "evidence"


EVERYTHING = frozenset(Group)
"""What a check-up looks at, unless only a part is wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One thing that is checked."""

    id: str
    group: Group
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a check found."""

    topic: Topic
    found: Found
    words: str
    """What is so, in a few words; of a failure: what is wrong."""
    meaning: str = ""
    """What that means for tonight."""
    mend: str = ""
    """How it is put right: a command, a setting, a place to click."""
    took_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """The last check-up as it stands in the journal."""

    at: datetime
    author: str
    host: str
    passed: int
    warned: int
    failed: int
    unseen: int
    skipped: int
    failures: tuple[str, ...]
    """The titles of the checks that failed."""

    @property
    def is_ready(self) -> bool:
        """Nothing failed, and everything that is configured was seen."""
        return not self.failed and not self.unseen

    @property
    def words(self) -> str:
        """In a few words: "ready", "2 failures", "ready, 1 warning"."""
        return verdict(self.failed, self.unseen, self.warned)


def count(results: Iterable[Result], found: Found) -> int:
    """How many ended so."""
    return sum(1 for result in results if result.found is found)


def is_ready(results: Iterable[Result]) -> bool:
    """Whether the shift can begin: nothing failed, and nothing could not be looked at."""
    return not any(result.found in (Found.FAILED, Found.UNSEEN) for result in results)


def verdict(failed: int, unseen: int, warned: int) -> str:
    """In a few words; what could not be looked at is never called ready."""
    parts = [_some(failed, "failure")] if failed else []
    parts += [f"{unseen} could not be looked at"] if unseen else []
    if not parts:
        parts = ["ready"]
    parts += [_some(warned, "warning")] if warned else []
    return ", ".join(parts)


def summary(results: Iterable[Result]) -> str:
    """The verdict over these results."""
    told = tuple(results)
    return verdict(count(told, Found.FAILED), count(told, Found.UNSEEN), count(told, Found.WARNED))


def grouped(results: Iterable[Result]) -> tuple[tuple[Group, tuple[Result, ...]], ...]:
    """The results by group, in the order of the groups; a group without any is left out."""
    told = tuple(results)
    pairs = ((group, tuple(r for r in told if r.topic.group is group)) for group in Group)
    return tuple(pair for pair in pairs if pair[1])


def named(failures: tuple[str, ...]) -> str:
    """The first few of them by name, and how many more there are."""
    more = len(failures) - _NAMED
    words = ", ".join(failures[:_NAMED])
    return f"{words} and {more} more" if more > 0 else words


def _some(number: int, word: str) -> str:
    return f"1 {word}" if number == 1 else f"{number} {word}s"
