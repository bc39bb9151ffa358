"""Rows of cells become lines of runs of an exact width; no widget, no colour.

Widths are terminal cells as Rich counts them, because Textual's compositor counts with Rich.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import TypeVar

from rich.cells import cell_len, split_graphemes

from cockpit.view.cells import Cell, Row, Tone

Run = tuple[str, str]
"""A text, and the name of its style: a tone, or a part of the frame."""

Line = tuple[Run, ...]

Look = TypeVar("Look")

CUT = "…"
GAP = 1
LEAST_GROWING = 8
"""A growing cell keeps this many cells before its right-hand neighbours do."""

_UNSHOWABLE = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)


@lru_cache(maxsize=4096)
def showable(text: str) -> str:
    """The text without what a terminal obeys or counts differently from Rich.

    Controls, format characters (bidi, zero-width joiners), lone surrogates and variation
    selectors are dropped; tabs and line ends become one space.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character in "\t\n":
        return " "
    if unicodedata.category(character) in _UNSHOWABLE:
        return ""
    return "" if ord(character) in _VARIATION_SELECTORS else character


def width_of(text: str) -> int:
    """How many terminal cells a showable text takes."""
    return len(text) if text.isascii() else cell_len(text)


def fit(text: str, width: int, *, right: bool = False) -> str:
    """The showable text in exactly `width` cells: padded, or cut with "…" between characters."""
    needed = width_of(text)
    if needed > width:
        text = _cut(text, width)
        needed = width_of(text)
    padding = " " * (width - needed)
    return padding + text if right else text + padding


def _cut(text: str, width: int) -> str:
    if width <= 0:
        return ""
    taken, spans = 0, split_graphemes(text)[0]
    end = 0
    for _, stop, size in spans:
        if taken + size > width - 1:
            break
        taken, end = taken + size, stop
    return text[:end] + CUT


@lru_cache(maxsize=4096)
def lay(row: Row, width: int) -> Line:
    """The row as runs, together exactly `width` cells wide."""
    cells = _affordable([cell for cell in row.cells if _present(cell)], width)
    spare = width - _needed(cells)
    runs: list[Run] = []
    left = width
    for cell in cells:
        gap = 0 if not runs or cell.joined else GAP
        wanted = max(spare, 0) if cell.grow else _natural(cell)
        size = min(wanted, left - gap)
        if size <= 0:
            continue
        if gap:
            runs.append((" ", _beside(runs[-1][1])))
        runs.append((fit(showable(cell.text), size, right=cell.right), cell.tone.value))
        left -= gap + size
    runs.append((" " * left, Tone.PLAIN.value))
    return joined(runs)


def _beside(tone: str) -> str:
    """The style of a space after a cell: no new one, which would cost bytes, unless it shows."""
    return Tone.PLAIN.value if tone == Tone.ALARM.value else tone


def _present(cell: Cell) -> bool:
    return bool(cell.text) or cell.width is not None or cell.grow


def _natural(cell: Cell) -> int:
    return width_of(showable(cell.text)) if cell.width is None else max(cell.width, 0)


def _needed(cells: list[Cell]) -> int:
    """Cells taken by everything but the growing cell's text."""
    gaps = sum(GAP for cell in cells[1:] if not cell.joined)
    return gaps + sum(_natural(cell) for cell in cells if not cell.grow)


def _affordable(cells: list[Cell], width: int) -> list[Cell]:
    """Without the right-hand neighbours that the growing cell has no room for."""
    kept = list(cells)
    growing = next((cell for cell in cells if cell.grow), None)
    if growing is None:
        return kept
    least = min(LEAST_GROWING, width_of(showable(growing.text)))
    while not kept[-1].grow and width - _needed(kept) < least:
        kept.pop()
    return kept


def joined(runs: list[Run]) -> Line:
    """The runs without empty ones, neighbours of one style made one."""
    filled = (run for run in runs if run[0])
    return tuple(
        ("".join(text for text, _ in group), style)
        for style, group in groupby(filled, key=lambda run: run[1])
    )


def difference(before: Line, after: Line) -> tuple[int, int] | None:
    """The columns [first, end) in which two lines differ; None when they are the same."""
    if before == after:
        return None
    old, new = columns(before), columns(after)
    if len(old) != len(new):
        return 0, max(len(old), len(new))
    pairs = enumerate(zip(old, new, strict=True))
    differing = [column for column, (was, now) in pairs if was != now]
    return (differing[0], differing[-1] + 1) if differing else None


def columns(runs: Iterable[tuple[str, Look]]) -> list[tuple[str, int, Look]]:
    """What stands in each terminal column: a character, which part of it, and how it looks.

    A wide character stands in two columns; a mark without width stands with what it marks.
    """
    found: list[tuple[str, int, Look]] = []
    for text, look in runs:
        if text.isascii():
            found.extend((character, 0, look) for character in text)
            continue
        for start, stop, size in split_graphemes(text)[0]:
            if size == 0 and found:
                character, part, known = found[-1]
                found[-1] = (character + text[start:stop], part, known)
            found.extend((text[start:stop], part, look) for part in range(size))
    return found
