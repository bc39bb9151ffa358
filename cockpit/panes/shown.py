"""What stands on the terminal, so that only cells that differ from it are sent; no widgets.

Textual sends whole widgets, whole rows of them, or the whole screen (at the start, on every
change of focus). On a slow line that is what one waits for.
"""

from collections.abc import Iterator

from rich.color import ColorSystem
from rich.console import Console
from rich.control import Control
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Size
from textual.strip import Strip

from cockpit.panes.layout import columns
from cockpit.panes.pen import Pen

Column = tuple[str, int, Style | None]
Piece = tuple[int, int, Strip]
"""Column, line, and what goes there."""

COLOURS = {
    "standard": ColorSystem.STANDARD,
    "256": ColorSystem.EIGHT_BIT,
    "truecolor": ColorSystem.TRUECOLOR,
}
"""By the names that a console has for them."""

CHEAPER_THAN_MOVING = 8
"""So many unchanged cells between two changes are sent again rather than stepped over."""


class Shown:
    """The terminal's screen, as far as it is known."""

    def __init__(self) -> None:
        self._size = Size()
        self._lines: dict[int, list[Column | None]] = {}

    def forget(self) -> None:
        """Take nothing for granted: the next update is sent whole."""
        self._lines.clear()

    def changes(self, update: CompositorUpdate, size: Size, console: Console) -> str:
        """The bytes that bring a terminal of this size up to the update."""
        if size != self._size:
            self._size = size
            self.forget()
        pen = Pen(COLOURS.get(console.color_system or ""))
        pieces = [self._written(piece, pen) for piece in _pieces(update)]
        return "".join(pieces) + pen.lift()

    def _written(self, piece: Piece, pen: Pen) -> str:
        x, y, strip = piece
        new = columns((text, style) for text, style, control in strip if not control)
        line = self._lines.setdefault(y, [])
        line.extend([None] * (x + len(new) - len(line)))
        old = line[x : x + len(new)]
        line[x : x + len(new)] = new
        sequences: list[str] = []
        for first, end in _spans(old, new):
            sequences.append(Control.move_to(x + first, y).segment.text)
            sequences += [pen.write(text, style) for text, style, _ in strip.crop(first, end)]
        return "".join(sequences)


def _spans(old: list[Column | None], new: list[Column]) -> list[tuple[int, int]]:
    """The stretches [first, end) that differ, near ones joined."""
    spans: list[tuple[int, int]] = []
    for column, (was, now) in enumerate(zip(old, new, strict=True)):
        if was == now:
            continue
        if spans and column - spans[-1][1] < CHEAPER_THAN_MOVING:
            spans[-1] = (spans[-1][0], column + 1)
        else:
            spans.append((column, column + 1))
    return spans


def _pieces(update: CompositorUpdate) -> Iterator[Piece]:
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in strips:
                yield x, y, strip
                x += strip.cell_length
    elif isinstance(update, ChopsUpdate):
        for y, first, end in update.spans:
            for x, chop in update.chops[y].items():
                if chop is not None and x < end and x + chop.cell_length > first:
                    start = max(first - x, 0)
                    yield x + start, y, chop.crop(start, end - x)


class Changes(CompositorUpdate):
    """An update that says only what the terminal does not show yet."""

    def __init__(self, update: CompositorUpdate, shown: Shown, size: Size) -> None:
        self._update = update
        self._shown = shown
        self._size = size

    def render_segments(self, console: Console) -> str:
        """The sequences to write. Call once, and write what it returns."""
        return self._shown.changes(self._update, self._size, console)
