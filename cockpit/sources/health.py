"""Looks at any number of addresses, each at its own pace; samples are readings, turns are facts."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

from cockpit.domain.evidence import Health, Sample
from cockpit.domain.facts import ProbeTurned, SourceChanged
from cockpit.domain.history import FLAP_WINDOW_S, FLAPS
from cockpit.domain.model import SourceStatus
from cockpit.domain.probes import Probe
from cockpit.domain.readings import Sampled
from cockpit.domain.state import State
from cockpit.domain.watch import HEALTH
from cockpit.ports.journal import JournalError
from cockpit.ports.outside import Clock, Prober
from cockpit.sources.keeper import Append, Note, Sleep, guarded

NAME = HEALTH

_SPREAD = 0.6180339887498949
"""The golden ratio: any number of probes in a row spread evenly over their intervals."""


_FLAP_REST_S = 300.0
"""A flapping probe's turn is worth a fact this often, seconds: the journal must stay small."""


class Turns:
    """What one probe concluded lately, and whether its newest sample is news for the journal.

    Only a change of this process's own mind is news: two cockpits that see different things must
    not contradict each other for ever.
    """

    def __init__(self) -> None:
        self._mind: Health | None = None
        self._last: Health | None = None
        """What the last sample found, whether the journal took it or not."""
        self._changes: deque[datetime] = deque(maxlen=FLAPS)
        self._told_at: datetime | None = None
        self.since = datetime.min.replace(tzinfo=UTC)
        """When the first sample of the present health was taken."""
        self.flapping = False

    def recall(self, past: Sequence[Sample]) -> None:
        """What was found before the first look: since when it is as it is now, and no news."""
        for sample in past:
            self._follow(sample)

    def is_news(self, sample: Sample, known: Health | None) -> bool:
        """Whether this sample turns what the journal knows."""
        self._follow(sample)
        if sample.health is not self._mind:
            self._mind = sample.health
            self._changes.append(sample.at)
        elif not self.flapping:
            return False
        self.flapping = self._is_flapping(sample.at)
        if sample.health is known or (self.flapping and not self._has_rested(sample.at)):
            return False
        self._told_at = sample.at
        return True

    def _follow(self, sample: Sample) -> None:
        if sample.health is not self._last:
            self._last, self.since = sample.health, sample.at

    def untold(self) -> None:
        """The journal did not take it: the next sample is news again."""
        self._mind, self._told_at = None, None

    def _is_flapping(self, at: datetime) -> bool:
        full = len(self._changes) == FLAPS
        return full and 0 <= (at - self._changes[0]).total_seconds() < FLAP_WINDOW_S

    def _has_rested(self, at: datetime) -> bool:
        told = self._told_at
        # A clock that was set back must not silence it.
        return told is None or abs((at - told).total_seconds()) >= _FLAP_REST_S


class HealthWatch:
    """Every probe in a task of its own, so that a slow one holds up nobody.

    Args:
        prober: looks; never raises.
        probes: where to look, and how often.
        state: the state as it is now.
        append: makes facts durable.
        note: takes readings.
        clock: paces the looks.
        sleep: waits; a test's own waits for nothing real.
    """

    def __init__(
        self,
        prober: Prober,
        probes: tuple[Probe, ...],
        *,
        state: Callable[[], State],
        append: Append,
        note: Note,
        clock: Clock,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._prober = prober
        self._probes = probes
        self._state = state
        self._append = append
        self._note = note
        self._clock = clock
        self._sleep = sleep
        self._turns = {probe.name: Turns() for probe in probes}
        self._recalled: set[str] = set()
        self._told: set[str] = set()
        self._logged: set[str] = set()

    async def run(self) -> None:
        """For ever, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for place, probe in enumerate(self._probes):
                phase = place * _SPREAD % 1.0 * min(probe.interval_s, 1.0)
                run = partial(self._watch, probe, phase)
                tasks.create_task(guarded(run, self._tell_fault, self._sleep, self._logged))

    async def look_at_all(self) -> None:
        """Every probe looks once, one after the other."""
        for probe in self._probes:
            await self._recall(probe)
            await self._look(probe)

    async def _watch(self, probe: Probe, phase: float) -> None:
        """Look at the beats of an absolute schedule; beats missed by a slow look are left out."""
        await self._recall(probe)
        start = self._clock.monotonic() + phase
        beat = 0
        while True:
            await self._sleep(max(start + beat * probe.interval_s - self._clock.monotonic(), 0.0))
            await self._look(probe)
            passed = (self._clock.monotonic() - start) / probe.interval_s
            beat = max(beat + 1, int(passed) + 1)

    async def _recall(self, probe: Probe) -> None:
        """What is known of the time before the first look, once."""
        if probe.name in self._recalled:
            return
        self._recalled.add(probe.name)
        past = await self._prober.past(probe)
        for sample in past:
            self._note(Sampled(probe=probe.name, sample=sample, is_past=True))
        self._turns[probe.name].recall(past)

    async def _look(self, probe: Probe) -> None:
        sample = await self._prober.look(probe)
        self._note(Sampled(probe=probe.name, sample=sample))
        known = self._state().probes.get(probe.name)
        turns = self._turns[probe.name]
        if not turns.is_news(sample, known.health if known else None):
            return
        detail = f"flapping, {sample.detail}" if turns.flapping else sample.detail
        turned = ProbeTurned(
            probe=probe.name, health=sample.health, since=turns.since, detail=detail
        )
        try:
            await self._append(turned)
        except JournalError:
            turns.untold()
            raise

    async def _tell_fault(self, reason: str) -> None:
        """Once, however many probes run into it."""
        if reason in self._told:
            return
        self._told.add(reason)
        fault = SourceChanged(
            source=NAME,
            status=SourceStatus.FAULTY,
            since=self._clock.now(),
            reason=reason,
            mend="report it with the log; the other probes go on",
        )
        try:
            await self._append(fault)
        except JournalError:
            self._told.discard(reason)
            raise
