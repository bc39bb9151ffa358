"""Long rows broken into lines that fit, for readers of whole texts; no widget."""

from dataclasses import replace
from functools import lru_cache

from cockpit.panes.layout import showable, width_of
from cockpit.view.cells import Cell, Row, Sheet

_MOST = 4
"""Characters per cell that are measured at most: a picture in a report is a word of megabytes."""


def wrapped(sheet: Sheet, width: int, most: int = 0) -> Sheet:
    """The sheet with each row that ends in a growing cell broken into as many as it needs.

    `most`: lines per row at most, the last of them cut; 0: as many as it takes.
    """
    if width <= 0:
        return sheet
    rows: list[Row] = []
    for row in sheet.rows:
        rows += _broken(row, width, most)
    return replace(sheet, rows=tuple(rows))


@lru_cache(maxsize=4096)
def _broken(row: Row, width: int, most: int) -> tuple[Row, ...]:
    """A row as lines; most rows of a screen are those of the second before."""
    last = row.cells[-1] if row.cells else Cell("")
    fixed = [c for c in row.cells[:-1] if c.text or c.width]
    before = sum((c.width or width_of(showable(c.text))) + 1 for c in fixed)
    room = width - before
    if not last.grow or room <= 1 or width_of(showable(last.text)) <= room:
        return (row,)
    lines = lines_of(last.text, room)
    if most and len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    first = Row((*row.cells[:-1], replace(last, text=lines[0])), id=row.id)
    indent = (Cell("", width=before - 1),) if before else ()
    return (
        first,
        *(Row((*indent, replace(last, text=line)), id=row.id) for line in lines[1:]),
    )


def lines_of(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells, broken at spaces where that is possible."""
    lines: list[str] = []
    line = ""
    for word in showable(text).split(" "):
        joined = f"{line} {word}" if line else word
        if width_of(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        start = 0
        while len(word) - start > _MOST * width or width_of(word[start:]) > width:
            piece = _head(word[start : start + width], width)
            lines.append(piece)
            start += len(piece)
        line = word[start:]
    lines.append(line)
    return lines


def _head(word: str, width: int) -> str:
    """The longest beginning of a word that fits; at least one character."""
    end = min(len(word), width)
    while end > 1 and width_of(word[:end]) > width:
        end -= 1
    return word[:end]
