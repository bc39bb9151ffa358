"""Prints what reading many repositories costs, as ratios to plain `git log` of the same run.

    python tests/benchmark/repositories.py [--count 200] [--commits 5000] [--per-day 10]
        [--rounds 5]

The repositories are made in a temporary folder and share their packs by hard links. Nothing here is
a gate: figures depend on the machine, ratios much less.
"""

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from repository import git  # noqa: E402 - it needs the path above

from cockpit.adapters import git_reading  # noqa: E402, F401 - imported before the clock starts
from cockpit.adapters.clock import SystemClock  # noqa: E402 - as above
from cockpit.adapters.git import GitRepositories  # noqa: E402 - as above
from cockpit.domain.watch import RepositorySpec  # noqa: E402 - as above
from cockpit.sources.deploys import AT_ONCE, MOST  # noqa: E402 - as above

_FOLDERS, _FILES = 20, 200


def history(folder: Path, commits: int, per_day: int) -> None:
    """A bare repository with a linear history that ends now."""
    git(folder.parent, "init", "-q", "--bare", "-b", "main", str(folder))
    end, step = int(SystemClock().now().timestamp()) - 60, 86_400 // per_day
    parts = []
    for number in range(1, commits + 1):
        when = f"{end - (commits - number) * step} +0000"
        text = f"x = {number}\n" * 20
        words = f"Change number {number}"
        parts.append(
            f"commit refs/heads/main\nmark :{number}\n"
            f"author Ana <ana@example.com> {when}\ncommitter Ana <ana@example.com> {when}\n"
            f"data {len(words)}\n{words}\n"
            + (f"from :{number - 1}\n" if number > 1 else "")
            + f"M 100644 inline d{number % _FOLDERS}/f{number % _FILES}.py\n"
            f"data {len(text)}\n{text}\n"
        )
    command = ["git", "-C", str(folder), "fast-import", "--quiet"]
    subprocess.run(command, input="".join(parts).encode(), check=True)


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


def looked(port: GitRepositories, folders: list[Path], look: Look, at_once: int = AT_ONCE) -> None:
    """All of them through cockpit, within its own bounds."""

    async def everything() -> None:
        gate = asyncio.Semaphore(at_once)

        async def one(folder: Path) -> None:
            async with gate:
                await look(port, RepositorySpec(name=folder.name, path=str(folder)))

        await asyncio.gather(*map(one, folders))

    asyncio.run(everything())


def timed(run: Callable[[], None]) -> float:
    """Seconds that it takes."""
    since = time.perf_counter()
    run()
    return time.perf_counter() - since


def one_round(folders: list[Path], since: datetime) -> dict[str, float]:
    """Everything once, each time with a cockpit that knows nothing yet."""
    marks: dict[str, str] = {}

    async def glance(port: GitRepositories, spec: RepositorySpec) -> None:
        await port.glance(spec, since, MOST)

    async def scan(port: GitRepositories, spec: RepositorySpec) -> None:
        reading = await port.scan(spec, since, MOST, marks.get(spec.path, ""))
        if reading is not None:
            marks[spec.path] = reading.fingerprint

    port = GitRepositories(AT_ONCE)
    found = {
        "plain git log, from Python": timed(lambda: plain(folders)),
        "plain git log, from xargs": timed(lambda: by_xargs(folders)),
        "all commits listed": timed(lambda: looked(port, folders, glance)),
        "tags, rings, files, lines as well": timed(lambda: looked(port, folders, scan)),
        "whole histories, one by one": timed(lambda: looked(port, folders, scan, 1)),
        "nothing has changed": timed(lambda: looked(port, folders, scan)),
    }
    for folder in folders:
        tree = git(folder, "rev-parse", "HEAD^{tree}")
        more = git(folder, "commit-tree", "-p", "HEAD", "-m", "more", tree)
        git(folder, "update-ref", "refs/heads/main", more)
    found["one commit more in each"] = timed(lambda: looked(port, folders, scan))
    port.close()
    return found


def main() -> None:
    """Print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--commits", type=int, default=5000)
    parser.add_argument("--per-day", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cockpit-bench-") as place:
        first = Path(place) / "r000.git"
        history(first, given.commits, given.per_day)
        folders = [first]
        for number in range(1, given.count):
            folders.append(Path(place) / f"r{number:03}.git")
            subprocess.run(["cp", "-rl", str(first), str(folders[-1])], check=True)
        since = SystemClock().now() - timedelta(hours=24)
        one_round(folders, since)
        rounds = [one_round(folders, since) for _ in range(given.rounds)]
    print(f"{given.count} x {given.commits} commits, {given.per_day} a day, {AT_ONCE} at a time")
    base = statistics.median(r["plain git log, from Python"] for r in rounds)
    for name in rounds[0]:
        middle = statistics.median(r[name] for r in rounds)
        print(f"{name:34}{middle:8.3f} s{middle / base:8.2f} x")


if __name__ == "__main__":
    main()
