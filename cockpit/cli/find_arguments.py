"""What may be written after `cockpit find`; parsed, not done."""

import argparse
from collections.abc import Callable

NAME = "find"
_MOST = 100
_LIMIT = 100_000
"""More is no answer."""


def add(
    command: Callable[[str, str], argparse.ArgumentParser],
    incident: Callable[[argparse.ArgumentParser], None],
) -> None:
    """Add it; `incident` adds the option that says which incident it is about."""
    find = command(NAME, "find words in everything that is recorded here, newest first")
    find.add_argument(
        "words", nargs="*", metavar="WORD", help="each has to be there, or begin a word that is"
    )
    incident(find)
    find.add_argument("--by", metavar="NAME", default="", help="noted by this person")
    find.add_argument("--kind", metavar="KIND", default="", help="of this kind: note, deploy, …")
    find.add_argument(
        "--since", metavar="WHEN", default="", help="a day (2026-11-30), or how long ago (12h, 7d)"
    )
    find.add_argument(
        "--until", metavar="WHEN", default="", help="likewise; to the end of that day"
    )
    find.add_argument(
        "--limit", type=_limit, metavar="N", default=_MOST, help=f"at most so many (else {_MOST})"
    )
    find.add_argument("--json", action="store_true", help="for scripts")


def _limit(text: str) -> int:
    number = int(text)
    if not 0 < number <= _LIMIT:
        raise argparse.ArgumentTypeError(f"between 1 and {_LIMIT}")
    return number
