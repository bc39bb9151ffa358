"""This machine's clocks, as the Clock port wants them; corrected time is the store's business."""

import time
from collections.abc import Callable
from datetime import UTC, datetime


class SystemClock:
    """The real wall clock and the real monotonic clock."""

    def now(self) -> datetime:
        """The wall clock, aware, UTC."""
        return datetime.now(UTC)  # noqa: TID251 - everybody else takes this Clock

    def monotonic(self) -> float:
        """Seconds that only ever grow."""
        return time.monotonic()


class CorrectedClock:
    """The wall clock as the server has it, and this machine's monotonic one."""

    def __init__(self, now: Callable[[], datetime], monotonic: Callable[[], float]) -> None:
        self.now = now
        self.monotonic = monotonic
