"""Who is on call: now and next by policy, my next shifts, gaps; rows for a pane of any size."""

from datetime import datetime, timedelta

from cockpit.domain import rota, rota_words
from cockpit.domain.model import OnCall
from cockpit.domain.rota import Duty
from cockpit.domain.situation import Situation
from cockpit.domain.watch import PAGER_ROTA
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone, text
from cockpit.view.words import freshness, problems

TITLE = "On call"
AHEAD = timedelta(days=14)
"""Gaps and doubles further ahead are no concern of the screen."""
_WIDE = 60
_MOST_MINE = 6


def sheet(situation: Situation, now: datetime, space: Space) -> Sheet:
    """A pane of its own."""
    note, tone = freshness(situation, sources(situation), now)
    return Sheet(TITLE, rows(situation, now, space), note=note, note_tone=tone)


def sources(situation: Situation) -> tuple[str, ...]:
    """The sources that say who is on call, as far as any has been heard of."""
    named = (n for n in situation.state.sources if n == PAGER_ROTA or n.startswith("calendar "))
    return tuple(dict.fromkeys((*situation.state.rotas, *named)))


def rows(situation: Situation, now: datetime, space: Space) -> tuple[Row, ...]:
    """Now and next, then mine, then what to mind; the most important first."""
    rotas = situation.state.rotas
    duties = rota.all_duties(rotas, now)
    found = [row for duty in duties for row in _duty(situation, duty, now, space)]
    if not duties:
        found.append(text("who is on call is not known yet", Tone.DIM))
    found += _warnings(situation, now)
    found += _mine(situation, now)
    found += problems(situation, sources(situation))
    return tuple(found)


def next_shift(situation: Situation, now: datetime) -> str:
    """My shift in one line: until when I hold it, or when the next one begins (A4).

    Empty when no shift of mine is known.
    """
    mine = _my_shifts(situation, now)
    held = [s for s in mine if rota.is_held(s, now)]
    if held:
        first = min(held, key=lambda s: s.level)
        called = rota_words.role(first.level, situation.procedure)
        return f"{called} {_until(situation, first, now)}"
    coming = [s for s in mine if s.start is not None]
    if not coming:
        return ""
    first = min(coming, key=rota.begin)
    called = rota_words.role(first.level, situation.procedure)
    return f"{called} {rota_words.distance(rota.begin(first), now)}"


def _my_shifts(situation: Situation, now: datetime) -> tuple[OnCall, ...]:
    """Those that I am responsible for."""
    if situation.me is None:
        return ()
    mine = rota.mine(rota.all_shifts(situation.state.rotas), situation.me, now)
    return tuple(s for s in mine if not s.shadow)


def _until(situation: Situation, shift: OnCall, now: datetime) -> str:
    cut = rota.is_cut(situation.state.rotas, shift)
    return rota_words.until(shift, situation.zone, now, at_least=cut)


def _duty(situation: Situation, duty: Duty, now: datetime, space: Space) -> list[Row]:
    level = Cell(f"{duty.place.level}", Tone.ACCENT, width=2)
    names = ", ".join(s.person.name for s in duty.now)
    looking = ", ".join(f"{s.person.name} (shadow)" for s in duty.shadows)
    who = "; ".join(part for part in (names, looking) if part)
    if not duty.now and not duty.shadows:
        after = f" until {_when(situation, duty.next, now)}" if duty.next else ""
        return [Row((level, Cell(f"▲ nobody{after}", Tone.BAD, grow=True)))]
    cells = [level, Cell(who, Tone.PLAIN if duty.now else Tone.DIM, grow=True)]
    if duty.next and space.width >= _WIDE:
        following = ", ".join(s.person.name for s in duty.next)
        when = _when(situation, duty.next, now)
        cells.append(Cell(f"▸ {following} {when}", Tone.DIM, right=True))
    return [Row(tuple(cells))]


def _when(situation: Situation, shifts: tuple[OnCall, ...], now: datetime) -> str:
    return rota_words.when(min(map(rota.begin, shifts)), situation.zone, now)


def _warnings(situation: Situation, now: datetime) -> list[Row]:
    rotas, zone, procedure = situation.state.rotas, situation.zone, situation.procedure
    gaps = rota.all_gaps(rotas, now, now + AHEAD)
    doubled = rota.doubled(rota.all_shifts(rotas), now, now + AHEAD)
    said = [rota_words.gap(gap, procedure, zone, now) for gap in gaps if gap.start > now]
    said += [rota_words.doubled(double, procedure, zone, now) for double in doubled]
    return [text(f"▲ {words}", Tone.WARN) for words in said]


def _mine(situation: Situation, now: datetime) -> list[Row]:
    if situation.me is None:
        return []
    mine = rota.mine(rota.all_shifts(situation.state.rotas), situation.me, now)
    return [_own(situation, shift, now) for shift in mine[:_MOST_MINE]]


def _own(situation: Situation, shift: OnCall, now: datetime) -> Row:
    called = rota_words.role(shift.level, situation.procedure)
    called = f"shadow of {called}" if shift.shadow else called
    if rota.is_held(shift, now):
        words = f"you: {called} {_until(situation, shift, now)}"
        return text(words, Tone.DIM if shift.shadow else Tone.STRONG)
    when = rota_words.when(rota.begin(shift), situation.zone, now)
    return text(f"you: {called} from {when}", Tone.DIM)
