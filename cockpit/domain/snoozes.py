"""How long an incident may rest (A5): the presets, and when working hours begin; no clock."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from cockpit.domain.working_hours import WorkingHours

SHORTEST = timedelta(seconds=1)
LONGEST = timedelta(days=7)
"""What the pager accepts at most."""

_AHEAD = 8
"""Days among which the next working day is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A choice that takes one key."""

    key: str
    title: str
    until: datetime


def presets(now: datetime, zone: tzinfo, hours: WorkingHours) -> tuple[Preset, ...]:
    """One hour, four hours, until working hours begin in the person's zone."""
    return (
        Preset(key="1", title="1 hour", until=now + timedelta(hours=1)),
        Preset(key="4", title="4 hours", until=now + timedelta(hours=4)),
        Preset(
            key="w",
            title="until working hours begin",
            until=until_working_hours(now, zone, hours),
        ),
    )


def until_working_hours(now: datetime, zone: tzinfo, hours: WorkingHours) -> datetime:
    """The next instant, after now, at which a working day opens in this zone.

    Where the clocks jump over that time of day, it is as long after the jump; where it comes
    twice, the first. Never further ahead than a snooze may last.
    """
    today = now.astimezone(zone).date()
    for ahead in range(_AHEAD + 1):
        day = today + timedelta(days=ahead)
        if day.weekday() not in hours.days:
            continue
        opens = datetime.combine(day, hours.opens, tzinfo=zone).astimezone(UTC)
        if opens > now:
            return min(opens, now + LONGEST)
    return now + LONGEST


def why_not(until: datetime, now: datetime) -> str:
    """Why an incident cannot rest until then, in words; empty when it can."""
    if until - now < SHORTEST:
        return "that is past already: say when it shall come back"
    if until - now > LONGEST:
        return "the pager lets an incident rest for 7 days at most"
    return ""
