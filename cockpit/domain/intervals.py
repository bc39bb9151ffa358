"""A span of time that a report tells of, and its days and hours in a zone; pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from cockpit.domain.shifts import instant

_AGO = re.compile(r"(\d{1,4})([hdw])", re.IGNORECASE)
_MOST = timedelta(days=366 * 30)
"""How long ago a span may begin."""
_HOURS = {"h": 1, "d": 24, "w": 168}


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """From an instant up to another one, which is not in it; both aware, UTC."""

    start: datetime
    end: datetime
    name: str = ""
    """What people call it: "2026-W48", "Ana's shift"."""

    def holds(self, at: datetime) -> bool:
        """Whether this instant lies in it."""
        return self.start <= at < self.end

    def days(self, zone: tzinfo) -> Iterator[date]:
        """Every day of which some part lies in it, by the clock of the zone."""
        day, last = self.start.astimezone(zone).date(), self.end.astimezone(zone)
        while day < last.date() or (day == last.date() and last.time() > time()):
            yield day
            day += timedelta(days=1)

    def weeks(self, zone: tzinfo) -> Iterator["Interval"]:
        """The interval in pieces of seven days by the clock of the zone, the last one as long as
        is left."""
        start = self.start
        while start < self.end:
            end = min(_moved(start, timedelta(days=7), zone), self.end)
            yield Interval(start=start, end=end)
            start = end

    def before(self, zone: tzinfo) -> "Interval":
        """The one of as many days that ends where this one begins, by the clock of the zone; of
        the same length where this one has no whole days."""
        walls = (at.astimezone(zone).replace(tzinfo=None) for at in (self.start, self.end))
        first, last = walls
        length = last - first
        if length % timedelta(days=1) or not length:
            return Interval(start=self.start - (self.end - self.start), end=self.start)
        return Interval(start=_moved(self.start, -length, zone), end=self.start)


def of_week(week: date, zone: tzinfo) -> Interval:
    """The ISO week that this day is in, from Monday to Sunday in the zone."""
    monday = week - timedelta(days=week.weekday())
    year, number, _ = monday.isocalendar()
    return of_days(monday, monday + timedelta(days=7), zone, f"{year}-W{number:02}")


def of_days(first: date, end: date, zone: tzinfo, name: str = "") -> Interval:
    """From the beginning of one day up to that of another, by the clock of the zone."""
    return Interval(start=instant(first, time(), zone), end=instant(end, time(), zone), name=name)


def _moved(at: datetime, by: timedelta, zone: tzinfo) -> datetime:
    """So much later by the clock on the wall, whatever it jumps over in between."""
    wall = at.astimezone(zone).replace(tzinfo=None) + by
    return instant(wall.date(), wall.time(), zone)


class NoInterval(ValueError):
    """What was asked for is no span of time; the words say why, and what would be."""


def asked(since: str, until: str, now: datetime, zone: tzinfo) -> Interval:
    """From a day, or so long ago (12h, 7d, 2w), up to another or to now; empty: seven days ago.

    A day that ends a span is the last one in it.

    Raises:
        NoInterval: a time makes no sense, the span ends before it begins, or it is still to come.
    """
    start = moment(since or "7d", now, zone, last=False)
    end = moment(until, now, zone, last=True) if until else now
    _check(start, since, now)
    if start >= end:
        raise NoInterval(f"the span ends before it begins: from {since or '7d'} to {until}")
    return Interval(start=start, end=end)


def week_of(text: str, now: datetime, zone: tzinfo) -> Interval:
    """An ISO week as "2026-W48"; empty: the last one that is over.

    Raises:
        NoInterval: it is no week, or one that is still to come.
    """
    if not text:
        return of_week(now.astimezone(zone).date() - timedelta(days=7), zone)
    try:
        day = datetime.strptime(f"{text}-1", "%G-W%V-%u").replace(tzinfo=UTC).date()
        week = of_week(day, zone)
    except (ValueError, OverflowError):
        raise NoInterval(f"{text} is no week: write it as 2026-W48") from None
    _check(week.start, text, now)
    return week


def _check(start: datetime, text: str, now: datetime) -> None:
    if start >= now:
        raise NoInterval(f"{text} is still to come: there is nothing to tell of it")
    if now - start > _MOST:
        raise NoInterval(f"{text} is longer ago than any record: go back thirty years at most")


def moment(text: str, now: datetime, zone: tzinfo, *, last: bool) -> datetime:
    """So long ago (12h, 7d, 2w), or the beginning of a day; of the `last` day, its end; in UTC.

    Raises:
        NoInterval: it makes no sense.
    """
    ago = _AGO.fullmatch(text)
    try:
        if ago:
            return now - timedelta(hours=int(ago[1]) * _HOURS[ago[2].lower()])
        day = date.fromisoformat(text)
        return instant(day + timedelta(days=1) if last else day, time(), zone)
    except (ValueError, OverflowError):
        words = f"{text} is no time: write a day (2026-11-30), or how long ago (12h, 7d, 2w)"
        raise NoInterval(words) from None
