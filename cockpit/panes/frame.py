"""The box around a pane, drawn as lines of runs; no widget, no colour.

The box is part of the content, so that an age which ticks in it repaints a few cells and not
the pane. A pane with the focus has heavy edges above and below, to be told apart without colour;
not at its sides, which on a tall pane would be most of what a change of focus sends.
"""

from dataclasses import dataclass

from cockpit.panes.layout import Line, Run, fit, joined, lay, showable, width_of
from cockpit.panes.position import Position
from cockpit.view.cells import Row, Sheet, Space

MARGIN = 2
"""Columns on each side of the text: the line, and a space or the mark of the selected row."""

LEAST_TITLE = 10
"""A long note leaves this much of the title: what is wrong matters more than the name's end."""

MARK = "▸"


SIDE = ("│", "frame")


@dataclass(frozen=True, slots=True)
class Box:
    """The upper and lower edges of one kind of box."""

    corners: str
    across: str
    style: str


LIGHT = Box("┌┐└┘", "─", "frame")
HEAVY = Box("┍┑┕┙", "━", "frame-focused")


def boxed(sheet: Sheet, position: Position, room: Space, *, focused: bool) -> tuple[Line, ...]:
    """All lines of a pane with its box; `room` is that of the box."""
    box = HEAVY if focused else LIGHT
    height = room.height - 2
    rows = sheet.rows[position.top :][:height]
    before = ("", *(row.id for row in rows))
    sides = [
        _side(row, room.width, box, chosen=row.id == position.selected, first=above != row.id)
        for row, above in zip(rows, before, strict=False)
    ]
    sides += [_side(Row(), room.width, box)] * (height - len(rows))
    below = len(sheet.rows) - position.top - len(rows)
    edges = _top(sheet, room.width, box), _bottom(room.width, box, position.top, below)
    return (edges[0], *sides, edges[1])


def _top(sheet: Sheet, width: int, box: Box) -> Line:
    """The upper edge with the title, and the note at its right end."""
    room = max(width - 2 - 5, 0)
    title, note = showable(sheet.title), showable(sheet.note)
    title_width = min(width_of(title), max(room - width_of(note), LEAST_TITLE))
    note_width = min(width_of(note), max(room - title_width, 0))
    title_width = min(title_width, room + (1 if note_width else 3))
    middle = _label(title, title_width, "title-focused" if box is HEAVY else "title")
    end = _label(note, note_width, sheet.note_tone.value)
    if end:
        end.append((box.across, box.style))
    used = sum(width_of(text) for text, _ in (*middle, *end))
    line = (box.across * (width - 2 - used), box.style)
    return joined([(box.corners[0], box.style), *middle, line, *end, (box.corners[1], box.style)])


def _label(text: str, width: int, style: str) -> list[Run]:
    return [(f" {fit(text, width)} ", style)] if text and width > 0 else []


def _side(row: Row, width: int, box: Box, *, chosen: bool = False, first: bool = False) -> Line:
    """A row between the lines; the first row of the chosen entry carries the mark."""
    chosen = chosen and bool(row.id)
    suffix = " selected" if chosen and box is HEAVY else ""
    text = ((text, style + suffix) for text, style in lay(row, width - 2 * MARGIN))
    mark = (MARK if chosen and first else " ", f"mark{suffix}")
    return joined([SIDE, mark, *text, (" ", f"plain{suffix}"), SIDE])


def _bottom(width: int, box: Box, above: int, below: int) -> Line:
    """The lower edge, which says how many rows are out of sight."""
    words = [f"↑ {above}"] if above else []
    words += [f"↓ {below}"] if below else []
    label = f" {'  '.join(words)} " if words else ""
    if width_of(label) > width - 3:
        label = ""
    line = box.across * (width - 3 - width_of(label))
    return joined(
        [
            (box.corners[2] + line, box.style),
            (label, "dim"),
            (box.across + box.corners[3], box.style),
        ]
    )
