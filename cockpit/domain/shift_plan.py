"""Whose shift it should be, now and next: by schedules and calendars, else by the rules; pure.

Rules know of no swaps and no illness, so a rota that was read is believed before them; where the
two differ it is told, and nobody is put right silently.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache

from cockpit.domain import rota, shifts
from cockpit.domain.model import OnCall, Person
from cockpit.domain.persons import is_same
from cockpit.domain.procedure import Procedure
from cockpit.domain.same import Same
from cockpit.domain.shift_rules import Moves, ShiftRules
from cockpit.domain.shifts import Period
from cockpit.domain.state import State
from cockpit.domain.watch import PAGER, PAGER_ROTA
from cockpit.domain.watched import RotaState

PROFILE = "profile"
"""What a turn by the profile's rules calls its source."""
AHEAD = timedelta(days=60)
"""How far turns are told by the rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Somebody's turn to be on call in a role, from one handover to another."""

    person: Person
    role: str
    level: int
    start: datetime
    end: datetime
    shadow: bool = False
    source: str = PROFILE
    """The pager, the name of a calendar, or "profile"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A role at one instant: whose turn it is, who looks on, and whose it is next."""

    role: str
    level: int
    now: tuple[Turn, ...] = ()
    shadows: tuple[Turn, ...] = ()
    next: tuple[Turn, ...] = ()
    source: str = ""
    """Who says so; empty: nobody knows."""


def seats(state: State, procedure: Procedure, zone: tzinfo, now: datetime) -> tuple[Seat, ...]:
    """Every role of the rules, the first level first."""
    return seated(known(state, procedure, zone, now), procedure.shift.roles, now)


def seated(turns: tuple[Turn, ...], roles: tuple[str, ...], now: datetime) -> tuple[Seat, ...]:
    """Every one of these roles with those of these turns that are its own."""
    made = []
    for level, role in enumerate(roles, start=1):
        here = [turn for turn in turns if turn.level == level]
        held = tuple(t for t in here if t.start <= now < t.end)
        coming = [t for t in here if t.start > now and not t.shadow]
        first = min((t.start for t in coming), default=None)
        made.append(
            Seat(
                role=role,
                level=level,
                now=tuple(t for t in held if not t.shadow),
                shadows=tuple(t for t in held if t.shadow),
                next=tuple(t for t in coming if first and t.start - first <= rota.SEAM),
                source=here[0].source if here else "",
            )
        )
    return tuple(made)


def turns_of(
    state: State, procedure: Procedure, zone: tzinfo, now: datetime, person: Person
) -> tuple[Turn, ...]:
    """This person's turns that are not over, in order; shadowing included (A4)."""
    found = known(state, procedure, zone, now)
    return tuple(t for t in found if is_same(t.person, person) and t.end > now)


def known(state: State, procedure: Procedure, zone: tzinfo, now: datetime) -> tuple[Turn, ...]:
    """All turns that are not over, in the order of their beginnings.

    A role of which any rota says something is that rota's; the others are the rules'.
    """
    minute = now.replace(second=0, microsecond=0)
    found = _plan(Same(state.rotas), Same(procedure.shift), zone, minute)
    return tuple(turn for turn in found if turn.end > now)


@lru_cache(maxsize=4)
def _plan(
    rotas: Same[Mapping[str, RotaState]], rules: Same[ShiftRules], zone: tzinfo, minute: datetime
) -> tuple[Turn, ...]:
    """As of a whole minute: every second is asked for, and shifts begin at whole minutes."""
    by_rota = tuple(_by_rota(rotas.value, rules.value, zone, minute))
    levels = {turn.level for turn in by_rota if not turn.shadow}
    by_rules = (t for t in by_profile(rules.value, zone, minute) if t.level not in levels)
    return tuple(sorted((*by_rota, *by_rules), key=_order))


def by_profile(rules: ShiftRules, zone: tzinfo, now: datetime) -> Iterator[Turn]:
    """The turns that the rules alone make, from the running one on."""
    for period in shifts.periods(rules, now, now + AHEAD, zone):
        yield from _by_period(rules, period)


def _by_period(rules: ShiftRules, period: Period) -> Iterator[Turn]:
    for held in shifts.turns(rules, period):
        yield Turn(
            person=held.person,
            role=rules.roles[held.level - 1],
            level=held.level,
            start=period.start,
            end=period.end,
            shadow=held.shadow,
        )


def _by_rota(
    rotas: Mapping[str, RotaState], rules: ShiftRules, zone: tzinfo, now: datetime
) -> Iterator[Turn]:
    running = shifts.period(rules, now, zone)
    for source, read in rotas.items():
        here = (s for s in read.shifts if rota.end(s) > now and s.level <= len(rules.roles))
        for shift in rota.joined(here):
            start, end = _bounds(shift, running, read.since, now)
            yield _of_rota(source, shift, rules, start, end)


def _of_rota(source: str, shift: OnCall, rules: ShiftRules, start: datetime, end: datetime) -> Turn:
    return Turn(
        person=shift.person,
        role=rules.roles[shift.level - 1],
        level=shift.level,
        start=start,
        end=end,
        shadow=shift.shadow,
        source=PAGER if source == PAGER_ROTA else shift.policy or source,
    )


def ended(
    state: State, procedure: Procedure, zone: tzinfo, now: datetime, within: timedelta
) -> tuple[Turn, ...]:
    """Turns that ended by the plan within this time, a day at most; the last to begin first."""
    rules, since = procedure.shift, now - within
    before = shifts.period(rules, since, zone)
    found: list[Turn] = []
    for source, read in state.rotas.items():
        here = (s for s in (*read.over, *read.shifts) if s.level <= len(rules.roles))
        for shift in rota.joined(here):
            if since < rota.end(shift) <= now:
                start, end = _bounds(shift, before, read.since, now)
                found.append(_of_rota(source, shift, rules, start, end))
    told = {s.level for read in state.rotas.values() for s in read.shifts if not s.shadow}
    if since < before.end <= now:
        found += (t for t in _by_period(rules, before) if t.level not in told)
    return tuple(sorted(found, key=lambda turn: turn.start, reverse=True))


def _bounds(
    shift: OnCall, running: Period, since: datetime, now: datetime
) -> tuple[datetime, datetime]:
    """When it begins and ends; what a rota leaves open, or cuts off, is the running period's."""
    start, end = shift.start, shift.end
    if start is None or (start == since and running.start < since):
        start = min(running.start, now)
    if end is None:
        end = running.end if start < running.end else start + (running.end - running.start)
    return start, end


def differences(
    turns: Iterable[Turn], rules: ShiftRules, zone: tzinfo, now: datetime
) -> tuple[str, ...]:
    """Where turns of a rota differ from what the rules say, a sentence each (P3)."""
    told = tuple(t for t in turns if not t.shadow and t.source != PROFILE)
    found = [*_out_of_time(told, rules, zone, now)]
    found += _out_of_order(told, rules)
    return tuple(dict.fromkeys(found))


def _out_of_time(
    told: tuple[Turn, ...], rules: ShiftRules, zone: tzinfo, now: datetime
) -> Iterator[str]:
    """Sources none of whose handovers to come is one by the rules; a single one is an override."""
    for source in dict.fromkeys(turn.source for turn in told):
        starts = sorted({t.start for t in told if t.source == source and t.start > now})[
            :_LOOKED_AT
        ]
        wanted = None
        for start in starts:
            period = shifts.period(rules, start + rota.SEAM, zone)
            wanted = wanted or period.start
            if abs(start - period.start) <= rota.SEAM:
                break
        else:
            if wanted is not None:
                local, own = (at.astimezone(rules.zone or zone) for at in (starts[0], wanted))
                yield (
                    f"{source} hands over {local:%a %d %b %H:%M}, "
                    f"by the profile it would be {own:%a %H:%M}"
                )


def _out_of_order(told: tuple[Turn, ...], rules: ShiftRules) -> Iterator[str]:
    """Those who should be who in the next shift, and are not."""
    if rules.moves is Moves.NOT:
        return
    begins: dict[tuple[int, datetime], Turn] = {}
    for turn in told:
        begins.setdefault((turn.level, _minute(turn.start)), turn)
    for turn in told:
        after = begins.get((turn.level + _STEP[rules.moves], _minute(turn.end)))
        if after is not None and not is_same(after.person, turn.person):
            yield (
                f"{turn.person.name} is {turn.role} and by the profile {after.role} next, "
                f"but {turn.source} has {after.person.name} there"
            )


def _minute(at: datetime) -> datetime:
    """The nearest whole one: calendars let a day end at 23:59:59."""
    return (at + timedelta(seconds=30)).replace(second=0, microsecond=0)


_LOOKED_AT = 30
"""Handovers of a source that are compared with the rules."""
_STEP = {Moves.UP: -1, Moves.DOWN: 1, Moves.NOT: 0}
"""How much further from the first level somebody is in the next shift."""


def _order(turn: Turn) -> tuple[object, ...]:
    return turn.start, turn.level, turn.shadow, turn.person.name, turn.end
