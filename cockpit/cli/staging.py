"""The stage of a demo or a drill: a folder, and a process of stand-ins that ends with this one."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from cockpit.cli.outcome import Failed

_END_S = 5.0
"""How long the stand-ins may take to end, seconds."""
_LOG = "standins.log"


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """SIGTERM and SIGHUP end through the code that cleans up."""

    def end(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def stay_here() -> None:
    """What is only on this machine is asked without any proxy in between."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        os.environ.pop(name, None)
        os.environ.pop(name.upper(), None)


@contextmanager
def folder(wanted: str) -> Iterator[Path]:
    """The folder of the demo's world; a temporary one goes away afterwards."""
    if wanted:
        kept = Path(wanted).expanduser().absolute()
        try:
            kept.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise Failed(f"{kept} cannot be made ({error.strerror}): name another") from None
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="cockpit-demo-", ignore_cleanup_errors=True) as made:
        yield Path(made)


@contextmanager
def standins(world: Path, options: Sequence[str]) -> Iterator[str]:
    """A process that serves the world; its line of addresses. It ends with this one, even killed.

    Raises:
        Failed: it could not start; the words are its own.
    """
    log = world / _LOG
    with log.open("w", encoding="utf-8") as errors:
        child = _begun(("--until-stdin-closes", "--dir", str(world), *options), errors)
    try:
        line = child.stdout.readline() if child.stdout else ""
        if not line:
            raise Failed(_last_words(log))
        yield line
    finally:
        _end(child)


def scenarios() -> list[dict[str, str]]:
    """Name, profile and title of each that is delivered. Raises `Failed`."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        said, _ = _begun(("--list",), errors).communicate()
        if not said:
            errors.seek(0)
            raise Failed(f"the scenarios cannot be read: {errors.read().strip()}")
    found: list[dict[str, str]] = json.loads(said)
    return found


def _begun(options: Sequence[str], errors: TextIO) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603 - our own program, without a shell
        [sys.executable, "-m", "cockpit.standins", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
        start_new_session=True,
    )


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
    return f"the stand-ins did not start: {said}"
