"""`cockpit demo`: starts the stand-ins, then the unchanged program on what they have made."""

import argparse
import json
import os
import signal

from cockpit.cli.outcome import WRONG
from cockpit.cli.speech import aside, put
from cockpit.cli.staging import ended_by_signals, folder, standins


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
        from cockpit.cli.screen import screen

        return screen(options)


def _serve(line: str) -> int:
    """Print the addresses, and wait to be ended."""
    put(line)
    while True:
        signal.pause()
