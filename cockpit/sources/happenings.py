"""Follows what the pager logs on all incidents, so that one question tells which have changed.

Spans overlap, as clocks differ and lines may appear late; what was told already is left out. A span
is kept small enough that what is known of it never fills the answer.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cockpit.domain.model import LogEntry
from cockpit.ports.outside import Clock, Happened, Pager, PortError, Refused

OVERLAP = timedelta(seconds=60)
_SETTLED = timedelta(seconds=3)
"""However much happens, the last moments are always read again."""
_BREAK_S = 300.0
"""After so long without an answer, what happened meanwhile is not read any more."""
_MOST_KNOWN = 50
"""Known lines that a span may hold; less than an answer holds."""
_TICK = timedelta(seconds=1)
_REFUSED_S = 300.0
_FAILED_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What was logged since the last time."""

    entries: tuple[LogEntry, ...]
    """Oldest first, each told once."""
    span: tuple[LogEntry, ...]
    """All that was read now, those of the last times too, where they are still near."""
    is_broken: bool
    """Something before these may be missing."""


class Happenings:
    """The log of all incidents.

    Args:
        pager: where to ask.
        clock: paces it; when something happened is told by the pager's own clock.
    """

    def __init__(self, pager: Pager, clock: Clock) -> None:
        self._pager = pager
        self._clock = clock
        self._up_to: datetime | None = None
        """Until when it was read, by the pager's clock."""
        self._begun_at: datetime | None = None
        """What was logged before this is of no interest: everything was read later than that."""
        self._read_at = 0.0
        self._known: dict[str, datetime] = {}
        self._not_before = 0.0
        self.refusal: PortError | None = None
        """Why it cannot be read."""

    @property
    def is_due(self) -> bool:
        """It can be read, or that is to be tried again."""
        return self._clock.monotonic() >= self._not_before

    async def news(self) -> News | None:
        """What is new, by one question or, after a storm, a few; None: it cannot be read."""
        if not self.is_due:
            return None
        now = self._clock.monotonic()
        since = None if now - self._read_at > _BREAK_S else self._since()
        try:
            happened = await self._pager.happened(since)
        except PortError as error:
            if isinstance(error, Refused) and error.retry_after_s is not None:
                raise
            self.refusal = error
            pause_s = _REFUSED_S if isinstance(error, Refused) else _FAILED_S
            self._not_before = self._clock.monotonic() + pause_s
            return None
        self.refusal, self._read_at, self._up_to = None, now, happened.up_to
        if since is None:
            self._begun_at = happened.up_to - _SETTLED
        return self._told(happened, is_broken=since is None or not happened.whole)

    def _told(self, happened: Happened, *, is_broken: bool) -> News:
        fresh = tuple(e for e in happened.entries if e.id not in self._known)
        self._known |= {e.id: e.at for e in fresh}
        near = happened.up_to - 2 * OVERLAP
        self._known = {key: at for key, at in self._known.items() if at >= near}
        return News(entries=fresh, span=happened.entries, is_broken=is_broken)

    def _since(self) -> datetime | None:
        last, begun = self._up_to, self._begun_at
        if last is None or begun is None:
            return None
        since = max(last - OVERLAP, min(begun, last - _SETTLED))
        times = sorted(self._known.values(), reverse=True)
        if len(times) > _MOST_KNOWN:
            crowded = times[_MOST_KNOWN] + _TICK
            since = max(since, min(crowded, last - _SETTLED))
        return since
