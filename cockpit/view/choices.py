"""The list of a dialog: entries with their own key, those that are chosen, and how many."""

from collections.abc import Collection
from dataclasses import dataclass

from cockpit.view.cells import Cell, Row, Sheet, Tone, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that can be chosen."""

    id: str
    words: str
    """What people choose by."""
    beside: str = ""
    """What helps to choose, in a few words."""
    tone: Tone = Tone.PLAIN
    key: str = ""
    """A key of its own, one character."""
    group: tuple[str, ...] = ()
    """The entries that it stands for, when it is not one itself."""


def digit(number: int) -> str:
    """The key of an entry that is known by its number; none from ten on."""
    return str(number) if len(str(number)) == 1 else ""


def sheet(heading: str, entries: tuple[Entry, ...], marks: Collection[str] | None) -> Sheet:
    """The list; `marks` are the ids that are chosen, None where only one can be."""
    keyed = any(entry.key for entry in entries)
    rows = tuple(_row(entry, marks, keyed=keyed) for entry in entries)
    note = f"{len(marks)} chosen" if marks else ""
    return Sheet(heading, rows or (text("nothing fits", Tone.DIM),), note=note)


def _row(entry: Entry, marks: Collection[str] | None, *, keyed: bool) -> Row:
    cells: list[Cell] = []
    if marks is not None:
        wanted = entry.group or (entry.id,)
        chosen = all(key in marks for key in wanted)
        cells.append(Cell("✔" if chosen else "·", Tone.GOOD if chosen else Tone.DIM, width=1))
    if keyed:
        cells.append(Cell(entry.key or " ", Tone.ACCENT, width=1))
    cells += [Cell(entry.words, entry.tone, grow=True), Cell(entry.beside, Tone.DIM)]
    return Row(tuple(cells), id=entry.id)
