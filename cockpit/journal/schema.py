"""The tables of the journal, its version, and how an older one becomes this one; no locks."""

import sqlite3
from pathlib import Path

APPLICATION_ID = 0x436B7074
""""Ckpt" in the file's header says that the file is a journal of cockpit."""

VERSION = 2
"""Kept in the header's `user_version`."""

PAGE = 4096
"""Bytes per page; fixed, so that salvage knows it when the header is gone."""

TABLES = frozenset({"record", "draft", "record_never_changes", "record_never_goes"})

_RECORD = """
CREATE TABLE record (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  at TEXT NOT NULL,
  noted_at TEXT NOT NULL,
  author TEXT NOT NULL,
  host TEXT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL
)
"""

_DRAFT = """
CREATE TABLE draft (
  key TEXT PRIMARY KEY NOT NULL,
  body TEXT NOT NULL,
  at TEXT NOT NULL
) WITHOUT ROWID
"""

_NEVER_CHANGES = """
CREATE TRIGGER record_never_changes BEFORE UPDATE ON record
BEGIN SELECT RAISE(ABORT, 'what happened has happened'); END
"""

_NEVER_GOES = """
CREATE TRIGGER record_never_goes BEFORE DELETE ON record
BEGIN SELECT RAISE(ABORT, 'what happened has happened'); END
"""

INSERT = (
    "INSERT INTO record (seq, id, at, noted_at, author, host, kind, body)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)

KEEP_DRAFT = "INSERT OR REPLACE INTO draft (key, body, at) VALUES (?, ?, ?)"


def connect(path: Path, *, patience_s: float) -> sqlite3.Connection:
    """A connection to an existing file, with nothing left to defaults.

    TRUNCATE, because with `synchronous=FULL` SQLite also syncs the emptied rollback journal: a
    commit that was reported is then durable at once, with no folder to sync. WAL is left alone:
    versions in the field can damage it when several processes write. `fullfsync` is what a sync
    means on macOS.
    """
    conn = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=patience_s, isolation_level=None
    )
    # A flipped bit in a text must cost that text, not the journal.
    conn.text_factory = _text
    try:
        for setting in ("synchronous=FULL", "fullfsync=ON", "recursive_triggers=ON"):
            conn.execute(f"PRAGMA {setting}")
    except sqlite3.Error:
        conn.close()
        raise
    return conn


def create(conn: sqlite3.Connection) -> None:
    """Make an empty file a journal; the caller holds the transaction."""
    for statement in (_RECORD, _DRAFT, _NEVER_CHANGES, _NEVER_GOES):
        conn.execute(statement)
    conn.execute(f"PRAGMA application_id={APPLICATION_ID}")
    conn.execute(f"PRAGMA user_version={VERSION}")


def migrate(conn: sqlite3.Connection) -> None:
    """Version 1 to 2, within the caller's transaction; bodies pass untouched.

    Version 1 had no `noted_at` (its `at` was this machine's clock, so that is the truth here too),
    and no drafts.
    """
    conn.execute("DROP TRIGGER IF EXISTS record_never_changes")
    conn.execute("DROP TRIGGER IF EXISTS record_never_goes")
    conn.execute("ALTER TABLE record RENAME TO record_before")
    create(conn)
    conn.execute(
        "INSERT INTO record (seq, id, at, noted_at, author, host, kind, body)"
        " SELECT seq, id, at, at, author, host, kind, body FROM record_before ORDER BY seq"
    )
    conn.execute("DROP TABLE record_before")


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
