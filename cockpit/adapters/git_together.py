"""Two git processes that tell of some repositories, in place of several for each of them.

To git, other repositories' objects are as good as a repository's own ("alternates"). So one empty
repository that borrows from some answers for all of these. None of their settings, hooks and
attributes is read here. A repository that is odd in any way is left to git processes of its own.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

from cockpit.adapters import git_answers, git_guard, git_process
from cockpit.adapters.git_answers import Raw
from cockpit.adapters.git_borrowing import Borrowing, may_lend
from cockpit.adapters.git_layout import Layout
from cockpit.adapters.git_process import Conversation, SilentError
from cockpit.adapters.git_sizes import NUMSTAT
from cockpit.ports.outside import Refused, Unreachable

_GROUP = 100
"""Repositories that share: an object that is in a file of its own is looked for in all of them."""
_MOST_ASKED = 400
"""Names in one question: less than a pipe holds."""
_CLOSING_S = 1.0
_ALONE_S = 600.0
"""For so long, one whose answer did not come is asked by itself."""
_MOST_ALONE = 8
"""With so many of those, something else is wrong, and all are asked by themselves."""
_OBJECTS = ("cat-file", "--batch-command", "--buffer")
_OBJECTS_ONCE = ("cat-file", "--batch")
"""Hands over each object by itself, and wakes us for each."""
_SIZES = ("diff-tree", "--stdin", "--always", "-r", "--root", "-z", *NUMSTAT)


_T = TypeVar("_T")


class AloneError(Exception):
    """This repository is to be asked by itself."""


class Together:
    """What many repositories hold; for any thread, and a few at a time.

    Args:
        paths: the repositories that will be asked for.
    """

    def __init__(self, paths: Sequence[str] = ()) -> None:
        self._alone_until: dict[str, float] = {}
        """Of the monotonic clock, seconds."""
        self._pairs = _pairs(tuple(dict.fromkeys(paths)))
        self._pair_of = {path: pair for pair in self._pairs for path in pair.paths}

    def has(self, path: str, layout: Layout) -> bool:
        """Whether this repository may be asked here."""
        now = time.monotonic()
        alone = [other for other, until in tuple(self._alone_until.items()) if until > now]
        pair = self._pair_of.get(path)
        return (
            pair is not None
            and len(pair.paths) > 1
            and path not in alone
            and len(alone) < _MOST_ALONE
            and may_lend(path, layout)
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
                question = partial(git_answers.kept, names=asked)
                found += self._pair_of[path].objects.ask(question)
        return found

    def touched(self, path: str, pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
        """By sha, a row for each file that differs: lines added, removed, its name, as git says it.

        Of a commit that is not there, nothing is said.

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
                question = partial(git_answers.touched, pairs=asked)
                found |= self._pair_of[path].sizes.ask(question)
        return found

    def rest(self, idle_s: float) -> bool:
        """End what nobody asked for so long: it holds files of all repositories open, those too
        that a repack has removed. Says whether something is left running."""
        left = [line.rest(idle_s) for pair in self._pairs for line in (pair.objects, pair.sizes)]
        return any(left)

    def close(self) -> None:
        """End them now, and let nothing be asked any more."""
        for pair in self._pairs:
            pair.objects.close()
            pair.sizes.close()

    @contextmanager
    def _trusting(self, path: str) -> Iterator[None]:
        try:
            yield
        except (SilentError, Refused, Unreachable, ValueError, OSError) as error:
            self._alone_until[path] = time.monotonic() + _ALONE_S
            raise AloneError from error


class _Line:
    """One command that is kept running while it is asked."""

    def __init__(self, command: Callable[[], tuple[str, ...]], paths: Sequence[str]) -> None:
        self._command = command
        self._paths = paths
        self._lock = threading.Lock()
        self._talk: Conversation | None = None
        self._borrowing: Borrowing | None = None
        self._asked_at = 0.0
        self._closed = False

    def ask(self, question: Callable[[Conversation], _T]) -> _T:
        """What comes of the question; a process that fails it is ended."""
        if not self._lock.acquire(timeout=git_answers.ANSWER_S):
            raise SilentError
        answered = False
        try:
            if self._talk is None:
                self._begin()
            if self._closed or self._talk is None:
                raise SilentError
            found = question(self._talk)
            self._asked_at = time.monotonic()
            answered = True
            return found
        finally:
            if not answered:
                self._end()
            self._lock.release()

    def rest(self, idle_s: float) -> bool:
        """End it if nobody asked for so long; whether it goes on."""
        if not self._lock.acquire(blocking=False):
            return True
        try:
            if time.monotonic() - self._asked_at >= idle_s:
                self._end()
            return self._talk is not None
        finally:
            self._lock.release()

    def close(self) -> None:
        """Whoever asks just now gets no answer, and has a moment to tidy up."""
        self._closed = True
        talk = self._talk
        if talk is not None:
            talk.kill()
        if self._lock.acquire(timeout=_CLOSING_S):
            self._end()
            self._lock.release()

    def _begin(self) -> None:
        self._borrowing = Borrowing(self._paths)
        place = self._borrowing.place
        environment = git_guard.environment(place)
        environment["GIT_DIR"] = os.fspath(place)
        self._talk = git_process.converse(place, self._command(), environment)

    def _end(self) -> None:
        talk, self._talk = self._talk, None
        borrowing, self._borrowing = self._borrowing, None
        if borrowing is not None:
            borrowing.end()
        if talk is not None:
            talk.end()


class _Pair:
    """The two processes of some repositories."""

    def __init__(self, paths: Sequence[str]) -> None:
        self.paths = tuple(paths)
        self.objects = _Line(_objects, paths)
        self.sizes = _Line(lambda: _SIZES, paths)


def _pairs(paths: Sequence[str]) -> list[_Pair]:
    """Groups of about one size; neighbours are in different ones, since they are read together."""
    groups = -(-len(paths) // _GROUP)
    return [_Pair(paths[first::groups]) for first in range(groups)]


def _objects() -> tuple[str, ...]:
    return _OBJECTS if git_process.version() >= git_answers.BUFFERS_SINCE else _OBJECTS_ONCE
