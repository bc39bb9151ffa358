"""The journal as an open SQLite file: append, read, drafts; opening and mending live elsewhere."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from cockpit.domain.facts import Record
from cockpit.journal import schema
from cockpit.journal.codec import decode, encode, instant, instant_text, storable
from cockpit.journal.faults import told
from cockpit.journal.gate import Gate
from cockpit.ports.journal import JournalBroken, JournalMoved, NewRecord, Overtaken

Row = tuple[int, str, str, str, str, str, str, str]
"""seq, id, at, noted_at, author, host, kind, body."""

_SINCE = (
    "SELECT seq, id, at, noted_at, author, host, kind, body FROM record"
    " WHERE seq > ? ORDER BY seq LIMIT ?"
)
_FORGET = "DELETE FROM draft WHERE key = ?"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def row_of(seq: int | None, new: NewRecord) -> tuple[int | None, str, str, str, str, str, str, str]:
    """The columns of a record; without a place, SQLite gives it the next one.

    Raises:
        ValueError: a time in it is not aware.
    """
    kind, body = encode(new.fact)
    at, noted_at = instant_text(new.at), instant_text(new.noted_at)
    who = storable(new.author), storable(new.host)
    return seq, new.id, at, noted_at, *who, kind, body


class SqliteJournal:
    """A `Journal`; made by `cockpit.journal.opening.open_journal`, which has examined the file.

    Used from the thread that opened it, and from no other.
    """

    def __init__(self, path: Path, gate: Gate, *, patience_s: float) -> None:
        self._path = path
        self._gate = gate
        self._conn = schema.connect(path, patience_s=patience_s)
        (mode,) = self._conn.execute("PRAGMA journal_mode=TRUNCATE").fetchone()
        if mode != "truncate":
            raise JournalBroken(
                f"The journal {path} insists on the mode {mode!r}, in which commits can be lost.",
                "Close every other program that has the file open, then start again.",
            )
        self._identity = _identity(path)
        self._version = self._data_version()

    def append(
        self,
        drafts: Sequence[NewRecord],
        *,
        after: int | None = None,
        said: Sequence[str] = (),
    ) -> tuple[Record, ...]:
        """As `Journal.append` says: all of them, durably, or none."""
        rows = [row_of(None, draft) for draft in drafts]
        with self._writing():
            if after is not None and self._last() != after:
                raise Overtaken
            seqs = [self._conn.execute(schema.INSERT, row).lastrowid or 0 for row in rows]
            self._conn.executemany(_FORGET, [(key,) for key in said])
        return tuple(new.placed(seq) for new, seq in zip(drafts, seqs, strict=True))

    def since(self, seq: int, limit: int = 1000) -> list[Record]:
        """The records after that place, in order, at most `limit` of them."""
        with told(self._path):
            rows = self._rows(_SINCE, seq, limit)
        return [_record(row) for row in rows]

    def _rows(self, sql: str, *values: int) -> list[Row]:
        """Decoded by SQLite; where a flipped bit forbids that, more slowly by our own means."""
        careful = self._conn.text_factory
        try:
            self._conn.text_factory = str
            return self._conn.execute(sql, values).fetchall()
        except sqlite3.OperationalError as error:
            if hasattr(error, "sqlite_errorcode"):
                raise  # SQLite itself could not read: no text was at fault.
            self._conn.text_factory = careful
            return self._conn.execute(sql, values).fetchall()
        finally:
            self._conn.text_factory = careful

    def changed(self) -> bool:
        """Whether another process may have written since the last call; cheap.

        Raises:
            JournalMoved: another process has put a new journal in this one's place.
        """
        with told(self._path):
            self._stay()
            before, self._version = self._version, self._data_version()
        return before != self._version

    def keep_drafts(self, bodies: Mapping[str, str], at: datetime) -> None:
        """Keep these texts under their keys, durably; an empty text removes the draft."""
        with self._writing():
            for key, body in bodies.items():
                if body:
                    row = (key, storable(body), instant_text(at))
                    self._conn.execute(schema.KEEP_DRAFT, row)
                else:
                    self._conn.execute(_FORGET, (key,))

    def draft(self, key: str) -> str | None:
        """The text kept under this key."""
        with told(self._path):
            row = self._conn.execute("SELECT body FROM draft WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def close(self) -> None:
        """Let go of everything; harmless to repeat."""
        self._conn.close()
        self._gate.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction on the file that lies at the journal's path, or no trace of it."""
        with told(self._path), self._gate.among_others():
            self._stay()
            self._conn.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._conn.execute("COMMIT")
            finally:
                if self._conn.in_transaction:
                    with suppress(sqlite3.Error):
                        self._conn.execute("ROLLBACK")

    def _stay(self) -> None:
        if _identity(self._path) != self._identity:
            raise JournalMoved(
                f"Another process has replaced the journal {self._path}; nothing was recorded.",
                "Open it again.",
            )

    def _last(self) -> int:
        (last,) = self._conn.execute("SELECT coalesce(max(seq), 0) FROM record").fetchone()
        return int(last)

    def _data_version(self) -> int:
        (version,) = self._conn.execute("PRAGMA data_version").fetchone()
        return int(version)


def _identity(path: Path) -> tuple[int, int]:
    """Which file lies there now; of none, an identity that no file has."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return (-1, -1)
    return (status.st_dev, status.st_ino)


def _record(row: Row) -> Record:
    """A record, also when a flipped bit has made one of its times unreadable."""
    seq, record_id, at, noted_at, author, host, kind, body = row
    noted = _when(noted_at) or _when(at) or _EPOCH
    return Record(
        seq=seq,
        id=record_id,
        at=noted if at == noted_at else _when(at) or noted,
        noted_at=noted,
        author=author,
        host=host,
        fact=decode(kind, body),
    )


def _when(text: str) -> datetime | None:
    try:
        return instant(text)
    except ValueError:
        return None
