"""Whether the author of a change can be asked now: on call, and awake; guesses say so; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from cockpit.domain.model import OnCall
from cockpit.domain.rota import Duty

_WAKES, _SLEEPS = 7, 23
"""Hours by their own clock between which people are taken to be awake."""


def held(duties: Iterable[Duty], name: str, email: str) -> tuple[OnCall, ...]:
    """What they hold of these places at this instant, the first level first, each place once.

    They are known by their address, else by their whole name; looking on is not holding (P3).
    """
    theirs = [s for duty in duties for s in duty.now if _is(s, name, email)]
    return tuple(sorted(theirs, key=lambda s: (s.level, s.policy, s.policy_id)))


def _is(shift: OnCall, name: str, email: str) -> bool:
    """Addresses tell people apart where both are known; else the whole name has to be the same."""
    theirs = shift.person.email.strip().casefold()
    wanted = email.strip().casefold()
    if theirs and wanted and theirs == wanted:
        return True
    same = " ".join(name.split()).casefold()
    return bool(same) and " ".join(shift.person.name.split()).casefold() == same


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What somebody's own clock shows, by the zone in which they last wrote: a guess."""

    at: datetime
    zone: str
    is_awake: bool


def clock(utc_offset_m: int, now: datetime) -> Clock:
    """Their clock now. They may have travelled since, or the clocks may have changed."""
    zone = timezone(timedelta(minutes=max(-1439, min(1439, utc_offset_m))))
    at = now.astimezone(zone)
    return Clock(at=at, zone=f"{zone.tzname(None)}", is_awake=_WAKES <= at.hour < _SLEEPS)
