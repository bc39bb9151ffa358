"""Who is paged after whom, as a profile wants it: the ladder, the policy at the pager, the reason
that is due further up; data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One rung of the ladder that the profile wants, used where the pager does not say."""

    role: str
    after_s: int
    """Seconds without acknowledgement before the next rung is paged."""
    reach: str = ""
    """How to reach whoever stands there: a channel, a tool, a phone tree (G5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PagingUp:
    """What is asked of whoever pages further up, and said to them (N10, A2)."""

    above: str = "secondary"
    """The role above which a reason is due; empty: none ever is; on no ladder: the second rung."""
    example: str = "primary unreachable, customer-facing outage since 08:42 UTC"
    """The shape of a reason, as a sentence of that shape."""
    least: int = 3
    """Words of substance that a reason has."""
    since: bool = False
    """Whether it has to say since when."""
    words: str = ""
    """What is said to whoever hesitates; empty: nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedLevel:
    """A level of the escalation policy as the organisation wants it (P6)."""

    role: str
    after_s: int
    """Seconds without acknowledgement before the next level is paged."""
    target: str = ""
    """A person or schedule that always stands there, by name or id; empty: whoever is on shift."""


def role_at(ladder: tuple[Rung, ...], level: int) -> str:
    """What the ladder calls this level (from 1): "primary"; beyond it "level 5"."""
    return ladder[level - 1].role if 1 <= level <= len(ladder) else f"level {level}"


def backup(ladder: tuple[Rung, ...]) -> str:
    """What whoever comes second is called: "secondary", where no ladder says it otherwise."""
    return ladder[1].role if len(ladder) > 1 else "secondary"


def reach_beyond(ladder: tuple[Rung, ...], paged: int) -> str:
    """How those are reached whom the pager does not page, which ends at level `paged`; or empty."""
    beyond = [f"{rung.role}: {rung.reach}" for rung in ladder[paged:] if rung.reach]
    return "; ".join(beyond)
