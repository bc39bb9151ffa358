"""What a command says: results on standard output, remarks and reasons on standard error."""

import sys

from cockpit.ports.plain import plain

_LIMIT = 2000


def say(words: str) -> None:
    """A line of result, harmless whatever is in it."""
    sys.stdout.write(f"{plain(words, _LIMIT)}\n")
    sys.stdout.flush()


def put(document: str) -> None:
    """A whole text that is harmless already."""
    sys.stdout.write(document)
    sys.stdout.flush()


def aside(words: str, *, lines: bool = False) -> None:
    """A remark beside the result, or why there is none; `lines`: it has several."""
    sys.stderr.write(f"cockpit: {plain(words, _LIMIT, lines=lines)}\n")
    sys.stderr.flush()
