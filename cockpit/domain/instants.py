"""How people write an instant ("15", "20 min", "09:30") and what they mean by it; no clock."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta, tzinfo

_MINUTES = re.compile(r"\+?\s*(\d{1,4})\s*(?:m|min|minutes?)?", re.IGNORECASE | re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})\s*(utc|z)?", re.IGNORECASE | re.ASCII)
_DAYS = (-2, -1, 0, 1, 2)
"""Days around today: a time of day may be missing on one of them (clocks go forward)."""


def upcoming(written: str, now: datetime, zone: tzinfo) -> datetime:
    """The instant meant: minutes from now, or the next time the clock shows this in `zone`.

    Raises:
        ValueError: it is neither, or not ahead; the message says what would do.
    """
    minutes = _MINUTES.fullmatch(written.strip())
    if minutes is None:
        return min(at for at in _instants(written, now, zone) if at > now)
    if not int(minutes[1]):
        raise ValueError("0 minutes are over already: write 15, or 09:30")
    return now + timedelta(minutes=int(minutes[1]))


def past(written: str, now: datetime, zone: tzinfo) -> datetime:
    """The latest instant, not after now, at which the clock showed this in `zone`.

    Raises:
        ValueError: it is no time of day; the message says what would do.
    """
    return max(at for at in _instants(written, now, zone) if at <= now)


def hours(written: str, longest: timedelta) -> timedelta:
    """How long somebody means by a number of hours.

    Raises:
        ValueError: it is no number, not above 0, or too many; the message says what would do.
    """
    try:
        found = float(written.strip().removesuffix("h").replace(",", "."))
    except ValueError:
        raise ValueError(f"{written!r} is no number of hours: write 4, or 1.5") from None
    most = longest.total_seconds() / 3600
    if not 0 < found <= most:
        raise ValueError(f"{found:g} hours will not do: more than 0, at most {most:g}")
    return timedelta(hours=found)


def _instants(written: str, now: datetime, zone: tzinfo) -> Iterator[datetime]:
    """When the clock shows this, on the days around today.

    An hour that comes twice gives two instants. A time that the clocks jump over gives one, as
    far after the jump as it would have been after the hour before it.
    """
    at, place = _time_of_day(written), zone
    if written.strip().lower().endswith(("utc", "z")):
        place = UTC
    today = now.astimezone(place).date()
    for days in _DAYS:
        wall = datetime.combine(today + timedelta(days=days), at, tzinfo=place)
        yield wall.astimezone(UTC)
        again = wall.replace(fold=1).astimezone(UTC)
        if again.astimezone(place).time() == at:
            yield again


def _time_of_day(written: str) -> time:
    found = _CLOCK.fullmatch(written.strip())
    if found is not None and int(found[1]) < 24 and int(found[2]) < 60:  # noqa: PLR2004 - a day
        return time(int(found[1]), int(found[2]))
    raise ValueError(f"{written!r} is no time: write 09:30, or minutes such as 15")
