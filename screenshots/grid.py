"""The screen of a running app as a grid of characters and colours, read from its public export."""

import html
import re
from dataclasses import dataclass
from typing import Any

from rich.cells import split_graphemes
from textual.app import App

CELL_WIDTH = 12.2
LINE_HEIGHT = 24.4
FIRST_BASELINE = 20.0
FIRST_TOP = 1.5
"""The measures of the export, in its own units."""

RULE = re.compile(r"\.[\w-]+-(r\d+) \{ ([^}]*) \}")
TEXT = re.compile(r'<text class="[\w-]+-(r\d+)" x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>')
FILL = re.compile(
    r'<rect fill="(#\w{6})" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" [^>]*crispEdges'
)
GROUND = re.compile(r'<rect fill="(#\w{6})" stroke=')


@dataclass(frozen=True, slots=True)
class Glyph:
    """What stands in one cell; the right half of a wide character is an empty text."""

    text: str = " "
    colour: str = "#c5c8c6"
    ground: str = "#292929"
    bold: bool = False
    underline: bool = False


Grid = tuple[tuple[Glyph, ...], ...]


def grid(app: App[Any]) -> Grid:
    """The screen as it stands now."""
    exported = app.export_screenshot(simplify=True)
    width, height = app.size
    default = _found(GROUND, exported)
    grounds = [[default] * width for _ in range(height)]
    for colour, x, y, length in FILL.findall(exported):
        line, first = round((float(y) - FIRST_TOP) / LINE_HEIGHT), _column(x)
        for column in range(first, min(first + _column(length), width)):
            grounds[line][column] = colour
    glyphs = [[Glyph(ground=ground) for ground in line] for line in grounds]
    rules = dict(RULE.findall(exported))
    for name, x, y, text in TEXT.findall(exported):
        line = round((float(y) - FIRST_BASELINE) / LINE_HEIGHT)
        shown = html.unescape(text).replace("\xa0", " ")
        _write(glyphs[line], _column(x), shown, rules[name])
    return tuple(tuple(line) for line in glyphs)


def plain_text(shown: Grid) -> str:
    """The characters alone, lines without trailing spaces, ending in a line end."""
    lines = ("".join(glyph.text for glyph in line).rstrip() for line in shown)
    return "\n".join(lines) + "\n"


def _write(line: list[Glyph], column: int, text: str, rule: str) -> None:
    colour = _found(re.compile(r"fill: (#\w{6})"), rule)
    bold, underline = "bold" in rule, "underline" in rule
    for start, stop, size in split_graphemes(text)[0]:
        for part in range(size):
            if column < len(line):
                character = "" if part else text[start:stop]
                ground = line[column].ground
                line[column] = Glyph(character, colour, ground, bold, underline)
            column += 1


def _column(measure: str) -> int:
    return round(float(measure) / CELL_WIDTH)


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    if found is None:
        raise ValueError(f"the export does not look as expected: no {pattern.pattern}")
    return found[1]
