"""Which files commits touch, and how many lines; one git process for all of them."""

import posixpath
import secrets
from dataclasses import dataclass

from cockpit.adapters.git_command import MOST_BYTES, Session
from cockpit.ports.plain import plain

MOST_PATHS = 30
"""Paths of one commit that are kept."""
MOST_LETTERS = 3000
"""Characters of them together: they go into the journal."""
NUMSTAT = (
    "--numstat", "--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=none",
)  # fmt: skip
"""How the rows are asked for that `size` reads."""
_LOG = (
    "log", "-z", "--no-walk=unsorted", "--first-parent", "-m", "--no-show-signature", "--no-color",
    "--no-decorate", "--no-notes",
)  # fmt: skip
_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Size:
    """How much a commit changes; a merge by what it brings."""

    paths: tuple[str, ...] = ()
    files: int = 0
    lines: int = 0


def of_commits(session: Session, shas: list[str], share: float = 1.0) -> dict[str, Size]:
    """By sha, for those that could be read; may take this share of the time that is left.

    Raises:
        PortError: what is in the way.
    """
    if not shas:
        return {}
    start = secrets.token_hex(8)
    asked = (*_LOG, *NUMSTAT, f"--format=%x00{start}%x00%H%x00", "--end-of-options", *shas, "--")
    out, cut = session.some(MOST_BYTES, *asked, share=share)
    parts = out.decode("utf-8", "replace").split("\0")
    places = [place for place, part in enumerate(parts) if part == start]
    found = {}
    for place, end in zip(places, [*places[1:], len(parts)], strict=True):
        if not (cut and end == len(parts)) and place + 1 < end:
            found[plain(parts[place + 1], 64)] = size(parts[place + 2 : end])
    return found


def size(rows: list[str]) -> Size:
    """From what `git log -z --numstat` prints after a commit."""
    files = [row.lstrip("\n").split("\t", 2) for row in rows]
    files = [columns for columns in files if len(columns) == _COLUMNS]
    numbers = (int(n) for added, removed, _ in files for n in (added, removed) if n.isdecimal())
    return Size(telling([path for *_, path in files]), len(files), sum(numbers))


def telling(paths: list[str]) -> tuple[str, ...]:
    """As many as are kept; of too many, one of each folder first, so that no folder is hidden."""
    if len(paths) > MOST_PATHS:
        seen: dict[str, str] = {}
        for path in paths:
            seen.setdefault(posixpath.dirname(path), path)
        first = list(seen.values())[:MOST_PATHS]
        taken = set(first)
        rest = [path for path in paths if path not in taken]
        paths = sorted([*first, *rest[: MOST_PATHS - len(first)]])
    kept = [plain(path, 200) for path in paths]
    while sum(map(len, kept)) > MOST_LETTERS:
        kept.pop()
    return tuple(kept)
