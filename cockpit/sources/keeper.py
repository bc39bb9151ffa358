"""Runs the sources for ever: time-outs, pauses, how far each can be believed; asks nothing itself.

Holds the one broad `except` of the program: a fault in one source must neither end the others nor
go unseen.
"""

import asyncio
import logging
import random
import traceback
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import aclosing
from datetime import datetime
from typing import Any, Protocol

from cockpit.domain.facts import Seen, SourceChanged
from cockpit.domain.model import SourceStatus
from cockpit.domain.readings import Answered, Asked, Reading
from cockpit.ports.journal import JournalError
from cockpit.ports.outside import MISCONFIGURED, Clock, PortError, Refused, Unreachable

Append = Callable[..., Awaitable[object]]
"""The store's `append`: takes facts, returns once they are durable."""
Note = Callable[[Reading], None]
"""The readings' `take`."""
Sleep = Callable[[float], Coroutine[Any, Any, None]]
"""`asyncio.sleep`, or a test's own."""

CEILING_S = 30.0
"""The longest pause between two attempts of a source that fails."""
FAULT_PAUSE_S = 30.0
"""The pause after a fault of our own."""
JOURNAL_PAUSE_S = 5.0
"""The pause after the journal took nothing: what was read then is read again."""
_LATE_INTERVALS = 2.0
_SHORTEST_S = 0.5
_MOST_DOUBLINGS = 10

_log = logging.getLogger(__name__)


class Source(Protocol):
    """Something that is asked again and again."""

    @property
    def name(self) -> str:
        """How the screen and the journal call it."""
        ...

    @property
    def interval_s(self) -> float:
        """Seconds from one question to the next while all is well."""
        ...

    @property
    def deadline_s(self) -> float:
        """Seconds after which a question is given up."""
        ...

    @property
    def warning(self) -> str:
        """What limits the truth of the last good answer, in words; mostly empty."""
        ...

    def poll(self) -> AsyncGenerator[Seen, None]:
        """Ask once: what differs from the state, as facts. May raise the three port errors.

        What it gave before it raised is kept.
        """
        ...


async def guarded(
    run: Callable[[], Awaitable[None]],
    tell_fault: Callable[[str], Awaitable[None]],
    sleep: Sleep,
    logged: set[str] | None = None,
) -> None:
    """Run something for ever; after a fault of ours, log it, tell it, pause, and start again.

    The log gets the kind of the error and where it happened, and neither its text nor any local
    variable: both may hold what nobody must see. Those that share `logged` log one fault once.
    A journal that takes nothing is no fault of ours: whoever appends to it tells of that.
    """
    untold = ""
    logged = set() if logged is None else logged
    while True:
        try:
            if untold:
                await tell_fault(untold)
                untold = ""
                await sleep(FAULT_PAUSE_S)
            await run()
        except JournalError:
            await sleep(JOURNAL_PAUSE_S)
        except Exception as error:  # noqa: BLE001 - see the module's docstring
            could_not_tell = untold != ""
            untold = f"a fault in cockpit itself ({type(error).__name__})"
            where = untold + "\n" + "".join(traceback.format_tb(error.__traceback__))
            if where not in logged:
                _log.error(where)
            logged.add(where)
            if could_not_tell:
                await sleep(FAULT_PAUSE_S)


class Keeper:
    """Keeps one source going.

    One question runs at a time, and what arrives after its deadline is dropped, so an older answer
    never follows a newer one.

    Args:
        source: what to keep going.
        append: makes facts durable.
        note: takes readings.
        clock: its wall clock dates what is told of the source, its monotonic one paces it.
        sleep: waits; a test's own waits for nothing real.
        chance: gives a number from 0 to 1, for spreading attempts.
    """

    def __init__(
        self,
        source: Source,
        append: Append,
        note: Note,
        clock: Clock,
        *,
        sleep: Sleep = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.source = source
        self._append = append
        self._note = note
        self._clock = clock
        self._sleep = sleep
        self._chance = chance
        self._nudged = asyncio.Event()
        self._failures = 0
        self._told: SourceChanged | None = None

    def nudge(self) -> None:
        """Ask now, or once more when a question is on its way."""
        self._nudged.set()

    async def run(self) -> None:
        """For ever, until cancelled."""
        await guarded(self._for_ever, self._tell_fault, self._sleep)

    async def _for_ever(self) -> None:
        while True:
            pause = await self._ask_once()
            await self._rest(pause)

    async def _ask_once(self) -> float:
        """Ask, tell, and give the seconds to pause before the next time."""
        self._nudged.clear()
        begun_at, begun = self._clock.now(), self._clock.monotonic()
        name, good = self.source.name, False
        facts: list[Seen] = []
        error: PortError | None = None
        self._note(Asked(source=name, at=begun_at))
        try:
            await self._collect(facts)
            good = True
        except PortError as failed:
            error = failed
        finally:
            self._note(Answered(source=name, at=self._clock.now(), good=good))
        status = SourceStatus.OK if error is None else _status(error)
        await self._tell(status, begun_at, error, facts)
        if error is None:
            self._failures = 0
            return max(begun + self.source.interval_s - self._clock.monotonic(), 0.0)
        self._failures += 1
        return self._pause(error)

    async def _collect(self, facts: list[Seen]) -> None:
        """All facts of one question; raises what it raises, or `Unreachable` at the deadline."""
        late_s = min(_LATE_INTERVALS * self.source.interval_s, self.source.deadline_s)
        arrived: list[Seen] = []
        asking = asyncio.ensure_future(self._drain(arrived))
        try:
            await self._race(asking, late_s)
            if not asking.done() and late_s < self.source.deadline_s:
                await self._tell_late(late_s)
                await self._race(asking, self.source.deadline_s - late_s)
            if not asking.done():
                words = f"no answer within {self.source.deadline_s:g} s"
                raise Unreachable(words, "check the network; cockpit goes on asking")
            asking.result()
        finally:
            facts += arrived
            await _end(asking)

    async def _drain(self, facts: list[Seen]) -> None:
        keep = facts.append
        async with aclosing(self.source.poll()) as answers:
            async for fact in answers:
                keep(fact)

    async def _rest(self, seconds: float) -> None:
        nudged = asyncio.ensure_future(self._nudged.wait())
        try:
            await self._race(nudged, seconds)
        finally:
            await _end(nudged)

    async def _race(self, task: "asyncio.Future[Any]", seconds: float) -> None:
        """Until the task is done or the time is over; cancels neither the task nor its errors."""
        timer = asyncio.ensure_future(self._sleep(seconds))
        try:
            await asyncio.wait({task, timer}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _end(timer)

    def _pause(self, error: PortError) -> float:
        """Seconds until the next attempt: doubling, spread over their whole length, bounded."""
        if isinstance(error, Refused) and error.retry_after_s is not None:
            return error.retry_after_s + self._chance()
        doublings = min(self._failures - 1, _MOST_DOUBLINGS)
        ceiling = max(CEILING_S, self.source.interval_s)
        longest = min(max(self.source.interval_s, 1.0) * 2.0**doublings, ceiling)
        return max(longest * self._chance(), _SHORTEST_S)

    # --- telling -----------------------------------------------------------------------------

    async def _tell(
        self, status: SourceStatus, at: datetime, error: PortError | None, facts: list[Seen]
    ) -> None:
        reason, mend = (error.reason, error.mend) if error else (self.source.warning, "")
        change = SourceChanged(
            source=self.source.name, status=status, since=at, reason=reason, mend=mend
        )
        if self._told is not None and _alike(self._told, change):
            if facts:
                await self._append(*facts)
            return
        await self._append(*facts, change)
        self._told = change

    async def _tell_late(self, seconds: float) -> None:
        if self._told is None or self._told.status is SourceStatus.OK:
            late = Unreachable(f"no answer for {seconds:g} s, still waiting")
            await self._tell(SourceStatus.LATE, self._clock.now(), late, [])

    async def _tell_fault(self, reason: str) -> None:
        fault = Unreachable(reason, "report it with the log; the other sources go on")
        await self._tell(SourceStatus.FAULTY, self._clock.now(), fault, [])


def _alike(told: SourceChanged, change: SourceChanged) -> bool:
    """Nothing new for a reader: a failure whose words alone have changed is the same failure."""
    if change.status is SourceStatus.OK:
        return (told.status, told.reason) == (change.status, change.reason)
    return (told.status, told.mend) == (change.status, change.mend)


def _status(error: PortError) -> SourceStatus:
    if not isinstance(error, Refused):
        return SourceStatus.UNREACHABLE
    if error.credentials:
        return SourceStatus.CREDENTIALS
    if error.code == MISCONFIGURED:
        return SourceStatus.MISCONFIGURED
    return SourceStatus.REFUSED


async def _end(task: "asyncio.Future[Any]") -> None:
    """Cancel it unless it is done, give it a moment to end, and leave it if it does not."""
    if not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=1.0)
    if task.done() and not task.cancelled():
        task.exception()
