"""Who is paged after whom, as a profile wants it: the ladder, and the policy at the pager; data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One rung of the ladder that the profile wants, used where the pager does not say."""

    role: str
    after_s: int
    """Seconds without acknowledgement before the next rung is paged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedLevel:
    """A level of the escalation policy as the organisation wants it (P6)."""

    role: str
    after_s: int
    """Seconds without acknowledgement before the next level is paged."""
    target: str = ""
    """A person or schedule that always stands there, by name or id; empty: whoever is on shift."""
