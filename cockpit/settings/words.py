"""How settings speak: the nearest known name, lists in a sentence, foreign words made harmless."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from cockpit.ports.plain import plain

_SECRET = re.compile(
    r"xox[a-z](?:\.xox[a-z])?-\S{6,}|xapp-\S{6,}|u\+[\w-]{10,}|pdu[a-z]+_[\w+-]{10,}"
    r"|sntry[a-z]_[\w=/+-]{16,}|gh[a-z]_\w{16,}|github_pat_\w{16,}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY|eyJ[\w-]{10,}\.[\w-]{10,}",
)
_LONGEST_WORD = 60
_LONGEST_PATH = 4096


def looks_secret(text: str) -> bool:
    """Whether a text has the shape of a token of a known service, or of a private key."""
    return _SECRET.search(text) is not None


def shown_path(path: str) -> str:
    """A file's path, fit for a message; whole, because people copy it."""
    return shown(path, _LONGEST_PATH)


def shown(word: str, longest: int = _LONGEST_WORD) -> str:
    """A name from a file, fit for a message: one harmless line, never a token."""
    if looks_secret(word):
        return "(looks like a token, not shown)"
    return " ".join(plain(word, longest).split()) or "(nothing that can be shown)"


def nearest(word: str, known: Iterable[str]) -> str:
    """The known name that was probably meant; empty when none is near."""
    by_lower = {name.lower(): name for name in known}
    near = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[near[0]] if near else ""


def listed(names: Iterable[str], joint: str = "and") -> str:
    """Names in a sentence: "a, b and c"."""
    *most, last = names
    return f"{', '.join(most)} {joint} {last}" if most else last
