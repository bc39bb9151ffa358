"""What commits say, as words that are harmless to show; no git runs here."""

import re
from functools import lru_cache

from cockpit.ports.plain import plain

_BODY = re.compile(r"\bThis reverts commits?\s+([0-9a-f]{7,64})\b", re.IGNORECASE)
_SUBJECT = re.compile(
    r"(?:revert|roll(?:ed)?[ -]?back|back(?:ed)?[ -]out)\b(?:\s*\([^)]*\))?\s*:?\s*(?:of\s+)?(.*)",
    re.IGNORECASE,
)
_MOST_NAME = 1000
_SEARCHED = 20_000
"""Characters of a message in which a revert is looked for."""


def name(text: str) -> str:
    """Somebody's name."""
    return _short(text[:_MOST_NAME], 80) or "nobody"


def email(text: str) -> str:
    """Somebody's address, without the brackets around it."""
    return _short(text[:_MOST_NAME].strip("<>"), 200)


@lru_cache(maxsize=2048)
def _short(text: str, limit: int) -> str:
    """Few people write most commits."""
    return plain(text, limit)


def subject(message: str) -> str:
    """The first line of a message, or of its subject alone."""
    first = message.lstrip("\n")[:_SEARCHED].split("\n", 1)[0]
    return plain(first, 300) or "(no subject)"


def reverted(subject: str, body: str) -> str:
    """What a commit takes back: a sha if it names one, else words; empty: it is no revert.

    git itself writes 'Revert "subject"' and "This reverts commit SHA."; people write
    "revert: pool size", "Rollback of ...", "Back out ...".
    """
    named = _BODY.search(body[:_SEARCHED])
    if named:
        return named[1].lower()
    found = _SUBJECT.match(subject)
    if found is None:
        return ""
    words = found[1].strip().strip("\"'")
    return words or subject
