"""Characters that must meet exactly at the edges of cells, or that fonts lack, as rectangles.

Coordinates are fractions of a cell: 0, 0 is its upper left corner. No font draws these without
gaps in every viewer.
"""

Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom."""

Stroke = tuple[tuple[float, float], ...]
"""Points joined by a line."""

CELL_RATIO = 2.0
"""Height of a cell in widths."""

LIGHT = 0.10
HEAVY = 0.24
"""Thickness of lines, in widths of a cell."""

# Which arms a line character has, from the middle to: left, up, right, down.
ARMS = {
    "─": "l r",
    "│": "u d",
    "┌": "r d",
    "┐": "l d",
    "└": "u r",
    "┘": "l u",
    "├": "u r d",
    "┤": "l u d",
    "┬": "l r d",
    "┴": "l u r",
    "┼": "l u r d",
    "━": "L R",
    "┃": "U D",
    "┏": "R D",
    "┓": "L D",
    "┗": "U R",
    "┛": "L U",
    "┍": "R d",
    "┑": "L d",
    "┕": "R u",
    "┙": "L u",
}

EIGHTHS_UP = "▁▂▃▄▅▆▇█"
EIGHTHS_ACROSS = "▏▎▍▌▋▊▉"

STROKES: dict[str, tuple[Stroke, ...]] = {
    "✔": (((0.12, 0.56), (0.38, 0.70), (0.90, 0.34)),),
    "✓": (((0.12, 0.56), (0.38, 0.70), (0.90, 0.34)),),
    "✖": (((0.16, 0.36), (0.84, 0.70)), ((0.84, 0.36), (0.16, 0.70))),
    "✗": (((0.16, 0.36), (0.84, 0.70)), ((0.84, 0.36), (0.16, 0.70))),
    "○": (
        (
            (0.50, 0.37),
            (0.72, 0.40),
            (0.84, 0.47),
            (0.84, 0.59),
            (0.72, 0.66),
            (0.50, 0.69),
            (0.28, 0.66),
            (0.16, 0.59),
            (0.16, 0.47),
            (0.28, 0.40),
            (0.50, 0.37),
        ),
    ),
}
THICK = frozenset("✔✖")


def rectangles(character: str) -> list[Rectangle]:
    """The character as rectangles; none when a font should draw it."""
    if character in ARMS:
        return [_arm(arm) for arm in ARMS[character].split()]
    if character in EIGHTHS_UP:
        return [(0.0, 1 - (EIGHTHS_UP.index(character) + 1) / 8, 1.0, 1.0)]
    if character in EIGHTHS_ACROSS:
        return [(0.0, 0.0, (EIGHTHS_ACROSS.index(character) + 1) / 8, 1.0)]
    return {"▀": [(0.0, 0.0, 1.0, 0.5)], "▐": [(0.5, 0.0, 1.0, 1.0)]}.get(character, [])


def strokes(character: str) -> tuple[tuple[Stroke, ...], float]:
    """The character as lines and their thickness in widths of a cell; none: as above."""
    return STROKES.get(character, ()), HEAVY if character in THICK else 0.14


def _arm(arm: str) -> Rectangle:
    """From the middle to an edge; a capital is a heavy arm. Arms overlap in the middle."""
    half = (HEAVY if arm.isupper() else LIGHT) / 2
    across, along = half, half / CELL_RATIO
    return {
        "l": (0.0, 0.5 - along, 0.5 + across, 0.5 + along),
        "r": (0.5 - across, 0.5 - along, 1.0, 0.5 + along),
        "u": (0.5 - across, 0.0, 0.5 + across, 0.5 + along),
        "d": (0.5 - across, 0.5 - along, 0.5 + across, 1.0),
    }[arm.lower()]
