"""For how long a probe was bad, spell by spell, and which spells are worth keeping; pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cockpit.domain.evidence import Health

LEAD = timedelta(hours=2)
"""Trouble that a page is about began this long before it at most: what has been bad for longer
stood there without a page."""
MOST = 64
"""Spells of a probe above which those that no page needs are forgotten."""
_NEWEST = 16
"""Spells that are kept whatever they are good for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """From a probe's first bad sample until it was seen good again."""

    since: datetime
    detail: str
    until: datetime | None = None
    """None: it was not seen good since then. That a probe could not look ends no spell."""


def lengthened(
    spells: tuple[Spell, ...], health: Health, since: datetime, detail: str
) -> tuple[Spell, ...]:
    """The spells of a probe, oldest first and one that goes on last, once it says this.

    Two processes may say different things, and what they say may come late.
    """
    running = spells[-1] if spells and spells[-1].until is None else None
    match health:
        case Health.BAD if running is None:
            return _in_order((*spells, Spell(since=since, detail=detail)))
        case Health.BAD if running is not None and since < running.since:
            return (*spells[:-1], replace(running, since=since))
        case Health.GOOD if running is not None:
            return _in_order((*spells[:-1], replace(running, until=max(since, running.since))))
        case _:
            return spells


def _in_order(spells: tuple[Spell, ...]) -> tuple[Spell, ...]:
    return tuple(sorted(spells, key=lambda s: (s.until is None, s.since)))


def bounded(spells: tuple[Spell, ...], pages: Iterable[datetime]) -> tuple[Spell, ...]:
    """Without those that neither are recent nor tell when the trouble of a page began."""
    if len(spells) <= MOST:
        return spells
    old, new = spells[:-_NEWEST], spells[-_NEWEST:]
    times = sorted(pages)
    return (*(s for s in old if any(touches(s, page) for page in times)), *new)


def touches(spell: Spell, page: datetime) -> bool:
    """Whether any of it lies in the time before this page in which its trouble may have begun."""
    return spell.since <= page and (spell.until is None or spell.until >= page - LEAD)
