"""One attempt to carry an effect out, or to find out whether an earlier one did; as outcome facts.

Sends once and never again by itself: when and whether there is another attempt is the outbox's
business. Knows the ports, and no vendor.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import assert_never

from cockpit.domain import dispatch, leases, refusals
from cockpit.domain.dispatch import Job
from cockpit.domain.effects import (
    AcknowledgeIncident,
    AddNote,
    Effect,
    PostMessage,
)
from cockpit.domain.effects_local import RunCommand
from cockpit.domain.facts import EffectDone, EffectFailed, EffectUnclear
from cockpit.domain.model import Incident, Person, Status
from cockpit.domain.state import Parcel, Phase
from cockpit.outbox.changing import Change, change, find
from cockpit.outbox.outcome import Outcome
from cockpit.outbox.outlets import Outlets
from cockpit.ports.outside import Changed, Garbled, PortError, Refused, Unreachable

_LOOK_THERE = "look there, then t to try again, or x to leave it"


class Delivery:
    """Attempts and looks, through the ways out that there are."""

    def __init__(
        self,
        out: Outlets,
        *,
        me: Callable[[], Person],
        now: Callable[[], datetime],
        jitter: Callable[[], float],
        deadline_s: float = dispatch.DEADLINE_S,
    ) -> None:
        self._out = out
        self._me = me
        self._now = now
        self._jitter = jitter
        self._deadline_s = deadline_s
        self._vain: dict[str, int] = {}
        """By effect id: how often one could not even look."""

    async def send(self, job: Job) -> Outcome:
        """Send once; every way in which that can go wrong is an outcome."""
        effect = job.parcel.effect
        try:
            async with asyncio.timeout(self._limit_s(effect)):
                return await self._carry_out(job)
        except TimeoutError:
            return self._unclear(effect, f"no answer within {self._limit_s(effect):.0f} s")
        except Unreachable as error:
            if error.maybe_sent:
                return self._unclear(effect, error.reason)
            pause = dispatch.retry_after_s(job.parcel.attempts, self._jitter())
            return self._failed(effect, error, pause)
        except Refused as error:
            return self._failed(effect, error, error.retry_after_s)
        except Garbled as error:
            return self._unclear(effect, error.reason)

    async def look(self, job: Job) -> Outcome:
        """Look whether an earlier attempt arrived."""
        parcel = job.parcel
        try:
            async with asyncio.timeout(self._deadline_s):
                outcome = await self._search(job)
        except TimeoutError:
            return self._in_the_dark(parcel, f"no answer within {self._deadline_s:.0f} s")
        except PortError as error:
            if _cannot_tell(parcel.effect, error):
                return _to_the_person(parcel, error)
            return self._in_the_dark(parcel, " ".join(w for w in (error.reason, error.mend) if w))
        self._vain.pop(parcel.effect.id, None)
        return outcome

    def end(self, parcel: Parcel) -> None:
        """Have a command ended that somebody wants to end; asked twice, it is ended once."""
        if parcel.end_asked_by and isinstance(parcel.effect, RunCommand) and self._out.shell:
            self._out.shell.end(parcel.effect.id, parcel.end_asked_by)

    def not_sent(self, parcel: Parcel, reason: str) -> Outcome:
        """It was certainly not sent this time, and may be tried again at once."""
        failed = EffectFailed(effect=parcel.effect.id, reason=reason, retry_at=self._now())
        return Outcome(effect=parcel.effect.id, otherwise=failed)

    async def _carry_out(self, job: Job) -> Outcome:
        effect = job.parcel.effect
        if isinstance(effect, Change):
            return _changed(effect, await change(self._out, effect, job), found=False)
        match effect:
            case AcknowledgeIncident(incident_id=incident_id):
                incident = await self._out.the_pager.acknowledge(incident_id)
                return self._acknowledged(effect, incident)
            case AddNote(incident_id=incident_id, text=text):
                ref = await self._out.the_pager.add_note(incident_id, text, effect.id)
                return Outcome(effect=effect.id, done=EffectDone(effect=effect.id, ref=ref))
            case PostMessage():
                posted = await self._out.the_chat.post(effect, job.thread)
                done = EffectDone(
                    effect=effect.id, ref=posted.ts, done_at=posted.at, warning=posted.warning
                )
                return Outcome(effect=effect.id, done=done)
            case _:
                assert_never(effect)

    def _limit_s(self, effect: Effect) -> float:
        return self._deadline_s + leases.deadline_s(effect) - dispatch.DEADLINE_S

    def _acknowledged(self, effect: Effect, incident: Incident) -> Outcome:
        if incident.status is not Status.ACKNOWLEDGED:
            return self._unclear(effect, f"the pager answered, and still says {incident.status}")
        done = EffectDone(effect=effect.id, ref=incident.id, done_at=self._own_time(incident))
        return Outcome(effect=effect.id, done=done, seen=incident)

    async def _search(self, job: Job) -> Outcome:
        parcel, effect = job.parcel, job.parcel.effect
        since = job.since or parcel.requested_at - dispatch.HISTORY
        if isinstance(effect, Change):
            changed = await find(self._out, effect, job, since)
            return _changed(effect, changed, found=True) if changed else self._not_there(parcel)
        match effect:
            case AcknowledgeIncident(incident_id=incident_id):
                return self._compared(parcel, await self._out.the_pager.incident(incident_id))
            case AddNote(incident_id=incident_id):
                ref = await self._out.the_pager.find_note(incident_id, effect.id)
                if ref is None:
                    return self._not_there(parcel)
                return _found(EffectDone(effect=effect.id, ref=ref, found=True))
            case PostMessage(channel=channel):
                posted = await self._out.the_chat.find(channel, job.thread, effect.id, since)
                if posted is None:
                    return self._not_there(parcel)
                return _found(
                    EffectDone(effect=effect.id, ref=posted.ts, done_at=posted.at, found=True)
                )
            case _:
                assert_never(effect)

    def _compared(self, parcel: Parcel, incident: Incident) -> Outcome:
        """What the incident says of an acknowledgement; to repeat it while open does no harm."""
        effect = parcel.effect.id
        if incident.status is Status.RESOLVED:
            failed = EffectFailed(effect=effect, reason="it is resolved by now", final=True)
            return Outcome(effect=effect, otherwise=failed, seen=incident)
        mine = self._own_time(incident)
        if mine is not None:
            done = EffectDone(effect=effect, ref=incident.id, done_at=mine, found=True)
            return Outcome(effect=effect, done=done, seen=incident)
        pause = dispatch.retry_after_s(parcel.attempts, self._jitter())
        failed = EffectFailed(
            effect=effect,
            reason=parcel.reason or "it did not arrive",
            retry_at=dispatch.look_at(self._now(), pause),
        )
        return Outcome(effect=effect, otherwise=failed, seen=incident)

    def _not_there(self, parcel: Parcel) -> Outcome:
        effect, now = parcel.effect.id, self._now()
        reason = parcel.reason or "the attempt broke off"
        looks = _looks(parcel) + 1
        if looks >= dispatch.LOOKS:
            failed = EffectFailed(effect=effect, reason="it did not arrive", retry_at=now)
            return Outcome(effect=effect, otherwise=failed)
        again = dispatch.look_at(now, dispatch.LOOK_AGAIN_S)
        unclear = EffectUnclear(effect=effect, reason=reason, looks=looks, look_at=again)
        return Outcome(effect=effect, otherwise=unclear)

    def _in_the_dark(self, parcel: Parcel, why: str) -> Outcome:
        """Looking is impossible; said once, however long that lasts, and tried ever more rarely."""
        effect = parcel.effect.id
        vain = self._vain[effect] = self._vain.get(effect, 0) + 1
        pause = dispatch.retry_after_s(vain + 1, self._jitter())
        reason = f"cannot look whether it arrived: {why}"
        if parcel.phase is Phase.UNCLEAR and parcel.reason == reason:
            return Outcome(effect=effect, rest_s=pause)
        at = dispatch.look_at(self._now(), pause)
        unclear = EffectUnclear(effect=effect, reason=reason, looks=_looks(parcel), look_at=at)
        return Outcome(effect=effect, otherwise=unclear, rest_s=pause)

    def _failed(self, effect: Effect, error: PortError, pause_s: float | None) -> Outcome:
        """It did not happen; without a pause, trying again cannot help."""
        retry_at = None
        if pause_s is not None:
            pause_s = min(max(pause_s, 0.0), dispatch.PATIENCE_CAP_S)
            retry_at = dispatch.look_at(self._now(), pause_s)
        failed = EffectFailed(
            effect=effect.id,
            reason=error.reason,
            mend=error.mend or ("" if retry_at else refusals.instead(effect)),
            final=retry_at is None,
            retry_at=retry_at,
        )
        return Outcome(effect=effect.id, otherwise=failed, hush_s=pause_s or 0.0)

    def _unclear(self, effect: Effect, reason: str) -> Outcome:
        at = dispatch.look_at(self._now())
        unclear = EffectUnclear(effect=effect.id, reason=reason, look_at=at)
        return Outcome(effect=effect.id, otherwise=unclear)

    def _own_time(self, incident: Incident) -> datetime | None:
        """When this person acknowledged the incident, if they hold it."""
        me = self._me()
        own = [
            a.at
            for a in incident.acknowledgements
            if (me.id and a.person.id == me.id) or (me.email and a.person.email == me.email)
        ]
        return max(own, default=None)


def _found(done: EffectDone) -> Outcome:
    return Outcome(effect=done.effect, done=done)


def _looks(parcel: Parcel) -> int:
    """Vain looks for the newest attempt; those for an older one say nothing about it."""
    return parcel.looks if parcel.phase is Phase.UNCLEAR else 0


def _changed(effect: Change, changed: Changed, *, found: bool) -> Outcome:
    done = EffectDone(
        effect=effect.id,
        ref=changed.ref,
        done_at=changed.at,
        found=found,
        warning=changed.warning,
        kept=changed.kept,
        output=changed.output,
    )
    return Outcome(effect=effect.id, done=done, seen=changed.incident)


def _cannot_tell(effect: Effect, error: PortError) -> bool:
    """Whether looking will never tell if a change at the pager happened."""
    is_final = isinstance(error, Refused) and error.retry_after_s is None
    return isinstance(effect, Change) and is_final


def _to_the_person(parcel: Parcel, error: PortError) -> Outcome:
    """Nobody here can find out: to send again might page somebody twice, so a person decides."""
    failed = EffectFailed(
        effect=parcel.effect.id,
        reason=f"{dispatch.IN_DOUBT}: {error.reason}",
        mend=_LOOK_THERE,
        final=True,
    )
    return Outcome(effect=parcel.effect.id, otherwise=failed)
