"""`[procedure.shift]`: when shifts change hands and who follows whom, and its conversion."""

from datetime import UTC, date, time, tzinfo
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from cockpit.domain.channels import Channels
from cockpit.domain.shift_rules import Moves, Newcomer, Rhythm, ShiftPart, ShiftRules
from cockpit.settings.kinds import Kind, Name, TimeOfDay, TimeZone, wrong
from cockpit.settings.table import Table
from cockpit.settings.working_hours import DAYS, Day


def _date(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise wrong("is not a day", 'write year, month and day, as "2026-03-02"') from None
    return text


DayOfYear = Annotated[str, Kind("day"), AfterValidator(_date)]
"""A day, as "2026-03-02"."""


class PartTable(Table):
    """`[[procedure.shift.parts]]`: one part of a day that follows the sun."""

    name: Name
    """How people call it, as "Europe"."""
    at: TimeOfDay
    """When it begins, by the clock of its zone; it lasts until the next part begins."""
    zone: TimeZone | None = None
    """Whose clock that is; left out: that of the shift."""
    people: tuple[Name, ...] = ()
    """Who takes turns in it, a week each, where no schedule says it."""


class ShiftTable(Table):
    """`[procedure.shift]`: how long a shift is, when it changes hands, who follows whom."""

    length: Literal["weekly", "daily", "follow-the-sun"] = "weekly"
    """How long somebody is on call; `follow-the-sun`: a day has `parts`."""
    day: Day = "monday"
    """The day of a weekly handover."""
    at: TimeOfDay = "10:00"
    """When a weekly or a daily shift changes hands. A time that the clocks jump over is as long
    after the jump; one that comes twice is the first."""
    zone: TimeZone = "local"
    """Whose clock that is: "UTC", a name such as "Europe/Lisbon", or "local": whoever reads it."""
    channel: str = "oncall"
    """Where handovers are told: a purpose of `[procedure.channels]`, a name or an id; empty:
    nowhere."""
    roles: Annotated[tuple[Name, ...], Field(min_length=1)] = ("primary", "secondary")
    """Who is on shift, by level."""
    moves: Literal["up", "down", "not"] = "not"
    """Who is who in the next shift: `up`: this one's secondary is its primary; `down`: this one's
    primary is its secondary; `not`: nobody said so."""
    people: tuple[Name, ...] = ()
    """Who takes turns, by name or e-mail address, where no schedule and no calendar says it."""
    first: DayOfYear | None = None
    """A day in the first turn of the first of `people`."""
    parts: tuple[PartTable, ...] = ()
    """The parts of a day that follows the sun."""
    newcomers: dict[str, DayOfYear] = Field(default={}, repr=False)
    """Who looks on for one shift first, by name or e-mail address, and from which day on."""
    triage: str = ""
    """The channel that the primary goes through once per business day: a purpose, a name or an id;
    empty: none."""


def shift_of(table: ShiftTable, channels: Channels) -> ShiftRules:
    """The domain's rules; channels by purpose become those of the profile."""
    return ShiftRules(
        rhythm=Rhythm(table.length),
        day=DAYS.index(table.day),
        hour=time.fromisoformat(table.at),
        zone=_zone(table.zone),
        roles=table.roles,
        moves=Moves(table.moves),
        people=table.people,
        first=date.fromisoformat(table.first) if table.first else None,
        parts=tuple(
            ShiftPart(
                name=part.name,
                hour=time.fromisoformat(part.at),
                zone=_zone(part.zone or "local"),
                people=part.people,
            )
            for part in table.parts
        ),
        newcomers=tuple(
            Newcomer(person=person, since=date.fromisoformat(day))
            for person, day in table.newcomers.items()
        ),
        channel=channels.of(table.channel),
        triage_channel=channels.of(table.triage),
    )


def _zone(name: str) -> tzinfo | None:
    """None: the reader's own, which only the screen knows."""
    if name == "local":
        return None
    return UTC if name == "UTC" else ZoneInfo(name)
