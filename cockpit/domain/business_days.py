"""Business days, and how people write a day on which something is due; no clock, no zone."""

import re
from collections.abc import Collection
from datetime import date, timedelta

from cockpit.domain import weekdays

WEEK = (0, 1, 2, 3, 4)
"""Monday is 0. A profile names the days of its week; holidays are not known."""
FARTHEST = 366 * 3
"""Days ahead that a due date may lie; more is a slip of the finger."""

_SPAN = re.compile(r"\+?\s*(\d{1,4})\s*(d|days?|w|weeks?)", re.ASCII)
_WOULD_DO = "write 2026-12-04, fri, tomorrow, 5d (business days) or 2w"


def after(day: date, number: int, days: Collection[int] = WEEK) -> date:
    """The day that many business days after this one; 0 is the day itself, whatever it is.

    Without any business day in a week, every day counts.
    """
    works = set(days) & set(range(7)) or set(range(7))
    whole, rest = divmod(max(number, 0), len(works))
    found = day
    if whole and not rest:
        whole, rest = whole - 1, len(works)
    found += timedelta(weeks=whole)
    while rest:
        found += timedelta(days=1)
        rest -= found.weekday() in works
    return found


def between(first: date, last: date, days: Collection[int] = WEEK) -> int:
    """How many business days come after `first`, up to and with `last`; 0 when it is earlier."""
    works = set(days) & set(range(7)) or set(range(7))
    span = max((last - first).days, 0)
    whole, rest = divmod(span, 7)
    odd = sum((first.weekday() + n) % 7 in works for n in range(1, rest + 1))
    return whole * len(works) + odd


def due_day(written: str, today: date, days: Collection[int] = WEEK) -> date | None:
    """The day meant; None: "none", which is no day at all.

    A weekday is the next one, never today. "5d" are business days, "2w" weeks.

    Raises:
        ValueError: it is no day, over already or too far off; the message says what would do.
    """
    words = " ".join(written.casefold().split())
    if words in ("none", "never", "-"):
        return None
    found = _day(words, today, days)
    if found is None:
        raise ValueError(f"{written.strip()!r} is no day: {_WOULD_DO}")
    if found < today:
        raise ValueError(f"{found.isoformat()} is over already: {_WOULD_DO}")
    if (found - today).days > FARTHEST:
        raise ValueError(f"{found.isoformat()} is more than three years off: {_WOULD_DO}")
    return found


def _day(words: str, today: date, days: Collection[int]) -> date | None:
    named = {"today": 0, "tomorrow": 1}
    if words in named:
        return today + timedelta(days=named[words])
    span = _SPAN.fullmatch(words)
    if span is not None:
        number = int(span[1])
        if span[2].startswith("w"):
            return today + timedelta(weeks=number)
        return after(today, number, days)
    named_day = weekdays.number(words)
    if named_day is not None:
        return today + timedelta(days=(named_day - today.weekday() - 1) % 7 + 1)
    try:
        return date.fromisoformat(words) if len(words) == len("2026-12-04") else None
    except ValueError:
        return None
