"""The escalation pane: the clock that matters most, large; the chain; the other clocks."""

from datetime import datetime

from cockpit.domain.clocks import Clock, clocks
from cockpit.domain.escalation import Basis, Countdown, Rung, Stage, countdown, pager_is_lost
from cockpit.domain.situation import Situation
from cockpit.domain.state import Case
from cockpit.domain.watch import PAGER
from cockpit.view import left_over, oncall, readiness, shift_line
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone, text
from cockpit.view.digits import HEIGHT, large
from cockpit.view.focal import Focal, focal_clock, named
from cockpit.view.words import (
    day_moment,
    duration,
    first_name,
    freshness,
    moment,
    nothing_open,
    problems,
)

TITLE = "1 Escalation"
_ROOM_FOR_DIGITS = 7
"""Rows from which on large digits leave room for the rest."""
_ROOM_FOR_TIMES = 40
"""Columns from which on the chain says when each level is paged."""


def sheet(situation: Situation, now: datetime, space: Space) -> Sheet:
    """Who is paged next and when, and what else runs out."""
    note, tone = freshness(situation, (PAGER,), now)
    case = situation.case
    if case is None:
        rows = _watch(situation, now, space)
        return Sheet(TITLE, rows, note=note, note_tone=tone)
    state = countdown(situation.state, case.incident, situation.procedure, now)
    running = clocks(situation.state, case, situation.procedure)
    focal = focal_clock(situation, state, running, now)
    rows = (
        *_stage(state, situation, now),
        *_head(focal, space),
        _chain(state, situation, space),
        *_basis(state, situation, case),
        *problems(situation, (PAGER,)),
        *_others(running, focal, now, space),
        *shift_line.pending(situation, now),
    )
    return Sheet(TITLE, rows, note=note, note_tone=tone)


def _head(focal: Focal | None, space: Space) -> tuple[Row, ...]:
    if focal is None:
        return ()
    rows = [text(focal.label, focal.tone if focal.tone is not Tone.STRONG else Tone.PLAIN)]
    if space.height >= _ROOM_FOR_DIGITS and all(c in "0123456789:-" for c in focal.value):
        rows += [Row((Cell(" "), Cell(line, focal.tone))) for line in large(focal.value)]
    else:
        rows.append(Row((Cell(f"  {focal.value}  ", focal.tone),)))
    return tuple(rows)


def _stage(state: Countdown, situation: Situation, now: datetime) -> tuple[Row, ...]:
    said = _stage_words(state, situation, now)
    tone = Tone.GOOD if state.stage is Stage.RESOLVED else Tone.STRONG
    rows = [text(said, tone)] if said else []
    if state.retriggered_at is not None:
        again = day_moment(state.retriggered_at, now, situation.zone)
        rows.append(text(f"▲ triggered again at {again}", Tone.WARN))
    ends = state.resolves_at
    if ends is not None and state.stage is not Stage.RESOLVED and _is_first(ends, state.at):
        when = day_moment(ends, now, situation.zone)
        rows.append(text(f"the pager resolves it by itself at {when}, before that", Tone.WARN))
    return tuple(rows)


def _is_first(ends: datetime, at: datetime | None) -> bool:
    return at is not None and ends < at


_STAGES = {
    Stage.ACKNOWLEDGED: "✔ acknowledged, timer stopped",
    Stage.LAPSING: "✔ acknowledged until {at}",
    Stage.SNOOZED: "✔ acknowledged, snoozed until {at}",
    Stage.RESOLVED: "✔ resolved",
    Stage.NOT_ESCALATING: "▲ {why}{before}",
    Stage.NOBODY_LEFT: "▲ {why}",
    Stage.UNKNOWN: "? {why}",
}
"""What is said of a stage before its clock; one that escalates needs no words."""


def _stage_words(state: Countdown, situation: Situation, now: datetime) -> str:
    at = day_moment(state.at, now, situation.zone) if state.at else ""
    before = f" before {at}" if at else ""
    return _STAGES.get(state.stage, "").format(at=at, why=state.why, before=before)


def _chain(state: Countdown, situation: Situation, space: Space) -> Row:
    cells: list[Cell] = []
    for place, rung in enumerate(state.chain):
        if place:
            cells.append(Cell("▸", Tone.DIM))
        name = rung.name if rung.is_role else _short(rung)
        here = rung.now and state.is_paging
        cells.append(Cell(f"● {name}" if here else name, Tone.STRONG if here else Tone.DIM))
        if rung.at is not None and space.width >= _ROOM_FOR_TIMES and place:
            cells.append(Cell(moment(rung.at, situation.zone, seconds=False), Tone.DIM))
    if state.laps_left and state.chain:
        cells.append(Cell(f"▸ again, {state.laps_left}x", Tone.DIM))
    return Row(tuple(cells) or (Cell(_no_chain(situation), Tone.DIM),))


def _no_chain(situation: Situation) -> str:
    """Why there is no chain: the policy was not read yet, or it is known to be empty."""
    case = situation.case
    policy = case and (case.policy or situation.state.policies.get(case.incident.policy_id))
    return "chain not known yet" if policy is None else "nobody is in the chain"


def _short(rung: Rung) -> str:
    names = "/".join(map(first_name, (rung.paged or rung.name).split("/")))
    return f"{names} ({rung.hint})" if rung.hint and not rung.paged else names


def _others(
    running: tuple[Clock, ...], focal: Focal | None, now: datetime, space: Space
) -> tuple[Row, ...]:
    large_one = focal.clock if focal is not None else None
    rest = [clock for clock in running if clock is not large_one]
    room = max(space.height - HEIGHT - 3, 1)
    return tuple(row for clock in rest[:room] for row in _clock(clock, now, space))


_CUT = 4
"""Letters of a clock's name that it can do without."""


def _clock(clock: Clock, now: datetime, space: Space) -> tuple[Row, ...]:
    """One line; where the offer is too long for it, it stands whole under its time."""
    left = (clock.due - now).total_seconds()
    if clock.whose:
        late = " late" if left <= 0 else ""
        name, value, tone = _counted(clock, now), f"{duration(abs(left))}{late}", Tone.PLAIN
    elif left <= 0:
        name, value, tone = clock.offer or clock.name, f"▲ {duration(-left)} late", Tone.BAD
    else:
        near = left <= clock.nudge_s
        name, value, tone = _counted(clock, now), duration(left), Tone.WARN if near else Tone.PLAIN
    key = Cell(clock.key, Tone.ACCENT, width=1)
    spare = space.width - len(name) - len(value) - 3
    # A name that is a few letters too long is cut: under its time a small pane would not show it.
    if spare >= 0 or (left > 0 and spare >= -_CUT):
        return (Row((key, Cell(name, grow=True), Cell(value, tone, right=True))),)
    whole = named(clock, now).removesuffix(" by") if name.endswith(" in") else name
    return (
        Row((key, Cell(value, tone, grow=True))),
        Row((Cell("", width=1), Cell(whole, grow=True))),
    )


def _counted(clock: Clock, now: datetime) -> str:
    """Its name before a span: "by" would make a time of day of it."""
    name = named(clock, now)
    return f"{name.removesuffix(' by')} in" if name.endswith(" by") else name


def _basis(state: Countdown, situation: Situation, case: Case) -> tuple[Row, ...]:
    """Whose word it is, when it is not the pager's newest one."""
    if pager_is_lost(situation.state) and state.stage is not Stage.RESOLVED:
        heard = situation.readings.freshness(PAGER).answered_at or case.seen_at
        as_of = moment(heard, situation.zone, seconds=False)
        how = "carried on" if state.is_carried_on else "computed"
        return (text(f"{how} from the pager's word as of {as_of}", Tone.WARN),)
    if state.basis in (Basis.POLICY, Basis.BORN, Basis.PROFILE):
        return (text(state.basis.value, Tone.DIM),)
    return ()


def _watch(situation: Situation, now: datetime, space: Space) -> tuple[Row, ...]:
    """Nothing is open: who is on call now, and my next shift."""
    said, tone = nothing_open(situation, now)
    rows = [text(said, Tone.STRONG if tone is Tone.GOOD else tone), text("On call now", Tone.DIM)]
    asked = (
        *shift_line.lines(situation, now),
        *readiness.glance(situation, now),
        *left_over.lines(situation, now),
    )
    rows += oncall.glance(situation, now, space.height - len(rows) - len(asked))
    rows += asked
    rows += problems(situation, tuple(dict.fromkeys((PAGER, *oncall.sources(situation)))))
    return tuple(rows)
