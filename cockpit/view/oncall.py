"""Who is on call: the screen with now, next, gaps and mine; a few lines for the watch screen."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from cockpit.domain import rota, rota_words
from cockpit.domain.model import OnCall
from cockpit.domain.on_duty import on_duty
from cockpit.domain.rota import Duty, Gap
from cockpit.domain.shift_group import group_to_take
from cockpit.domain.situation import Situation
from cockpit.domain.watch import PAGER, PAGER_ROTA
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone, text
from cockpit.view.words import freshness, is_read, problems, trouble

TITLE = "On call"
AHEAD = timedelta(days=30)
"""Gaps and doubles further ahead are no concern of the screen."""
_WIDE = 60
_ROLE_WIDE, _ROLE_NARROW = 19, 11
"""Columns that a role may take."""
_MOST_GAPS = 3
_MOST_MINE = 12


def sheet(situation: Situation, now: datetime, space: Space) -> Sheet:
    """The screen: what could not be read, then each policy and calendar by level, then mine."""
    note, tone = freshness(situation, sources(situation), now)
    duties = on_duty(situation.state, now, is_fresh=is_read(situation, PAGER), ahead=True)
    rows = _unread(situation, now)
    rows += [text(line, Tone.STRONG) for line in my_lines(situation, now)]
    for key, name in dict.fromkeys((d.place.policy_id, d.place.policy) for d in duties):
        rows += [text(""), text(name or key, Tone.TITLE)]
        for duty in duties:
            if (duty.place.policy_id, duty.place.policy) == (key, name):
                rows += _duty(situation, duty, now, space)
    if not duties:
        rows.append(text("who is on call is not known yet", Tone.WARN))
    if not duties and not sources(situation):
        rows.append(text("[pagerduty] and [[calendars]] in the configuration say it", Tone.DIM))
    rows += _doubles(situation, now)
    rows += _mine(situation, now)
    return Sheet(TITLE, tuple(rows), note=note, note_tone=tone)


def sources(situation: Situation) -> tuple[str, ...]:
    """The sources that say who is on call, as far as any has been heard of."""
    named = (n for n in situation.state.sources if n == PAGER_ROTA or n.startswith("calendar "))
    return tuple(dict.fromkeys((*situation.state.rotas, *named)))


# --- for the watch screen ------------------------------------------------------------------------


def glance(situation: Situation, now: datetime, room: int) -> tuple[Row, ...]:
    """Who is on call now, in about `room` rows, and my next shift; shadows apart (P3, A4)."""
    duties = on_duty(situation.state, now, is_fresh=is_read(situation, PAGER))
    mine = [text(line) for line in my_lines(situation, now, brief=True)]
    rows = list(_now(duties))
    kept = max(room - len(mine), 2)
    if len(rows) > kept:
        rows = [*rows[: kept - 1], text(f"and {len(rows) - kept + 1} more", Tone.DIM)]
    if not duties:
        rows.append(text("not known yet", Tone.DIM))
    return (*rows, *mine)


def _now(duties: tuple[Duty, ...]) -> Iterable[Row]:
    names = dict.fromkeys((d.place.policy_id, d.place.policy) for d in duties)
    for key, name in names:
        if len(names) > 1:
            yield text(name or key, Tone.DIM)
        for duty in duties:
            if (duty.place.policy_id, duty.place.policy) == (key, name):
                yield from _level_now(duty)


def _level_now(duty: Duty) -> Iterable[Row]:
    level = Cell(f"{duty.place.level}", Tone.ACCENT, width=2)
    for place, shift in enumerate(duty.now):
        yield Row((Cell("", width=2) if place else level, Cell(shift.person.name, grow=True)))
    if not duty.now:
        yield Row((level, Cell("▲ nobody", Tone.BAD, grow=True)))
    for shift in duty.shadows:
        yield Row((Cell("", width=2), Cell(f"{shift.person.name}, shadow", Tone.DIM, grow=True)))


def my_lines(situation: Situation, now: datetime, *, brief: bool = False) -> tuple[str, ...]:
    """What I hold and until when, then my next shift (A4); empty when nothing is known of it.

    `brief`: for how long instead of until when, to fit a narrow pane.
    """
    if situation.me is None or not sources(situation):
        return ()
    shifts = rota.mine(rota.all_shifts(situation.state.rotas), situation.me, now)
    held = sorted((s for s in shifts if rota.is_held(s, now)), key=lambda s: (s.shadow, s.level))
    coming = sorted((s for s in shifts if rota.begin(s) > now), key=rota.begin)
    following = "next" if brief else "your next shift"
    lines = [
        f"you: {_called(situation, s)}{_left(s, now) if brief else f' {_until(situation, s, now)}'}"
        for s in held[:1]
    ]
    if group := group_to_take(situation, now):
        lines.append(f"G: take over @{group}, not done since your shift began")
    lines += [
        f"{following}: {_called(situation, s)} {rota_words.distance(rota.begin(s), now)}"
        for s in coming[:1]
    ]
    reach = max((r.until for r in situation.state.rotas.values()), default=now)
    if not lines and reach > now:
        until = rota_words.when(reach, situation.zone, now)
        lines.append(f"no shift of yours is planned until {until}")
    return tuple(lines)


def _left(shift: OnCall, now: datetime) -> str:
    if shift.end is None:
        return ", always"
    return f", {rota_words.distance(shift.end, now).removeprefix('in ')} more"


def _called(situation: Situation, shift: OnCall) -> str:
    role = rota_words.role(shift.level, situation.procedure)
    return f"shadow of the {role}" if shift.shadow else role


def _until(situation: Situation, shift: OnCall, now: datetime) -> str:
    cut = rota.is_cut(situation.state.rotas, shift)
    return rota_words.until(shift, situation.zone, now, at_least=cut)


# --- the parts of the screen ---------------------------------------------------------------------


def _unread(situation: Situation, now: datetime) -> list[Row]:
    """What could not be read, and what stands here instead of it."""
    rows: list[Row] = []
    for name in sources(situation):
        state = situation.state.sources.get(name)
        if state is None or not trouble(situation, (name,)):
            rows += problems(situation, (name,))
            continue
        since = rota_words.when(state.since, situation.zone, now)
        reason = state.reason.rstrip(".")
        rows.append(text(f"▲ {name} could not be read since {since}: {reason}", Tone.BAD))
        rows += [text(f"▸ {state.mend}")] if state.mend else []
        rows.append(text(f"▸ {_kept(situation, name, now)}"))
    return rows


def _kept(situation: Situation, name: str, now: datetime) -> str:
    known = situation.state.rotas.get(name)
    if known is None:
        return "nothing is known of it"
    heard = situation.readings.freshness(name).answered_at or known.noted_at
    said = f"what it said at {rota_words.when(heard, situation.zone, now)}"
    return f"shown is {said}" if now < known.until else f"{said} is over"


def _duty(situation: Situation, duty: Duty, now: datetime, space: Space) -> list[Row]:
    """A level: who holds it and until when, who follows, who looks on, when nobody does."""
    said = [(f"{s.person.name}, {_until(situation, s, now)}", Tone.STRONG) for s in duty.now]
    if not duty.now:
        until = f" until {_start(situation, duty.next, now)}" if duty.next else ""
        said.append((f"▲ nobody on call{until}", Tone.BAD))
    ends = {rota.end(s) for s in duty.now}
    for shift in duty.next:
        seamless = shift.start in ends
        start = "" if seamless else f", from {_start(situation, (shift,), now)}"
        said.append((f"then {shift.person.name}{start}", Tone.PLAIN))
    said += [
        (f"shadow: {s.person.name}, {_until(situation, s, now)}", Tone.DIM) for s in duty.shadows
    ]
    said += [(words, Tone.WARN) for words in _gaps(situation, duty, now)]
    width = _ROLE_WIDE if space.width >= _WIDE else _ROLE_NARROW
    role = rota_words.role(duty.place.level, situation.procedure)
    head = role if role.startswith("level") else f"{duty.place.level} {role}"
    return [
        Row((Cell("" if place else head, Tone.ACCENT, width=width), Cell(words, tone, grow=True)))
        for place, (words, tone) in enumerate(said)
    ]


def _start(situation: Situation, shifts: tuple[OnCall, ...], now: datetime) -> str:
    return rota_words.when(min(map(rota.begin, shifts)), situation.zone, now)


def _gaps(situation: Situation, duty: Duty, now: datetime) -> list[str]:
    """The gaps of this level that are still to come."""
    gaps = [g for g in _all_gaps(situation, now) if g.place == duty.place and g.start > now]
    zone = situation.zone
    said = [
        f"▲ nobody from {rota_words.when(gap.start, zone, now)}"
        f" to {rota_words.when(gap.end, zone, now)}"
        for gap in gaps[:_MOST_GAPS]
    ]
    more = len(gaps) - len(said)
    return [*said, f"▲ and {more} more gaps"] if more else said


def _all_gaps(situation: Situation, now: datetime) -> tuple[Gap, ...]:
    return rota.all_gaps(situation.state.rotas, now, now + AHEAD)


def _doubles(situation: Situation, now: datetime) -> list[Row]:
    doubled = rota.doubled(rota.all_shifts(situation.state.rotas), now, now + AHEAD)
    zone, procedure = situation.zone, situation.procedure
    said = [rota_words.doubled(double, procedure, zone, now) for double in doubled[:_MOST_GAPS]]
    more = len(doubled) - len(said)
    said += [f"and {more} more times like it"] if more else []
    return [text(""), *(text(f"▲ {words}", Tone.WARN) for words in said)] if said else []


def _mine(situation: Situation, now: datetime) -> list[Row]:
    """My shifts, the next ones first (A4)."""
    if situation.me is None:
        return []
    mine = rota.mine(rota.all_shifts(situation.state.rotas), situation.me, now)
    rows = [_own(situation, shift, now) for shift in mine[:_MOST_MINE]]
    if len(mine) > _MOST_MINE:
        rows.append(text(f"and {len(mine) - _MOST_MINE} more", Tone.DIM))
    return [text(""), text("Your shifts", Tone.TITLE), *rows] if rows else []


def _own(situation: Situation, shift: OnCall, now: datetime) -> Row:
    what = rota_words.place(rota.place_of(shift), situation.procedure)
    what = f"shadow of {what}" if shift.shadow else what
    if rota.is_held(shift, now):
        ahead, words = "now", f"{what}, {_until(situation, shift, now)}"
    else:
        ahead = rota_words.distance(rota.begin(shift), now)
        words = f"{what}, {rota_words.period(shift, situation.zone, now)}"
    tone = Tone.DIM if shift.shadow else Tone.PLAIN
    return Row((Cell(ahead, Tone.ACCENT, width=_ROLE_NARROW), Cell(words, tone, grow=True)))
