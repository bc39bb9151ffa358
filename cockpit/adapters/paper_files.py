"""Papers as files of this machine: read with a version, written whole or not at all; blocks."""

import os
import stat
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from cockpit.domain.papers import LONGEST
from cockpit.ports.outside import Garbled, Refused
from cockpit.ports.papers import Stands
from cockpit.ports.plain import plain

_SHOWN = 200
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def read(path: Path) -> Stands:
    """What stands in it; nothing where there is no such file.

    Raises:
        Refused: it cannot be read, or is no file.
        Garbled: it is no text.
    """
    try:
        # Opening a pipe would wait for somebody who writes to it.
        with open(path, "rb", opener=_unwaiting) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Refused(f"{_shown(path)} is not a file", "name another one")
            raw = file.read(LONGEST * 4 + 1)
    except FileNotFoundError:
        return Stands()
    except OSError as error:
        raise _refused(path, error, "read") from None
    if len(raw) > LONGEST * 4:
        raise Refused(f"{_shown(path)} is too large for a paper", "name another file")
    try:
        return Stands(text=raw.decode("utf-8"), version=version_of(raw))
    except UnicodeDecodeError:
        words = f"{_shown(path)} is no text in UTF-8, so nothing can be merged with it"
        raise Garbled(words, "save it as UTF-8, or name another file") from None


def write(path: Path, text: str, version: str) -> None:
    """Put the text there, whole or not at all, if what stands there still has that version.

    Raises:
        Refused: something else stands there by now, or it may not be written.
    """
    if read(path).version != version:
        words = f"{_shown(path)} was changed while it was merged; nothing was written"
        raise Refused(words, "write it again: your change is merged then", code="moved")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # A link stays one: what it leads to is replaced.
        target = path.resolve()
        if target.exists() and not target.stat().st_mode & _WRITABLE:
            words = f"{_shown(path)} may not be written: somebody has protected it"
            raise Refused(words, "name another file, or chmod u+w it", code="file")
        _replace(target, text.encode("utf-8", "replace"))
    except OSError as error:
        raise _refused(path, error, "written") from None


def version_of(raw: bytes) -> str:
    """What tells one text from any other."""
    return sha256(raw).hexdigest()


def _replace(target: Path, raw: bytes) -> None:
    number, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            Path(name).chmod(stat.S_IMODE(target.stat().st_mode))
        else:
            Path(name).chmod(0o666 & ~_mask())
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _unwaiting(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)


def _mask() -> int:
    """What this process keeps from others, as it is: reading it sets it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _refused(path: Path, error: OSError, what: str) -> Refused:
    why = os.strerror(error.errno or 0).lower()
    words = f"{_shown(path)} cannot be {what}: {why}"
    return Refused(words, "name another place, or give yourself the right to it", code="file")


def _shown(path: Path) -> str:
    return plain(str(path), _SHOWN)
