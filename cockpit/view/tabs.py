"""The strip that names the panes which share one place on a small terminal."""

from cockpit.view.cells import Cell, Row, Sheet, Tone

_NUMBERS = {"health": 2, "deploys": 3, "reports": 4, "timeline": 6, "updates": 7}


def sheet(names: tuple[str, ...], current: str) -> Sheet:
    """One row: the number of each, and its name; the current one is marked."""
    cells: list[Cell] = []
    for name in names:
        here = name == current
        cells.append(Cell(f"{'▸' if here else ' '}{_NUMBERS[name]}", Tone.ACCENT))
        cells.append(Cell(name, Tone.STRONG if here else Tone.DIM))
    return Sheet("", (Row(tuple(cells)),))
