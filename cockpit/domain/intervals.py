"""A span of time that a report tells of, and its days and hours in a zone; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo


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

    def weeks(self) -> Iterator["Interval"]:
        """The interval in pieces of seven days, the last one as long as is left."""
        start = self.start
        while start < self.end:
            end = min(start + timedelta(days=7), self.end)
            yield Interval(start=start, end=end)
            start = end

    def before(self) -> "Interval":
        """The one of the same length that ends where this one begins."""
        return Interval(start=self.start - (self.end - self.start), end=self.start)


def of_week(week: date, zone: tzinfo) -> Interval:
    """The ISO week that this day is in, from Monday to Sunday in the zone."""
    monday = week - timedelta(days=week.weekday())
    year, number, _ = monday.isocalendar()
    return of_days(monday, monday + timedelta(days=7), zone, f"{year}-W{number:02}")


def of_days(first: date, end: date, zone: tzinfo, name: str = "") -> Interval:
    """From the beginning of one day up to that of another, by the clock of the zone."""
    return Interval(start=_begun(first, zone), end=_begun(end, zone), name=name)


def _begun(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
