"""When shifts change hands by an organisation's rules, and whose turn it is; no clock, no state.

A handover is at a time of day in the rules' zone. A time that the clocks jump over is taken as
far after the jump as it would have been after the hour before it (02:30 becomes 03:30), and one
that comes twice is the first of the two. So a week with a jump is an hour longer or shorter, and
no handover is ever left out or done twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from cockpit.domain.model import OnCall, Person
from cockpit.domain.shift_rules import Moves, Rhythm, ShiftRules

_EPOCH = date(2024, 1, 1)
"""A Monday: from here turns are counted where the rules name no first day."""
_WEEK = 7
_REACH = timedelta(days=9)
"""Further from any instant than this there is certainly a handover, in every zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From one handover to the next."""

    start: datetime
    end: datetime
    turn: int
    """Which turn of the people it is, from the first one on; may be negative."""
    part: str = ""
    """The part of the day, in the sun's rhythm."""


@dataclass(frozen=True, slots=True)
class _Handover:
    at: datetime
    turn: int
    part: str = ""


def instant(day: date, hour: time, zone: tzinfo) -> datetime:
    """When the clocks of this zone show this on this day, in UTC; see the rule above."""
    return datetime.combine(day, hour, tzinfo=zone).replace(fold=0).astimezone(UTC)


def period(rules: ShiftRules, at: datetime, zone: tzinfo) -> Period:
    """The period that this instant lies in; at a handover it is the new one.

    Args:
        rules: when shifts change hands.
        at: the instant.
        zone: the reader's, for rules that name none.
    """
    return next(found for found in periods(rules, at, at, zone))


def periods(rules: ShiftRules, since: datetime, until: datetime, zone: tzinfo) -> Iterator[Period]:
    """The periods from the one that `since` lies in to the one that `until` lies in, in order."""
    for before, after in pairwise(_handovers(rules, since - _REACH, until + _REACH, zone)):
        if before.at <= until and after.at > since:
            yield Period(start=before.at, end=after.at, turn=before.turn, part=before.part)


def turns(rules: ShiftRules, it: Period) -> tuple[OnCall, ...]:
    """Who is on call in this period by the order that the rules name; empty: they name nobody.

    A newcomer looks on in one period. By the rules alone they are not passed over in the order.
    """
    people = _people(rules, it)
    count = len(rules.roles)
    held = []
    for place, _ in enumerate(rules.roles[: len(people)]):
        step = {
            Moves.UP: it.turn + place,
            Moves.DOWN: it.turn - place,
            Moves.NOT: it.turn * count + place,
        }[rules.moves]
        held.append(_on_call(people[step % len(people)], place + 1, it))
    looking = [
        _on_call(newcomer.person, 1, it, shadow=True)
        for newcomer in rules.newcomers
        if _shadows_in(rules, newcomer.since, it)
    ]
    return (*held, *looking)


def person_of(word: str) -> Person:
    """Somebody as the rules name them: by a name, or an e-mail address."""
    return Person(id="", name=word, email=word if "@" in word else "")


def _people(rules: ShiftRules, it: Period) -> tuple[str, ...]:
    if rules.rhythm is Rhythm.SUN:
        return next((p.people for p in rules.parts if p.name == it.part), ())
    return rules.people


def _on_call(word: str, level: int, it: Period, *, shadow: bool = False) -> OnCall:
    return OnCall(
        policy_id="",
        level=level,
        person=person_of(word),
        start=it.start,
        end=it.end,
        shadow=shadow,
    )


def _shadows_in(rules: ShiftRules, since: date, it: Period) -> bool:
    """Whether it is the first period that begins on this day or later; of the sun's, any of it."""
    zone = rules.zone or UTC
    begins = it.start.astimezone(zone).date()
    before = (it.start - (it.end - it.start)).astimezone(zone).date()
    if rules.rhythm is Rhythm.SUN:
        return since <= begins < since + timedelta(days=_WEEK)
    return before < since <= begins


def _handovers(
    rules: ShiftRules, since: datetime, until: datetime, zone: tzinfo
) -> list[_Handover]:
    """All handovers between two instants and a little beyond, each instant once, in order."""
    own = rules.zone or zone
    first, last = since.astimezone(own).date(), until.astimezone(own).date()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    found: dict[datetime, _Handover] = {}
    for day in days:
        for handover in _of_day(rules, day, own):
            found.setdefault(handover.at, handover)
    return [found[at] for at in sorted(found)]


def _of_day(rules: ShiftRules, day: date, zone: tzinfo) -> Iterator[_Handover]:
    match rules.rhythm:
        case Rhythm.SUN if rules.parts:
            turn = _weeks(rules, day)
            for part in rules.parts:
                at = instant(day, part.hour, part.zone or zone)
                yield _Handover(at, turn, part.name)
        case Rhythm.WEEKLY:
            if day.weekday() == rules.day:
                yield _Handover(instant(day, rules.hour, zone), _weeks(rules, day))
        case _:
            turn = (day - (rules.first or _EPOCH)).days
            yield _Handover(instant(day, rules.hour, zone), turn)


def _weeks(rules: ShiftRules, day: date) -> int:
    """Weeks since the one that the first turn began in."""
    return (
        _begin_of_week(day, rules.day) - _begin_of_week(rules.first or _EPOCH, rules.day)
    ).days // _WEEK


def _begin_of_week(day: date, weekday: int) -> date:
    """The newest handover day that is not after this day."""
    return day - timedelta(days=(day.weekday() - weekday) % _WEEK)
