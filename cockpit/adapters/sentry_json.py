"""Sentry's issues as the domain's errors: any field may be missing, null or of another kind."""

import re
from datetime import UTC, datetime

from cockpit.adapters.loose_json import Node
from cockpit.domain.tracked_errors import ErrorCount, ErrorStatus, ErrorTurn, TrackedError
from cockpit.ports.plain import plain

TITLE = 300
"""Characters of a title or a culprit."""
_SHORT = 100
_HOURS = 24
_ID = re.compile(r"[0-9]{1,20}")
_ADDRESS = re.compile(r"https?://[\w.~:/?#@!$&'()*+,;=%\[\]-]{1,500}", re.ASCII)
_MOST = 10**12


def is_id(text: str) -> bool:
    """Whether this may stand in an address as an issue's id."""
    return _ID.fullmatch(text) is not None


def error_of(node: Node) -> TrackedError | None:
    """The error; None: it is no issue, since it has no id or nobody knows since when it is."""
    key = node.raw("id")
    whole = node.node("lifetime")
    first = whole.time("firstSeen") or node.time("firstSeen")
    if not is_id(key) or first is None:
        return None
    project = node.node("project")
    url = node.raw("permalink")
    return TrackedError(
        id=key,
        short_id=node.text("shortId", limit=_SHORT) or f"issue {key}",
        project=project.text("slug", "name", limit=_SHORT),
        title=node.text("title", limit=TITLE) or "an error without a title",
        culprit=node.text("culprit", limit=TITLE),
        level=node.text("level", limit=_SHORT) or "error",
        status=_status(node.raw("status")),
        turn=_turn(node.raw("substatus")),
        first_seen=first,
        first_release=_release(node, "firstRelease"),
        last_release=_release(node, "lastRelease"),
        url=url if _ADDRESS.fullmatch(url) else "",
    )


def count_of(node: Node) -> ErrorCount:
    """How often it happens: over its life where Sentry says that, else over what was asked for."""
    whole = node.node("lifetime")
    is_whole = whole.has("count")
    counted = whole if is_whole else node
    return ErrorCount(
        events=_number(counted, "count"),
        users=_number(counted, "userCount"),
        is_whole=is_whole,
        last_seen=whole.time("lastSeen") or node.time("lastSeen"),
        hourly=_hourly(node.fields("stats")),
    )


def _status(text: str) -> ErrorStatus:
    """Whatever is neither resolved nor archived wants a look."""
    if text in ("resolved", "resolvedInNextRelease"):
        return ErrorStatus.RESOLVED
    return ErrorStatus.IGNORED if text in ("ignored", "muted") else ErrorStatus.UNRESOLVED


def _turn(text: str) -> ErrorTurn:
    return ErrorTurn(text) if text in {turn.value for turn in ErrorTurn} else ErrorTurn.ONGOING


def _release(node: Node, key: str) -> str:
    return node.node(key).text("version", limit=_SHORT)


def _number(node: Node, key: str) -> int:
    return min(max(node.number(key), 0), _MOST)


def _hourly(stats: dict[str, object]) -> tuple[int, ...]:
    """Events by the hour, oldest first, out of pairs of an instant and a count."""
    series = stats.get("24h")
    if not isinstance(series, list):
        series = next((value for value in stats.values() if isinstance(value, list)), [])
    counts: list[int] = []
    for pair in series[-_HOURS:]:
        value = pair[1] if isinstance(pair, list) and len(pair) == 2 else None  # noqa: PLR2004 - a pair
        if not isinstance(value, int | float) or isinstance(value, bool):
            return ()
        counts.append(int(min(max(value, 0), _MOST)) if value == value else 0)  # noqa: PLR0124 - NaN
    return tuple(counts)


def instant_of(seconds: str) -> datetime | None:
    """The instant that Unix seconds in a header stand for."""
    text = plain(seconds, 20)
    if not text.isascii() or not text.isdecimal():
        return None
    try:
        return datetime.fromtimestamp(int(text), UTC)
    except (OverflowError, OSError, ValueError):
        return None
