"""`cockpit` alone: the full screen, or what to do when it cannot be shown."""

import argparse
import logging
import os
import re
import shutil
import sys
import textwrap
from pathlib import Path

from cockpit.cli.outcome import WRONG
from cockpit.cli.speech import aside, put
from cockpit.keys.clashes import clashes
from cockpit.keys.table import TABLE
from cockpit.settings.load import Settings

LOG = "cockpit.log"
"""In the state folder, with --debug."""


def screen(options: argparse.Namespace) -> int:
    """Show the full screen until the person quits; returns the exit code."""
    from cockpit.settings.faults import ConfigurationError, NoConfiguration
    from cockpit.settings.load import load
    from cockpit.terminal.device import refusal

    try:
        settings = load(actions=[key.id for key in TABLE], clashes=clashes)
    except ConfigurationError as error:
        aside(str(error), lines=True)
        return WRONG
    except NoConfiguration as error:
        return _welcome(error.reason, error.mend)
    if words := refusal():
        aside(words.removeprefix("cockpit: "), lines=True)
        return WRONG
    if options.debug:
        _log_to(settings.state_dir / LOG)
    return _run(settings)


def _run(settings: Settings) -> int:
    from cockpit.app import Cockpit
    from cockpit.wiring import build

    wanted = settings.config.screen
    desk = build(settings)
    app = Cockpit(
        desk,
        theme=wanted.theme,
        overrides=settings.config.keys,
        rings_for=wanted.bell_for if wanted.bell else (),
        secrets=desk.tokens,
    )
    remote = any(name in os.environ for name in ("SSH_CONNECTION", "SSH_TTY"))
    return app.run_to_end(mouse=wanted.mouse == "on" or (wanted.mouse == "auto" and not remote))


def _log_to(path: Path) -> None:
    """Keep a log, for this user alone; it holds neither foreign text nor secrets."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    logger = logging.getLogger("cockpit")
    logger.addHandler(logging.FileHandler(path, encoding="utf-8"))
    logger.setLevel(logging.DEBUG)


def _welcome(reason: str, mend: str) -> int:
    """There is no configuration yet: say what can be done, kindly on a terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        aside(f"{reason} {mend}")
        return WRONG
    width = min(shutil.get_terminal_size().columns, _WELCOME_WIDTH)
    put(_wrapped(_WELCOME.format(reason=reason), width))
    return WRONG


def _wrapped(text: str, width: int) -> str:
    """Every line broken between words, what follows under the beginning of its last column."""
    lines = []
    for line in text.split("\n"):
        columns = [gap.end() for gap in _GAP.finditer(line) if gap.end() < width // 2]
        indent = " " * max(columns, default=0)
        lines += textwrap.wrap(
            line,
            width,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
    return "\n".join(lines)


_WELCOME_WIDTH = 90
_GAP = re.compile(r"(?:^ +| {2,})")


_WELCOME = """
  cockpit is what an on-call engineer opens when paged.

  {reason}

    cockpit demo     shows everything at once: a made-up incident, no account, no network
    cockpit init     asks a few questions and writes a configuration
"""
