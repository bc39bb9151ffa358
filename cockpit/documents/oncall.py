"""Who is on call as text and as JSON: now, next, mine, and what is missing; asks nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from cockpit.documents.spans import instant, stamp
from cockpit.domain import rota, rota_words
from cockpit.domain.model import OnCall, Person
from cockpit.domain.procedure import Procedure
from cockpit.domain.rota import Doubled, Duty, Gap
from cockpit.domain.watched import RotaState

_WIDTH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """What is known of who is on call, for whom it is told, and how far ahead."""

    rotas: Mapping[str, RotaState]
    procedure: Procedure
    me: Person
    zone: tzinfo
    now: datetime
    until: datetime
    unread: Mapping[str, str] = field(default_factory=dict)
    """Sources that could not be read just now, and why."""
    warnings: Mapping[str, str] = field(default_factory=dict)
    """What limits the truth of sources that could be read."""

    def mine(self) -> tuple[OnCall, ...]:
        """My shifts that begin before the end of what was asked for."""
        found = rota.mine(rota.all_shifts(self.rotas), self.me, self.now)
        return tuple(s for s in found if rota.begin(s) < self.until)


def text(roster: Roster) -> str:
    """Now and next by policy and calendar, then the person's own shifts, then what to mind."""
    lines: list[str] = []
    duties = rota.all_duties(roster.rotas, roster.now)
    for name in dict.fromkeys((d.place.policy_id, d.place.policy) for d in duties):
        lines.append(name[1] or name[0])
        for duty in duties:
            if (duty.place.policy_id, duty.place.policy) == name:
                lines += _duty(roster, duty)
    if not duties:
        lines.append("Who is on call is not known.")
    lines += ["", *_mine(roster), *_mind(roster), *_unread(roster)]
    lines += ["", f"As of {instant(roster.now, roster.zone)}"]
    return "\n".join(lines) + "\n"


def _duty(roster: Roster, duty: Duty) -> list[str]:
    zone, now = roster.zone, roster.now
    head = rota_words.role(duty.place.level, roster.procedure)
    told = [f"{s.person.name}, {_until(roster, s)}" for s in duty.now]
    if not told and not duty.shadows:
        told = ["nobody"]
    ends = {rota.end(s) for s in duty.now}
    for shift in duty.next:
        seamless = shift.start in ends
        start = "" if seamless or shift.start is None else rota_words.when(shift.start, zone, now)
        told.append(f"then {shift.person.name}" + (f", from {start}" if start else ""))
    told += [f"shadow: {s.person.name}, {_until(roster, s)}" for s in duty.shadows]
    return [_row(head if place == 0 else "", words) for place, words in enumerate(told)]


def _mine(roster: Roster) -> list[str]:
    shifts = roster.mine()
    lines = ["Yours"]
    for shift in shifts:
        what = rota_words.place(rota.place_of(shift), roster.procedure)
        what = f"shadow of {what}" if shift.shadow else what
        if rota.is_held(shift, roster.now):
            lines.append(_row("now", f"{what}, {_until(roster, shift)}"))
        else:
            ahead = rota_words.distance(rota.begin(shift), roster.now)
            said = rota_words.period(shift, roster.zone, roster.now)
            lines.append(_row(ahead, f"{what}, {said}"))
    if not shifts:
        end = rota_words.when(roster.until, roster.zone, roster.now)
        read = "in what could be read, " if roster.unread else ""
        lines.append(f"  {read}no shift of yours until {end}")
    return lines


def _until(roster: Roster, shift: OnCall) -> str:
    cut = rota.is_cut(roster.rotas, shift)
    return rota_words.until(shift, roster.zone, roster.now, at_least=cut)


def _mind(roster: Roster) -> list[str]:
    zone, now, until = roster.zone, roster.now, roster.until
    procedure = roster.procedure
    gaps = rota.all_gaps(roster.rotas, now, until)
    doubled = rota.doubled(rota.all_shifts(roster.rotas), now, until)
    told = [rota_words.gap(gap, procedure, zone, now) for gap in gaps]
    told += [rota_words.doubled(double, procedure, zone, now) for double in doubled]
    return ["", "Mind", *(f"  ! {words}" for words in told)] if told else []


def _unread(roster: Roster) -> list[str]:
    lines = []
    for name, reason in roster.unread.items():
        known = roster.rotas.get(name)
        shown = "nothing of it is known"
        if known is not None:
            at = rota_words.when(known.noted_at, roster.zone, roster.now)
            shown = f"shown as it was recorded at {at}"
            if known.until <= roster.now:
                shown = f"what was recorded of it at {at} is over"
        lines.append(f"  ! {name}: {reason} ({shown})")
    lines += [f"  ! {name}: {words}" for name, words in roster.warnings.items()]
    return ["", "Not read, or not in full", *lines] if lines else []


def jsonable(roster: Roster) -> dict[str, object]:
    """The same for scripts; instants are RFC 3339 in UTC, null where there is no beginning or end.

    Keys, all always there: `at`, `until`, `me`, `now` and `next` (by policy and level), `shadows`,
    `mine`, `gaps`, `doubled`, `unread` and `warnings` (by source), and `sources` (source -> since,
    until, noted_at).
    """
    duties = rota.all_duties(roster.rotas, roster.now)
    now, until = roster.now, roster.until
    return {
        "at": stamp(now),
        "until": stamp(until),
        "me": {"id": roster.me.id, "name": roster.me.name, "email": roster.me.email},
        "now": [_shift(roster, s) for d in duties for s in d.now],
        "next": [_shift(roster, s) for d in duties for s in d.next],
        "shadows": [_shift(roster, s) for d in duties for s in d.shadows],
        "mine": [_shift(roster, s) for s in roster.mine()],
        "gaps": [_gap(roster, gap) for gap in rota.all_gaps(roster.rotas, now, until)],
        "doubled": [
            _double(double) for double in rota.doubled(rota.all_shifts(roster.rotas), now, until)
        ],
        "unread": dict(roster.unread),
        "warnings": dict(roster.warnings),
        "sources": {
            name: {"since": stamp(r.since), "until": stamp(r.until), "noted_at": stamp(r.noted_at)}
            for name, r in roster.rotas.items()
        },
    }


def _gap(roster: Roster, gap: Gap) -> dict[str, object]:
    return {
        "policy_id": gap.place.policy_id,
        "policy": gap.place.policy,
        "level": gap.place.level,
        "role": rota_words.role(gap.place.level, roster.procedure),
        "start": stamp(gap.start),
        "end": stamp(gap.end),
    }


def _double(double: Doubled) -> dict[str, object]:
    return {
        "person": double.person.name,
        "policy": double.policy,
        "levels": list(double.levels),
        "start": stamp(double.start),
        "end": stamp(double.end),
    }


def _shift(roster: Roster, shift: OnCall) -> dict[str, object]:
    person = shift.person
    return {
        "policy_id": shift.policy_id,
        "policy": shift.policy,
        "level": shift.level,
        "role": rota_words.role(shift.level, roster.procedure),
        "person": {"id": person.id, "name": person.name, "email": person.email},
        "start": stamp(shift.start),
        "end": stamp(shift.end),
        "schedule": shift.schedule,
        "shadow": shift.shadow,
    }


def _row(head: str, words: str) -> str:
    return f"  {head:<{_WIDTH}}{words}"
