"""The vocabulary between views and panes: cells with a tone, rows, and a sheet; no drawing.

A view says what stands in a row and what it means; how wide a character is, and which colour a
tone has, is the pane's business.
"""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """What a cell means; themes give each a colour, and no meaning rests on colour alone."""

    PLAIN = "plain"
    DIM = "dim"
    STRONG = "strong"
    TITLE = "title"
    ACCENT = "accent"
    LITERAL = "literal"
    """A text or a number that stands in code."""
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    ALARM = "alarm"
    """Reversed: the one thing that must be seen first."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of a row.

    `width` is in terminal cells (None: as wide as its text); `grow` takes what is left of the
    row, at most one cell of a row grows; a text too long for its cell ends in "…". The pane
    puts one space between two cells, except before a `joined` one. A cell without text and
    without a width is not there. Where a row is too narrow, cells right of the growing one go
    first, the last one first.
    """

    text: str
    tone: Tone = Tone.PLAIN
    width: int | None = None
    grow: bool = False
    right: bool = False
    joined: bool = False
    """Stands right after the cell before it, without the space between."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a pane; a row with an `id` can be selected, and Enter opens it.

    Neighbouring rows that share an id are one entry: selected together.
    """

    cells: tuple[Cell, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Space:
    """How much room a view has, in terminal cells."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one pane shows."""

    title: str
    rows: tuple[Row, ...] = ()
    note: str = ""
    """Right of the title: the age of the data, a count, or what is wrong with the source."""
    note_tone: Tone = Tone.DIM
    follow: bool = False
    """Stay at the end as rows are added (a log), unless the reader has moved up."""


def text(value: str, tone: Tone = Tone.PLAIN) -> Row:
    """A row of one growing cell."""
    return Row((Cell(value, tone, grow=True),))
