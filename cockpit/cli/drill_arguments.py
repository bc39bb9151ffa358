"""What may be written after `cockpit drill` and `cockpit replay`; parsed, not done."""

import argparse
from collections.abc import Callable

Command = Callable[[str, str], argparse.ArgumentParser]
"""Makes the parser of a command by its name and what it does."""

DRILL, REPLAY = "drill", "replay"
_FASTEST = 16.0
_FASTEST_REPLAY = 3600.0


def add(command: Command) -> None:
    """Add both."""
    _drill(command(DRILL, "practise on an incident that is not real; a debrief at the end"))
    _replay(command(REPLAY, "an incident of the past on the same panes: nothing can be done to it"))


def _drill(drill: argparse.ArgumentParser) -> None:
    drill.add_argument("--list", action="store_true", help="the scenarios that there are")
    drill.add_argument(
        "--scenario", default="", metavar="NAME", help="its name, or the path of a TOML file"
    )
    drill.add_argument("--seed", type=int, metavar="N", help="the same again; else a new one")
    drill.add_argument("--speed", type=_speed, default=1.0, metavar="N", help="times real time")
    drill.add_argument(
        "--profile", default="", metavar="NAME", help="the procedure to hold to, by name or path"
    )
    drill.add_argument("--dir", default="", help="keep its world there; else a temporary folder")
    drill.add_argument("--output", metavar="FILE", default="", help="the debrief, else printed")
    drill.add_argument("--json", action="store_true", help="the debrief, or the list, for scripts")


def _replay(replay: argparse.ArgumentParser) -> None:
    replay.add_argument("incident", metavar="INCIDENT", help="number or id")
    replay.add_argument(
        "--speed",
        type=_pace,
        default=None,
        metavar="N",
        help="times real time; in a pipe without it: all at once",
    )
    replay.add_argument(
        "--as-scenario",
        metavar="FILE",
        default="",
        help="write it as a scenario for a drill, names scrubbed, instead of playing it",
    )


def _pace(text: str) -> float:
    speed = float(text)
    if not 0 < speed <= _FASTEST_REPLAY:
        raise argparse.ArgumentTypeError(f"more than 0, and {_FASTEST_REPLAY:g} at most")
    return speed


def _speed(text: str) -> float:
    speed = float(text)
    if not 0 < speed <= _FASTEST:
        raise argparse.ArgumentTypeError(f"more than 0, and {_FASTEST:g} at most")
    return speed
