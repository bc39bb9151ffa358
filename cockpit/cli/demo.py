"""`cockpit demo`: starts the stand-ins, then the unchanged program on what they have made."""

import argparse
import json
import os
import signal
from contextlib import suppress

from cockpit.cli.outcome import WRONG
from cockpit.cli.speech import aside, put
from cockpit.cli.staging import ended_by_signals, folder, standins, stay_here


def demo(options: argparse.Namespace) -> int:
    """Serve, and show the full screen unless told otherwise; returns the exit code."""
    if not options.serve:
        from cockpit.terminal.device import refusal

        if words := refusal():
            aside(words.removeprefix("cockpit: "), lines=True)
            return WRONG
    wanted = ("--scenario", options.scenario, "--speed", str(options.speed))
    with ended_by_signals(), folder(options.dir) as world, standins(world, wanted) as line:
        if options.serve:
            return _serve(line)
        os.environ["COCKPIT_CONFIG"] = json.loads(line)["config"]
        os.environ.pop("COCKPIT_STATE_DIR", None)
        stay_here()
        from cockpit.cli.screen import screen

        _remember()
        return screen(options)


def _remember() -> None:
    """Let a shift be in progress. What is wrong with configuration or journal, the screen tells."""
    from cockpit.earlier import remember
    from cockpit.ports.journal import JournalError
    from cockpit.settings.faults import ConfigurationError
    from cockpit.settings.load import load

    with suppress(ConfigurationError, JournalError):
        remember(load())


def _serve(line: str) -> int:
    """Print the addresses, and wait to be ended."""
    put(line)
    while True:
        signal.pause()
