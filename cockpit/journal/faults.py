"""What SQLite and the system say when something fails, in words for people; no retries."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cockpit.ports.journal import (
    JournalBroken,
    JournalDamaged,
    JournalError,
    JournalFull,
    JournalLocked,
    JournalReadOnly,
)

_SCARCE = 1_048_576
"""Bytes of free space below which a failed write is blamed on the lack of it."""

_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_RIGHT = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file contradicts itself, as opposed to: cannot be reached, is full, is in use."""
    return _code(error) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def is_held(error: sqlite3.Error) -> bool:
    """Whether somebody else did not let go in time."""
    return _code(error) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def is_full(error: sqlite3.Error, path: Path) -> bool:
    """Whether there is no room."""
    code = _code(error)
    return code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and _is_scarce(path))


def explain(error: sqlite3.Error, path: Path) -> JournalError:
    """The error that says this to a person."""
    code = _code(error)
    if is_held(error):
        return locked(path)
    if is_full(error, path):
        return full(path)
    if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}:
        return read_only(path)
    if is_damage(error):
        return JournalDamaged(
            f"The journal {path} is damaged; nothing more can be recorded in it.",
            "Start cockpit again: it sets the file aside and keeps all that can be read.",
        )
    return JournalBroken(
        f"The disk did not do what the journal {path} asked ({error}); nothing was recorded.",
        "Check the disk, its quota, and the limit on file sizes (`ulimit -f`).",
    )


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Whatever SQLite or the system says inside leaves as a `JournalError`."""
    try:
        yield
    except sqlite3.Error as error:
        raise explain(error, path) from error
    except OSError as error:
        raise _explain_os(error, path) from error


def locked(path: Path) -> JournalLocked:
    """Somebody else did not let go in time."""
    return JournalLocked(
        f"Another process is holding the journal {path}; nothing was recorded.",
        "Try again; if it stays so, look for a hanging cockpit or a backup that reads the file.",
    )


def full(path: Path) -> JournalFull:
    """There is no room."""
    return JournalFull(
        f"There is no room left for the journal {path}; nothing was recorded.",
        "Free some space on that disk, then do it again.",
    )


def read_only(path: Path) -> JournalReadOnly:
    """This user may not write."""
    return JournalReadOnly(
        f"The journal {path} cannot be written; nothing was recorded.",
        "Give yourself write permission on the file and its folder.",
    )


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; errors that Python's own layer raises have none."""
    extended: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return extended & 0xFF


def _explain_os(error: OSError, path: Path) -> JournalError:
    if error.errno in _NO_SPACE:
        return full(path)
    if error.errno in _NO_RIGHT:
        return read_only(path)
    return JournalBroken(
        f"The journal {path} cannot be used ({error.strerror}).",
        "Check that its folder is on a local disk, with file locks, and that it works.",
    )


def _is_scarce(path: Path) -> bool:
    """SQLite calls a used-up quota an I/O error, so look for oneself."""
    try:
        return shutil.disk_usage(path.parent).free < _SCARCE
    except OSError:
        return False
