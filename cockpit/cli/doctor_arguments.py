"""What may be written after `cockpit doctor`."""

import argparse
from collections.abc import Callable

from cockpit.domain.readiness import Group

NAME = "doctor"
PARTS = tuple(group.name.lower() for group in Group)
"""What can be looked at by itself."""


def add(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """The command and its options."""
    words = "are you and this machine ready for the shift? looks at everything, changes nothing"
    parser = command(NAME, words)
    parser.add_argument(
        "parts",
        nargs="*",
        metavar="PART",
        help=f"only these, and not on record: {', '.join(PARTS)}",
    )
    parser.add_argument("--json", action="store_true", help="for scripts")
    parser.add_argument(
        "--bell", action="store_true", help="ring the bell, and ask whether it was heard"
    )
    parser.add_argument(
        "--clipboard", action="store_true", help="copy a word, and ask to paste it again"
    )
