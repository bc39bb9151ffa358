"""The words of the journal, as SQLite's full text: made of it, beside it, and made anew at need.

The index holds nothing that the journal does not. It is a file of its own, so that no damage to it
costs a record, and it is brought up to date when somebody looks for something.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

from cockpit.domain.passages import INSTANT, Body, effects_of, passages
from cockpit.domain.questions import Findings, Found, Question
from cockpit.journal.codec import instant, instant_text
from cockpit.journal.faults import is_damage, is_full, is_held
from cockpit.journal.source import Row, Source
from cockpit.ports.outside import PortError, Refused

FORMAT = 3
"""Raised whenever other passages are made of the same facts."""
_TABLES = """
CREATE TABLE state (format INTEGER, seq INTEGER, id TEXT);
INSERT INTO state VALUES (0, 0, '');
CREATE TABLE sent (effect TEXT PRIMARY KEY, incident TEXT) WITHOUT ROWID;
CREATE TABLE passage (
  number INTEGER PRIMARY KEY, same BLOB UNIQUE, seq INTEGER, at TEXT, kind TEXT, author TEXT,
  incident TEXT, text TEXT, names TEXT
);
CREATE VIRTUAL TABLE words USING fts5(
  text, names, content='passage', content_rowid='number',
  tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
CREATE INDEX by_incident ON passage (incident, at);
CREATE INDEX by_time ON passage (at);
"""
_SINCE = "SELECT seq, id, at, author, kind, body FROM record WHERE seq > ? ORDER BY seq LIMIT ?"
_RECORD = "SELECT seq, id, at, author, kind, body FROM record WHERE seq = ?"
_NEW = "INSERT INTO passage VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)"
_KNOWN = "SELECT number, text, names FROM passage WHERE same = ?"
_NEWER = "UPDATE passage SET seq = ?, text = ?, names = ? WHERE number = ?"
_WORDS = "INSERT INTO words (rowid, text, names) VALUES (?, ?, ?)"
_FORGET = "INSERT INTO words (words, rowid, text, names) VALUES ('delete', ?, ?, ?)"
_FOUND = "SELECT p.seq, p.at, p.kind, p.author, p.incident, p.text FROM passage p"
_BATCH = 500
"""Records per transaction, so that one that is killed has lost no more than that."""


def find(
    index: Path, journal: Path, question: Question, most: int, *, patience_s: float = 50.0
) -> Findings:
    """At most `most` passages that answer, the newest first; blocks, for a thread of its own.

    `patience_s`: how long another process may take that makes the index.

    Raises:
        Refused: the index cannot be kept there, or the journal cannot be read.
    """
    for fresh in (False, True):
        try:
            if fresh:
                _away(index)
            with closing(_open(index, patience_s)) as conn:
                _follow(conn, journal)
                return _answer(conn, question, most)
        except sqlite3.Error as error:
            if fresh or not _is_useless(error):
                raise _told(error, index) from error
        except OSError as error:
            raise Refused(
                f"the search index {index} cannot be kept ({error.strerror})",
                "give yourself write permission on its folder, or free some space",
            ) from error
    raise AssertionError


def _open(index: Path, patience_s: float) -> sqlite3.Connection:
    os.close(os.open(index, os.O_RDWR | os.O_CREAT, 0o600))
    conn = sqlite3.connect(index, timeout=patience_s, isolation_level=None)
    try:
        conn.execute("PRAGMA journal_mode=TRUNCATE")
        conn.execute("PRAGMA synchronous=NORMAL")
        # SQLite's own LIKE takes capitals for small letters in ASCII alone.
        conn.create_function("folded", 1, str.casefold, deterministic=True)
        conn.execute("BEGIN IMMEDIATE")
        if not conn.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            _lay_out(conn)
        conn.execute("COMMIT")
    except BaseException:
        conn.close()
        raise
    return conn


def _lay_out(conn: sqlite3.Connection) -> None:
    for statement in _TABLES.split(";\n"):
        conn.execute(statement)


def _begin_again(conn: sqlite3.Connection) -> None:
    """Forget everything; the file stays, as other processes may have it open."""
    for table in ("words", "passage", "sent", "state"):
        conn.execute(f"DROP TABLE {table}")
    _lay_out(conn)


def _follow(conn: sqlite3.Connection, journal: Path) -> None:
    """Take in what was recorded since the last time; or everything, of another journal."""
    with Source(journal) as source:
        while _take(conn, source):
            pass


def _take(conn: sqlite3.Connection, source: Source) -> bool:
    """One batch, in a transaction; whether there may be more."""
    conn.execute("BEGIN IMMEDIATE")
    try:
        made, seq, last = conn.execute("SELECT format, seq, id FROM state").fetchone()
        known = source.rows(_RECORD, seq)
        if seq and (made != FORMAT or not known or known[0][1] != last):
            # It is of another journal, or made by another version.
            _begin_again(conn)
            seq = 0
        rows = source.rows(_SINCE, seq, _BATCH)
        for row in rows:
            _add(conn, row)
        if rows:
            conn.execute("UPDATE state SET format = ?, seq = ?, id = ?", (FORMAT, *rows[-1][:2]))
        conn.execute("COMMIT")
    finally:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
    return len(rows) == _BATCH


def _add(conn: sqlite3.Connection, row: Row) -> None:
    seq, _, at, author, kind, raw = row
    body = _body(raw)
    if body is None:
        return
    conn.executemany("INSERT OR REPLACE INTO sent VALUES (?, ?)", effects_of(body))
    for passage in passages(kind, body):
        incident = passage.incident_id or _incident(conn, passage.effect)
        whose = author if passage.author is None else passage.author
        same = _digest((passage.kind, incident, whose, passage.thing or passage.text))
        text = passage.text, passage.names
        when = passage.at if INSTANT.fullmatch(passage.at) else at
        before = conn.execute(_KNOWN, (same,)).fetchone()
        if before is None:
            values = (same, seq, when, passage.kind, whose, incident, *text)
            conn.execute(_WORDS, (conn.execute(_NEW, values).lastrowid, *text))
        elif before[1:] != text:
            conn.execute(_FORGET, before)
            conn.execute(_NEWER, (seq, *text, before[0]))
            conn.execute(_WORDS, (before[0], *text))


def _body(raw: str) -> Body | None:
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def _incident(conn: sqlite3.Connection, effect: str) -> str:
    if not effect:
        return ""
    row = conn.execute("SELECT incident FROM sent WHERE effect = ?", (effect,)).fetchone()
    return str(row[0]) if row else ""


def _digest(parts: Iterable[str]) -> bytes:
    return blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=16).digest()


def _answer(conn: sqlite3.Connection, question: Question, most: int) -> Findings:
    where, values = [], []
    for condition, value in _conditions(conn, question):
        where.append(condition)
        values.append(value)
    joined = " JOIN words ON words.rowid = p.number" if question.words else ""
    sql = f"{_FOUND}{joined} WHERE {' AND '.join(where) or '1'} ORDER BY p.at DESC, p.number DESC"
    rows = conn.execute(f"{sql} LIMIT ?", (*values, most + 1)).fetchall()
    (searched,) = conn.execute("SELECT count(*) FROM passage").fetchone()
    found = tuple(_found(row) for row in rows[:most])
    return Findings(found=found, more=len(rows) > most, searched=searched)


def _conditions(conn: sqlite3.Connection, question: Question) -> Iterator[tuple[str, str]]:
    if question.words:
        # Each word in quotes is what it says, also where SQLite has a meaning for it.
        quoted = ('"' + word.replace('"', " ") + '"*' for word in question.words)
        yield "words MATCH ?", " ".join(quoted)
    if question.number:
        yield "p.incident = ?", _numbered(conn, question.number)
    if question.author:
        yield "' ' || folded(p.author) LIKE ? ESCAPE '\\'", _beginning(question.author.casefold())
    if question.kind:
        yield "' ' || p.kind LIKE ? ESCAPE '\\'", _beginning(question.kind)
    if question.since is not None:
        yield "p.at >= ?", instant_text(question.since)
    if question.until is not None:
        yield "p.at < ?", instant_text(question.until)


def _numbered(conn: sqlite3.Connection, number: int) -> str:
    """The id of the incident that people know by this number; of none, one that is no id."""
    row = conn.execute(
        "SELECT incident FROM passage WHERE kind = 'incident' AND text LIKE ? LIMIT 1",
        (f"#{number}\n%",),
    ).fetchone()
    return str(row[0]) if row else "\0"


def _beginning(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"% {escaped}%"


def _found(row: tuple[int, str, str, str, str, str]) -> Found:
    seq, at, kind, author, incident, text = row
    try:
        when = instant(at)
    except ValueError:
        when = datetime(1970, 1, 1, tzinfo=UTC)
    return Found(seq=seq, at=when, kind=kind, author=author, incident_id=incident, text=text)


def _away(index: Path) -> None:
    """Begin again with an empty file; whatever process still has the old one keeps that."""
    for name in (index, index.with_name(f"{index.name}-journal")):
        name.unlink(missing_ok=True)


def _is_useless(error: sqlite3.Error) -> bool:
    """The index is damaged, or made by others; nothing is lost with it."""
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return is_damage(error) or code & 0xFF == sqlite3.SQLITE_ERROR


def _told(error: sqlite3.Error, index: Path) -> PortError:
    if "fts5" in str(error):
        return Refused(
            "this Python's SQLite has no full text search (FTS5)",
            "use a Python whose SQLite has it; everything else works without",
        )
    if is_held(error):
        return Refused(
            "another cockpit is still making the search index",
            "look again in a moment; the first look through a long record takes a while",
        )
    if is_full(error, index):
        return Refused(
            f"there is no room left for the search index {index}",
            "free some space on that disk: the journal needs it as well",
        )
    return Refused(
        f"the search index {index} cannot be used ({error})",
        "look again; if it stays so, delete that file: it is made anew",
    )
