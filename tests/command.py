"""The command as tests run it: a process, with what it said and how it ended."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import forked
from patience import PATIENCE_S
from stand import Stand

CHECKOUT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Said:
    """How a command ended."""

    code: int
    out: str
    err: str


def environment(config: Path | None, **more: str) -> dict[str, str]:
    """An environment that leads nowhere but to this configuration."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("COCKPIT_")}
    home = str(config.parent) if config else more.get("HOME", "/nonexistent")
    quiet = {"HOME": home, "XDG_CONFIG_HOME": f"{home}/none", "XDG_STATE_HOME": f"{home}/none"}
    named = {"COCKPIT_CONFIG": str(config)} if config else {}
    return {**kept, **quiet, **named, "PYTHONPATH": str(CHECKOUT), **more}


def command(*arguments: str) -> list[str]:
    """The command line."""
    return [sys.executable, "-m", "cockpit", *arguments]


def cockpit(config: Path | None, *arguments: str, **more: str) -> Said:
    """Run `cockpit` with these arguments, to its end."""
    return Said(*forked.run(arguments, environment(config, **more), PATIENCE_S))


def anew(config: Path | None, *arguments: str, **more: str) -> Said:
    """The same as a shell does it: Python starts, and reads everything for this one command."""
    ended = subprocess.run(
        command(*arguments),
        env=environment(config, **more),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return Said(ended.returncode, ended.stdout, ended.stderr)


def rewritten(config: Path, old: str, new: str) -> None:
    """Change a configuration."""
    text = config.read_text(encoding="utf-8")
    assert old in text
    config.write_text(text.replace(old, new), encoding="utf-8")


def offline(stand: Stand) -> None:
    """Nobody answers at the pager's and the chat's addresses any more."""
    for address in (stand.pagerduty, stand.slack):
        port = address.rsplit(":", 1)[1].split("/")[0]
        rewritten(stand.config, f":{port}", ":1")
