"""Prints start-up, idle cost and scale, as ratios to a bare Textual app of the same run.

    python tests/benchmark/run.py [--rounds 5] [--idle 10] [--quick]

Nothing here is a gate: figures depend on the machine, ratios much less. Linux only, because
processor time is read from /proc.
"""

import argparse
import compileall
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

import probe  # noqa: E402 - it needs the path above
from flight import Flight, command  # noqa: E402 - so does this
from pty_terminal import PtyTerminal  # noqa: E402 - and this

BARE = [sys.executable, str(HERE / "bare.py")]
READY, BARE_READY = "TRIGGERED", "a bare app"

PROBE = """
[[health.probes]]
name = "probe {number:03}"
url = "{url}/api/v1/gateways/summary?n={number}"
interval = "1s"
"""

REPOSITORY = """
[[repositories]]
name = "r{number:03}"
path = "{path}"
interval = "30s"
"""


@dataclass(frozen=True)
class Run:
    """One program, started and left alone once."""

    start: probe.Start
    idle: probe.Idle


def once(argv: list[str], ready: str, env: dict[str, str], idle_s: float) -> Run:
    """Start it, let it settle for two seconds, watch it idle."""
    since = time.monotonic()
    with PtyTerminal(argv, env=env) as terminal:
        start = probe.started(terminal, since, ready)
        terminal.read_for(2)
        return Run(start, probe.idle(terminal, idle_s))


def compared(rounds: int, idle_s: float) -> None:
    """Both programs in turns; medians."""
    bare, ours = [], []
    with world() as flight:
        once(command(), READY, flight.environment(), 1)
        for _ in range(rounds):
            bare.append(once(BARE, BARE_READY, {}, idle_s))
            ours.append(once(command(), READY, flight.environment(), idle_s))
    print(f"\n{'':34}{'bare':>10}{'cockpit':>10}{'ratio':>8}   medians of {rounds}")
    row(
        "seconds to the first useful screen",
        [r.start.seconds for r in bare],
        [r.start.seconds for r in ours],
    )
    row("CPU seconds until then", [r.start.cpu_s for r in bare], [r.start.cpu_s for r in ours])
    row(
        "peak memory until then, MiB",
        [r.start.peak_mib for r in bare],
        [r.start.peak_mib for r in ours],
    )
    row("idle CPU, %", [r.idle.cpu_percent for r in bare], [r.idle.cpu_percent for r in ours])
    row(
        "idle bytes per second",
        [r.idle.bytes_per_s for r in bare],
        [r.idle.bytes_per_s for r in ours],
    )


def row(name: str, bare: list[float], ours: list[float]) -> None:
    """One line of the table."""
    one, other = median(bare), median(ours)
    ratio = f"{other / one:.1f}" if one else "-"
    print(f"{name:34}{one:10.3f}{other:10.3f}{ratio:>8}")


@contextmanager
def world() -> Iterator[Flight]:
    """A world of stand-ins in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="cockpit-bench-") as folder, Flight(Path(folder)) as f:
        yield f


def scaled(
    name: str, flight: Flight, idle_s: float, mark: Callable[[], None] = lambda: None
) -> None:
    """Cost and key times of a full screen in this world; `mark`: before and after the wait."""
    since = time.monotonic()
    with PtyTerminal(command(), env=flight.environment()) as terminal:
        start = probe.started(terminal, since, READY)
        keys = probe.key_ms(terminal, 5)
        terminal.read_for(5)
        mark()
        idle = probe.idle(terminal, idle_s)
        mark()
        keys += probe.key_ms(terminal, 10)
    keys.sort()
    print(
        f"{name:34}{start.seconds:8.2f} s to the screen, {idle.cpu_percent:5.1f} % CPU,"
        f" {idle.bytes_per_s:6.0f} bytes/s, key {median(keys):.0f} ms (worst {keys[-1]:.0f})"
    )


def many_probes(count: int, idle_s: float) -> None:
    """So many probes, each once a second."""
    with world() as flight:
        url = flight.stand.product
        text = flight.config.read_text("utf-8")
        added = "".join(PROBE.format(number=n, url=url) for n in range(count))
        flight.config.write_text(text + added, "utf-8")

        def arrived() -> int:
            counts = flight.stand.received()["counts"]
            return int(counts.get("product GET /api/v1/gateways/summary", 0))

        found: list[float] = []
        scaled(f"{count} probes at 1 s", flight, idle_s, lambda: found.append(arrived()))
        looks, wanted = found[1] - found[0], count * idle_s
        print(f"{'':34}{100 * looks / wanted:7.1f} % of the looks on time")


def many_repositories(count: int, commits: int, idle_s: float) -> None:
    """So many repositories with so many commits each, of the last day."""
    with world() as flight:
        first = history(flight.folder / "many" / "r000", commits)
        added = []
        for number in range(count):
            path = first.with_name(f"r{number:03}")
            if number:
                subprocess.run(["cp", "-r", str(first), str(path)], check=True)
            added.append(REPOSITORY.format(number=number, path=path))
        text = flight.config.read_text("utf-8")
        flight.config.write_text(text + "".join(added), "utf-8")
        scaled(f"{count} repositories x {commits} commits", flight, idle_s)
        expiry = time.monotonic() + 60
        while len(flight.facts("deploys_found")) < count and time.monotonic() < expiry:
            with PtyTerminal(command(), env=flight.environment()) as terminal:
                terminal.read_for(5)
        read = {fact["repository"] for fact in flight.facts("deploys_found")}
        size = flight.journal.stat().st_size // 1024
        print(f"{'':34}{len(read):8} repositories read; the journal has {size} KiB")


def history(path: Path, commits: int) -> Path:
    """A repository with one commit a minute, up to now."""
    path.mkdir(parents=True)
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", "init", "--quiet", str(path)], check=True, env=env)
    now = int(time.time())  # noqa: TID251 - nothing of cockpit is in here
    stream = []
    for number in range(commits):
        at = f"{now - 60 * (commits - number)} +0000"
        subject = f"Change number {number}"
        stream.append(
            f"commit refs/heads/main\nmark :{number + 1}\n"
            f"committer Ana <ana@example.com> {at}\ndata {len(subject)}\n{subject}\n"
            + (f"from :{number}\n" if number else "")
        )
    subprocess.run(
        ["git", "-C", str(path), "fast-import", "--quiet"],
        input="".join(stream),
        text=True,
        check=True,
        env=env,
    )
    subprocess.run(
        ["git", "-C", str(path), "symbolic-ref", "HEAD", "refs/heads/main"], check=True, env=env
    )
    return path


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--idle", type=float, default=10, help="seconds to watch each")
    parser.add_argument("--quick", action="store_true", help="one short round, small scale")
    given = parser.parse_args()
    probe.own_limit(4096)
    # As an installer leaves it: whoever measures may have told Python to write no bytecode.
    compileall.compile_dir(HERE.parents[1] / "cockpit", quiet=1)
    if given.quick:
        given.rounds, given.idle = 1, 3.0
    compared(given.rounds, given.idle)
    print()
    many_probes(50 if given.quick else 500, given.idle)
    many_repositories(10 if given.quick else 200, 1000, given.idle)


if __name__ == "__main__":
    main()
