"""Carries effects out, each at most once, and tells what became of them; decides nothing else.

Nobody but the outbox writes to the outside. An effect is claimed in the journal before it is sent,
so that no other process sends it too; after an unclear attempt, of this process or of a dead one,
it is looked for before anybody sends again. Which effect is next is `cockpit.domain.dispatch`'s
business; how sending and looking turn into outcomes is `cockpit.outbox.delivery`'s.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from cockpit.domain import dispatch, leases
from cockpit.domain.dispatch import Job, Way
from cockpit.domain.effects import Effect
from cockpit.domain.effects_http import CallHttp
from cockpit.domain.facts import EffectClaimed, Fact, Record
from cockpit.domain.lanes import Side, side
from cockpit.domain.state import Parcel, Phase, State
from cockpit.outbox.delivery import Delivery
from cockpit.ports.journal import JournalError

_log = logging.getLogger(__name__)

_GLANCE_S = 5.0
"""The longest sleep while something is under way: timers stand still while a machine sleeps, and
a claimant dies without a word."""
_PAUSE_S = 1.0
"""The first pause after the journal refused to take something."""
_PAUSE_CAP_S = 5.0
_AT_ONCE = {side: 4 if side in (Side.PAGER, Side.CHAT) else 2 for side in Side}
"""How many effects are in hand at a time, by where they go: a storm is no reason to storm."""
_FAULT_PAUSE_S = 60.0
"""How long an effect rests whose handling ended in a fault of this program."""

Decide = Callable[[State], tuple[Fact, ...]]


class AppendIf(Protocol):
    """The store's way to append what is decided on the newest state, and only on that."""

    def __call__(self, decide: Decide, /) -> Awaitable[tuple[Record, ...]]:
        """The records, or () when nothing was decided."""
        ...


async def _wait(event: asyncio.Event, seconds: float | None) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the outbox stands on: the store's doors, the time, and which processes live."""

    state: Callable[[], State]
    append_if: AppendIf
    now: Callable[[], datetime]
    """Corrected UTC."""
    process: str
    """This process, as `EffectClaimed.process` wants it."""
    alive: dispatch.Alive
    new_id: Callable[[], str]
    refusal: str = ""
    """Why nothing may leave this cockpit, in words; empty: it may. The one read-only switch."""
    wait: Callable[[asyncio.Event, float | None], Awaitable[None]] = _wait
    """Until the event, or that many seconds."""


class Outbox:
    """Works on one effect per lane, and on a few lanes at once for each side."""

    def __init__(self, around: Surroundings, delivery: Delivery) -> None:
        self._around = around
        self._delivery = delivery
        self._awake = asyncio.Event()
        self._is_closing = False
        self._hands: dict[str, asyncio.Task[None]] = {}
        """By effect id: what this process is working on."""
        self._load: Counter[Side] = Counter()
        """How much of that goes where."""
        self._hushes: dict[str, tuple[datetime, int]] = {}
        """By request: not before this is more of it begun than was tried already, and how often in
        a row that was so."""
        self._pauses: dict[str, datetime] = {}
        """By effect id: not before this, for reasons that are not worth a fact."""

    @property
    def busy(self) -> bool:
        """Whether something is being sent, looked for or written down at this moment."""
        return bool(self._hands)

    def refusal(self, effects: tuple[Effect, ...]) -> str:
        """Why these effects may not even be asked for, in words; empty: they may."""
        return self._around.refusal if effects else ""

    def wake(self) -> None:
        """Something may have changed: look again. For the store's listener."""
        self._awake.set()

    async def run(self) -> None:
        """Work for ever; ends only by being cancelled, and leaves what is in hand to `close`."""
        while True:
            self._awake.clear()
            self._take_up()
            await self._around.wait(self._awake, self._until_next())

    async def drain(self) -> None:
        """Work until nothing is left that may be worked on now; does not wait for retries."""
        while True:
            self._take_up()
            if not self._hands:
                return
            await asyncio.wait(self._hands.values(), return_when=asyncio.FIRST_COMPLETED)

    async def close(self, grace_s: float) -> None:
        """Give what is in hand so many seconds, then abandon it; the journal says it was begun.

        Nothing new is begun meanwhile: what would be abandoned half-way stays unsent instead.
        """
        self._is_closing = True
        tasks = set(self._hands.values())
        if tasks:
            await asyncio.wait(tasks, timeout=grace_s)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _take_up(self) -> None:
        for mine in filter(None, map(self._around.state().parcels.get, self._hands)):
            self._delivery.end(mine)
        if self._around.refusal or self._is_closing:
            return
        now = self._around.now()
        self._pauses = {effect: at for effect, at in self._pauses.items() if at > now}
        for job in dispatch.jobs(self._around.state(), now, self._around.alive):
            effect, where = job.parcel.effect, side(job.parcel.effect)
            if self._load[where] >= _AT_ONCE[where] or not self._may_begin(job.parcel, now):
                continue
            if job.way is Way.SEND and _is_anothers(effect, self._around):
                continue
            task = asyncio.create_task(self._work(job), name=f"{job.way.value} {effect.id}")
            self._hands[effect.id] = task
            self._load[where] += 1
            task.add_done_callback(partial(self._put_down, effect))

    def _may_begin(self, parcel: Parcel, now: datetime) -> bool:
        effect = parcel.effect.id
        if effect in self._hands or effect in self._pauses:
            return False
        until, _ = self._hushes.get(parcel.request, (now, 0))
        return parcel.attempts > 0 or until <= now

    def _put_down(self, effect: Effect, task: asyncio.Task[None]) -> None:
        self._hands.pop(effect.id, None)
        self._load[side(effect)] -= 1
        self._awake.set()
        if task.cancelled():
            return
        fault = task.exception()
        if fault is None:
            return
        self._rest(effect.id, _FAULT_PAUSE_S)
        _log.error("the work on effect %s ended in a fault", effect.id, exc_info=fault)

    def _until_next(self) -> float | None:
        """Seconds until something may be workable by itself; None: only an event changes that."""
        state, now = self._around.state(), self._around.now()
        hushes = (until for until, _ in self._hushes.values() if until > now)
        instants = [*self._pauses.values(), *hushes]
        wake = dispatch.wake_at(state, now)
        if wake is not None:
            instants.append(wake)
        if not instants:
            return None
        return min(_GLANCE_S, max(0.0, (min(instants) - now).total_seconds()))

    async def _work(self, job: Job) -> None:
        effect = job.parcel.effect.id
        if job.way is Way.LOOK:
            await self._look(job)
            return
        try:
            claimed = await self._claim(effect)
        except JournalError as error:
            _log.warning("effect %s could not be claimed: %s", effect, error.reason)
            self._rest(effect, _PAUSE_S)
            return
        if claimed is not None:
            await self._send(claimed)

    async def _claim(self, effect: str) -> Job | None:
        """Claim an effect on the newest state; None when there is nothing to send any more."""
        attempt = self._around.new_id()
        found: Job | None = None

        def claim(state: State) -> tuple[Fact, ...]:
            nonlocal found
            now = self._around.now()
            found = dispatch.job(state, effect, now, self._around.alive)
            if found is None or found.way is not Way.SEND:
                return ()
            until = now + timedelta(seconds=leases.lease_s(found.parcel.effect))
            process = self._around.process
            return (EffectClaimed(effect=effect, attempt=attempt, process=process, until=until),)

        if not await self._around.append_if(claim) or found is None:
            return None
        parcel = self._around.state().parcels.get(effect)
        if parcel is None or parcel.phase is not Phase.CLAIMED or parcel.attempt != attempt:
            return None
        return replace(found, parcel=parcel)

    async def _send(self, job: Job) -> None:
        """Send exactly once, under a hard deadline, and write down what became of it."""
        parcel = job.parcel
        until = parcel.claimed_until
        deadline = timedelta(seconds=leases.deadline_s(parcel.effect))
        if until is None or self._around.now() + deadline > until:
            outcome = self._delivery.not_sent(parcel, "the claim ran out before it was sent")
        else:
            outcome = await self._delivery.send(job)
            self._hush(parcel.request, outcome.hush_s)

        def told(state: State) -> tuple[Fact, ...]:
            return outcome.facts(state, ours=_holds(state, parcel))

        await self._tell(parcel, told)

    async def _look(self, job: Job) -> None:
        """Look whether it arrived; what was found counts only if nobody was quicker."""
        parcel = job.parcel
        outcome = await self._delivery.look(job)
        self._rest(parcel.effect.id, outcome.rest_s)

        def told(state: State) -> tuple[Fact, ...]:
            return outcome.facts(state, ours=state.parcels.get(parcel.effect.id) == parcel)

        await self._tell(parcel, told)

    async def _tell(self, parcel: Parcel, decide: Decide) -> None:
        """Write an outcome down, however long the journal refuses; meanwhile nothing is sent."""
        pause = _PAUSE_S
        while True:
            try:
                await self._around.append_if(decide)
            except JournalError as error:
                effect = parcel.effect.id
                _log.warning("the outcome of %s is not written yet: %s", effect, error.reason)
                await self._around.wait(asyncio.Event(), pause)
                pause = min(_PAUSE_CAP_S, pause * 2)
            else:
                return

    def _hush(self, request: str, seconds: float) -> None:
        """Begin no more of a request for so long, and ever longer; 0: it goes well again."""
        now = self._around.now()
        until, times = self._hushes.pop(request, (now, 0))
        if seconds <= 0:
            return
        if until <= now:
            times += 1
            until = now + timedelta(seconds=max(seconds, dispatch.retry_after_s(times, 1)))
        self._hushes[request] = (until, times)

    def _rest(self, effect: str, seconds: float) -> None:
        self._pauses.pop(effect, None)
        if seconds > 0:
            self._pauses[effect] = self._around.now() + timedelta(seconds=seconds)


def _holds(state: State, claimed: Parcel) -> bool:
    """Whether the effect is still claimed by this very attempt."""
    now = state.parcels.get(claimed.effect.id)
    return now is not None and now.phase is Phase.CLAIMED and now.attempt == claimed.attempt


def _is_anothers(effect: Effect, around: Surroundings) -> bool:
    """Whether its answer is for another process, which is there to send it."""
    if not isinstance(effect, CallHttp) or effect.process in ("", around.process):
        return False
    return around.alive(effect.process)
