"""The levels that an incident climbs, as values: who is on each, how long it is paged; pure.

Where an incident stands on its ladder is `cockpit.domain.climb`'s business.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

NOBODY = "nobody"
"""Stands in the chain for a level at which nobody is on call."""


class Basis(StrEnum):
    """Whose word the countdown rests on."""

    PAGER = "pager"
    BORN = "computed from the policy as it was when this was paged"
    """It was edited since: an incident keeps the policy that it was born with."""
    POLICY = "computed from the policy"
    PROFILE = "computed from the profile"
    NONE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """One level of the ladder."""

    name: str
    """Whoever is on call there, or `NOBODY`."""
    delay_s: int
    """Seconds for which it is paged before the next one."""
    shifts: tuple[tuple[str, datetime | None], ...] = ()
    """Whoever may be paged there, by id, and since when; None: always."""
    targets: tuple[str, ...] = ()
    """As the policy names them."""
    takes_turns: bool = False
    is_shadowed: bool = False
    """Whoever is paged there looks on to learn, and nobody is responsible (procedure P3)."""
    ends: datetime | None = None
    """When the shift of the first of them ends; None: nobody said that it does."""

    def has(self, person_id: str, at: datetime) -> bool:
        """Whether this person was there at that instant, for all that is known."""
        return any(key == person_id and (not since or since <= at) for key, since in self.shifts)

    def named(self, at: datetime) -> str:
        """Who is paged there at that instant, as far as anybody can say."""
        if self._is_over(at):
            return f"whoever follows {self.name}"
        if self.is_shadowed:
            return f"{self.name} (shadow)"
        return f"one of {self.name}" if self._is_one_of_many else self.name

    def hint(self, at: datetime | None) -> str:
        """What makes the name less than certain; empty: nothing that is known."""
        if self._is_over(at):
            return "shift ends before"
        if self.is_shadowed:
            return "shadow"
        return "in turn" if self._is_one_of_many else ""

    def _is_over(self, at: datetime | None) -> bool:
        return self.ends is not None and at is not None and self.ends <= at

    @property
    def _is_one_of_many(self) -> bool:
        return self.takes_turns and "/" in self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The levels that an incident climbs, and where it stands."""

    tiers: tuple[Tier, ...]
    loops: int
    """How often the pager begins again at the first level after the last."""
    basis: Basis
    level: int = 1
    """From 1."""
    lap: int = 0
    is_exhausted: bool = False
    """The pager itself said that nobody is left."""
    held_by: str = ""
    """Who is paged at the present level: it stays theirs when somebody else's shift begins."""

    @property
    def delay_s(self) -> int:
        """Seconds for which the present level is paged."""
        return self.tiers[self.level - 1].delay_s if 0 < self.level <= len(self.tiers) else 0

    def occupied(self, above: int = 0) -> tuple[int, ...]:
        """The levels above this one at which somebody is on call."""
        tiers = enumerate(self.tiers[above:], start=above + 1)
        return tuple(level for level, tier in tiers if tier.name != NOBODY)

    def climbed(self) -> "Ladder | None":
        """One step on, over levels with nobody and into the next lap; None: nobody is left."""
        if self.is_exhausted:
            return None
        if above := self.occupied(self.level):
            return replace(self, level=above[0], held_by="")
        first = self.occupied()
        if first and self.lap < self.loops:
            return replace(self, level=first[0], lap=self.lap + 1, held_by="")
        return None
