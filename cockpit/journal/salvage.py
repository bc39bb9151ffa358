"""What of a damaged journal still makes sense, and what is missing for certain; read only."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TypeGuard

from cockpit.journal.codec import instant
from cockpit.journal.pages import Cell, Value, cells
from cockpit.journal.sqlite import Row

_LONGEST_ID = 200
_GAPS_NAMED = 5
_HIGHEST = 1 << 48
"""No journal gets there; a place beyond it is damage."""

_REST = 4
"""Columns of a record behind its times: author, host, kind, body."""


@dataclass(slots=True)
class Finds:
    """What was read out of the pages."""

    rows: dict[int, Row] = field(default_factory=dict)
    """By seq."""
    drafts: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By key: the text, and when it was kept."""
    last: int = 0
    """The highest seq that the index or the counter still speaks of; 0: they are gone."""

    def in_order(self) -> list[Row]:
        """The records, first to last."""
        return [self.rows[seq] for seq in sorted(self.rows)]

    def lost(self) -> str:
        """What is missing, in words."""
        if not self.rows:
            return "all that it held is missing"
        gaps = list(_gaps([0, *sorted(self.rows), max(self.last, *self.rows) + 1]))
        after = "" if self.last else "; newer ones may be missing too"
        if not gaps:
            return f"none is known to be missing{after}"
        count = sum(last - first + 1 for first, last in gaps)
        named = ", ".join(f"{a}-{b}" if a < b else f"{a}" for a, b in gaps[:_GAPS_NAMED])
        more = ", ..." if len(gaps) > _GAPS_NAMED else ""
        are = "record is" if count == 1 else "records are"
        return f"{count} {are} missing (number {named}{more}){after}"


def search(path: Path) -> Finds:
    """Read everything that has the shape of a record or a draft; what is no file holds nothing.

    Raises:
        OSError: the disk does not let itself be read.
    """
    if not path.is_file():
        return Finds()
    finds, seen = Finds(), set[str]()
    with path.open("rb") as file:
        for cell in cells(file):
            row = _row(cell)
            if row is not None and row[0] not in finds.rows and row[1] not in seen:
                finds.rows[row[0]] = row
                seen.add(row[1])
            elif row is None:
                _note_other(finds, cell)
    return finds


def _row(cell: Cell) -> Row | None:
    """The cell as a record of this version, or of version 1, which had no `noted_at`."""
    match cell.values:
        case (None, str(key), str(at), str(noted_at), *rest) if len(rest) == _REST:
            pass
        case (None, str(key), str(at), *rest) if len(rest) == _REST:
            noted_at = at
        case _:
            return None
    seq = cell.rowid or 0
    if not (_all_text(rest) and 0 < seq < _HIGHEST and 0 < len(key) <= _LONGEST_ID):
        return None
    if not (_is_instant(at) and _is_instant(noted_at)):
        return None
    author, host, kind, body = rest
    return (seq, key, at, noted_at, author, host, kind, body)


def _note_other(finds: Finds, cell: Cell) -> None:
    """Drafts, and what the index and the counter say of how many records there were."""
    match cell:
        case Cell(None, (str(key), str(body), str(at))) if _is_instant(at):
            if at >= finds.drafts.get(key, ("", ""))[1]:
                finds.drafts[key] = (body, at)
        case Cell(None, (str(), int(seq))) | Cell(int(), ("record", int(seq))):
            if seq < _HIGHEST:
                finds.last = max(finds.last, seq)
        case _:
            pass


def _gaps(seqs: list[int]) -> Iterable[tuple[int, int]]:
    return ((a + 1, b - 1) for a, b in pairwise(seqs) if b - a > 1)


def _all_text(values: list[Value]) -> TypeGuard[list[str]]:
    return all(isinstance(value, str) for value in values)


def _is_instant(text: str) -> bool:
    try:
        instant(text)
    except ValueError:
        return False
    return True
