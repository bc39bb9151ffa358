"""How far a server's clock is from ours, from nothing but the dates on its answers; pure.

One answer says little: its date has whole seconds, and it travelled for a while. Every answer gives
an interval that holds the truth, and many intervals together leave little room. Room grows back
slowly, as clocks drift.
"""

from dataclasses import dataclass
from datetime import datetime

DRIFT = 200e-6
"""Seconds per second that two ordinary clocks may part."""

_DATE_STEP_S = 1.0
"""An HTTP date is cut down to the whole second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skew:
    """The server's clock minus ours is between `low_s` and `high_s`, as of `at`."""

    low_s: float
    high_s: float
    at: float
    """By the monotonic clock, seconds."""

    @property
    def offset_s(self) -> float:
        """The best single word for it, seconds."""
        return (self.low_s + self.high_s) / 2


def heard(date: datetime, sent: datetime, answered: datetime, at: float) -> Skew:
    """What an answer dated `date` says that was asked for at `sent` and there at `answered`."""
    low = (date - answered).total_seconds()
    high = (date - sent).total_seconds() + _DATE_STEP_S
    return Skew(low_s=min(low, high), high_s=max(low, high), at=at)


def narrowed(before: Skew | None, new: Skew) -> Skew:
    """What both say together; when they cannot both be true, a clock was set: the new one alone."""
    if before is None:
        return new
    room = DRIFT * max(new.at - before.at, 0.0)
    low, high = max(before.low_s - room, new.low_s), min(before.high_s + room, new.high_s)
    return Skew(low_s=low, high_s=high, at=new.at) if low <= high else new
