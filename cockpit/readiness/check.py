"""What a check is, the words in which it answers, and all of them run at once, each in its time."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from cockpit.domain.readiness import Found, Result, Topic
from cockpit.ports.outside import PortError, Refused

Sleep = Callable[[float], Awaitable[None]]
Monotonic = Callable[[], float]

NETWORK_S = 15.0
"""How long a check of something far away may take, seconds."""
HERE_S = 8.0
"""How long a check of this machine may take, seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a look at one thing gave."""

    found: Found
    words: str
    meaning: str = ""
    mend: str = ""


Look = Callable[[], Awaitable[Said]]
"""Looks once; may raise the three errors of the ports, and nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that is looked at."""

    topic: Topic
    look: Look
    timeout_s: float = NETWORK_S
    meaning: str = ""
    """What it means for tonight when it fails."""
    is_way: bool = False
    """It is about the way there itself: silence is a failure, and not just nothing seen."""


def passed(words: str) -> Said:
    """All is well."""
    return Said(found=Found.PASSED, words=words)


def warned(words: str, meaning: str = "", mend: str = "") -> Said:
    """The shift can begin all the same."""
    return Said(found=Found.WARNED, words=words, meaning=meaning, mend=mend)


def failed(words: str, meaning: str = "", mend: str = "") -> Said:
    """It cannot, like this."""
    return Said(found=Found.FAILED, words=words, meaning=meaning, mend=mend)


def unseen(words: str, meaning: str = "", mend: str = "") -> Said:
    """Nobody knows."""
    return Said(found=Found.UNSEEN, words=words, meaning=meaning, mend=mend)


def skipped(words: str, mend: str = "") -> Said:
    """There is nothing to look at."""
    return Said(found=Found.SKIPPED, words=words, mend=mend)


def always(said: Said) -> Look:
    """A look that has its answer already."""

    async def look() -> Said:
        return said

    return look


async def run(
    checks: Sequence[Check],
    told: Callable[[Result], None],
    *,
    sleep: Sleep,
    monotonic: Monotonic,
) -> tuple[Result, ...]:
    """All at the same time; over as soon as the last has ended or has used up its time.

    Returns the results in the order of the checks.
    """

    async def one(check: Check) -> Result:
        result = await _in_time(check, sleep, monotonic)
        told(result)
        return result

    return tuple(await asyncio.gather(*(one(check) for check in checks)))


async def _in_time(check: Check, sleep: Sleep, monotonic: Monotonic) -> Result:
    """One that does not end in time is left behind, whatever it does."""
    begun = monotonic()
    looking = asyncio.ensure_future(check.look())
    waiting = asyncio.ensure_future(sleep(check.timeout_s))
    try:
        await asyncio.wait({looking, waiting}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        ended = looking.done()
        for task in (looking, waiting):
            task.cancel()
    said = _outcome(check, looking) if ended else _late(check)
    return Result(
        topic=check.topic,
        found=said.found,
        words=said.words,
        meaning=said.meaning,
        mend=said.mend,
        took_s=monotonic() - begun,
    )


def _outcome(check: Check, looking: "asyncio.Future[Said]") -> Said:
    """What it says; what it raises is something that was found, too."""
    error = looking.exception()
    if error is None:
        said = looking.result()
        needs = said.found in (Found.FAILED, Found.UNSEEN) and not said.meaning
        return said if not needs else _meaning(said, check.meaning)
    if isinstance(error, Refused) and error.retry_after_s is not None:
        words = f"look again in {max(error.retry_after_s, 1.0):.0f} s: it was asked too often"
        return unseen(error.reason, mend=words)
    if isinstance(error, PortError):
        ill = check.is_way or isinstance(error, Refused)
        found = Found.FAILED if ill else Found.UNSEEN
        return Said(found=found, words=error.reason, meaning=check.meaning, mend=error.mend)
    words = f"a fault in cockpit itself ({type(error).__name__}): this was not looked at"
    return unseen(words, check.meaning, "tell whoever keeps cockpit; --debug shows more")


def _meaning(said: Said, words: str) -> Said:
    return Said(found=said.found, words=said.words, meaning=words, mend=said.mend)


def _late(check: Check) -> Said:
    found = Found.FAILED if check.is_way else Found.UNSEEN
    words = f"no answer within {check.timeout_s:g} s"
    mend = "look whether the other side is up, and whether a VPN is missing"
    return Said(found=found, words=words, meaning=check.meaning, mend=mend)
