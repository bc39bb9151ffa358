"""Which priority goes before which: as the pager orders them, else by the profile's levels."""

import re
from collections.abc import Callable
from dataclasses import dataclass

Rank = tuple[bool, int, int, tuple[tuple[str, int], ...]]


@dataclass(frozen=True, slots=True)
class Ranking:
    """What is known of the order; names count whatever their case."""

    pager: tuple[str, ...] = ()
    """The pager's priorities, the highest first; empty: it has not said."""
    levels: tuple[str, ...] = ()
    """The profile's severity levels, the worst first."""

    def key(self) -> Callable[[str], Rank]:
        """For sorting names: the pager's, then the profile's, then others by name, then none."""
        pager = {name.casefold(): place for place, name in enumerate(self.pager)}
        levels = {name.casefold(): place for place, name in enumerate(self.levels)}

        def rank(name: str) -> Rank:
            said = name.casefold()
            places = (pager.get(said, len(pager)), levels.get(said, len(levels)))
            return (not name, *places, _natural(name))

        return rank


def _natural(name: str) -> tuple[tuple[str, int], ...]:
    """P2 before P10."""
    parts = re.findall(r"(\D*)(\d{0,9})", name.casefold())
    return tuple((text, int(digits or 0)) for text, digits in parts)
