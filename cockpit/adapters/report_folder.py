"""Reports as files of a folder on disk: which there are, and what is in them; judges nothing."""

import os
import stat
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path

from cockpit.adapters.report_shelf import A_LINK, MOST_FILES, Entry, is_report, too_big
from cockpit.adapters.report_text import UnreadableError
from cockpit.ports.outside import MISCONFIGURED, Refused
from cockpit.ports.plain import plain

_DEPTH = 3


class Folder:
    """A folder on disk, and those in it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def fingerprint(self) -> str:
        """From names, times and sizes alone."""
        seen = blake2b(digest_size=16)
        for entry in self.entries():
            seen.update(f"{entry.path}\0{entry.stamp}\0".encode(errors="surrogateescape"))
        return seen.hexdigest()

    def entries(self) -> list[Entry]:
        """The files that may be reports, newest name first.

        Raises:
            Refused: there is no such folder, or it may not be read.
        """
        shown = plain(str(self._path), 200)
        try:
            found = list(_walk(self._path.resolve(strict=True), "", _DEPTH))
        except PermissionError:
            words, mend = f"{shown} may not be read", "give yourself the right to read it"
            raise Refused(words, mend, code=MISCONFIGURED) from None
        except (OSError, RuntimeError):
            words, mend = f"there is no folder {shown}", "correct the path of the reports"
            raise Refused(words, mend, code=MISCONFIGURED) from None
        return sorted(found, key=lambda e: e.path, reverse=True)

    def content(self, entry: Entry, most: int) -> bytes:
        """The first bytes of a file; what leads out of the folder is not read."""
        base = self._path.resolve()
        place = base / entry.path
        if not place.resolve().is_relative_to(base):
            raise UnreadableError("it leads out of the folder; not read")
        try:
            number = os.open(place, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError as error:
            raise UnreadableError(_cannot(error)) from None
        with os.fdopen(number, "rb") as file:
            return _read(number, file.read, most)


def _read(number: int, read: Callable[[int], bytes], most: int) -> bytes:
    if not stat.S_ISREG(os.fstat(number).st_mode):
        raise UnreadableError("not a file")
    try:
        return read(most)
    except OSError as error:
        raise UnreadableError(_cannot(error)) from None


def _cannot(error: OSError) -> str:
    return f"cannot be read: {os.strerror(error.errno or 0).lower()}"


def _walk(folder: Path, prefix: str, depth: int) -> Iterator[Entry]:
    count = 0
    with os.scandir(folder) as items:
        for item in items:
            count += 1
            if count > MOST_FILES:
                return
            if item.is_dir(follow_symlinks=False):
                if depth > 1 and not item.name.startswith("."):
                    yield from _inner(folder / item.name, f"{prefix}{item.name}/", depth - 1)
            elif is_report(item.name):
                yield _entry(item, prefix)


def _inner(folder: Path, prefix: str, depth: int) -> Iterator[Entry]:
    try:
        yield from _walk(folder, prefix, depth)
    except OSError:
        return


def _entry(item: "os.DirEntry[str]", prefix: str) -> Entry:
    path = prefix + item.name
    if item.is_symlink():
        return Entry(path, "link", A_LINK)
    try:
        found = item.stat(follow_symlinks=False)
    except OSError as error:
        return Entry(path, "gone", _cannot(error))
    stamp = f"{found.st_mtime_ns}.{found.st_size}.{found.st_ino}"
    is_file = stat.S_ISREG(found.st_mode)
    return Entry(path, stamp, too_big(found.st_size) if is_file else "not a file")
