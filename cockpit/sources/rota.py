"""Watches who is on call in the time to come: one source for the pager, one for each calendar."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from datetime import datetime, timedelta, tzinfo
from typing import Protocol

from cockpit.domain.facts import MeIdentified, PolicySeen, RotaRead, Seen, ServerClockRead
from cockpit.domain.model import EscalationPolicy, OnCall, Person, Place
from cockpit.domain.rota import is_news
from cockpit.domain.state import State
from cockpit.domain.watch import PAGER_ROTA, CalendarSpec, calendar_source
from cockpit.ports.advice import advice
from cockpit.ports.outside import Calendars, Clock, Pager, PortError, Refused

AHEAD = timedelta(days=90)
"""How far the pager and calendars are asked; the pager takes no more."""
_KEPT = timedelta(days=45)
"""How far what is known should reach at least."""
_INTERVAL_S = 1800.0
_DEADLINE_S = 60.0
_MOST_POLICIES = 50
_CLOCK_STEP_S = 5.0
"""A clock that is off by less changes no shift; the source of incidents is more exact."""


class Rota(Protocol):
    """Somebody who says who is on call when; a `Source` of the keeper's."""

    kept: timedelta
    """How far what is known should reach at least; what reaches less far is told anew."""

    @property
    def name(self) -> str:
        """How the screen and the journal call it."""
        ...

    @property
    def warning(self) -> str:
        """What limits the truth of the last good answer, in words; mostly empty."""
        ...

    @property
    def interval_s(self) -> float:
        """Seconds from one question to the next."""
        ...

    @property
    def deadline_s(self) -> float:
        """Seconds after which a question is given up."""
        ...

    def poll(self) -> AsyncGenerator[Seen, None]:
        """What differs from the state. May raise the three port errors."""
        ...


class PagerRota:
    """The shifts of some policies and of this person, by the pager.

    Args:
        pager: where to ask.
        state: the state as it is now.
        clock: the corrected one.
        policy_ids: policies that are wanted; empty: those that this person is on call for.
        shadow_schedules: a level that only these fill is nobody's responsibility.
    """

    name = PAGER_ROTA
    warning = ""
    interval_s = _INTERVAL_S
    deadline_s = _DEADLINE_S

    def __init__(
        self,
        pager: Pager,
        state: Callable[[], State],
        clock: Clock,
        *,
        policy_ids: tuple[str, ...] = (),
        shadow_schedules: tuple[str, ...] = (),
    ) -> None:
        self.kept = _KEPT
        self._pager = pager
        self._state = state
        self._clock = clock
        self._policy_ids = policy_ids
        self._shadows = {f"schedule:{key}" for key in shadow_schedules}

    async def poll(self) -> AsyncGenerator[Seen, None]:
        """Policies that changed, then the shifts if they did."""
        me = self._state().me
        if me is None or self._pager.heard() is None:
            me = await self._me() or me
        heard, now = self._server_time()
        for fact in heard:
            yield fact
        if me is not None and self._state().me is None:
            yield MeIdentified(person=me, team_ids=await self._pager.teams())
        since = now.replace(microsecond=0)
        shifts, wanted = await self._shifts(me, since)
        places: list[Place] = []
        for key in wanted[:_MOST_POLICIES]:
            policy = await self._policy(key)
            if policy is not None:
                places += self._places(policy)
                if self._state().policies.get(key) != policy:
                    yield PolicySeen(policy=policy)
        read = RotaRead(
            source=self.name,
            since=since,
            until=since + AHEAD,
            shifts=shifts,
            places=tuple(places),
        )
        if _differs(self._state(), read, since + self.kept):
            yield read

    async def _shifts(
        self, me: Person | None, since: datetime
    ) -> tuple[tuple[OnCall, ...], tuple[str, ...]]:
        """The person's shifts and those of the policies that are wanted, and these policies."""
        until = since + AHEAD
        mine: tuple[OnCall, ...] = ()
        others: tuple[OnCall, ...] = ()
        if me is not None:
            mine = await self._pager.shifts(since, until, person_id=me.id)
        wanted = self._policy_ids or tuple(sorted({s.policy_id for s in mine} - {""}))
        if wanted:
            others = await self._pager.shifts(since, until, policy_ids=wanted)
        return tuple(dict.fromkeys((*others, *mine))), wanted

    def _server_time(self) -> tuple[list[Seen], datetime]:
        """Now by the server's clock, and what is to be told of it: shifts are asked for by it."""
        now, heard = self._clock.now(), self._pager.heard()
        if heard is None:
            return [], now
        better = (heard.low_s + heard.high_s) / 2
        wrong = better - self._state().server_offset_s
        if abs(wrong) <= _CLOCK_STEP_S:
            return [], now
        return [ServerClockRead(offset_s=round(better, 3))], now + timedelta(seconds=wrong)

    async def _me(self) -> Person | None:
        """None when the pager cannot say who this is, and policies are named anyway."""
        try:
            return await self._pager.me()
        except Refused as error:
            if error.credentials or error.retry_after_s is not None or not self._policy_ids:
                raise
            return None

    async def _policy(self, key: str) -> EscalationPolicy | None:
        """None when it may not be read: then nobody knows which levels ought to be held."""
        try:
            return await self._pager.policy(key)
        except Refused as error:
            if error.credentials or error.retry_after_s is not None:
                raise
            return None

    def _places(self, policy: EscalationPolicy) -> list[Place]:
        return [
            Place(policy_id=policy.id, policy=policy.name, level=number)
            for number, level in enumerate(policy.levels, start=1)
            if not level.target_ids or set(level.target_ids) - self._shadows
        ]


class CalendarRota:
    """The shifts of one calendar (procedure P2).

    Args:
        calendars: where to read.
        spec: the calendar.
        zone: the reader's zone, for a calendar that has none.
        state: the state as it is now.
        clock: the corrected one.
    """

    def __init__(
        self,
        calendars: Calendars,
        spec: CalendarSpec,
        zone: tzinfo,
        state: Callable[[], State],
        clock: Clock,
    ) -> None:
        self.name = calendar_source(spec.name)
        self.warning = ""
        self.interval_s = spec.interval_s
        self.deadline_s = 2 * spec.timeout_s + 1.0
        self.kept = _KEPT
        self._calendars = calendars
        self._spec = spec
        self._zone = zone
        self._state = state
        self._clock = clock

    async def poll(self) -> AsyncGenerator[Seen, None]:
        """The shifts, if they changed."""
        since = self._clock.now().replace(microsecond=0)
        until = since + AHEAD
        reading = await self._calendars.read(self._spec, since, until, self._zone)
        self.warning = reading.warning
        place = Place(policy_id=self.name, policy=self._spec.name, level=self._spec.level)
        fact = RotaRead(
            source=self.name,
            since=since,
            until=until,
            shifts=reading.shifts,
            places=() if self._spec.shadow else (place,),
        )
        if _differs(self._state(), fact, since + self.kept):
            yield fact


def _differs(state: State, fact: RotaRead, wanted: datetime) -> bool:
    known = state.rotas.get(fact.source)
    return is_news(known, fact.shifts, fact.places, fact.since, wanted)


async def read_now(
    rotas: Sequence[Rota],
    append: Callable[..., Awaitable[object]],
    ahead: timedelta,
    timeout_s: float,
) -> tuple[tuple[str, str, str], ...]:
    """Ask all of them at once, so far ahead; what they say is recorded.

    Returns (source, reason, warning) of each about which there is something to say; a reason says
    why it could not be read.
    """
    told = await asyncio.gather(*(_read(rota, append, ahead, timeout_s) for rota in rotas))
    return tuple(entry for entry in told if entry[1] or entry[2])


async def _read(
    rota: Rota, append: Callable[..., Awaitable[object]], ahead: timedelta, timeout_s: float
) -> tuple[str, str, str]:
    rota.kept = max(min(ahead, AHEAD), rota.kept)
    facts: list[Seen] = []
    try:
        async with asyncio.timeout(timeout_s), aclosing(rota.poll()) as answers:
            async for fact in answers:
                facts += [fact]
    except TimeoutError:
        return rota.name, f"no answer within {timeout_s:g} s", ""
    except PortError as error:
        reason = error.reason.removeprefix(f"{rota.name}: ")
        return rota.name, advice(reason, error.mend), ""
    await append(*facts)
    return rota.name, "", rota.warning
