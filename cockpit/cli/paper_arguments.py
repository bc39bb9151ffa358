"""What may be written after `cockpit postmortem`; parsed, not done."""

import argparse
from collections.abc import Callable

from cockpit.cli import update_arguments

NAMES = ("postmortem",)
FORMATS = ("markdown", "html", "json")


def add(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Add it."""
    words = "the postmortem of an incident, written from the record and merged with your edits"
    postmortem = command(NAMES[0], words)
    postmortem.add_argument(
        "incident", nargs="?", default="", metavar="INCIDENT", help="number or id; else the newest"
    )
    postmortem.add_argument("--incident", dest="named", metavar="N", default="", help="likewise")
    document(postmortem)
    who = postmortem.add_mutually_exclusive_group()
    who.add_argument(
        "--roles",
        dest="roles",
        action="store_const",
        const=True,
        default=None,
        help="call people by what they did; else as the profile says",
    )
    who.add_argument(
        "--names", dest="roles", action="store_const", const=False, help="call them by their names"
    )
    filing(postmortem)


def document(command: argparse.ArgumentParser) -> None:
    """What every paper can be asked for."""
    command.add_argument(
        "--output",
        metavar="FILE",
        default="",
        help="write it there, merged with what people have written in it; else standard output",
    )
    how = command.add_mutually_exclusive_group()
    how.add_argument("--format", choices=FORMATS, default="", help="else as FILE is called")
    how.add_argument(
        "--json", dest="format", action="store_const", const="json", help="for scripts"
    )


def filing(command: argparse.ArgumentParser) -> None:
    """How a paper goes where the profile says that it belongs."""
    command.add_argument("--file", action="store_true", help="file it where the profile says")
    command.add_argument("--mail", action="store_true", help="send it to whom the profile says")
    command.add_argument("--yes", action="store_true", help="do not ask")
    update_arguments.accepting(command)
