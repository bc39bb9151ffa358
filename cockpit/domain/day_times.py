"""How people write a day or a day's time ("Thu 10:00", "2026-03-05", "3d"), and what they mean.

Beside `instants`, which is for the hours around now. A date alone is its first moment as a
beginning, and its last as an end. What the clocks skip or show twice is as in `shifts.instant`.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from cockpit.domain import weekdays
from cockpit.domain.shifts import instant

_SPAN = re.compile(r"\+?\s*(\d{1,4})\s*(m|min|h|d|w)", re.ASCII)
_UNIT = {"m": 60, "min": 60, "h": 3600, "d": 86_400, "w": 604_800}
_CLOCK = re.compile(r"(?:([01]?\d|2[0-3])):([0-5]\d)", re.ASCII)
FARTHEST = timedelta(days=3660)
"""Nobody plans further."""
_WRITE = 'write "Thu 10:00", "2026-03-05", "2026-03-05 10:00", or "3d"'


def day_time(written: str, now: datetime, zone: tzinfo, *, ends: bool = False) -> datetime:
    """The instant meant; a weekday is the next such one, today's if that is still to come.

    A weekday after "next" is never today.

    Args:
        written: what somebody wrote.
        now: now.
        zone: theirs.
        ends: a day without a time means its end.

    Raises:
        ValueError: it is none; the message says what would do.
    """
    try:
        at = _meant(written, now, zone, ends=ends)
    except OverflowError:
        at = None
    if at is None or abs(at - now) > FARTHEST:
        raise ValueError(f"{written!r} is years away: {_WRITE}")
    return at


def _meant(written: str, now: datetime, zone: tzinfo, *, ends: bool) -> datetime:
    words = written.strip().lower().replace("t", " ", 1) if _is_iso(written) else written.lower()
    span = _SPAN.fullmatch(words.strip())
    if span is not None:
        return now + timedelta(seconds=int(span[1]) * _UNIT[span[2]])
    place: tzinfo = zone
    if _is_iso(written) and words.strip().endswith("z"):
        words, place = words.strip().removesuffix("z"), UTC
    parts = words.split()
    if parts and parts[-1] == "utc":
        parts, place = parts[:-1], UTC
    if parts[:1] == ["next"]:
        parts = [" ".join(parts[:2]), *parts[2:]]
    today = now.astimezone(place).date()
    match parts:
        case [one] if _CLOCK.fullmatch(one):
            at = instant(today, _hour(one), place)
            return at if at > now else instant(today + timedelta(days=1), _hour(one), place)
        case [one]:
            day = _day(one, today)
            return instant(day + timedelta(days=1) if ends else day, time(), place)
        case [one, other]:
            at = instant(_day(one, today), _hour(other), place)
            is_weekday = weekdays.number(one) is not None
            return at + timedelta(days=7) if is_weekday and at <= now else at
        case _:
            raise ValueError(f"{written!r} is no time: {_WRITE}")


def _is_iso(written: str) -> bool:
    return written.strip()[:4].isdigit() and "-" in written


def _day(word: str, today: date) -> date:
    if word in ("today", "tomorrow"):
        return today + timedelta(days=int(word == "tomorrow"))
    named = weekdays.number(word)
    if named is not None:
        first = today + timedelta(days=int(weekdays.is_next(word)))
        return first + timedelta(days=(named - first.weekday()) % 7)
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise ValueError(f"{word!r} is no day: {_WRITE}") from None


def _hour(word: str) -> time:
    found = _CLOCK.fullmatch(word)
    if found is None:
        raise ValueError(f"{word!r} is no time of day: {_WRITE}")
    return time(int(found[1]), int(found[2]))
