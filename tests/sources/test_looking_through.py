"""The whole history of each repository is looked through in turn, once all of them are read."""

import asyncio
import os
import subprocess
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from clocks import START, ManualClock
from repository import ISOLATED, Repository, git

from cockpit.adapters.git import GitRepositories
from cockpit.domain.facts import Record
from cockpit.domain.fold import apply
from cockpit.domain.state import EMPTY, State
from cockpit.domain.watch import RepositorySpec
from cockpit.ports.outside import Refused
from cockpit.sources.deploys import RepositorySource
from cockpit.sources.turns import Turns

NAMES = ("a", "b", "c")


class Watched:
    """A few repositories in each of which a new commit is hidden below a hundred old ones."""

    def __init__(self, place: Path, port: GitRepositories) -> None:
        self.state: State = EMPTY
        self.called: list[str] = []
        turns, gate = Turns(), asyncio.Semaphore(4)
        self.sources: dict[str, RepositorySource] = {}
        for name in NAMES:
            spec = RepositorySpec(name=name, path=str(hiding(place / name)))
            source = RepositorySource(
                port, spec, lambda: self.state, ManualClock(), gate, turns=turns
            )
            source.again = lambda name=name: self.called.append(name)
            self.sources[name] = source

    async def poll(self, name: str) -> None:
        """As the keeper does it, once."""
        found = [fact async for fact in self.sources[name].poll()]
        for fact in found:
            seq = self.state.seq + 1
            noted = Record(
                seq=seq, id=f"r{seq}", at=START, noted_at=START, author="a", host="h", fact=fact
            )
            self.state = apply(self.state, noted)

    def seen(self, name: str) -> list[str]:
        """Subjects that are known, the newest first."""
        return [deploy.subject for deploy in self.state.repositories[name].deploys]

    async def all_read(self) -> None:
        """Glanced at, and scanned, as they are called."""
        for _ in ("glance", "scan"):
            for name in NAMES:
                await self.poll(name)


def hiding(folder: Path) -> Path:
    """A repository in which "hidden" is new."""
    repo = Repository(folder)
    hours = (24 * 9, 3, *[24 * 2] * 100, 1)
    words = ("first", "hidden", *["old"] * 100, "new")
    stream = "".join(
        f"commit refs/heads/main\n"
        f"committer A <a@b> {int((START - timedelta(hours=ago)).timestamp())} +0000\n"
        f"data {len(subject)}\n{subject}\n"
        for ago, subject in zip(hours, words, strict=True)
    )
    command = ["git", "-C", str(repo.folder), "fast-import", "--quiet"]
    subprocess.run(command, input=stream.encode(), check=True, env={**os.environ, **ISOLATED})
    return folder


@pytest.fixture
async def watched(tmp_path: Path) -> AsyncIterator[Watched]:
    port = GitRepositories()
    yield Watched(tmp_path, port)
    port.close()


async def test_what_is_hidden_is_found_at_once_and_one_repository_after_another(
    watched: Watched,
) -> None:
    await watched.all_read()
    assert watched.called == [*NAMES, "a"], "all are listed before the first is looked through"
    assert watched.seen("a") == ["new"]

    for name, following in zip(NAMES, ("b", "c", None), strict=True):
        await watched.poll(name)
        assert watched.seen(name) == ["new", "hidden"]
        assert watched.called[-1] == (following or name)
    calls = len(watched.called)
    for name in NAMES:
        await watched.poll(name)

    assert len(watched.called) == calls, "nothing is looked through twice"


async def test_a_repository_that_fails_in_its_turn_holds_up_no_other(watched: Watched) -> None:
    await watched.all_read()
    place = Path(watched.sources["a"]._spec.path)
    place.rename(place.with_name("gone"))

    with pytest.raises(Refused):
        await watched.poll("a")
    await watched.poll("b")

    assert watched.called[len(NAMES) :] == ["a", "b", "c"]
    assert watched.seen("b") == ["new", "hidden"]


async def test_what_comes_meanwhile_is_told_before_the_history_is_looked_through(
    watched: Watched,
) -> None:
    await watched.all_read()
    folder = Path(watched.sources["a"]._spec.path)
    newest = ("commit", "-q", "--allow-empty", "-m", "newest")
    git(folder, *newest, GIT_COMMITTER_DATE=START.isoformat())

    await watched.poll("a")
    assert watched.seen("a") == ["newest", "new"]
    await watched.poll("b")
    await watched.poll("c")
    await watched.poll("a")

    assert watched.seen("a") == ["newest", "new", "hidden"]


async def test_without_anybody_to_call_nothing_is_looked_through(watched: Watched) -> None:
    """A command reads once, and ends."""
    watched.sources["a"].again = None

    for _ in range(3):
        await watched.poll("a")

    assert watched.seen("a") == ["new"]
