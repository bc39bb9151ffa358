"""What the two kinds of report folder have in common: their entries, and the rules for files."""

from dataclasses import dataclass
from typing import Protocol

SUFFIXES = (".md", ".markdown")
NO_REPORTS = frozenset({"readme.md", "index.md", "template.md"})
MOST_FILES = 2000
"""Files that are looked at, whatever else the folder holds."""
BIGGEST = 5 * 1024 * 1024
"""Bytes above which a file is no report."""
A_LINK = "a link to another place; not followed"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that may be a report."""

    path: str
    """Below the folder, with forward slashes; foreign."""
    stamp: str
    """Changes when the file does."""
    problem: str = ""
    """Why it is not read; empty: it can be."""


class Shelf(Protocol):
    """A folder of reports, wherever it is. Blocks."""

    def fingerprint(self) -> str:
        """Changes when anything in it does; cheap. May raise the three errors."""
        ...

    def entries(self) -> list[Entry]:
        """The files that may be reports, newest name first. May raise the three errors."""
        ...

    def content(self, entry: Entry, most: int) -> bytes:
        """The first bytes of one file; raises `UnreadableError`."""
        ...


def is_report(name: str) -> bool:
    """Whether a file of this name may be a report."""
    return name.lower().endswith(SUFFIXES) and name.lower() not in NO_REPORTS


def too_big(size: int) -> str:
    """What is wrong with a file of so many bytes; empty when nothing is."""
    return f"{size / 1_048_576:.0f} MB is too much for a report; not read" if size > BIGGEST else ""
