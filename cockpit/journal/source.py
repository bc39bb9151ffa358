"""The journal as the search index reads it: row by row, and never written."""

import sqlite3
from pathlib import Path

from cockpit.ports.outside import Refused

_WAIT_S = 5.0
"""How long another process may hold it, seconds."""

Row = tuple[int, str, str, str, str, str]
"""seq, id, at, author, kind, body: a record."""


class Source:
    """The journal, read. What is wrong with it is `Refused`, and nothing of the index's."""

    def __init__(self, journal: Path) -> None:
        self._journal = journal
        self._conn: sqlite3.Connection | None = None

    def __enter__(self) -> "Source":
        return self

    def __exit__(self, *_: object) -> None:
        if self._conn is not None:
            self._conn.close()

    def rows(self, sql: str, *values: int) -> list[Row]:
        """What it has. Raises `Refused`."""
        try:
            if self._conn is None:
                uri = f"{self._journal.absolute().as_uri()}?mode=ro"
                self._conn = sqlite3.connect(uri, uri=True, timeout=_WAIT_S)
                self._conn.text_factory = _text
            return self._conn.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise Refused(
                f"the journal {self._journal} cannot be read ({error})",
                "look again; if it stays so, `cockpit doctor machine` says what is wrong with it",
            ) from error


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
