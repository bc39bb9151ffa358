"""What a countdown says: the stage, until when, who is next, the chain behind; values only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cockpit.domain.ladder import Basis, Ladder, Tier


class Stage(StrEnum):
    """What the escalation timer is doing."""

    ESCALATING = "escalating"
    RETRIGGERED = "triggered again"
    """Escalating once more, after an acknowledgement that timed out or a snooze that ended."""
    ACKNOWLEDGED = "acknowledged"
    LAPSING = "acknowledged until"
    """Acknowledged, but the acknowledgement times out at `at`."""
    SNOOZED = "snoozed until"
    NOBODY_LEFT = "nobody left to escalate to"
    NOT_ESCALATING = "does not escalate"
    UNKNOWN = "not known"
    """Nobody has said how it escalates: that is no promise that it does not."""
    RESOLVED = "resolved"


_QUIET = (Stage.ACKNOWLEDGED, Stage.LAPSING, Stage.SNOOZED, Stage.RESOLVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One place in the chain."""

    name: str
    """Whoever would be paged there by now."""
    level: int
    """From 1."""
    now: bool = False
    """Where the incident stands: paged at this moment, unless somebody has acknowledged it."""
    paged: str = ""
    """Who really is, where that is somebody else: a shift has ended, people take turns."""
    at: datetime | None = None
    """When it is paged if nobody acknowledges; None: not in this lap, or nobody can say."""
    hint: str = ""
    """What makes the name less than certain, in words."""
    is_role: bool = False
    """The name is a role of the profile's: who has it is not known."""
    is_shadowed: bool = False
    """Only people who look on to learn are paged there (procedure P3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Countdown:
    """The escalation of one incident as it stands at an instant."""

    stage: Stage
    at: datetime | None
    """When the stage ends by itself: an absolute instant; None: never."""
    next: str
    """Who is paged then."""
    chain: tuple[Rung, ...]
    basis: Basis
    why: str = ""
    """In words, when something does not escalate."""
    laps_left: int = 0
    """How often the whole chain begins again after its end, as far as can be said."""
    retriggered_at: datetime | None = None
    """When it was triggered again, after an acknowledgement or a snooze."""
    resolves_at: datetime | None = None
    """When the pager resolves it by itself, whatever happens before."""
    is_carried_on: bool = False
    """The pager cannot be asked, and its last word is used up: from there on it is computed."""

    @property
    def is_escalating(self) -> bool:
        """Whether somebody else is paged at `at`."""
        return self.stage in (Stage.ESCALATING, Stage.RETRIGGERED)

    @property
    def is_lapsing(self) -> bool:
        """Whether an acknowledgement or a snooze ends at `at`."""
        return self.stage in (Stage.LAPSING, Stage.SNOOZED)

    @property
    def is_paging(self) -> bool:
        """Whether whoever stands at the present level is being paged."""
        return self.stage not in _QUIET

    def left_s(self, now: datetime) -> float | None:
        """Seconds left, negative once overdue (the pager's next word is awaited then)."""
        return None if self.at is None else (self.at - now).total_seconds()


def chain(place: Ladder, at: datetime | None) -> tuple[Rung, ...]:
    """The levels of this lap, with the times at which those that come are paged."""
    times = dict(_times(place, at)) if at is not None else {}
    return tuple(
        Rung(
            name=tier.name,
            level=level,
            now=level == place.level,
            paged="" if level != place.level or _are_same(place.held_by, tier) else place.held_by,
            at=times.get(level),
            hint=tier.hint(times.get(level)),
            is_role=place.basis is Basis.PROFILE,
            is_shadowed=tier.is_shadowed,
        )
        for level, tier in enumerate(place.tiers, start=1)
    )


def _are_same(names: str, tier: Tier) -> bool:
    return set(names.split("/")) == set(tier.name.split("/"))


def _times(place: Ladder, at: datetime) -> Iterator[tuple[int, datetime]]:
    for level in place.occupied(place.level):
        yield level, at
        at += timedelta(seconds=place.tiers[level - 1].delay_s)
