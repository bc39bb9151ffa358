"""Git commands in a repository that nobody vouches for: one after another, within a time.

What they may not do is in `git_guard`, how one is run in `git_process`; what git complains of is
put into words here.
"""

import os
import re
import shlex
import time
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from cockpit.adapters import git_guard, git_process
from cockpit.ports.outside import MISCONFIGURED, Garbled, PortError, Refused, Unreachable
from cockpit.ports.plain import plain

MOST_BYTES = 64 * 1024 * 1024
"""What a command may print; git is stopped there."""

_REVISION = re.compile(r"(?!-)(?!.*\.\.)(?!.*@\{)[\w./+@#-]+")
_UNBORN = re.compile(
    r"does not have any commits yet|(?:bad|unknown) revision 'HEAD'|ambiguous argument 'HEAD'|"
    r"Not a valid object name HEAD"
)
_NO_SUCH = re.compile(r"unknown revision|bad revision|ambiguous argument|Not a valid object name")
_DAMAGED = re.compile(
    r"bad object|corrupt|unable to read|missing|inflate|loose object|bad (tree|signature)|"
    r"invalid (object|sha1)|not a (commit|tree)|could not (read|parse)|broken|too small to be",
    re.IGNORECASE,
)


class NoCommits(Exception):
    """The repository is healthy and has nothing in it yet."""


def is_revision(name: str) -> bool:
    """Whether this can be a branch's name, and nothing that git takes for more."""
    return _REVISION.fullmatch(name) is not None


class Session:
    """Git commands in one repository, which together may take so many seconds.

    Those that are `calm` give way to whatever else the machine has to do.
    """

    def __init__(self, path: Path, timeout_s: float, *, calm: bool = False) -> None:
        self.path = path
        self._calm = calm
        self._timeout_s = timeout_s
        self._ends = time.monotonic() + timeout_s

    @cached_property
    def _environment(self) -> Mapping[str, str]:
        return git_guard.environment(self.path)

    def run(self, *arguments: str, good: tuple[int, ...] = (0,)) -> bytes:
        """What the command prints; `good` are the statuses that are no failure.

        Args:
            arguments: the command, without `git`.
            good: statuses that are an answer.

        Raises:
            NoCommits: there is no commit yet.
            PortError: what is in the way.
        """
        out, cut = self.some(MOST_BYTES, *arguments, good=good)
        if cut:
            raise Garbled("git prints more than can be read", "run git log in it to see why")
        return out

    def some(
        self, most: int, *arguments: str, good: tuple[int, ...] = (0,), share: float = 1.0
    ) -> tuple[bytes, bool]:
        """The first `most` bytes that the command prints, and whether there is more.

        It may take `share` of what is left of the time.
        """
        found = self._finished(most, arguments, share)
        if found.cut or found.status in good:
            return found.out, found.cut
        raise failure(self.path, found.said)

    def status(self, *arguments: str) -> int:
        """How a command ended that only says yes or no.

        Raises:
            PortError: it did not end in time, or there is no git.
        """
        return self._finished(MOST_BYTES, arguments, 1.0).status

    def _finished(
        self, most: int, arguments: tuple[str, ...], share: float
    ) -> git_process.Finished:
        left = max(self._ends - time.monotonic(), 0.0) * share
        command = ("--no-pager", "--literal-pathspecs", *arguments)
        running = git_process.start(self.path, command, self._environment)
        found = (git_process.calm(running) if self._calm else running).read(left, most)
        if found.timed_out:
            words = f"git took longer than {self._timeout_s:g} s"
            raise Unreachable(words, "look at the disk, or give the repository a longer timeout")
        return found


def run(path: Path, timeout_s: float, *arguments: str) -> bytes:
    """What one command prints; see `Session.run`."""
    return Session(path, timeout_s).run(*arguments)


def failure(path: Path, err: str) -> PortError | NoCommits:
    """What git's complaint means."""
    if "dubious ownership" in err or "safe.directory" in err:
        place = shlex.quote(plain(os.fspath(path.resolve()), 300))
        return Refused(
            "git does not read this repository, because somebody else owns it",
            f"if you trust it: git config --global --add safe.directory {place}",
            code=MISCONFIGURED,
        )
    if _UNBORN.search(err):
        return NoCommits()
    if "not a git repository" in err:
        words = f"{plain(os.fspath(path), 200)} is not a git repository"
        return Refused(words, "name the top folder of a working copy", code=MISCONFIGURED)
    if _DAMAGED.search(err):
        return Garbled("the repository is damaged", "run git fsck in it")
    if _NO_SUCH.search(err):
        return Refused("there is no such branch", "correct the branch", code=MISCONFIGURED)
    said = plain(err.strip().removeprefix("fatal: "), 160)
    return Garbled(f"git fails: {said}", "run git log in it to see more")
