"""What a report of a span of time is made of; values only."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from cockpit.domain.intervals import Interval
from cockpit.domain.page_load import Load
from cockpit.domain.procedure import Procedure
from cockpit.domain.shift_book import Shift
from cockpit.domain.state import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What is known, and the span that is told of."""

    state: State
    procedure: Procedure
    zone: tzinfo
    now: datetime
    interval: Interval
    """The whole span, also what of it is still to come."""
    load: Load
    """Of the part of it that is over."""
    earlier: Callable[[], Load]
    """Of the span before, as long as this one has lasted."""
    shift: Shift | None = None
    """Whose report it is; None: it is of a span of time alone."""

    @property
    def is_over(self) -> bool:
        """Whether nothing of the span is still to come."""
        return self.interval.end <= self.now

    @property
    def today(self) -> date:
        """The reader's day."""
        return self.now.astimezone(self.zone).date()
