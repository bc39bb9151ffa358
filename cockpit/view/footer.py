"""The footer: the keys that matter now, and how old each source's word is; or a message."""

from dataclasses import dataclass
from datetime import datetime

from cockpit.domain.model import SourceStatus
from cockpit.domain.situation import Situation
from cockpit.domain.watch import CHAT, PAGER
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone
from cockpit.view.words import LIVE_S, age


@dataclass(frozen=True, slots=True)
class Notice:
    """Something said to the person at the keyboard, until `until`."""

    words: str
    tone: Tone
    until: datetime


def sheet(
    situation: Situation,
    now: datetime,
    space: Space,
    hints: tuple[tuple[str, str], ...],
    notice: Notice | None,
) -> Sheet:
    """`hints` are (key, word) pairs; a notice stands in their place while it lasts."""
    cells: list[Cell] = []
    if notice is not None and now < notice.until:
        cells.append(Cell(f" {notice.words}", notice.tone, grow=True))
    else:
        sources = [_source(situation, name, now) for name in _told(situation, space)]
        room = space.width - sum(len(cell.text) + 1 for cell in sources)
        for key, word in _fitting(hints, room):
            cells += [Cell(f" {key}", Tone.ACCENT), Cell(word, Tone.DIM)]
        cells += [Cell("", grow=True), *sources]
    return Sheet("", (Row(tuple(cells)),))


def _fitting(hints: tuple[tuple[str, str], ...], room: int) -> tuple[tuple[str, str], ...]:
    """The first hints that fit, and the last two where there is room: how to get help, and out."""
    for last in (hints[-2:], ()):
        kept = list(hints[:-2])
        while kept and sum(len(key) + len(word) + 3 for key, word in (*kept, *last)) > room:
            kept.pop()
        if kept:
            return (*kept, *last)
    return hints[:1]


_NARROW = 70


def _told(situation: Situation, space: Space) -> tuple[str, ...]:
    names = tuple(n for n in (PAGER, CHAT) if n in situation.readings.sources)
    return names if space.width >= _NARROW else names[:1]


def _source(situation: Situation, name: str, now: datetime) -> Cell:
    state = situation.state.sources.get(name)
    fresh = situation.readings.freshness(name)
    if state is not None and state.status is SourceStatus.LATE:
        return Cell(f"▲ {name} late", Tone.WARN)
    if state is not None and state.status not in (SourceStatus.OK, SourceStatus.ASKING):
        return Cell(f"✖ {name} {state.status.value}", Tone.BAD)
    if fresh.answered_at is None:
        return Cell(f"… {name}", Tone.DIM)
    gone = (now - fresh.answered_at).total_seconds()
    return Cell(f"● {name}" if gone < LIVE_S else f"○ {name} {age(gone)}", Tone.DIM)
