"""What may be written after the commands that put words into the thread; parsed, not done."""

import argparse
from collections.abc import Callable

Command = Callable[[str, str], argparse.ArgumentParser]
"""Makes the parser of a command by its name and what it does."""
Adds = Callable[[argparse.ArgumentParser], None]
"""Adds an option that several commands have."""

NAMES = frozenset({"update", "edit", "snippet"})
_MOST_MINUTES = 24 * 60


def add(command: Command, incident: Adds) -> None:
    """Add all of them."""
    update = command("update", "post an update in the incident's thread")
    incident(update)
    phase = update.add_mutually_exclusive_group()
    phase.add_argument(
        "--phase",
        metavar="PHASE",
        default="",
        help="investigating, identified, mitigating, monitoring, resolved, ...: says by itself "
        "what is not given",
    )
    phase.add_argument("--no-change", action="store_true", help="nothing new: needs no other word")
    _words(update, "else as the phase says")
    edit = command("edit", "correct the last update, in its place")
    incident(edit)
    _words(edit, "else as it stands")
    snippet = command("snippet", "put a long text into the thread, as a file")
    incident(snippet)
    snippet.add_argument("file", metavar="FILE", help="a text; - for standard input")
    snippet.add_argument("--title", metavar="TEXT", default="", help="else the file's name")
    accepting(snippet)


def _words(command: argparse.ArgumentParser, otherwise: str) -> None:
    command.add_argument("--known", metavar="TEXT", default="", help=f"what is known; {otherwise}")
    command.add_argument(
        "--trying", metavar="TEXT", default=None, help=f"what is being tried; {otherwise}"
    )
    command.add_argument(
        "--next", metavar="MIN", type=_minutes, help="minutes to the next; else the procedure's"
    )
    accepting(command)


def accepting(command: argparse.ArgumentParser) -> None:
    """Add the options that send words in spite of what was found in them."""
    command.add_argument(
        "--accept-tone",
        action="store_true",
        help="also when it seems to blame somebody, or names no next time",
    )
    command.add_argument(
        "--accept-secret", action="store_true", help="also when it looks like a secret"
    )


def _minutes(text: str) -> int:
    minutes = int(text)
    if not 1 <= minutes <= _MOST_MINUTES:
        raise argparse.ArgumentTypeError("from 1 to 1440 minutes")
    return minutes
