"""Histories of any shape, as they grow and as branches move, are told alike by shared processes and
by processes for each; and what the first look at one misses, it knows that it may miss."""

import asyncio
import os
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path
from random import Random

from git_rig import DAY, NOW
from hypothesis import given, settings
from hypothesis import strategies as st
from repository import ISOLATED, git

from cockpit.adapters.git import GitRepositories
from cockpit.domain.watch import RepositorySpec, RingSpec
from cockpit.ports.repositories import RepositoryReading

MOST = 1000
REFS = ("heads/main", "heads/release/1", "tags/v1", "tags/live")
RINGS = (RingSpec(ring="beta", branch="release/*"), RingSpec(ring="live", tag="live"))
AGES = (60, 60, 3600, 3600, 7200, 86_400, 86_401, 3 * 86_400, 400 * 86_400, -7200)
"""Seconds before now; one is of the future."""


class History:
    """A bare repository that grows at random."""

    def __init__(self, folder: Path, chance: Random) -> None:
        self.folder = folder
        self.chance = chance
        self._shas: list[str] = []
        self._old = 0
        folder.mkdir()
        git(folder, "init", "-q", "--bare", "-b", "main")

    def grow(self, count: int) -> None:
        """More commits, merges and new beginnings among them, and branches that move."""
        first = len(self._shas) + 1
        told = "".join(self._commit(number) for number in range(first, first + count))
        marks = self.folder / "marks"
        names = ["--export-marks=marks", *(["--import-marks=marks"] if marks.exists() else [])]
        self._run(told, "fast-import", "--quiet", *names)
        by_mark = dict(line.split() for line in marks.read_text().splitlines())
        self._shas = [by_mark[f":{number}"] for number in range(1, first + count)]
        moves = [self._move(name) for name in REFS]
        self._run("".join(moves), "update-ref", "--stdin")

    def _commit(self, number: int) -> str:
        chance = self.chance
        before = range(max(number - 9, 1), number) if chance.random() < 0.9 else range(1, number)
        beside = chance.sample(before, min(chance.choice((0, 0, 0, 1, 1, 3)), len(before)))
        line = [number - 1] if number > 1 and chance.random() < 0.8 else []
        parents = list(dict.fromkeys([*line, *beside]))
        self._old = 12 if chance.random() < 0.03 else max(self._old - 1, 0)  # long enough to hide
        age = AGES[-2] if self._old else chance.choice(AGES)
        files = [f"M 100644 inline {chance.randint(0, 3)}\ndata 2\n{number % 10}\n"]
        when = f"<a@example.com> {int(NOW.timestamp()) - age} +0000"
        edges = [f"{'merge' if i else 'from'} :{p}\n" for i, p in enumerate(parents)]
        head = f"commit refs/made/{number}\nmark :{number}\ncommitter A {when}\n"
        words = f"number {number}"
        return f"{head}data {len(words)}\n{words}\n{''.join(edges)}{''.join(files)}\n"

    def _move(self, name: str) -> str:
        back = self.chance.choice((1, 1, 1, 2, 7, len(self._shas)))
        if name != REFS[0] and self.chance.random() < 0.3:
            return f"update refs/{name} {'0' * 40}\n"
        return f"update refs/{name} {self._shas[-min(back, len(self._shas))]}\n"

    def _run(self, told: str, *command: str) -> None:
        whole = ["git", "-C", str(self.folder), *command]
        environment = {**os.environ, **ISOLATED}
        subprocess.run(whole, input=told.encode(), check=True, env=environment, capture_output=True)


async def compared(folder: Path, chance: Random) -> None:
    """One that shares its beginning with another one; from look to look."""
    seed = chance.random()
    count = chance.choice((1, 15, 60))
    both = [History(folder / name, Random(seed)) for name in ("one", "other")]  # noqa: S311
    together = GitRepositories(together=[str(history.folder) for history in both])
    for change in (count, 2, 9):
        for history in both:
            history.grow(change)
            path = str(history.folder)
            spec = RepositorySpec(name="cloud", path=path, releases=("release/*",), rings=RINGS)
            await judged(together, spec)
        seed = chance.random()
        both[1].chance = Random(seed)  # noqa: S311
    together.close()


async def judged(together: GitRepositories, spec: RepositorySpec) -> None:
    alone = GitRepositories()
    found = await together.scan(spec, DAY, MOST, "")
    expected = await alone.scan(spec, DAY, MOST, "")
    truth = await alone.look_through(spec, DAY, MOST)
    alone.close()
    assert found is not None
    assert expected is not None
    assert shas(found) <= shas(truth)
    assert shas(found) >= shas(expected) or not found.whole
    if found.whole:
        assert replace(found, whole=True) == replace(truth, whole=True)
    else:
        assert await together.look_through(spec, DAY, MOST) == truth


def shas(reading: RepositoryReading) -> set[str]:
    return {deploy.sha for deploy in reading.deploys}


BY_HAND = os.environ.get("COCKPIT_HISTORIES", "")


@settings(max_examples=int(BY_HAND or 4), derandomize=not BY_HAND, deadline=None)
@given(st.integers(0, 2**32))
def test_however_a_history_grows_both_ways_tell_the_same(seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(compared(Path(folder), Random(seed)))  # noqa: S311
