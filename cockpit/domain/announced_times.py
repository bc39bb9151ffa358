"""When announced work takes place, as far as a message says it in words; pure, and never exact."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from cockpit.domain import weekdays

GUESS = timedelta(hours=2)
"""How long work is taken to last when nothing is said of it."""
LONGEST = timedelta(days=14)

_MOST_TIMES = 8
_DAY = timedelta(days=1)
_HALF_DAY = timedelta(hours=12)
_NOON = 12
_HOURS = 24
_EVENING = 18

_TIME = re.compile(
    r"(?<![\d:.v])(?:(\d{1,2}):([0-5]\d)(?![\d:])\s?([ap]m\b)?|(\d{1,2})\s?([ap]m)\b)"
    r"(?:\s?(utc|gmt|z|wet|west|cet|cest|bst|eet|eest|est|edt|cst|cdt|pst|pdt)\b)?"
)
_OFFSETS = {
    "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "eet": 2,
    "eest": 3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "pst": -8, "pdt": -7,
}  # fmt: skip
_TO = re.compile(r"\s{0,3}(?:[-\u2013\u2014]|to|until|till|through|and)\s{0,3}")
_UNTIL = re.compile(r"\b(?:until|till|til|by|before|ends?(?: at)?)\s{0,3}$")
_SPAN = (
    r"(?:about |around |~ ?)?(\d{1,3}|an?|half an?|one|two|three) ?"
    r"(h|hours?|hrs?|m|mins?|minutes?)\b"
)
_FOR = re.compile(rf"\b(?:for|takes?|lasts?) {_SPAN}")
_IN = re.compile(rf"\bin {_SPAN}")
_AGO = re.compile(rf"\b{_SPAN} ago\b")
_COUNTS = {"a": 1.0, "an": 1.0, "half a": 0.5, "half an": 0.5, "one": 1.0, "two": 2.0, "three": 3.0}
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_WEEKDAY = re.compile(rf"\b({'|'.join(weekdays.NAMES)})\b")
_FAR = re.compile(r"\b(?:next|later this|in a) (?:week|month|quarter|sprint|year)s?\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From when to when, and whether that was said or is only taken to be so."""

    start: datetime
    end: datetime
    is_guessed: bool = False
    """No time was named at all."""
    no_zone: bool = False
    """Times of day were named, and not by which clock."""


@dataclass(frozen=True, slots=True)
class _Clock:
    hour: int
    minute: int
    zone: tzinfo | None
    is_end: bool
    joins: bool
    """It ends a range that the time before it begins."""


def window(text: str, at: datetime, zone: tzinfo, *, is_over: bool = False) -> Window | None:
    """When that is to happen which was announced at `at` in these words; None: not soon.

    Times without a zone are taken by the reader's. `is_over`: it speaks of work that was done.
    """
    said = " ".join(text.casefold().split())
    if _FAR.search(said):
        return None
    try:
        found = _window(said, at, zone, is_over=is_over)
    except (OverflowError, ValueError):
        return None
    if abs(found.start - at) > LONGEST:
        return None
    return found


def _window(said: str, at: datetime, zone: tzinfo, *, is_over: bool) -> Window:
    clocks = _clocks(said)
    day = _day(said, at, zone)
    ago, later, lasts = _span(_AGO, said), _span(_IN, said), _span(_FOR, said)
    if clocks:
        return _by_clock(clocks, day, (at, zone), lasts)
    if ago is not None:
        return Window(start=at - ago, end=at - ago + (lasts or GUESS))
    if is_over:
        return Window(start=at - timedelta(hours=1), end=at, is_guessed=True)
    if later is not None:
        return Window(start=at + later, end=at + later + (lasts or GUESS))
    if day is not None:
        start = datetime.combine(day, time(), zone).astimezone(UTC)
        return Window(start=start, end=start + _DAY)
    if "tonight" in said:
        evening = datetime.combine(at.astimezone(zone).date(), time(_EVENING), zone)
        return Window(start=evening.astimezone(UTC), end=evening.astimezone(UTC) + _HALF_DAY)
    return Window(start=at, end=at + (lasts or GUESS), is_guessed=lasts is None)


def _by_clock(
    clocks: list[_Clock], day: date | None, told: tuple[datetime, tzinfo], lasts: timedelta | None
) -> Window:
    at, zone = told
    named = next((c.zone for c in clocks if c.zone is not None), None)
    here = named or zone
    on = day or at.astimezone(here).date()

    def instant(clock: _Clock) -> datetime:
        return datetime.combine(on, time(clock.hour, clock.minute), here).astimezone(UTC)

    first = clocks[0]
    if first.is_end:
        end = instant(first)
        end += _DAY if end <= at and day is None else timedelta()
        start = at if day is None else min(at, end)
    else:
        start = instant(first)
        if day is None and start < at - _HALF_DAY:
            start += _DAY
        second = clocks[1] if len(clocks) > 1 and (clocks[1].joins or clocks[1].is_end) else None
        end = start + (lasts or GUESS)
        if second is not None:
            end = instant(second)
            while end <= start:
                end += _DAY
    return Window(start=start, end=end, no_zone=named is None)


def _clocks(said: str) -> list[_Clock]:
    """The times of day that are named, in order."""
    found: list[_Clock] = []
    last = 0
    for match in _TIME.finditer(said):
        if len(found) == _MOST_TIMES:
            break
        hour = int(match[1] or match[4])
        half = match[3] or match[5]
        if half:
            hour = hour % _NOON + (_NOON if half == "pm" else 0)
        if hour >= _HOURS:
            continue
        before = said[max(match.start() - 12, 0) : match.start()]
        offset = _OFFSETS.get(match[6] or "")
        found.append(
            _Clock(
                hour=hour,
                minute=int(match[2] or 0),
                zone=None if offset is None else timezone(timedelta(hours=offset)),
                is_end=bool(_UNTIL.search(before)),
                joins=bool(found) and _TO.fullmatch(said[last : match.start()]) is not None,
            )
        )
        last = match.end()
    return found


def _day(said: str, at: datetime, zone: tzinfo) -> date | None:
    """The day that is named; None: none is."""
    iso = _ISO.search(said)
    if iso:
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    today = at.astimezone(zone).date()
    if re.search(r"\btomorrow\b", said):
        return today + _DAY
    named = _WEEKDAY.search(said)
    if named:
        return today + _DAY * ((weekdays.NAMES.index(named[1]) - today.weekday()) % 7)
    return None


def _span(pattern: re.Pattern[str], said: str) -> timedelta | None:
    found = pattern.search(said)
    if not found:
        return None
    count = _COUNTS.get(found[1]) or float(found[1])
    return timedelta(hours=count) if found[2].startswith("h") else timedelta(minutes=count)
