"""A diff as rows for one width, which take on their colours bit by bit; no widget."""

import asyncio
from collections.abc import Callable, Sequence

from cockpit.domain.diffs import DiffLine, blocks, lines_of
from cockpit.screens.syntax import Painter
from cockpit.view import diff
from cockpit.view.cells import Row
from cockpit.view.diff import Span

STEP = 200
"""Lines that are laid between two turns of the loop."""
_REDRAW = 24
"""Blocks that are coloured between two redraws."""


class Painting:
    """Keeps the rows that it has made: only what has changed is made anew."""

    def __init__(self, text: str) -> None:
        self._lines: tuple[DiffLine, ...] = lines_of(text)
        self._spans: list[Sequence[Span] | None] = [None] * len(self._lines)
        self._width = 0
        self._made: list[tuple[Row, ...]] = []
        self._rows: tuple[Row, ...] | None = ()

    @property
    def is_empty(self) -> bool:
        """There is no diff."""
        return not self._lines

    def rows(self, width: int) -> tuple[Row, ...]:
        """All rows; the very same ones as long as nothing has changed. None before it is laid."""
        if self._width and width != self._width:
            self._width = width
            self._made = [self._row(place) for place in range(len(self._lines))]
            self._rows = None
        if self._rows is None:
            self._rows = tuple(row for made in self._made for row in made)
        return self._rows

    async def paint(self, width: int, done: Callable[[], None]) -> None:
        """Lay all lines, then give every block its colours, in steps that hold up nobody.

        `done` is called when there is something to see, now and then, and at the end.
        """
        await self._lay(width)
        done()
        painter = Painter()
        paths = [line.path for line in self._lines if line.path]
        await asyncio.to_thread(painter.prepare, paths)
        for count, (start, end) in enumerate(blocks(self._lines)):
            painted = painter.spans(self._lines[start:end])
            await asyncio.sleep(0)
            for place, spans in enumerate(painted, start):
                if spans is not None:
                    self._spans[place] = spans
                    self._made[place] = self._row(place)
                    self._rows = None
            await asyncio.sleep(0)
            if count % _REDRAW == 0:
                done()
        done()

    async def _lay(self, width: int) -> None:
        made: list[tuple[Row, ...]] = []
        self._width = max(width, 1)
        for place in range(len(self._lines)):
            made.append(self._row(place))
            if place % STEP == 0:
                await asyncio.sleep(0)
        if self._width == max(width, 1):
            self._made, self._rows = made, None

    def _row(self, place: int) -> tuple[Row, ...]:
        line, spans = self._lines[place], self._spans[place]
        return diff.rows(line, spans, self._width, is_first=place == 0)
