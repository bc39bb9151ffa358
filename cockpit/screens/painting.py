"""A diff as rows for one width, which take on their colours bit by bit; no widget."""

import asyncio
from collections.abc import Callable, Sequence

from cockpit.domain.diffs import DiffLine, blocks, lines_of
from cockpit.ports.aside import Aside
from cockpit.ports.outside import Unreachable
from cockpit.screens.syntax import Painter
from cockpit.view import diff
from cockpit.view.cells import Row
from cockpit.view.diff import Span

STEP = 100
"""Lines that are laid between two turns of the loop."""
TOGETHER = 12
"""Blocks that are coloured between two redraws."""
MOST = 60
"""Blocks that are coloured; below them, some thousands of lines further down, code stays plain."""
DEADLINE_S = 5.0
"""For what is done aside in one piece; code that keeps a lexer busy for longer stays plain."""


class Painting:
    """Keeps the rows that it has made: only what has changed is made anew."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines: tuple[DiffLine, ...] = ()
        self._spans: list[Sequence[Span] | None] = []
        self._blocks: list[tuple[int, int]] = []
        self._painter = Painter()
        self._width = 0
        self._made: list[tuple[Row, ...]] = []
        self._rows: tuple[Row, ...] | None = ()

    @property
    def is_empty(self) -> bool:
        """There is no diff."""
        return not self._text

    def fits(self, width: int) -> bool:
        """Whether its rows are for this width; else `paint` has to make them."""
        return not self._width or self._width == max(width, 1)

    def rows(self) -> tuple[Row, ...]:
        """All rows; the very same ones as long as nothing has changed. None before it is laid."""
        if self._rows is None:
            self._rows = tuple(row for made in self._made for row in made)
        return self._rows

    async def paint(self, width: int, done: Callable[[], None], aside: Aside) -> None:
        """Lay all lines, then give every block its colours, in steps that hold up nobody.

        Ended half-way, it goes on from there when it is called again, for another width maybe.

        Args:
            width: cells that a row has.
            done: called when there is something to see, now and then, and at the end.
            aside: where what takes long is done.
        """
        try:
            if not self._lines and self._text:
                self._lines, self._blocks = await aside.call(self._read, DEADLINE_S)
                self._spans = [None] * len(self._lines)
            await self._lay(max(width, 1))
            done()
            while self._blocks:
                await self._colour(self._blocks[:TOGETHER], aside)
                del self._blocks[:TOGETHER]
                done()
        except Unreachable:
            self._blocks = []  # what is not coloured by now stays plain
        done()

    def _read(self) -> tuple[tuple[DiffLine, ...], list[tuple[int, int]]]:
        lines = lines_of(self._text)
        return lines, blocks(lines)[:MOST]

    async def _lay(self, width: int) -> None:
        if self._width == width:
            return
        made: list[tuple[Row, ...]] = []
        for start in range(0, len(self._lines), STEP):
            places = range(start, min(start + STEP, len(self._lines)))
            made += (self._row(place, width) for place in places)
            await asyncio.sleep(0)
        self._width, self._made, self._rows = width, made, None

    async def _colour(self, some: list[tuple[int, int]], aside: Aside) -> None:
        painted = await aside.call(lambda: self._painted(some), DEADLINE_S)
        for (start, _), spans in zip(some, painted, strict=True):
            for place, span in enumerate(spans, start):
                if span is not None:
                    self._spans[place] = span
                    self._made[place] = self._row(place, self._width)
            self._rows = None
            await asyncio.sleep(0)

    def _painted(self, some: list[tuple[int, int]]) -> list[list[tuple[Span, ...] | None]]:
        self._painter.prepare([self._lines[start].path for start, _ in some])
        return [self._painter.spans(self._lines[start:end]) for start, end in some]

    def _row(self, place: int, width: int) -> tuple[Row, ...]:
        line, spans = self._lines[place], self._spans[place]
        return diff.rows(line, spans, width, is_first=place == 0)
