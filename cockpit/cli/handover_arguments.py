"""What may be written after `cockpit handover`; parsed, not done."""

import argparse
from collections.abc import Callable

from cockpit.cli import paper_arguments

NAMES = frozenset({"handover"})


def add(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Add it."""
    words = (
        "the handover note of your shift: written from the record, posted, and whether it is taken"
    )
    handover = command("handover", words)
    handover.add_argument(
        "--to", metavar="NAME", default="", help="who takes over; else whoever is next by the plan"
    )
    what = handover.add_mutually_exclusive_group()
    what.add_argument(
        "--status",
        action="store_true",
        help="say how handovers stand now; exit code 1 while one is not taken, or unknown",
    )
    what.add_argument(
        "--post", action="store_true", help="post it where the profile says; with --output, that"
    )
    handover.add_argument(
        "--sure", action="store_true", help="also when an earlier one still waits"
    )
    paper_arguments.document(handover)
    paper_arguments.filing(handover)
