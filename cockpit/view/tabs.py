"""The strip that names the panes which share one place on a small terminal."""

from cockpit.view.cells import Cell, Row, Sheet, Tone

_NUMBERS = {"health": 2, "deploys": 3, "reports": 4, "timeline": 6, "updates": 7}
_SHORT = {"timeline": "log", "updates": "update"}
"""What is said of a pane where its whole name has no room."""


def sheet(names: tuple[str, ...], current: str, width: int) -> Sheet:
    """One row: the number of each, and its name; the current one is marked."""
    whole = sum(len(name) + 4 for name in names) - 1 <= width
    cells: list[Cell] = []
    for name in names:
        here = name == current
        cells.append(Cell(f"{'▸' if here else ' '}{_NUMBERS[name]}", Tone.ACCENT))
        said = name if whole else _SHORT.get(name, name)
        cells.append(Cell(said, Tone.STRONG if here else Tone.DIM))
    return Sheet("", (Row(tuple(cells)),))
