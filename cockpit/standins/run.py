"""One run of the stand-ins for a folder: begin or go on, serve, end, leave the state."""

import asyncio
import contextlib
import fcntl
import json
import os
import signal
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from cockpit.standins.clock import Clock, wall_clock
from cockpit.standins.codec import DataError, load
from cockpit.standins.http import HOST
from cockpit.standins.library import read_scenario
from cockpit.standins.scenario import Scenario
from cockpit.standins.server import MAIL, SERVICES, STATE, UPLINK, Servers
from cockpit.standins.stage import Saved, Stage
from cockpit.standins.world import make_world

ADDRESSES = "standins.ports.json"
LOCK = "standins.lock"
ALIVE_TIMEOUT_S = 2.0
START_TIMEOUT_S = 10.0
JOIN_POLL_S = 0.05


@dataclass(frozen=True)
class Wish:
    """What the command line asks for; `start` and `seed` count only for a folder that is new."""

    folder: Path
    scenario: str
    speed: float = 1.0
    start: datetime | None = None
    frozen: bool = False
    until_stdin_closes: bool = False
    seed: int = 0
    profile: str = ""
    """Instead of the scenario's own."""


def run(wish: Wish) -> int:
    """Serve until told to end; gives the exit code.

    Prints one line of JSON with the addresses as soon as all is ready. If another
    process serves the folder already, prints its line with `"joined": true`, and ends.
    """
    wish.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (wish.folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return _join(wish.folder)
        try:
            scenario = read_scenario(wish.scenario)
            if wish.profile not in ("", scenario.profile):
                scenario = _under(scenario, wish.profile)
            stage = begin(wish, scenario)
            return asyncio.run(_serve(wish, stage))
        except DataError as error:
            return _fail(str(error))


def _under(scenario: Scenario, profile: str) -> Scenario:
    """The same for an organisation of another procedure, which has other steps and criteria."""
    endpoints = tuple(replace(endpoint, step="") for endpoint in scenario.endpoints)
    runbooks = tuple(replace(book, criterion="") for book in scenario.runbooks)
    return replace(scenario, profile=profile, endpoints=endpoints, runbooks=runbooks)


def _join(folder: Path) -> int:
    """Tell the addresses of the process that has the folder; it may still be starting."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        running = who_serves(folder)
        if running is not None:
            _say({**running, "joined": True})
            return 0
        time.sleep(JOIN_POLL_S)
    return _fail(f"another process has {folder} and does not answer: end it, and start again")


def who_serves(folder: Path) -> dict[str, object] | None:
    """The ready line of a process that serves this folder now, if there is one."""
    line = _read(folder / ADDRESSES)
    if not line or not isinstance(line.get("control"), str):
        return None
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{line['control']}/clock", timeout=ALIVE_TIMEOUT_S) as answer:
            told = json.load(answer)
    except (urllib.error.URLError, OSError, ValueError):
        return None
    return line if told.get("folder") == str(folder.resolve()) else None


def begin(wish: Wish, scenario: Scenario) -> Stage:
    """The stage as it was left, with the time that has passed since; or a new one."""
    wall = wall_clock()
    data = _read(wish.folder / STATE)
    if data:
        saved = load(Saved, data, STATE)
        if saved.scenario != scenario.name:
            raise DataError(
                f"{wish.folder} holds the scenario {saved.scenario!r}: give another folder"
            )
        passed = timedelta(0) if wish.frozen else max(wall - saved.wall_at, timedelta(0))
        at = saved.clock_at + passed * wish.speed
    else:
        at = (wish.start or wall).replace(microsecond=0)
        saved = Saved(scenario.name, at, at, wall, seed=wish.seed)
    clock = Clock(at, speed=wish.speed, frozen=wish.frozen)
    return Stage(scenario, clock, saved, str(wish.folder.resolve()))


async def _serve(wish: Wish, stage: Stage) -> int:
    ending = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(number, ending.set)
    before = _read(wish.folder / ADDRESSES)
    servers = Servers(stage, wish.folder)
    ports = await servers.start(_ports(before))
    line = _line(wish.folder, ports)
    make_world(wish.folder, stage.scenario, stage.saved.start, line)
    _write(wish.folder / ADDRESSES, line)
    _say(line)
    watch = loop.create_task(_stdin_closes(ending)) if wish.until_stdin_closes else None
    await ending.wait()
    if watch is not None:
        watch.cancel()
    await servers.close()
    return 0


def _fail(reason: str) -> int:
    sys.stderr.write(f"cockpit stand-ins: {reason}\n")
    return 2


async def _stdin_closes(ending: asyncio.Event) -> None:
    """End when the parent is gone: the system closes its end of the pipe then."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    with contextlib.suppress(ValueError, OSError):
        await loop.connect_read_pipe(lambda: protocol, sys.stdin)
        while await reader.read(1024):
            pass
    ending.set()


def _line(folder: Path, ports: dict[str, int]) -> dict[str, str | int]:
    base = {name: f"http://{HOST}:{ports[name]}" for name in SERVICES}
    return {
        "pagerduty": base["pagerduty"],
        "slack": f"{base['slack']}/api/",
        "product": base["product"],
        "statuspage": f"{base['statuspage']}/v1",
        "sentry": f"{base['sentry']}/api/0/",
        "jira": base["jira"],
        "notion": base["notion"],
        "mail": f"smtp://{HOST}:{ports[MAIL]}",
        "uplink": f"tls://{HOST}:{ports[UPLINK]}",
        "control": base["control"],
        "config": str(folder / "config.toml"),
        "pid": os.getpid(),
    }


def _ports(line: dict[str, object]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in (*SERVICES, MAIL, UPLINK):
        port = str(line.get(name, "")).split("/")[2:3]
        number = port[0].rpartition(":")[2] if port else ""
        if number.isdecimal():
            found[name] = int(number)
    return found


def _read(path: Path) -> dict[str, object]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _write(path: Path, data: object) -> None:
    new = path.with_suffix(".new")
    new.write_text(json.dumps(data), encoding="utf-8")
    new.replace(path)


def _say(line: object) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
