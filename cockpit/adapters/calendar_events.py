"""The one place that imports the iCalendar libraries: a calendar's events as shifts.

An event that makes no sense is left out and counted, so that one of them does not hide who is on
call; a calendar that makes no sense as a whole is an error.
"""

import re
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import icalendar
import recurring_ical_events
from icalendar.timezone import tzp

from cockpit.adapters import calendar_rules
from cockpit.domain.model import OnCall, Person
from cockpit.domain.watch import CalendarSpec, calendar_source
from cockpit.ports.outside import CalendarReading, Garbled, Refused
from cockpit.ports.plain import plain

MOST_EVENTS = 20_000
MOST_SHIFTS = 2_000

_DAY = timedelta(days=1)
_NO_SENSE = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError)
"""What the libraries raise for content that makes no sense."""
_END = re.compile(rb"END:VCALENDAR\s*\Z", re.IGNORECASE)


class _SenselessError(ValueError):
    """An event that cannot be a shift."""


def read(
    spec: CalendarSpec,
    body: bytes,
    span: tuple[datetime, datetime],
    zone: tzinfo,
    is_late: Callable[[], bool],
) -> CalendarReading:
    """The shifts that touch the time between two instants.

    Raises:
        Garbled: it is no calendar, or only a part of one.
        Refused: it has too many events, or takes too long.
    """
    name = calendar_source(spec.name)
    reader = _Reader(spec, span, zone)
    for calendar in _parsed(name, body):
        reader.begin(calendar)
        for series in _series(name, calendar):
            if is_late():
                words = f"{name} has too many events to be read in {spec.timeout_s:g} s"
                raise Refused(words, "use a feed of the on-call rotation alone")
            reader.take(series)
        if len(reader.shifts) > MOST_SHIFTS:
            words = f"{name} has more than {MOST_SHIFTS} shifts in the time to come"
            raise Refused(words, "use a feed of the on-call rotation alone")
    return CalendarReading(shifts=tuple(reader.shifts), warning=_warning(reader.left_out))


def _warning(count: int) -> str:
    if not count:
        return ""
    events = "1 event makes" if count == 1 else f"{count} events make"
    return f"{events} no sense and cannot be shown: there may be shifts that are missing here"


def _parsed(name: str, body: bytes) -> list[icalendar.Calendar]:
    text = body.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:1] == b"<":
        words, mend = (
            f"{name} is a web page and no calendar",
            "it may want a sign-in: check its url",
        )
        raise Garbled(words, mend)
    if not text[:15].upper().startswith(b"BEGIN:VCALENDAR"):
        raise Garbled(f"{name} is no iCalendar file", "check its address")
    if not _END.search(text):
        raise Garbled(f"{name} breaks off before its end", "try again later, or check the file")
    # Zones that a calendar defines are kept by name, and would be another calendar's the next time.
    tzp.use_default()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return list(icalendar.Calendar.from_ical(text, multiple=True))
    except _NO_SENSE:
        raise Garbled(f"{name} is no iCalendar file that makes sense", "check the file") from None


def _series(name: str, calendar: icalendar.Calendar) -> list[list[icalendar.Event]]:
    """Events that belong together: one that repeats, and what was changed of it."""
    if str(calendar.get("CALSCALE", "GREGORIAN")).upper() != "GREGORIAN":
        raise Garbled(f"{name} does not count in our calendar", "")
    found: dict[str, list[icalendar.Event]] = defaultdict(list)
    for count, event in enumerate(calendar.walk("VEVENT"), start=1):
        if count > MOST_EVENTS:
            words = f"{name} has more than {MOST_EVENTS} events"
            raise Refused(words, "use a feed of the on-call rotation alone")
        if isinstance(event, icalendar.Event):
            found[str(event.get("UID", f"without an id {count}"))].append(event)
    return list(found.values())


class _Reader:
    """Goes through the events of a calendar; `shifts` and `left_out` are what it found."""

    def __init__(self, spec: CalendarSpec, span: tuple[datetime, datetime], zone: tzinfo) -> None:
        self.shifts: list[OnCall] = []
        self.left_out = 0
        self._spec = spec
        self._since, self._until = span
        self._reader_zone = self._zone = zone
        self._calendar_zone = ""
        self._title = _pattern(spec.title)
        self._steps = 0

    def begin(self, calendar: icalendar.Calendar) -> None:
        """What follows is of this calendar, and in its zone."""
        self._calendar_zone = str(calendar.get("X-WR-TIMEZONE", ""))
        try:
            zone = ZoneInfo(self._calendar_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self._calendar_zone = ""
            self._zone = self._reader_zone
        else:
            self._zone = zone

    def take(self, series: list[icalendar.Event]) -> None:
        """The shifts of one event, or its being left out."""
        try:
            self.shifts += self._shifts(series)
        except _NO_SENSE:
            self.left_out += 1

    def _shifts(self, series: list[icalendar.Event]) -> list[OnCall]:
        for event in series:
            self._weigh(event)
        alone = icalendar.Calendar()
        if self._calendar_zone:
            alone.add("X-WR-TIMEZONE", self._calendar_zone)
        for event in series:
            alone.add_component(event)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            query = recurring_ical_events.of(alone)
            found = query.between(self._since - _DAY, self._until + _DAY)
        return [shift for event in found for shift in self._shift(event)]

    def _weigh(self, event: icalendar.Event) -> None:
        """Whether it can be a shift at all, before anybody works on it."""
        start = self._instant(event, "DTSTART")
        if event.get("DTEND") is not None and self._instant(event, "DTEND") < start:
            raise _SenselessError
        length = getattr(event.get("DURATION"), "dt", _DAY)
        if not isinstance(length, timedelta) or length < timedelta(0):
            raise _SenselessError
        rules = event.get("RRULE", [])
        for rule in rules if isinstance(rules, list) else [rules]:
            if not isinstance(rule, icalendar.vRecur):
                raise _SenselessError
            self._steps += calendar_rules.steps(rule, start, self._until)
        if self._steps > calendar_rules.MOST_STEPS:
            raise _SenselessError

    def _shift(self, event: icalendar.Event) -> Iterator[OnCall]:
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            return
        start, end = self._instant(event, "DTSTART"), self._instant(event, "DTEND")
        person = self._person(event)
        if start >= end or end <= self._since or start >= self._until or person is None:
            return
        yield OnCall(
            policy_id=calendar_source(self._spec.name),
            policy=self._spec.name,
            level=self._spec.level,
            person=person,
            start=start,
            end=end,
            shadow=self._spec.shadow,
        )

    def _instant(self, event: icalendar.Event, key: str) -> datetime:
        """In UTC. A day begins at midnight, and a time without a zone is meant, in the zone."""
        found = event.get(key)
        value = getattr(found, "dt", None)
        if isinstance(value, datetime):
            if value.tzinfo is None:
                if getattr(found, "params", {}).get("TZID"):
                    raise _SenselessError  # a zone that nobody knows: any other would be a guess
                value = value.replace(tzinfo=self._zone)
            return value.astimezone(UTC)
        if isinstance(value, date):
            return datetime.combine(value, time(), tzinfo=self._zone).astimezone(UTC)
        raise _SenselessError

    def _person(self, event: icalendar.Event) -> Person | None:
        """Whose shift it is; None for an event whose title is not that of a shift."""
        title = plain(_text(event.get("SUMMARY")))
        invited = event.get("ATTENDEE", [])
        invited = invited if isinstance(invited, list) else [invited]
        people = [_attendee(one) for one in invited]
        if self._title is None:
            found = people[0] if len(people) == 1 else Person(id="", name=title)
        else:
            fits = self._title.fullmatch(title)
            if fits is None:
                return None
            named = Person(id="", name=fits["person"].strip())
            found = next((p for p in people if _alike(p.name, named.name)), named)
        own = self._spec.own_name
        if own and _alike(found.name, own):
            found = Person(id="", name=found.name, email=self._spec.own_email)
        return found if found.name else Person(id="", name="somebody unnamed")


def _attendee(one: object) -> Person:
    email = str(one)
    email = email[7:] if email.lower().startswith("mailto:") else ""
    called = plain(_text(getattr(one, "params", {}).get("CN", "")))
    return Person(id="", name=called or plain(email), email=plain(email))


def _text(value: object) -> str:
    """The first of several, which a broken file may have."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return "" if value is None else str(value)


def _alike(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _pattern(title: str) -> "re.Pattern[str] | None":
    """Titles of shifts: `{person}` is the name, `*` is anything."""
    if not title:
        return None
    escaped = re.escape(title).replace(r"\{person\}", "(?P<person>.+?)", 1).replace(r"\*", ".*?")
    return re.compile(escaped, re.IGNORECASE)
