"""Slack's way of writing text, both directions; pure."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from cockpit.ports import plain

TEXT_LIMIT = 4000
"""Characters; Slack would post more, but neither edits it nor keeps it in one message."""

_SEQUENCE = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TS = re.compile(r"(\d{1,12})(?:\.(\d{1,6}))?")


def escaped(text: str) -> str:
    """Text as Slack shows it literally: nobody is notified, nothing is a hidden link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mentioned(text: str) -> set[str]:
    """Ids of the people that are named in it without their name."""
    found = _SEQUENCE.finditer(text)
    return {m[2] for m in found if m[1] == "@" and not m[3]}


def readable(text: str, name: Callable[[str], str]) -> str:
    """What a reader of Slack sees, harmless; `name` tells how a person's id is called."""

    def shown(found: re.Match[str]) -> str:
        kind, what, label = found[1], found[2], found[3] or ""
        if kind == "@":
            return f"@{label or name(what)}"
        if kind == "#":
            return f"#{label or what}"
        if kind == "!":
            return label or f"@{what.partition('^')[0]}"
        bare = what.removeprefix("mailto:").removeprefix("tel:")
        return f"{label} ({what})" if label and label not in {what, bare} else bare

    text = _SEQUENCE.sub(shown, text)
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return plain(text, TEXT_LIMIT, lines=True).strip()


def order_of(ts: str) -> tuple[int, int]:
    """For comparing: a ts is a text, and as a float it would lose its end."""
    found = _TS.fullmatch(ts)
    return (int(found[1]), int((found[2] or "0").ljust(6, "0"))) if found else (0, 0)


def instant(ts: str) -> datetime:
    """When, by Slack's clock."""
    seconds, micros = order_of(ts)
    try:
        return _EPOCH + timedelta(seconds=seconds, microseconds=micros)
    except OverflowError:
        return _EPOCH


def ts_at(at: datetime) -> str:
    """An instant as a bound for asking."""
    since = at - _EPOCH
    return f"{max(since // timedelta(seconds=1), 0)}.000000"
