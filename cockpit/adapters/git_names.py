"""Which references a repository has and what each names, read from its files; no git runs here."""

import os
import re
from collections.abc import Iterator, Sequence

from cockpit.adapters.git_layout import Layout, head_of, start_of

HEADS, TAGS, REMOTES = "refs/heads/", "refs/tags/", "refs/remotes/"
_MOST_PACKED = 32 * 1024 * 1024
_MOST_LOOSE = 20_000
_MOST_FILE = 1024
_MOST_LEVELS = 5
"""Of references that name references."""
_SHA = re.compile(rb"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_SYMBOLIC = b"ref:"


class _OddError(Exception):
    """Something here is for git to judge."""


def read(layout: Layout, places: Sequence[str]) -> dict[str, str] | None:
    """By whole name, what each reference of these places names: a commit, or a tag.

    None: they are kept in another way ("reftable"), or something about them is odd, and git is to
    be asked.
    """
    try:
        if (layout.common / "reftable").exists():
            return None
        loose = dict(_loose(layout, places))  # first: what git packs meanwhile is found below
        found = {**dict(_packed(layout, places)), **loose}
        return {name: sha for name in found if (sha := _resolved(name, found))}
    except (_OddError, OSError):
        return None


def one(layout: Layout, *names: str) -> str:
    """What the first of these names that is there names; empty: none is, or git is to be asked."""
    try:
        for name in names:
            said = _content(f"{layout.common}/{name}")
            found = {name: said} if said else dict(_packed(layout, (name,)))
            if name in found:
                return _resolved(name, found)
    except (_OddError, OSError):
        return ""
    return ""


def tip(layout: Layout, branch: str, remote: str) -> str:
    """The commit that a branch is at; empty: git is to be asked.

    Args:
        layout: where the repository is.
        branch: its short name; empty: whatever HEAD is.
        remote: whose branch it is if there is one of this name; empty: the repository's own.
    """
    head = head_of(layout)
    if not branch and _SHA.fullmatch(head.encode(errors="replace")):
        return head
    name = branch or head.removeprefix(HEADS)
    theirs = (f"{REMOTES}{remote}/{name}",) if remote else ()
    return one(layout, *theirs, HEADS + name)


def _loose(layout: Layout, places: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Each reference that has a file of its own."""
    count = 0
    top = f"{layout.common}/"
    folders = [f"{top}{place.rstrip('/')}" for place in places]
    for folder in folders:
        for entry in _entries(folder):
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            elif not entry.name.endswith(".lock") and (said := _content(entry.path)):
                yield entry.path.removeprefix(top), said
            count += 1
            if count > _MOST_LOOSE:
                raise _OddError


def _entries(folder: str) -> list["os.DirEntry[str]"]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except (FileNotFoundError, NotADirectoryError):
        return []


def _content(path: str) -> bytes:
    """What the file of a reference says; empty: there is none, or it is gone by now."""
    try:
        # Whatever lies here is opened, a pipe that nobody writes to among them.
        number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return b""
    try:
        return os.read(number, _MOST_FILE).strip() or b"-"
    except IsADirectoryError:
        return b""
    finally:
        os.close(number)


def _packed(layout: Layout, places: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    try:
        text = start_of(layout.common / "packed-refs", _MOST_PACKED + 1)
    except FileNotFoundError:
        return
    if len(text) > _MOST_PACKED:
        raise _OddError
    wanted = tuple(map(os.fsencode, places))
    for line in text.split(b"\n"):
        if not line or line[:1] in b"#^":
            continue
        sha, space, name = line.partition(b" ")
        if not space or not _SHA.fullmatch(sha):
            raise _OddError
        if name.startswith(wanted):
            yield os.fsdecode(name), sha


def _resolved(name: str, found: dict[str, bytes]) -> str:
    """Empty: it leads nowhere, or is broken, and git would pass over it as well."""
    for _ in range(_MOST_LEVELS):
        said = found.get(name, b"")
        if _SHA.fullmatch(said):
            return said.decode("ascii")
        if not said.startswith(_SYMBOLIC):
            break
        name = os.fsdecode(said.removeprefix(_SYMBOLIC).strip())
    return ""
