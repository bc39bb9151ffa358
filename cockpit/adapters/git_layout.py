"""Where a repository keeps its references, read from its files alone; no git runs here."""

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

from cockpit.ports.outside import MISCONFIGURED, Refused
from cockpit.ports.plain import plain

_POINTER_LIMIT = 4096
_MOST_FOLDERS = 5000
_SINGLE_FILES = ("packed-refs", "shallow", "reftable/tables.list", "FETCH_HEAD")
_MOST_CUTS = 1_000_000
_MOST_CONFIG = 256 * 1024


@dataclass(frozen=True, slots=True)
class Layout:
    """A repository's own folder, and the one it shares with its other working copies."""

    own: Path
    common: Path

    @property
    def is_shallow(self) -> bool:
        """Whether its history has been cut off."""
        return (self.common / "shallow").is_file()


def find(path: Path) -> Layout:
    """The layout of the repository at this place, working copy or bare.

    Raises:
        Refused: there is none, in words.
    """
    shown = plain(str(path), 200)
    try:
        if not path.is_dir():
            raise _wrong(f"there is no folder {shown}", "clone it there, or correct the path")
        own = _own_folder(path)
        if own is None:
            raise _wrong(
                f"{shown} is not a git repository", "name the top folder of a working copy"
            )
        shared = _pointer(own / "commondir")
    except PermissionError:
        raise _wrong(f"{shown} may not be read", "give yourself the right to read it") from None
    except OSError as error:
        words = f"{shown} cannot be read: {os.strerror(error.errno or 0)}"
        raise _wrong(words, "look whether the disk is there") from None
    return Layout(own, (own / shared).resolve() if shared else own)


def head_of(layout: Layout) -> str:
    """The whole name of the branch that HEAD is, or the sha that it is at; empty: it says nothing.

    Where references are kept in another way ("reftable"), what it says leads nowhere.
    """
    try:
        return _pointer(layout.own / "HEAD").removeprefix("ref:").strip()
    except OSError:
        return ""


def cuts(layout: Layout) -> frozenset[str]:
    """Commits at which a shallow clone begins: to git each of them seems to add every file."""
    if not layout.is_shallow:
        return frozenset()
    try:
        content = start_of(layout.common / "shallow", _MOST_CUTS)
        return frozenset(content.decode("ascii", "replace").split())
    except OSError:
        return frozenset()


def fetched_at(layout: Layout) -> datetime | None:
    """When it last heard from its remote, as far as the files tell; None: they do not."""
    for place in (layout.own / "FETCH_HEAD", layout.common / "FETCH_HEAD"):
        with suppress(OSError):
            return datetime.fromtimestamp(place.stat().st_mtime, UTC)
    with suppress(OSError):
        return datetime.fromtimestamp((layout.common / "packed-refs").stat().st_mtime, UTC)
    return None


def remote_address(layout: Layout, remote: str) -> str:
    """The address of a remote, as the repository's own file has it; empty: none, not harmless."""
    try:
        content = start_of(layout.common / "config", _MOST_CONFIG)
    except OSError:
        return ""
    inside = False
    for line in map(str.strip, content.decode("utf-8", "replace").splitlines()):
        if line.startswith("["):
            inside = line.replace(" ", "") == f'[remote"{remote}"]'
        key, equals, value = line.partition("=")
        if inside and equals and key.strip().lower() == "url":
            return value.strip().strip('"')
    return ""


def _wrong(reason: str, mend: str) -> Refused:
    return Refused(reason, mend, code=MISCONFIGURED)


def _own_folder(path: Path) -> Path | None:
    place = path / ".git"
    if place.is_file():
        target = _pointer(place).removeprefix("gitdir:").strip()
        place = path / target if target else path
    elif not place.exists():
        place = path
    with os.scandir(path):
        has_head = (place / "HEAD").exists() or (place / "HEAD").is_symlink()
        is_one = has_head and (place / "objects").is_dir()
        return place if is_one or (place / "commondir").is_file() else None


def _pointer(path: Path) -> str:
    """The line of a file that only names another place; empty without the file."""
    try:
        return os.fsdecode(start_of(path, _POINTER_LIMIT).split(b"\n")[0].strip())
    except (FileNotFoundError, NotADirectoryError):
        return ""


def start_of(path: Path, most: int) -> bytes:
    """The first bytes of a file; what would let its reader wait, as a pipe does, is empty."""

    def at_once(name: str, flags: int) -> int:
        return os.open(name, flags | os.O_NONBLOCK)

    with open(path, "rb", opener=at_once) as file:
        return file.read(most) or b""


def fingerprint(layout: Layout) -> str:
    """Changes whenever a reference does; costs a few looks at folders, and no process.

    git replaces a reference by a rename, which changes its folder's time.
    """
    own, common = os.fspath(layout.own), os.fspath(layout.common)
    seen = [_pointer(layout.own / "HEAD").encode(errors="surrogateescape")]
    seen += (_stamp(f"{common}/{name}") for name in _SINGLE_FILES)
    if own != common:
        seen.append(_stamp(f"{own}/FETCH_HEAD"))
    folders = [f"{common}/refs"]
    for folder in folders:
        seen += (os.fsencode(folder), _stamp(folder))
        if len(folders) < _MOST_FOLDERS:
            folders += _folders_in(folder)
    return blake2b(b"".join(seen), digest_size=16).hexdigest()


def _folders_in(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return sorted(e.path for e in entries if e.is_dir(follow_symlinks=False))
    except OSError:
        return []


def _stamp(path: str) -> bytes:
    try:
        found = os.stat(path)  # noqa: PTH116 - one of many
    except OSError:
        return b"-"
    return b"%d.%d.%d;" % (found.st_mtime_ns, found.st_size, found.st_ino)
