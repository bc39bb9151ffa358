"""Who is on call when: now, next, mine, gaps, doubles; arithmetic over shifts, without a clock.

Only those who are responsible count: whoever shadows (procedure P3) is told apart everywhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from cockpit.domain.model import OnCall, Person, Place
from cockpit.domain.persons import folded, is_same
from cockpit.domain.watched import RotaState

EVER = datetime.min.replace(tzinfo=UTC)
"""Where a shift begins that has no beginning."""
FOREVER = datetime.max.replace(tzinfo=UTC)
"""Where a shift ends that has no end."""
SEAM = timedelta(seconds=60)
"""Shifts this close touch: calendars let a day end at 23:59:59."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A place at one instant: who holds it, who looks on, and who takes it next."""

    place: Place
    now: tuple[OnCall, ...] = ()
    shadows: tuple[OnCall, ...] = ()
    next: tuple[OnCall, ...] = ()
    """Those who take it over at the next handover, or end a gap; empty: nobody is planned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Nobody holds this place from `start` to `end`."""

    place: Place
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubled:
    """One person holds several levels at once: an escalation would page them again."""

    person: Person
    policy: str
    levels: tuple[int, ...]
    start: datetime
    end: datetime


def begin(shift: OnCall) -> datetime:
    """When it begins, for comparing."""
    return shift.start or EVER


def end(shift: OnCall) -> datetime:
    """When it ends, for comparing."""
    return shift.end or FOREVER


def is_held(shift: OnCall, at: datetime) -> bool:
    """Whether it runs at this instant; at its end it does not any more."""
    return begin(shift) <= at < end(shift)


def place_of(shift: OnCall) -> Place:
    """What it is a shift on."""
    return Place(policy_id=shift.policy_id, policy=shift.policy, level=shift.level)


def joined(shifts: Iterable[OnCall]) -> tuple[OnCall, ...]:
    """What one person holds without a break as one shift; in the order of their beginnings."""
    together: dict[tuple[object, ...], list[OnCall]] = defaultdict(list)
    for shift in sorted(shifts, key=_order):
        if begin(shift) >= end(shift):
            continue
        held = together[shift.policy_id, shift.level, shift.shadow, _identity(shift.person)]
        if held and _touch(end(held[-1]), begin(shift)):
            held[-1] = replace(held[-1], end=_later(held[-1].end, shift.end))
        else:
            held.append(shift)
    return tuple(sorted((s for held in together.values() for s in held), key=_order))


def duties(shifts: Iterable[OnCall], places: Iterable[Place], at: datetime) -> tuple[Duty, ...]:
    """Every place, expected or held, with its people at this instant; sorted by name and level."""
    held = joined(shifts)
    return tuple(_duty(place, held, at) for place in _all_places(held, places))


def mine(shifts: Iterable[OnCall], me: Person, at: datetime) -> tuple[OnCall, ...]:
    """The shifts of one person that are not over (procedure A4), shadowing included."""
    return tuple(s for s in joined(s for s in shifts if is_of(s, me)) if end(s) > at)


def gaps(
    shifts: Iterable[OnCall], places: Iterable[Place], since: datetime, until: datetime
) -> tuple[Gap, ...]:
    """When nobody holds a place, between two instants; in the order of their beginnings."""
    held = tuple(s for s in joined(shifts) if not s.shadow)
    found = [
        Gap(place=place, start=start, end=stop)
        for place in _all_places(held, places)
        for start, stop in _uncovered(_responsible(held, place), since, until)
    ]
    return tuple(sorted(found, key=lambda g: (g.start, g.place.policy, g.place.level)))


def doubled(shifts: Iterable[OnCall], since: datetime, until: datetime) -> tuple[Doubled, ...]:
    """When one person holds several levels of a policy at once, between two instants."""
    people: dict[tuple[object, ...], list[OnCall]] = defaultdict(list)
    for shift in joined(shifts):
        if not shift.shadow:
            people[shift.policy_id, _identity(shift.person)].append(shift)
    found = [double for held in people.values() for double in _doubled(held, since, until)]
    return tuple(sorted(found, key=lambda d: (d.start, d.policy, d.person.name)))


def all_shifts(rotas: Mapping[str, RotaState]) -> tuple[OnCall, ...]:
    """What all sources say together."""
    return tuple(shift for rota in rotas.values() for shift in rota.shifts)


def all_duties(rotas: Mapping[str, RotaState], at: datetime) -> tuple[Duty, ...]:
    """The duties of all sources at this instant; none of a source that does not reach so far."""
    known = [rota for rota in rotas.values() if at < rota.until]
    return duties(
        (shift for rota in known for shift in rota.shifts),
        (place for rota in known for place in rota.places),
        at,
    )


def all_gaps(rotas: Mapping[str, RotaState], since: datetime, until: datetime) -> tuple[Gap, ...]:
    """The gaps of all sources, each as far as it was read."""
    found = [
        gap
        for rota in rotas.values()
        for gap in gaps(rota.shifts, rota.places, max(since, rota.since), min(until, rota.until))
    ]
    return tuple(sorted(found, key=lambda g: (g.start, g.place.policy, g.place.level)))


def is_cut(rotas: Mapping[str, RotaState], shift: OnCall) -> bool:
    """Whether it lasts until where its source was read, so that it may well go on."""
    return any(
        rota.until <= end(shift) < FOREVER
        for rota in rotas.values()
        if any(s.policy_id == shift.policy_id for s in rota.shifts)
    )


def is_of(shift: OnCall, me: Person) -> bool:
    """Whether it is this person's."""
    return is_same(shift.person, me)


def is_news(
    known: RotaState | None,
    shifts: tuple[OnCall, ...],
    places: tuple[Place, ...],
    since: datetime,
    wanted: datetime,
) -> bool:
    """Whether a reading that begins at `since` says more than what is known up to `wanted`.

    That time has passed is no news: shifts that are over, or that lie beyond what was known, do not
    count, and neither does where the source cuts off a shift at the edge of what it was asked for.
    """
    if known is None or known.until < wanted or known.places != places:
        return True
    return _between(known.shifts, since, known.until) != _between(shifts, since, known.until)


def _between(shifts: Iterable[OnCall], since: datetime, until: datetime) -> set[OnCall]:
    return {
        replace(
            shift,
            start=shift.start if begin(shift) > since else None,
            end=shift.end if end(shift) < until else None,
        )
        for shift in shifts
        if end(shift) > since and begin(shift) < until
    }


def _duty(place: Place, held: tuple[OnCall, ...], at: datetime) -> Duty:
    here = _responsible(held, place)
    now = tuple(s for s in here if is_held(s, at))
    coming = [s for s in here if begin(s) > at]
    first = min((begin(s) for s in coming), default=FOREVER)
    return Duty(
        place=place,
        now=now,
        shadows=tuple(s for s in held if s.shadow and _is_at(s, place) and is_held(s, at)),
        next=tuple(s for s in coming if begin(s) - first <= SEAM),
    )


def _all_places(held: Iterable[OnCall], places: Iterable[Place]) -> list[Place]:
    known = {(p.policy_id, p.level): p for p in places}
    for shift in held:
        known.setdefault((shift.policy_id, shift.level), place_of(shift))
    return sorted(known.values(), key=lambda p: (p.policy, p.policy_id, p.level))


def _is_at(shift: OnCall, place: Place) -> bool:
    return (shift.policy_id, shift.level) == (place.policy_id, place.level)


def _responsible(held: Iterable[OnCall], place: Place) -> list[OnCall]:
    return [s for s in held if _is_at(s, place) and not s.shadow]


def _uncovered(
    held: list[OnCall], since: datetime, until: datetime
) -> Iterator[tuple[datetime, datetime]]:
    covered = since
    for shift in held:
        start = min(begin(shift), until)
        if start > covered and not _touch(covered, start):
            yield covered, start
        covered = max(covered, end(shift))
    if until > covered and not _touch(covered, until):
        yield covered, until


def _doubled(held: list[OnCall], since: datetime, until: datetime) -> Iterator[Doubled]:
    """The person's shifts cut at every beginning and end; each piece with the levels held in it."""
    cuts = {at for s in held for at in (begin(s), end(s)) if since < at < until}
    open_one: Doubled | None = None
    for start, stop in pairwise(sorted({since, until, *cuts})):
        levels = tuple(sorted({s.level for s in held if is_held(s, start)}))
        if open_one and open_one.levels == levels:
            open_one = replace(open_one, end=stop)
            continue
        if open_one:
            yield open_one
        one = held[0]
        open_one = None
        if len(levels) > 1:
            open_one = Doubled(
                person=one.person, policy=one.policy, levels=levels, start=start, end=stop
            )
    if open_one:
        yield open_one


def _touch(before: datetime, after: datetime) -> bool:
    return before >= after or after - before <= SEAM


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return None if one is None or other is None else max(one, other)


def _identity(person: Person) -> tuple[str, str]:
    if person.id:
        return "id", person.id
    if person.email:
        return "email", person.email.casefold()
    return "name", folded(person.name)


def _order(shift: OnCall) -> tuple[object, ...]:
    what = (shift.policy, shift.policy_id, shift.level, shift.shadow)
    return begin(shift), *what, shift.person.name, _identity(shift.person), end(shift)
