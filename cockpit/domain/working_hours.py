"""When people work, as an organisation says it, and how much paging it takes (G6); pure."""

from dataclasses import dataclass
from datetime import datetime, time


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """When people work, by their own clock."""

    opens: time = time(9)
    closes: time = time(18)
    """Not later than `opens`: on the morning after, midnight included."""
    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    """Monday is 0."""

    def covers(self, at: datetime) -> bool:
        """Whether people work then; `at` is in their zone."""
        today, now = at.weekday() in self.days, at.time()
        if self.opens < self.closes:
            return today and self.opens <= now < self.closes
        yesterday = (at.weekday() - 1) % 7 in self.days
        return (today and now >= self.opens) or (yesterday and now < self.closes)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBudget:
    """How many pages a week may have before being on call is a fault of its own (G6)."""

    week: int = 0
    """Pages of seven days; 0: any number."""
    out_of_hours: int = 0
    """Of those, outside working hours; 0: any number."""

    @property
    def is_set(self) -> bool:
        """There is something to keep."""
        return bool(self.week or self.out_of_hours)
