"""What a measured value is compared with: the level before, and before what is said with it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from cockpit.domain.history import History

WINDOW = timedelta(minutes=10)
"""The level before is the median over so long."""
LATELY = timedelta(minutes=2)
"""What was measured so lately is no "before"."""
BEFORE_PAGE = timedelta(minutes=5)
"""A page comes some minutes after what it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """How a value stands to the level before."""

    value: float
    level: float
    since: datetime
    until: datetime
    """Over which span the level was taken."""

    @property
    def share(self) -> float | None:
        """The change as a share of the level: -0.12; None where the level is 0."""
        return (self.value - self.level) / abs(self.level) if self.level else None


def trend(history: History, now: datetime, paged_at: datetime | None) -> Trend | None:
    """The newest value against the median of the ten minutes before.

    Before what: before the incident on screen, as far as that is remembered; else before lately.
    None: there is no value, or nothing to compare it with.
    """
    newest = history.newest
    if newest is None or newest.value is None:
        return None
    ends = [now - LATELY]
    if paged_at is not None:
        ends.insert(0, min(paged_at - BEFORE_PAGE, now - LATELY))
    for end in ends:
        values = history.values(end - WINDOW, end)
        if values:
            return Trend(value=newest.value, level=median(values), since=end - WINDOW, until=end)
    return None
