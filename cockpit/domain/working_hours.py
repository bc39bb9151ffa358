"""When people work, as an organisation says it."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """When people work, by their own clock."""

    opens: time = time(9)
    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    """Monday is 0."""
