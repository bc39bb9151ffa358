"""Two git processes that tell of many repositories, in place of several for each of them.

To git, other repositories' objects are as good as a repository's own ("alternates"). So one empty
repository that borrows from all of them answers for all. None of their settings, hooks and
attributes is read here. A repository that is odd in any way is left to git processes of its own.
"""

import os
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

from cockpit.adapters import git_guard, git_process
from cockpit.adapters.git_layout import Layout, find
from cockpit.adapters.git_process import Conversation, SilentError
from cockpit.ports.outside import Refused, Unreachable

_MOST_ASKED = 400
"""Names in one question: less than a pipe holds."""
_MOST_OBJECT = 1024 * 1024
_MOST_SIZES = 16 * 1024 * 1024
_ANSWER_S = 3.0
"""How long an answer may take; a repository of its own may take longer."""
_ALONE_S = 600.0
"""For so long, one whose answer did not come is asked by itself."""
_MOST_ALONE = 8
"""With so many of those, something else is wrong, and all are asked by themselves."""
_OBJECTS = ("cat-file", "--batch-command", "--buffer")
_OBJECTS_ONCE = ("cat-file", "--batch")
"""Hands over each object by itself, and wakes us for each."""
_BUFFERS_SINCE = (2, 36)
_SIZES = (
    "diff-tree", "--stdin", "-r", "--root", "-z", "--numstat", "--no-renames", "--no-ext-diff",
    "--no-textconv", "--ignore-submodules=none",
)  # fmt: skip


_T = TypeVar("_T")


class AloneError(Exception):
    """This repository is to be asked by itself."""


Raw = bytes | None
"""What git keeps of an object; None: there is no such object."""


class Together:
    """What many repositories hold; for any thread, and a few at a time.

    Args:
        paths: the repositories that will be asked for.
    """

    def __init__(self, paths: Sequence[str] = ()) -> None:
        self._paths = tuple(paths)
        self._alone_until: dict[str, float] = {}
        """Of the monotonic clock, seconds."""
        self._objects = _Line(_objects)
        self._sizes = _Line(lambda: _SIZES)

    def has(self, path: str, layout: Layout) -> bool:
        """Whether this repository may be asked here."""
        now = time.monotonic()
        alone = [other for other, until in tuple(self._alone_until.items()) if until > now]
        return (
            path in self._paths
            and path not in alone
            and len(alone) < _MOST_ALONE
            and len(self._paths) > 1
            and not (layout.common / "shallow").exists()
            and all(_is_ours(place) for place in (path, layout.own, layout.common))
        )

    def objects(self, path: str, names: Sequence[str]) -> list[tuple[str, str, Raw]]:
        """The sha of each, what it is, and what git keeps of it.

        Args:
            path: whose objects these are.
            names: shas of commits and tags, or `sha~3`, and nothing else.

        Raises:
            AloneError: an answer does not come, or it is odd.
        """
        found: list[tuple[str, str, Raw]] = []
        with self._trusting(path):
            for first in range(0, len(names), _MOST_ASKED):
                asked = names[first : first + _MOST_ASKED]
                found += self._objects.ask(self._paths, partial(_kept, names=asked))
        return found

    def touched(self, path: str, pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
        """By sha, a row for each file that differs: lines added, removed, its name, as git says it.

        Args:
            path: whose commits these are.
            pairs: commits, each with the parent that it is compared to, empty without one.

        Raises:
            AloneError: an answer does not come, or it is odd.
        """
        found: dict[str, list[str]] = {}
        with self._trusting(path):
            for first in range(0, len(pairs), _MOST_ASKED // 2):
                asked = pairs[first : first + _MOST_ASKED // 2]
                found |= self._sizes.ask(self._paths, partial(_touched, pairs=asked))
        return found

    def rest(self) -> None:
        """End the processes as soon as nobody asks; they hold files of all repositories open."""
        self._objects.rest()
        self._sizes.rest()

    def close(self) -> None:
        """As `rest`, and nothing is asked any more."""
        self._objects.close()
        self._sizes.close()

    @contextmanager
    def _trusting(self, path: str) -> Iterator[None]:
        try:
            yield
        except (SilentError, Refused, Unreachable, ValueError, OSError) as error:
            self._alone_until[path] = time.monotonic() + _ALONE_S
            raise AloneError from error


class _Line:
    """One command that is kept running while it is asked."""

    def __init__(self, command: Callable[[], tuple[str, ...]]) -> None:
        self._command = command
        self._lock = threading.Lock()
        self._talk: Conversation | None = None
        self._place: Path | None = None
        self._rests = False
        self._closed = False

    def ask(self, paths: Sequence[str], question: Callable[[Conversation], _T]) -> _T:
        """What comes of the question; a process that fails it is ended."""
        if not self._lock.acquire(timeout=_ANSWER_S):
            raise SilentError
        answered = False
        try:
            if self._closed:
                raise SilentError
            if self._talk is None:
                self._rests = False
                self._place = _borrowing(paths)
                environment = git_guard.environment(self._place)
                environment["GIT_DIR"] = os.fspath(self._place)
                self._talk = git_process.converse(self._place, self._command(), environment)
            found = question(self._talk)
            answered = True
            return found
        finally:
            if not answered:
                self._end()
            self._lock.release()
            if self._rests:
                self.rest()

    def rest(self) -> None:
        """Whoever asks just now ends it when that is done."""
        self._rests = True
        if self._lock.acquire(blocking=False):
            self._end()
            self._lock.release()

    def close(self) -> None:
        """An answer that is still waited for does not come, and leaves nothing behind."""
        self._closed = True
        talk, place = self._talk, self._place
        self.rest()
        if talk is not None:
            talk.kill()
        if place is not None:
            shutil.rmtree(place, ignore_errors=True)

    def _end(self) -> None:
        if self._talk is not None:
            self._talk.end()
        self._talk = None
        if self._place is not None:
            shutil.rmtree(self._place, ignore_errors=True)
        self._place = None


def _objects() -> tuple[str, ...]:
    return _OBJECTS if git_process.version() >= _BUFFERS_SINCE else _OBJECTS_ONCE


def _is_ours(place: str | Path) -> bool:
    """Git itself asks this of the folders of a repository (`safe.directory`)."""
    try:
        return Path(place).stat().st_uid == os.geteuid()
    except OSError:
        return False


def _borrowing(paths: Sequence[str]) -> Path:
    """A new empty repository that has the objects of all of these; the folder of it."""
    place = Path(tempfile.mkdtemp(prefix="cockpit-git-"))
    (place / "objects/info").mkdir(parents=True)
    (place / "refs").mkdir()
    lenders = []
    for path in paths:
        with suppress(Refused):
            lenders.append(os.fspath((find(Path(path)).common / "objects").absolute()))
    lines = "".join(f"{lender}\n" for lender in lenders if "\n" not in lender)
    (place / "objects/info/alternates").write_bytes(os.fsencode(lines))
    (place / "HEAD").write_text("ref: refs/heads/none\n", encoding="ascii")
    return place


def _kept(talk: Conversation, names: Sequence[str]) -> list[tuple[str, str, Raw]]:
    """`<sha> <kind> <size>`, a line end, the object, a line end; or `<name> missing`."""
    ends = time.monotonic() + _ANSWER_S
    if git_process.version() >= _BUFFERS_SINCE:
        asked = [f"contents {name}\n" for name in names]
        asked.append("flush\n")
    else:
        asked = [f"{name}\n" for name in names]
    talk.send("".join(asked).encode("ascii"))
    found: list[tuple[str, str, Raw]] = []
    said, at = b"", 0
    for _ in names:
        while (line_end := said.find(b"\n", at)) < 0:
            said, at = said[at:] + talk.more(ends), 0
        sha, kind, *rest = said[at:line_end].decode("ascii").split(" ")
        at = line_end + 1
        if kind == "missing":
            found.append((sha, "", None))
            continue
        size = int(rest[0])
        after = at + size
        if size > _MOST_OBJECT:
            raise SilentError
        if len(said) <= after:
            parts = [said[at:]]
            at, after, held = 0, after - at, len(said) - at
            while held <= after:
                parts.append(talk.more(ends))
                held += len(parts[-1])
            said = b"".join(parts)
        found.append((sha, kind, said[at:after]))
        at = after + 1
    return found


def _touched(talk: Conversation, pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """A line that is no sha comes back as it is, and so ends the answer."""
    ends = time.monotonic() + _ANSWER_S
    last = f"over-{secrets.token_hex(8)}\n"
    lines = [f"{sha} {parent}".rstrip() + "\n" for sha, parent in pairs]
    talk.send("".join([*lines, last]).encode("ascii"))
    parts, size, tail = [], 0, b""
    while not tail.endswith(last.encode("ascii")):
        parts.append(talk.more(ends))
        size += len(parts[-1])
        tail = (tail + parts[-1])[-len(last) :]
        if size > _MOST_SIZES:
            raise SilentError
    found: dict[str, list[str]] = {}
    rows: list[str] = []
    asked = {sha for sha, _ in pairs}
    for row in b"".join(parts).decode("utf-8", "replace").split("\0")[:-1]:
        if row in asked:
            rows = found[row] = []
        else:
            rows.append(row)
    return found
