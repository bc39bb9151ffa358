"""Prints what reading many repositories costs, as ratios to plain `git log` of the same run.

    python tests/benchmark/repositories.py [--count 200] [--commits 5000] [--per-day 10]
        [--tags 0] [--rounds 5]

The repositories are made in a temporary folder, each with a history of its own, packed as a clone
is; that takes a minute or two. With --tags, each has so many, two of a day, and rings that are told
by them. Each round runs
everything once, and plain `git log` before and after: a ratio compares within a round, so that it
says little of what else the machine does. The processor time beside it, git's included, says even
less of that. Nothing here is a gate: figures depend on the machine, ratios much less.
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from repository import git  # noqa: E402 - it needs the path above

from cockpit.adapters import git_reader  # noqa: E402, F401 - imported before the clock starts
from cockpit.adapters.clock import SystemClock  # noqa: E402 - as above
from cockpit.adapters.git import GitRepositories  # noqa: E402 - as above
from cockpit.domain.watch import RepositorySpec, RingSpec  # noqa: E402 - as above
from cockpit.sources.deploys import AT_ONCE, MOST  # noqa: E402 - as above

_FOLDERS, _FILES = 20, 200
_PLAIN = "plain git log, from Python"
_RINGS = (RingSpec(ring="beta", tag="beta-*"), RingSpec(ring="production", tag="v*"))


def history(folder: Path, commits: int, per_day: int, tags: int = 0) -> None:
    """A bare repository with a linear history that ends now, and tags along it."""
    git(folder.parent, "init", "-q", "--bare", "-b", "main", str(folder))
    end, step = int(SystemClock().now().timestamp()) - 60, 86_400 // per_day
    parts = []
    for number in range(1, commits + 1):
        when = f"{end - (commits - number) * step} +0000"
        text = f"x = {number} of {folder.name}\n" * 20
        words = f"Change number {number} of {folder.name}"
        parts.append(
            f"commit refs/heads/main\nmark :{number}\n"
            f"author Ana <ana@example.com> {when}\ncommitter Ana <ana@example.com> {when}\n"
            f"data {len(words)}\n{words}\n"
            + (f"from :{number - 1}\n" if number > 1 else "")
            + f"M 100644 inline d{number % _FOLDERS}/f{number % _FILES}.py\n"
            f"data {len(text)}\n{text}\n"
        )
    apart = per_day // 2
    for number in range(min(tags, commits // apart - 1)):
        name = f"{'beta-' if number % 2 else 'v'}{number}"
        when = f"{end - number * apart * step} +0000"
        parts.append(
            f"tag {name}\nfrom :{commits - number * apart}\n"
            f"tagger Ana <ana@example.com> {when}\ndata {len(name)}\n{name}\n"
        )
    command = ["git", "-C", str(folder), "fast-import", "--quiet"]
    subprocess.run(command, input="".join(parts).encode(), check=True)
    git(folder, "repack", "-adq")
    git(folder, "pack-refs", "--all")


def plain(folders: list[Path]) -> None:
    """So many `git log`, as many at a time as cockpit runs."""

    def one(folder: Path) -> None:
        command = ["git", "-C", str(folder), "log", "--since=24.hours"]
        subprocess.run(command, capture_output=True, check=True)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(one, folders))


def by_xargs(folders: list[Path]) -> None:
    """The same without Python in between."""
    script = f"xargs -P {AT_ONCE} -I{{}} git -C {{}} log --since=24.hours > /dev/null"
    given = "\n".join(map(str, folders)).encode()
    subprocess.run(["sh", "-c", script], input=given, check=True)


Look = Callable[[GitRepositories, RepositorySpec], Coroutine[None, None, None]]


def looked(
    port: GitRepositories, specs: list[RepositorySpec], look: Look, at_once: int = AT_ONCE
) -> None:
    """All of them through cockpit, within its own bounds."""

    async def everything() -> None:
        gate = asyncio.Semaphore(at_once)

        async def one(spec: RepositorySpec) -> None:
            async with gate:
                await look(port, spec)

        await asyncio.gather(*map(one, specs))

    asyncio.run(everything())


@dataclass(frozen=True)
class Cost:
    """What something took, seconds."""

    wall: float
    processor: float


def timed(run: Callable[[], None]) -> Cost:
    """By the clock, and by all processors, those of its children included."""
    since, used = time.perf_counter(), sum(os.times()[:4])
    run()
    return Cost(time.perf_counter() - since, sum(os.times()[:4]) - used)


def one_round(folders: list[Path], since: datetime, tags: int) -> dict[str, Cost]:
    """Everything once, each time with a cockpit that knows nothing yet."""
    rings = _RINGS if tags else ()
    specs = [RepositorySpec(name=f.name, path=str(f), rings=rings) for f in folders]
    marks: dict[str, str] = {}

    async def glance(port: GitRepositories, spec: RepositorySpec) -> None:
        await port.glance(spec, since, MOST)

    async def scan(port: GitRepositories, spec: RepositorySpec) -> None:
        reading = await port.scan(spec, since, MOST, marks.get(spec.path, ""))
        if reading is not None:
            marks[spec.path] = reading.fingerprint

    async def look_through(port: GitRepositories, spec: RepositorySpec) -> None:
        await port.look_through(spec, since, MOST)

    paths = [spec.path for spec in specs]
    port, command = GitRepositories(AT_ONCE, paths), GitRepositories(AT_ONCE, paths)
    before = timed(lambda: plain(folders))
    found = {
        "plain git log, from xargs": timed(lambda: by_xargs(folders)),
        "first poll: every commit listed": timed(lambda: looked(port, specs, glance, len(specs))),
        "second poll: the rest of it": timed(lambda: looked(port, specs, scan)),
        "later polls: nothing has changed": timed(lambda: looked(port, specs, scan)),
        "behind it: whole histories": timed(lambda: looked(port, specs, look_through, 1)),
    }
    for folder in folders:
        tree = git(folder, "rev-parse", "HEAD^{tree}")
        more = git(folder, "commit-tree", "-p", "HEAD", "-m", "more", tree)
        git(folder, "update-ref", "refs/heads/main", more)
    found["later poll: one commit more in each"] = timed(lambda: looked(port, specs, scan))
    marks.clear()
    found["a command: all of it in one poll"] = timed(lambda: looked(command, specs, scan))
    port.close()
    command.close()
    for folder in folders:  # as a clone is again, for the next round
        git(folder, "update-ref", "refs/heads/main", "refs/heads/main~1")
        git(folder, "pack-refs", "--all")
    after = timed(lambda: plain(folders))
    base = Cost((before.wall + after.wall) / 2, (before.processor + after.processor) / 2)
    return {_PLAIN: base, **found, "first and second poll": together(found)}


def together(found: dict[str, Cost]) -> Cost:
    """Until everything is known that is not hidden far below."""
    polls = [cost for name, cost in found.items() if name.startswith(("first", "second"))]
    return Cost(sum(p.wall for p in polls), sum(p.processor for p in polls))


def shown(rounds: list[dict[str, Cost]]) -> Iterator[str]:
    """A line for each thing that was measured."""
    yield f"{'':38}{'seconds':>9}{'of plain, by the clock':>27}{'by processor':>15}"
    for name in rounds[0]:
        ratios = sorted(r[name].wall / r[_PLAIN].wall for r in rounds)
        used = statistics.median(r[name].processor / r[_PLAIN].processor for r in rounds)
        seconds = statistics.median(r[name].wall for r in rounds)
        spread = f"({ratios[0]:.2f} to {ratios[-1]:.2f})"
        middle = statistics.median(ratios)
        yield f"{name:38}{seconds:9.3f}{middle:9.2f} x {spread:16}{used:11.2f} x"


def main() -> None:
    """Print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, usual in {"count": 200, "commits": 5000, "per-day": 10, "tags": 0}.items():
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cockpit-bench-") as place:
        folders = [Path(place) / f"r{number:03}.git" for number in range(given.count)]
        with ThreadPoolExecutor(2) as pool:
            made = partial(history, commits=given.commits, per_day=given.per_day, tags=given.tags)
            list(pool.map(made, folders))
        since = SystemClock().now() - timedelta(hours=24)
        one_round(folders, since, given.tags)
        rounds = [one_round(folders, since, given.tags) for _ in range(given.rounds)]
    print(
        f"{given.count} repositories of {given.commits} commits and {given.tags} tags,"
        f" {given.per_day} commits a day, {AT_ONCE} at a time, {given.rounds} rounds"
    )
    print("\n".join(shown(rounds)))


if __name__ == "__main__":
    main()
