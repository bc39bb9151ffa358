"""The first frame waits for nobody: no client library, no network, no git."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flight import Flight
from pty_terminal import PtyTerminal

CLIENTS = (
    "pdpyras",
    "requests",
    "urllib3",
    "slack_sdk",
    "git",
    "gitdb",
    "httpx",
    "httpcore",
    "icalendar",
    "dateutil",
)

BUILD = """
import sys
import cockpit.app, cockpit.wiring
from cockpit.settings.load import load
cockpit.wiring.build(load())
print(*sorted(name for name in {clients} if name in sys.modules))
"""

LOADED = """
import sys
import cockpit.cli.screen, cockpit.app, cockpit.wiring
from cockpit.settings.load import load
cockpit.app.Cockpit(cockpit.wiring.build(load()))
print(*sorted(name for name in sys.modules if name.startswith("cockpit.")))
"""

AFTERWARDS = (
    "cockpit.domain.decide",
    "cockpit.screens.asking",
    "cockpit.screens.composer",
    "cockpit.screens.doing",
    "cockpit.screens.hands",
    "cockpit.screens.incidents",
    "cockpit.view.composer",
)
"""What keys open and decide."""
MOST_MODULES = 460
"""Of ours before the first frame, of more than 650: each costs a start about a millisecond."""

WITHOUT_CLIENTS = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {clients}:
            raise ImportError(f"{{name}} is not to be had")
sys.meta_path.insert(0, Absent())
from cockpit.__main__ import main
raise SystemExit(main())
"""


@pytest.fixture
def before() -> Iterator[Flight]:
    """A world in which cockpit ran before: its journal knows the incident."""
    with TemporaryDirectory(prefix="cockpit-") as folder, Flight(Path(folder)) as flight:
        with flight.screen() as terminal:
            terminal.wait_for("TRIGGERED")
            terminal.wait_for(re.compile(r"cloud +v2026"))
            terminal.wait_for("api health bad")
            terminal.press("q")
            terminal.wait_for("Quit?")
            terminal.press("y")
            assert terminal.exit_code() == 0
        yield flight


@contextmanager
def silence() -> Iterator[str]:
    """The address of somebody who takes every connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def test_building_everything_imports_no_client_library(before: Flight):
    done = subprocess.run(
        [sys.executable, "-c", BUILD.format(clients=CLIENTS)],
        capture_output=True,
        text=True,
        env={**before.environment(), "PATH": "/usr/bin:/bin"},
        check=False,
    )

    assert done.stderr == ""
    assert done.stdout.split() == []


def test_what_keys_open_is_not_loaded_before_the_first_frame(before: Flight):
    done = subprocess.run(
        [sys.executable, "-c", LOADED],
        capture_output=True,
        text=True,
        env={**before.environment(), "PATH": "/usr/bin:/bin"},
        check=False,
    )
    loaded = done.stdout.split()

    assert done.stderr == ""
    assert not set(AFTERWARDS) & set(loaded)
    assert len(loaded) <= MOST_MODULES


def test_the_last_known_state_is_shown_without_any_client_library(before: Flight):
    command = [sys.executable, "-c", WITHOUT_CLIENTS.format(clients=CLIENTS)]
    with PtyTerminal(command, env=before.environment(), cwd=before.folder) as terminal:
        terminal.wait_for("#4217", "TRIGGERED")


def test_the_last_known_state_is_shown_with_its_age_while_every_source_hangs(before: Flight):
    stand = before.stand
    with silence() as address:
        for service in (stand.pagerduty, stand.slack.removesuffix("/api/"), stand.product):
            before.change(service, address)
        before.stand.close()
        with before.screen() as terminal:
            terminal.wait_for(
                re.compile(r"api health +503 +\d+ (s|min) old"),
                re.compile(r"1 Escal.* last known"),
                "TRIGGERED",
            )
            terminal.press("?")
            terminal.wait_for("it stops the escalation timer")
            terminal.press("escape")
            terminal.wait_for("First ten minutes")
            terminal.press("n")
            terminal.wait_for("Note on #4217")
            terminal.press("escape")
            terminal.wait_for("First ten minutes")
            terminal.press("q")
            terminal.press("y")

            assert terminal.exit_code() == 0
