"""From a path to an open journal: examine, create, migrate, or set aside and salvage.

Whoever replaces a file holds the gate alone and examines it once more before, so that of two
processes that find the same damage only one sets it aside. The new file is complete before it
takes the place of the old one; a kill at any moment leaves one of the two there.
"""

import os
import sqlite3
import stat
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from uuid import uuid4

from cockpit.domain.facts import JournalSalvaged
from cockpit.journal import schema
from cockpit.journal.faults import explain, is_damage, told
from cockpit.journal.gate import Gate
from cockpit.journal.salvage import Finds, search
from cockpit.journal.sqlite import SqliteJournal, row_of
from cockpit.ports.journal import JournalExposed, JournalTooNew, NewRecord
from cockpit.ports.outside import Clock

PATIENCE_S = 5.0
"""How long one waits for another process before giving up (seconds)."""


class Condition(Enum):
    """What lies at the journal's path."""

    SOUND = auto()
    MISSING = auto()
    OLD = auto()
    DAMAGED = auto()


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a journal is opened, by whom, and how long it may wait for others."""

    path: Path
    clock: Clock
    author: str
    host: str
    patience_s: float


def open_journal(
    path: Path,
    clock: Clock,
    *,
    author: str = "cockpit",
    host: str = "",
    patience_s: float = PATIENCE_S,
) -> SqliteJournal:
    """Open the journal at this path, after having made it sound.

    Its folder belongs to cockpit alone: others lose their access to it. `author` and `host` sign
    the `JournalSalvaged` that tells of damage. Call it on the thread that will use the journal.

    Raises:
        JournalError: any kind; then nothing at this path has been changed.
    """
    with told(path):
        path = path.expanduser().resolve()
        _make_private(path.parent)
        gate = Gate(path, patience_s)
    try:
        return _open(Opening(path, clock, author, host, patience_s), gate)
    except BaseException:
        gate.close()
        raise


def _open(this: Opening, gate: Gate) -> SqliteJournal:
    with gate.among_others():
        if examine(this.path, this.patience_s) is Condition.SOUND:
            return _opened(this, gate)
    with gate.alone(), told(this.path):
        _mend(this)
        return _opened(this, gate)


def _opened(this: Opening, gate: Gate) -> SqliteJournal:
    with told(this.path):
        _tighten(this.path, 0o600)
        return SqliteJournal(this.path, gate, patience_s=this.patience_s)


def _mend(this: Opening) -> None:
    match examine(this.path, this.patience_s):
        case Condition.MISSING:
            _replace(this.path, _build(this, Finds(), told_by=None), aside=None)
        case Condition.OLD:
            _migrate(this)
        case Condition.DAMAGED:
            _set_aside(this)
        case Condition.SOUND:
            pass


def examine(path: Path, patience_s: float) -> Condition:
    """What lies there; an unfinished transaction of a killed process is rolled back on the way.

    A file without a byte is a new one, as SQLite has it, if nothing says that it held more.

    Raises:
        JournalTooNew: a newer version wrote it.
        JournalError: it cannot be reached, so nobody can say.
    """
    with told(path):
        try:
            status = os.lstat(path)
        except FileNotFoundError:
            return Condition.MISSING
        if not stat.S_ISREG(status.st_mode):
            return Condition.DAMAGED
        if status.st_size == 0:
            return Condition.DAMAGED if _has_rollback(path) else Condition.MISSING
    try:
        with closing(schema.connect(path, patience_s=patience_s)) as conn:
            return _condition(conn, path)
    except sqlite3.Error as error:
        if is_damage(error) or _means_damage(error):
            return Condition.DAMAGED
        raise explain(error, path) from error


def _condition(conn: sqlite3.Connection, path: Path) -> Condition:
    (application,) = conn.execute("PRAGMA application_id").fetchone()
    (version,) = conn.execute("PRAGMA user_version").fetchone()
    if application != schema.APPLICATION_ID or version < 1:
        return Condition.DAMAGED
    if version > schema.VERSION:
        raise JournalTooNew(
            f"The journal {path} was written by a newer cockpit (format {version}; this one "
            f"knows {schema.VERSION}). It was left as it is.",
            "Upgrade this cockpit, or point it to another journal in its settings.",
        )
    (verdict,) = conn.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        return Condition.DAMAGED
    if version < schema.VERSION:
        return Condition.OLD
    names = {name for (name,) in conn.execute("SELECT name FROM sqlite_master")}
    return Condition.SOUND if names >= schema.TABLES else Condition.DAMAGED


def _means_damage(error: sqlite3.Error) -> bool:
    """The examining statements are constants: a complaint about them is one about the file."""
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return code in {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_IOERR_SHORT_READ}


def _migrate(this: Opening) -> None:
    """Bring an older file to this version in one transaction, after a copy of it is on disk."""
    with closing(schema.connect(this.path, patience_s=this.patience_s)) as conn:
        conn.execute("PRAGMA journal_mode=TRUNCATE")
        (version,) = conn.execute("PRAGMA user_version").fetchone()
        copy = _free_name(this, f"version-{version}")
        _new_file(copy)
        with closing(schema.connect(copy, patience_s=this.patience_s)) as target:
            conn.backup(target)
        _sync_folder(copy.parent)
        conn.execute("BEGIN EXCLUSIVE")
        try:
            schema.migrate(conn)
            conn.execute("COMMIT")
        finally:
            if conn.in_transaction:
                conn.execute("ROLLBACK")


def _set_aside(this: Opening) -> None:
    """Put a new journal with all that is readable in the place of a damaged one, which is kept."""
    finds = search(this.path)
    aside = _free_name(this, "damaged")
    fact = JournalSalvaged(set_aside=str(aside), kept=len(finds.rows), lost=finds.lost())
    _replace(this.path, _build(this, finds, told_by=fact), aside=aside)


def _build(this: Opening, finds: Finds, *, told_by: JournalSalvaged | None) -> Path:
    """A complete journal beside the path, synced, and not yet in anybody's way."""
    new = this.path.with_name(f"{this.path.name}.new")
    new.unlink(missing_ok=True)
    _journal_of(new).unlink(missing_ok=True)
    _new_file(new)
    with closing(schema.connect(new, patience_s=this.patience_s)) as conn:
        conn.execute(f"PRAGMA page_size={schema.PAGE}")
        conn.execute("BEGIN IMMEDIATE")
        schema.create(conn)
        conn.executemany(schema.INSERT, finds.in_order())
        conn.executemany(
            schema.KEEP_DRAFT, ((key, body, at) for key, (body, at) in finds.drafts.items())
        )
        conn.executemany(schema.INSERT, _closing_words(this, finds, told_by))
        conn.execute("COMMIT")
    return new


def _closing_words(
    this: Opening, finds: Finds, fact: JournalSalvaged | None
) -> Iterable[tuple[int | None, *tuple[str, ...]]]:
    """The record that tells of the damage, after every place that was ever given."""
    if fact is None:
        return
    now = this.clock.now()
    seq = max([finds.last, *finds.rows]) + 1
    yield row_of(
        seq,
        NewRecord(
            id=uuid4().hex,
            at=now,
            noted_at=now,
            author=this.author,
            host=this.host,
            fact=fact,
        ),
    )


def _replace(path: Path, new: Path, *, aside: Path | None) -> None:
    """Put `new` at the path; an old rollback journal, which would be played into it, goes first."""
    stale = _journal_of(path)
    if stale.exists() and stale.stat().st_size == 0:
        stale.unlink()
    elif stale.exists():
        stale.rename(_journal_of(aside or path.with_name(f"{path.name}.{uuid4().hex}.orphan")))
    if aside is not None:
        try:
            os.link(path, aside, follow_symlinks=False)
        except OSError:
            path.rename(aside)
    new.replace(path)
    _sync_folder(path.parent)


def _free_name(this: Opening, what: str) -> Path:
    """A name beside the journal that says what it is and when; never one that is taken."""
    stem = f"{this.path.name}.{what}-{this.clock.now():%Y%m%dT%H%M%SZ}"
    candidate, count = this.path.with_name(stem), 1
    while os.path.lexists(candidate):
        count += 1
        candidate = this.path.with_name(f"{stem}-{count}")
    return candidate


def _journal_of(path: Path) -> Path:
    """Where SQLite keeps the rollback journal of a file."""
    return path.with_name(f"{path.name}-journal")


def _has_rollback(path: Path) -> bool:
    """Whether a transaction was under way: then the file held something once."""
    try:
        return _journal_of(path).stat().st_size > 0
    except FileNotFoundError:
        return False


def _new_file(path: Path) -> None:
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _make_private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _tighten(folder, 0o700)


def _tighten(path: Path, allowed: int) -> None:
    """Take from others what they may do with it.

    Raises:
        JournalExposed: that has no effect.
    """
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & ~allowed == 0:
        return
    with suppress(PermissionError):
        path.chmod(mode & allowed)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise JournalExposed(
            f"Other users of this machine can read {path}, and that cannot be changed.",
            "Put the journal in a folder of your own, on a file system that knows permissions.",
        )


def _sync_folder(folder: Path) -> None:
    """Make renames in it survive a loss of power."""
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
