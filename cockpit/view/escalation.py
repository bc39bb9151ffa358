"""The escalation pane: the clock that matters most, large; the chain; the other clocks."""

from dataclasses import dataclass
from datetime import datetime

from cockpit.domain.cadence import Clock, clocks
from cockpit.domain.escalation import Basis, Countdown, Stage, countdown
from cockpit.domain.situation import Situation
from cockpit.domain.state import Case
from cockpit.domain.watch import PAGER
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone, text
from cockpit.view.digits import HEIGHT, large
from cockpit.view.words import (
    duration,
    first_name,
    freshness,
    moment,
    nothing_open,
    trouble,
)

TITLE = "1 Escalation"
_ROOM_FOR_DIGITS = 7
"""Rows from which on large digits leave room for the rest."""


@dataclass(frozen=True, slots=True)
class Focal:
    """The clock that is drawn large: what it counts to, the seconds left, how grave."""

    label: str
    left_s: float
    tone: Tone


def sheet(situation: Situation, now: datetime, space: Space) -> Sheet:
    """Who is paged next and when, and what else runs out."""
    note, tone = freshness(situation, (PAGER,), now)
    case = situation.case
    if case is None:
        rows = _watch(situation, now, space)
        return Sheet(TITLE, rows, note=note, note_tone=tone)
    state = countdown(situation.state, case.incident, situation.procedure)
    running = clocks(situation.state, case, situation.procedure)
    focal = focal_clock(situation, state, running, now)
    rows = (
        *_head(state, focal, situation, space),
        _chain(state),
        *_others(state, running, focal, now, space),
        *_basis(state, tone),
        *(text(said, Tone.BAD) for said in trouble(situation, (PAGER,))),
    )
    return Sheet(TITLE, rows, note=note, note_tone=tone)


def focal_clock(
    situation: Situation, state: Countdown, running: tuple[Clock, ...], now: datetime
) -> Focal | None:
    """The one clock that the eye should find: the escalation while it runs, else the next due."""
    left = state.left_s(now)
    if left is not None and state.stage in (Stage.ESCALATING, Stage.LAPSING):
        verb = "escalates to" if state.stage is Stage.ESCALATING else "pages again:"
        if left <= 0:
            return Focal(f"{verb} {state.next}: now, asking the pager", left, Tone.ALARM)
        return Focal(f"{verb} {state.next} in", left, _urgency(situation, left))
    if not running:
        return None
    first = running[0]
    left = (first.due - now).total_seconds()
    if left <= 0:
        return Focal(f"{first.name}: overdue by", left, Tone.BAD)
    return Focal(f"{first.name} in", left, Tone.WARN if left <= first.nudge_s else Tone.STRONG)


def _urgency(situation: Situation, left_s: float) -> Tone:
    marks = sorted(situation.procedure.warn_at_s)
    if not marks or left_s > marks[-1]:
        return Tone.STRONG
    return Tone.ALARM if left_s <= marks[0] else Tone.BAD if left_s <= marks[-1] / 2 else Tone.WARN


def _head(
    state: Countdown, focal: Focal | None, situation: Situation, space: Space
) -> tuple[Row, ...]:
    said = _stage(state, situation)
    rows = [text(said, Tone.GOOD if state.stage is Stage.RESOLVED else Tone.STRONG)] if said else []
    if focal is None:
        return tuple(rows)
    value = duration(abs(focal.left_s))
    rows.append(text(focal.label, focal.tone if focal.tone is not Tone.STRONG else Tone.PLAIN))
    if space.height >= _ROOM_FOR_DIGITS and all(c in "0123456789:" for c in value):
        pad = " "
        rows += [Row((Cell(pad), Cell(line, focal.tone))) for line in large(value)]
    else:
        rows.append(Row((Cell(f"  {value}  ", focal.tone),)))
    return tuple(rows)


def _stage(state: Countdown, situation: Situation) -> str:
    match state.stage:
        case Stage.ESCALATING:
            return ""
        case Stage.ACKNOWLEDGED:
            return "✔ acknowledged, timer stopped"
        case Stage.LAPSING:
            until = moment(state.at, situation.zone, seconds=False) if state.at else "?"
            return f"✔ acknowledged until {until}"
        case Stage.RESOLVED:
            return "✔ resolved"
        case Stage.NOBODY_LEFT | Stage.NOT_ESCALATING:
            return f"▲ {state.why}"
        case Stage.UNKNOWN:
            return f"? {state.why}"


def _chain(state: Countdown) -> Row:
    cells: list[Cell] = []
    for place, rung in enumerate(state.chain):
        if place:
            cells.append(Cell("▸", Tone.DIM))
        role = state.basis is Basis.PROFILE
        first = rung.name if role else "/".join(map(first_name, rung.name.split("/")))
        cells.append(
            Cell(f"●{first}" if rung.now else first, Tone.STRONG if rung.now else Tone.DIM)
        )
    return Row(tuple(cells) or (Cell("chain not known yet", Tone.DIM),))


def _others(
    state: Countdown,
    running: tuple[Clock, ...],
    focal: Focal | None,
    now: datetime,
    space: Space,
) -> tuple[Row, ...]:
    shown_large = focal is not None and state.stage not in (Stage.ESCALATING, Stage.LAPSING)
    rest = running[1:] if shown_large else running
    room = max(space.height - HEIGHT - 3, 1)
    return tuple(_clock(clock, now) for clock in rest[:room])


def _clock(clock: Clock, now: datetime) -> Row:
    left = (clock.due - now).total_seconds()
    if left <= 0:
        value, tone = f"▲ {duration(-left)} late", Tone.BAD
    else:
        value, tone = duration(left), Tone.WARN if left <= clock.nudge_s else Tone.PLAIN
    return Row(
        (
            Cell(clock.key, Tone.ACCENT, width=1),
            Cell(clock.name, Tone.PLAIN, grow=True),
            Cell(value, tone, right=True),
        )
    )


def _basis(state: Countdown, tone: Tone) -> tuple[Row, ...]:
    if state.basis in (Basis.POLICY, Basis.PROFILE):
        return (text(state.basis.value, Tone.DIM),)
    if state.basis is Basis.PAGER and tone is Tone.BAD:
        return (text("computed from the last word", Tone.WARN),)
    return ()


def _watch(situation: Situation, now: datetime, space: Space) -> tuple[Row, ...]:
    """Nothing is open: who is on call now."""
    said, tone = nothing_open(situation, now)
    rows = [text(said, Tone.STRONG if tone is Tone.GOOD else tone), text("On call now", Tone.DIM)]
    current = (e for e in situation.state.on_call if e.end is None or now < e.end)
    on_call = sorted(current, key=lambda e: e.level)
    rows += [
        Row((Cell(f"{e.level}", Tone.ACCENT, width=2), Cell(e.person.name, grow=True)))
        for e in on_call[: max(space.height - 3, 1)]
    ]
    if not on_call:
        rows.append(text("not known yet", Tone.DIM))
    rows += [text(said, Tone.BAD) for said in trouble(situation, (PAGER,))]
    return tuple(rows)


def is_pressing(situation: Situation, case: Case, now: datetime) -> bool:
    """Whether the escalation of this case is within its first warning mark."""
    state = countdown(situation.state, case.incident, situation.procedure)
    left = state.left_s(now)
    marks = situation.procedure.warn_at_s
    return (
        state.stage is Stage.ESCALATING and left is not None and bool(marks) and left <= max(marks)
    )
