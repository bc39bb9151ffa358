"""What is asked of a web service that speaks JSON, of whom, and what came back; sends nothing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

MASK = b"***"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Who is asked, in words, and within which bounds."""

    name: str
    """As part of a sentence: "Sentry", "the status page"."""
    mend: str
    """What to check when the address or the token cannot be used at all."""
    timeout_s: float
    """For the whole exchange."""
    most_body: int = 8_000_000
    """Bytes of an answer after which it is not read further."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One question, complete."""

    url: str
    method: str = "GET"
    query: tuple[tuple[str, str], ...] = ()
    body: bytes = field(default=b"", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    secret: str = field(default="", repr=False)
    """What of the headers is never shown, should the answer repeat it."""
    changes: bool = False
    """Whether it changes something: then an answer that was lost leaves that open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: object = None
    """The JSON; None where it was none."""
    is_json: bool = False
    is_empty: bool = False


class TooMuchError(Exception):
    """An answer does not end; `status` is what it began with."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


def reply_of(status: int, headers: Mapping[str, str], raw: bytes, secret: str) -> Reply:
    """An answer as it may be shown: a proxy may repeat what it was asked, and its words are."""
    told = raw.replace(secret.encode(), MASK) if secret else raw
    try:
        data, is_json = json.loads(told), True
    except (ValueError, RecursionError):
        data, is_json = None, False
    named = {name.lower(): value for name, value in headers.items()}
    return Reply(
        status=status, headers=named, body=data, is_json=is_json, is_empty=not told.strip()
    )


def wait_s(headers: Mapping[str, str], usual_s: float, longest_s: float) -> float:
    """Seconds until a rate limit lets us ask again: as `Retry-After` says, within bounds.

    Args:
        headers: names in lower case.
        usual_s: when it does not say.
        longest_s: however long it says to wait.
    """
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdecimal():
        return min(max(float(text[:9]), 1.0), longest_s)
    return usual_s
