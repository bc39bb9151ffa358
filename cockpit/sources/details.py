"""Reads the details of the one incident that somebody looks at; asks nothing while nobody does."""

import asyncio
from collections.abc import Awaitable

from cockpit.domain.incident_details import IncidentDetails
from cockpit.domain.readings import Detailed, DetailsFailed
from cockpit.ports.outside import Clock, Pager, PortError, Refused, Unreachable
from cockpit.sources.keeper import Note, Sleep, guarded

INTERVAL_S = 15.0
"""Seconds from one look to the next while somebody keeps looking."""
DEADLINE_S = 30.0


class DetailWatch:
    """Looks at one incident again and again.

    Whoever turns to another incident, or away, ends the question that is on its way: an answer for
    an incident that is not looked at any more is dropped, however late it comes.

    Args:
        pager: where to ask; None: nobody to ask.
        note: takes readings.
        clock: dates what was read.
        sleep: waits; a test's own waits for nothing real.
    """

    def __init__(
        self,
        pager: Pager | None,
        note: Note,
        clock: Clock,
        *,
        sleep: Sleep = asyncio.sleep,
        interval_s: float = INTERVAL_S,
        deadline_s: float = DEADLINE_S,
    ) -> None:
        self._pager = pager
        self._note = note
        self._clock = clock
        self._sleep = sleep
        self._interval_s = interval_s
        self._deadline_s = deadline_s
        self._wanted = ""
        self._generation = 0
        self._turned = asyncio.Event()

    def look_at(self, incident_id: str) -> None:
        """Look at this incident from now on; empty: at none."""
        self._wanted = incident_id
        self.nudge()

    def nudge(self) -> None:
        """Look now; what is on its way is dropped."""
        self._generation += 1
        self._turned.set()

    async def run(self) -> None:
        """For ever, until cancelled."""
        await guarded(self._for_ever, self._tell_fault, self._sleep)

    async def _for_ever(self) -> None:
        while True:
            self._turned.clear()
            if self._wanted:
                await self._look(self._wanted, self._generation)
                await self._until_turned(self._sleep(self._interval_s))
            else:
                await self._turned.wait()

    async def _look(self, incident_id: str, generation: int) -> None:
        asking = asyncio.ensure_future(self._ask(incident_id))
        await self._until_turned(asking)
        if asking.done() and not asking.cancelled() and generation == self._generation:
            self._note(asking.result())

    async def _ask(self, incident_id: str) -> Detailed | DetailsFailed:
        try:
            details = await self._details(incident_id)
        except PortError as error:
            at = self._clock.now()
            return DetailsFailed(
                incident_id=incident_id, at=at, reason=error.reason, mend=error.mend
            )
        return Detailed(at=self._clock.now(), details=details)

    async def _details(self, incident_id: str) -> IncidentDetails:
        if self._pager is None:
            raise Refused("no pager is configured here", "add [pagerduty] to the configuration")
        try:
            async with asyncio.timeout(self._deadline_s):
                return await self._pager.details(incident_id)
        except TimeoutError:
            words = f"no answer within {self._deadline_s:g} s"
            raise Unreachable(words, "check the network; cockpit goes on asking") from None

    async def _until_turned(self, work: Awaitable[object]) -> None:
        """Until the work is done, or somebody turns: then it is cancelled."""
        turned = asyncio.ensure_future(self._turned.wait())
        task = asyncio.ensure_future(work)
        try:
            await asyncio.wait({turned, task}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            turned.cancel()
            if not task.done():
                task.cancel()

    async def _tell_fault(self, reason: str) -> None:
        if self._wanted:
            self._note(
                DetailsFailed(
                    incident_id=self._wanted,
                    at=self._clock.now(),
                    reason=reason,
                    mend="report it with the log",
                )
            )
