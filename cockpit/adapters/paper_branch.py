"""Papers as commits on a branch, made beside the working copy: neither its files, nor its index,
nor its HEAD are touched; no hook, filter or signing program runs; blocks.

A commit names the effect that it carries out, by which it is found again. It comes on top of the
commit that the paper was merged with, or not at all.
"""

import os
import re
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from cockpit.adapters import git_fetch, git_guard, git_layout, git_process, git_remote
from cockpit.adapters.git_command import NoCommits, failure, is_revision
from cockpit.domain.effects_papers import FilePaper
from cockpit.domain.papers import LONGEST, Place
from cockpit.ports.outside import MISCONFIGURED, Changed, Garbled, Refused, Unreachable
from cockpit.ports.papers import Stands
from cockpit.ports.plain import plain

_TIMEOUT_S = 20.0
_MOST = LONGEST * 4
_TRAILER = "Cockpit-Effect"
_LOOKED_THROUGH = 200
"""Commits of the branch among which an effect's own is looked for."""
_SHA = re.compile(r"[0-9a-f]{40,64}")
_PROTOCOLS = ("https", "ssh", "file")
_SUBJECT = 72
_AS_US = ("cockpit", "cockpit@localhost")
"""Who commits where the person's own configuration does not say who they are."""


def read(place: Place, name: str) -> Stands:
    """The paper as it stands on the branch; its version is the branch's newest commit.

    Raises:
        Refused: there is no such repository, or the branch is checked out.
    """
    git = _Git(place)
    tip = git.tip()
    if not tip:
        return Stands()
    return Stands(text=git.text(f"{tip}:{_path(place, name)}"), version=tip)


def file(effect: FilePaper) -> Changed:
    """Commit it, once, and push the branch where that is wanted.

    Raises:
        Refused: the branch has moved, or is checked out somewhere.
        Unreachable: it is committed, and could not be pushed.
    """
    git = _Git(effect.place)
    own = git.own_commit(effect.id)
    if not own:
        own = git.commit(effect)
    if effect.place.remote:
        git.push()
    return Changed(ref=own)


def find(effect: FilePaper) -> Changed | None:
    """The commit that carries the effect's name, pushed where that is wanted."""
    git = _Git(effect.place)
    own = git.own_commit(effect.id)
    if not own or (effect.place.remote and not git.is_pushed(own)):
        return None
    return Changed(ref=own)


class _Git:
    """Git commands in one repository, for one branch."""

    def __init__(self, place: Place) -> None:
        if not is_revision(place.branch):
            raise Refused("that is no name of a branch", "correct papers.git.branch")
        self._place = place
        self._path = Path(place.where)
        self._ref = f"refs/heads/{place.branch}"
        self._ends = time.monotonic() + _TIMEOUT_S
        layout = git_layout.find(self._path)
        self._remote = git_layout.remote_address(layout, place.remote) if place.remote else ""

    def tip(self) -> str:
        """The branch's newest commit; empty: there is no such branch yet."""
        found = self._try("rev-parse", "--verify", "--quiet", "--end-of-options", self._ref)
        return found.strip()

    def text(self, blob: str) -> str:
        """What a file says at a commit; empty: there is none of the name."""
        kind = self._try("cat-file", "-t", blob).strip()
        if kind != "blob":
            return ""
        return self._run("cat-file", "blob", blob)

    def own_commit(self, effect: str) -> str:
        """The newest commit that names this effect; empty: there is none."""
        if not self.tip():
            return ""
        log = self._run(
            "log", f"--max-count={_LOOKED_THROUGH}", "-z",
            f"--format=%H %(trailers:key={_TRAILER},valueonly,separator=%x20)",
            "--end-of-options", self._ref,
        )  # fmt: skip
        for entry in log.split("\0"):
            sha, _, names = entry.strip().partition(" ")
            if effect in names.split():
                return sha
        return ""

    def commit(self, effect: FilePaper) -> str:
        """Put the paper on top of the branch, in one step that either happens or does not."""
        self._check_out_nowhere()
        tip = self.tip()
        if tip != effect.version:
            words = f"the branch {self._place.branch} has moved since it was merged"
            raise Refused(words, "file it again: what is new there is merged then", code="moved")
        with tempfile.TemporaryDirectory(prefix="cockpit-paper-") as folder:
            index = {"GIT_INDEX_FILE": os.fspath(Path(folder) / "index")}
            text = Path(folder) / "paper"
            text.write_bytes(effect.text.encode("utf-8", "replace"))
            blob = self._run(
                "hash-object", "-w", "--no-filters", "-t", "blob", os.fspath(text)
            ).strip()
            if tip:
                self._run("read-tree", tip, more=index)
            entry = f"100644,{blob},{_path(self._place, effect.name)}"
            self._run("update-index", "--add", "--cacheinfo", entry, more=index)
            tree = self._run("write-tree", more=index).strip()
        message = f"{_subject(effect)}\n\n{_TRAILER}: {effect.id}\n"
        parents = ("-p", tip) if tip else ()
        made = self._run("commit-tree", tree, *parents, "-m", message, more=self._author()).strip()
        if not _SHA.fullmatch(made):
            raise Garbled("git made no commit", "run git fsck in the repository")
        self._run("update-ref", "-m", "cockpit: a paper", self._ref, made, tip or "0" * len(made))
        return made

    def push(self) -> None:
        """Push the branch, and nothing else; never by force."""
        command = (
            "push", "--quiet", "--porcelain", "--no-verify", "--no-follow-tags",
            "--no-recurse-submodules", "--end-of-options", self._place.remote,
            f"{self._ref}:{self._ref}",
        )  # fmt: skip
        found = self._far(command)
        if found.status == 0:
            return
        where = git_remote.shown(self._remote)
        if "[rejected]" in found.out.decode("utf-8", "replace") or "rejected" in found.said:
            words = f"{where} has something on {self._place.branch} that is not here"
            mend = "it is committed here: fetch, rebase the branch, and push it by hand"
            raise Refused(words, mend, code="moved")
        said = plain(found.said.strip().splitlines()[-1] if found.said.strip() else "", 160)
        words = f"it is committed, and could not be pushed to {where}: {said}"
        raise Unreachable(words, "cockpit tries again", maybe_sent=True)

    def is_pushed(self, commit: str) -> bool:
        """Whether the remote's branch holds this commit."""
        found = self._far(
            ("ls-remote", "--quiet", "--end-of-options", self._place.remote, self._ref)
        )
        if found.status != 0:
            where = git_remote.shown(self._remote)
            raise Unreachable(f"{where} does not answer", "look at the network")
        there = found.out.decode("ascii", "replace").partition("\t")[0].strip()
        if there == commit:
            return True
        known = bool(there) and self._try("cat-file", "-t", there).strip() == "commit"
        return known and self._status("merge-base", "--is-ancestor", commit, there) == 0

    # --- how git is run ----------------------------------------------------------------------

    def _check_out_nowhere(self) -> None:
        """A branch that is checked out would look changed to whoever works in it."""
        listed = self._run("worktree", "list", "--porcelain")
        if f"branch {self._ref}" in listed.splitlines():
            words = f"the branch {self._place.branch} is checked out, so it is not written to"
            mend = "check another one out there, or name another papers.git.branch"
            raise Refused(words, mend, code=MISCONFIGURED)

    def _author(self) -> Mapping[str, str]:
        """The person's own name and address, as git knows them."""
        name = self._try("config", "--get", "user.name").strip() or _AS_US[0]
        email = self._try("config", "--get", "user.email").strip() or _AS_US[1]
        pairs = (("NAME", name), ("EMAIL", email))
        return {f"GIT_{who}_{k}": v for who in ("AUTHOR", "COMMITTER") for k, v in pairs}

    def _far(self, command: tuple[str, ...]) -> git_process.Finished:
        """A command that may speak to the remote, as allowed and asking nobody."""
        if not self._remote or not is_revision(self._place.remote):
            words = f"the repository has no remote {plain(self._place.remote, 80)} to push to"
            raise Refused(words, 'git remote add it, or write push = ""', code=MISCONFIGURED)
        helpers = git_fetch.own_helpers(self._path)
        given = git_guard.for_fetching(self._path, _PROTOCOLS, helpers, os.environ)
        running = git_process.start(self._path, ("--no-pager", *command), given)
        found = running.read(self._left(), _MOST)
        if found.timed_out:
            raise Unreachable("git push took too long", "cockpit tries again", maybe_sent=True)
        return found

    def _run(self, *command: str, more: Mapping[str, str] | None = None) -> str:
        found = self._finished(command, more)
        if found.status != 0:
            error = failure(self._path, found.said)
            raise Garbled("git has no commits there") if isinstance(error, NoCommits) else error
        return found.out.decode("utf-8", "replace")

    def _try(self, *command: str) -> str:
        """What it prints; nothing where it fails."""
        found = self._finished(command, None)
        return found.out.decode("utf-8", "replace") if found.status == 0 else ""

    def _status(self, *command: str) -> int:
        return self._finished(command, None).status

    def _finished(
        self, command: tuple[str, ...], more: Mapping[str, str] | None
    ) -> git_process.Finished:
        given = {**git_guard.environment(self._path), **(more or {})}
        running = git_process.start(self._path, ("--no-pager", *command), given)
        found = running.read(self._left(), _MOST)
        if found.timed_out:
            words = f"git took longer than {_TIMEOUT_S:g} s"
            raise Unreachable(words, "look at the disk", maybe_sent=command[0] == "update-ref")
        return found

    def _left(self) -> float:
        return max(self._ends - time.monotonic(), 0.0)


def _path(place: Place, name: str) -> str:
    return f"{place.folder}/{name}" if place.folder else name


def _subject(effect: FilePaper) -> str:
    title = " ".join(plain(effect.title, 300).split())
    return title if len(title) <= _SUBJECT else f"{title[: _SUBJECT - 1]}…"
