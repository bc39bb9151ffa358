"""`cockpit demo`: starts the stand-ins, then the unchanged program on what they have made."""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cockpit.cli.outcome import WRONG, Failed
from cockpit.cli.speech import aside, put

_END_S = 5.0
"""How long the stand-ins may take to end, seconds."""
_LOG = "standins.log"


def demo(options: argparse.Namespace) -> int:
    """Serve, and show the full screen unless told otherwise; returns the exit code."""
    if not options.serve:
        from cockpit.terminal.device import refusal

        if words := refusal():
            aside(words.removeprefix("cockpit: "), lines=True)
            return WRONG
    with _ended_by_signals(), _folder(options.dir) as folder, _standins(options, folder) as line:
        if options.serve:
            return _serve(line)
        os.environ["COCKPIT_CONFIG"] = json.loads(line)["config"]
        os.environ.pop("COCKPIT_STATE_DIR", None)
        from cockpit.cli.screen import screen

        return screen(options)


def _serve(line: str) -> int:
    """Print the addresses, and wait to be ended."""
    put(line)
    while True:
        signal.pause()


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """SIGTERM and SIGHUP end through the code that cleans up."""

    def end(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _folder(wanted: str) -> Iterator[Path]:
    """The folder of the demo's world; a temporary one goes away afterwards."""
    if wanted:
        folder = Path(wanted).expanduser().absolute()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise Failed(f"{folder} cannot be made ({error.strerror}): name another") from None
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="cockpit-demo-", ignore_cleanup_errors=True) as made:
        yield Path(made)


@contextmanager
def _standins(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    """A process that serves the world; its line of addresses. It ends with this one, even killed.

    Raises:
        Failed: it could not start; the words are its own.
    """
    log = folder / _LOG
    command = [
        *(sys.executable, "-m", "cockpit.standins", "--until-stdin-closes"),
        *("--dir", str(folder), "--scenario", options.scenario, "--speed", str(options.speed)),
    ]
    with log.open("w", encoding="utf-8") as errors:
        child = subprocess.Popen(  # noqa: S603 - our own program, without a shell
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
        )
    try:
        line = child.stdout.readline() if child.stdout else ""
        if not line:
            raise Failed(_last_words(log))
        yield line
    finally:
        _end(child)


def _end(child: "subprocess.Popen[str]") -> None:
    for stream in (child.stdin, child.stdout):
        if stream is not None:
            stream.close()
    try:
        child.wait(_END_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _last_words(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    said = lines[-1] if lines else "they said nothing"
    return f"the stand-ins of the demo did not start: {said}"
