"""What an organisation says about its shifts: how long, from when, in which order; values only."""

from dataclasses import dataclass
from datetime import date, time, tzinfo
from enum import StrEnum


class Rhythm(StrEnum):
    """How long a shift is."""

    WEEKLY = "weekly"
    DAILY = "daily"
    SUN = "follow-the-sun"
    """A day has several parts, each somebody else's, where it is their day (G6, A1)."""


class Moves(StrEnum):
    """Who of one shift is who in the next."""

    UP = "up"
    """This shift's secondary is the next one's primary (P3)."""
    DOWN = "down"
    """This shift's primary is the next one's secondary."""
    NOT = "not"
    """Nobody said so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftPart:
    """One part of a day, which ends where the next one begins."""

    name: str
    hour: time
    zone: tzinfo | None = None
    """None: that of the rules."""
    people: tuple[str, ...] = ()
    """Who takes turns in it, by name or e-mail address, a week each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody who looks on for one shift before they are on call themselves (P3)."""

    person: str
    """By name or e-mail address."""
    since: date
    """They shadow in the first shift that begins on this day, or after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftRules:
    """When shifts change hands, and who follows whom where no schedule says it."""

    rhythm: Rhythm = Rhythm.WEEKLY
    day: int = 0
    """The day of a weekly handover, Monday is 0; of the part's people in the sun's rhythm."""
    hour: time = time(10)
    """When a weekly or a daily shift changes hands, by the clock of `zone`."""
    zone: tzinfo | None = None
    """None: the reader's."""
    roles: tuple[str, ...] = ("primary", "secondary")
    """Who is on shift, from level 1 on."""
    moves: Moves = Moves.NOT
    people: tuple[str, ...] = ()
    """Who takes turns, by name or e-mail address, in their order."""
    first: date | None = None
    """A day in the first turn of the first of `people`; None: the count's own beginning."""
    parts: tuple[ShiftPart, ...] = ()
    """Of the sun's rhythm, in any order."""
    newcomers: tuple[Newcomer, ...] = ()
    channel: str = ""
    """Where handovers are told, as the chat's id or name; empty: nowhere."""
    triage_channel: str = ""
    """The channel that the primary goes through once per business day (P4); empty: none."""
