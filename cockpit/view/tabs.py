"""The strip that names the panes which share one place on a small terminal."""

from collections.abc import Collection

from cockpit.view.cells import Cell, Row, Sheet, Tone

_NUMBERS = {
    "health": 2,
    "deploys": 3,
    "reports": 4,
    "timeline": 6,
    "updates": 7,
    "channels": 8,
    "errors": 9,
}
_SHORT = {"timeline": "log", "updates": "update", "channels": "chat"}
"""What is said of a pane where its whole name has no room."""
_SHORTER = {**_SHORT, "deploys": "deploy", "reports": "report", "updates": "upd", "errors": "error"}
_SHORTEST = {**_SHORTER, "reports": "rep", "channels": "msg", "errors": "err"}


def sheet(
    names: tuple[str, ...], current: str, width: int, loud: Collection[str] = frozenset()
) -> Sheet:
    """One row: the number of each, and its name; the current one is marked, and what is loud."""
    said = {name: name for name in names}
    if _needed(said, gap=1) > width:
        said = {name: _SHORT.get(name, name) for name in names}
    tightest = (_SHORTER, _SHORTEST)
    fitting = ({name: short.get(name, name) for name in names} for short in tightest)
    tight = next((found for found in fitting if _needed(found, gap=0) <= width), said)
    is_tight = _needed(said, gap=1) > width and tight is not said
    said = tight if is_tight else said
    cells: list[Cell] = []
    for name, shown in said.items():
        here = name == current
        mark = "▸" if here else "▲" if name in loud else " "
        tone = Tone.BAD if name in loud and not here else Tone.ACCENT
        cells.append(Cell(f"{mark}{_NUMBERS[name]}", tone, joined=is_tight))
        cells.append(Cell(shown, Tone.STRONG if here else Tone.DIM))
    return Sheet("", (Row(tuple(cells)),))


def _needed(said: dict[str, str], *, gap: int) -> int:
    """Cells that these take: a mark, a number and a name each."""
    return sum(len(name) + 3 + gap for name in said.values()) - gap
