"""The header: which incident, how bad, since when, and what else wants attention."""

from datetime import datetime

from cockpit.domain import rota_words
from cockpit.domain.focus import ranking
from cockpit.domain.model import Status
from cockpit.domain.on_duty import levels_of
from cockpit.domain.recurrence import recurrence, words_of
from cockpit.domain.situation import Situation
from cockpit.domain.state import Case
from cockpit.domain.triage import assess
from cockpit.domain.watch import PAGER, PAGER_LIST
from cockpit.view import order
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone
from cockpit.view.words import duration, first_name, is_read, moment, nothing_open

_WIDE = 100
_ROLES = 60
"""Cells that roles may take in the second row."""
_SKEW_S = 5.0
"""Seconds of difference between the clocks from which on it is said."""


def sheet(situation: Situation, now: datetime, space: Space) -> Sheet:
    """One row, and a second one where there is room or something else is waiting."""
    case = situation.case
    rows = [_incident(situation, case, now, space) if case else _nothing(situation, now)]
    if space.height > 1:
        rows.append(_second(situation, case, now))
    return Sheet("", tuple(rows))


def _incident(situation: Situation, case: Case, now: datetime, space: Space) -> Row:
    incident = case.incident
    words, tone = _status(case, now)
    severity = case.severity or incident.priority or incident.urgency.value
    cells = [
        *_read_only(situation),
        Cell(f" {severity} ", _loud(case)),
        Cell(f"#{incident.number}", Tone.STRONG),
        Cell(incident.title, Tone.STRONG, grow=True),
        Cell(words, tone),
    ]
    if space.height == 1:
        cells.insert(-1, Cell(order.roles(situation, case, _room(cells, space)), Tone.ACCENT))
    if space.width >= _WIDE:
        cells.append(Cell(f"│ {_me(situation, now)}", Tone.DIM))
        cells.append(Cell(f"│ {_wall(situation, now)}", Tone.DIM))
    return Row(tuple(cells))


def _room(cells: list[Cell], space: Space) -> int:
    """Cells that nothing else in this row needs."""
    return space.width - sum(len(cell.text) + 1 for cell in cells) - 1


def _read_only(situation: Situation) -> list[Cell]:
    return [Cell("read only", Tone.WARN)] if situation.read_only else []


def _loud(case: Case) -> Tone:
    return Tone.ALARM if case.incident.status is Status.TRIGGERED else Tone.TITLE


def _status(case: Case, now: datetime) -> tuple[str, Tone]:
    incident = case.incident
    if incident.status is Status.RESOLVED:
        span = (incident.changed_at - incident.created_at).total_seconds()
        return f"✔ resolved after {duration(span)}", Tone.GOOD
    if incident.status is Status.OTHER:
        return "? status not known", Tone.WARN
    since = duration((now - incident.created_at).total_seconds())
    if incident.status is Status.ACKNOWLEDGED:
        names = ", ".join(first_name(a.person.name) for a in incident.acknowledgements)
        return f"acknowledged by {names or 'somebody'}, open {since}", Tone.PLAIN
    return f"TRIGGERED for {since}", Tone.BAD


def _me(situation: Situation, now: datetime) -> str:
    """What this person is responsible for; who only looks on is called a shadow (P3)."""
    me = situation.me
    if me is None:
        return ""
    levels = levels_of(situation.state, me, now)
    if levels:
        return f"you: {rota_words.role(levels[0], situation.procedure)}"
    if levels_of(situation.state, me, now, shadow=True):
        return "you: shadow"
    known = is_read(situation, PAGER) and situation.state.on_call
    return f"you: {first_name(me.name)}" + (", not on call" if known else "")


def _wall(situation: Situation, now: datetime) -> str:
    local = now.astimezone(situation.zone)
    return f"{local:%H:%M %Z}"


def _nothing(situation: Situation, now: datetime) -> Row:
    alarms = assess(situation, now).alarms
    said = (f"▲ {alarms[0]}", Tone.BAD) if alarms else nothing_open(situation, now)
    return Row(
        (
            *_read_only(situation),
            Cell("cockpit", Tone.TITLE),
            Cell(*said, grow=True),
            Cell(_me(situation, now), Tone.DIM),
            Cell(_wall(situation, now), Tone.DIM),
        )
    )


def _before(situation: Situation, case: Case, now: datetime) -> list[Cell]:
    """Whether it has happened before (A7), and by which key one sees what helped."""
    words = words_of(recurrence(situation.state, case), now)
    return [Cell(f"· {words}", Tone.WARN), Cell("b", Tone.ACCENT)] if words else []


def _second(situation: Situation, case: Case | None, now: datetime) -> Row:
    """What waits besides, loudest first; else where the page came from."""
    shown = case.incident.id if case else ""
    others = [
        c for c in ranking(situation.state, situation.me)
        if c.incident.id != shown and c.incident.status is Status.TRIGGERED
    ]  # fmt: skip
    cells: list[Cell] = []
    alarms = assess(situation, now).alarms if case else ()
    if alarms:
        cells += [Cell(f"▲ {alarms[0]}", Tone.BAD), Cell("s", Tone.ACCENT)]
    if others:
        first = others[0].incident
        rest = f" and {len(others) - 1} more:" if len(others) > 1 else ""
        said = f"▲ also triggered: #{first.number}{rest} {first.title}"
        cells += [Cell("i", Tone.ACCENT), Cell(said, Tone.WARN, grow=True)]
    elif case is not None and not alarms:
        at = case.incident.created_at
        said = f"{case.incident.service} · triggered {moment(at, situation.zone)}"
        cells += [Cell(said.removeprefix(" · "), Tone.DIM), *_before(situation, case, now)]
    cut = situation.state.sources.get(PAGER_LIST)
    if cut is not None and cut.reason:
        cells.append(Cell(f"▲ open incidents: {cut.reason}", Tone.WARN))
    if not others:
        cells.append(Cell("", grow=True))
    skew = situation.state.server_offset_s
    if abs(skew) >= _SKEW_S:
        side = "behind" if skew > 0 else "ahead"
        cells.append(
            Cell(f"▲ this clock is {duration(abs(skew))} {side}: corrected", Tone.WARN, right=True)
        )
    if case is not None:
        cells.append(Cell(order.doing(situation, case), Tone.WARN))
        cells.append(Cell(order.roles(situation, case, _ROLES), Tone.ACCENT))
    return Row(tuple(cells))
