"""Whose turn it is by the calendars: a policy does not follow people by itself (P6)."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo

from cockpit.domain import rota
from cockpit.domain.model import Person
from cockpit.domain.watch import CalendarSpec
from cockpit.ports.outside import Calendars, PortError

Turns = Callable[[Person], Awaitable[Mapping[int, Person]]]
"""Who should stand at which level now, from 1: this person, or nobody that is known."""

_MOMENT = timedelta(minutes=1)


def by_calendars(
    port: Calendars, specs: Sequence[CalendarSpec], zone: tzinfo, now: datetime
) -> Turns:
    """What the calendars say; one that cannot be read says nothing here: it has its own check."""

    async def turns(me: Person) -> Mapping[int, Person]:
        found: dict[int, Person] = {}
        for spec in (spec for spec in specs if not spec.shadow):
            try:
                reading = await port.read(spec, now, now + _MOMENT, zone)
            except PortError:
                continue
            if any(rota.is_held(s, now) and rota.is_of(s, me) for s in reading.shifts):
                found[spec.level] = me
        return found

    return turns
