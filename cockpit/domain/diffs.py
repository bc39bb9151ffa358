"""A diff in git's unified form, line by line: which file, which side, which number; pure."""

import re
from dataclasses import dataclass
from enum import StrEnum

MOST_BLOCK = 50
"""Lines of a hunk that are looked at together."""
_HUNK = re.compile(r"@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@")


class Side(StrEnum):
    """Where a line of a diff stands."""

    FILE = "file"
    """The head of a file: its path."""
    HUNK = "hunk"
    """Where in the file the next lines are."""
    ADDED = "added"
    REMOVED = "removed"
    BOTH = "both"
    NOTE = "note"
    """What git says about a file: its mode, that it is new, binary, or renamed."""


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line; `number` is that in the new file, in the old one for what was removed, else 0."""

    side: Side
    text: str
    path: str = ""
    number: int = 0


def lines_of(diff: str) -> tuple[DiffLine, ...]:
    """Its lines. What it cannot make sense of is kept as a note; nothing is lost."""
    found: list[DiffLine] = []
    path, old, new, inside = "", 0, 0, False
    for line in diff.removesuffix("\n").split("\n") if diff else ():
        hunk = _HUNK.match(line)
        if line.startswith("diff --git "):
            path, inside = _path(line), False
            found.append(DiffLine(Side.FILE, path, path))
        elif hunk:
            old, new, inside = int(hunk[1]), int(hunk[2]), True
            found.append(DiffLine(Side.HUNK, line, path))
        elif inside and line.startswith("+"):
            found.append(DiffLine(Side.ADDED, line[1:], path, new))
            new += 1
        elif inside and line.startswith("-"):
            found.append(DiffLine(Side.REMOVED, line[1:], path, old))
            old += 1
        elif inside and not line.startswith("\\"):
            found.append(DiffLine(Side.BOTH, line[1:], path, new))
            old, new = old + 1, new + 1
        elif not line.startswith(("--- ", "+++ ", "index ")):
            found.append(DiffLine(Side.NOTE, line.removeprefix("\\ "), path))
    return tuple(found)


def _path(line: str) -> str:
    """The new path of "diff --git a/x b/x"; in quotes where it holds odd characters."""
    rest = line.removeprefix("diff --git ")
    _, mark, after = rest.partition(' "b/')
    if mark:
        return after.rstrip('"')
    half = rest[len(rest) // 2 + 1 :]
    if half.startswith("b/") and rest.startswith(f"a/{half[2:]} "):
        return half[2:]
    return rest.rpartition(" b/")[2]


def blocks(lines: tuple[DiffLine, ...]) -> list[tuple[int, int]]:
    """Stretches [first, end) of code of one file and hunk, none longer than `MOST_BLOCK`."""
    found: list[tuple[int, int]] = []
    start: int | None = None
    for place, line in enumerate((*lines, DiffLine(Side.FILE, ""))):
        is_code = line.side in (Side.ADDED, Side.REMOVED, Side.BOTH)
        if start is not None and (not is_code or place - start == MOST_BLOCK):
            found.append((start, place))
            start = None
        if is_code and start is None:
            start = place
    return found
