"""One incident's surroundings at PagerDuty: alerts, notes, changes, bridge, log; reads only.

Alerts are whatever a monitor sent: their JSON is walked without trust, and within bounds.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar

from cockpit.adapters import pagerduty_json as read
from cockpit.adapters.loose_json import Node
from cockpit.adapters.pagerduty_speech import Params
from cockpit.adapters.pagerduty_wire import Wire
from cockpit.domain.incident_details import (
    Alert,
    Block,
    Bridge,
    Change,
    IncidentDetails,
    Link,
    Note,
)
from cockpit.domain.model import Incident, LogEntry
from cockpit.ports.outside import Garbled, PortError

T = TypeVar("T")

_ALERTS = 25
_NOTES = 50
_CHANGES = 20
_LOG = 100
_PAIRS = 60
"""Keys and values of one alert that are kept."""
_LINKS = 20
_VALUE_LIMIT = 300
_NOTE_LIMIT = 4000
_URL_LIMIT = 2000

_LONG_AGO = datetime.min.replace(tzinfo=UTC)

_REASONS = {
    "most_recent": "the latest change before it",
    "related_service": "a change of a related service",
    "intelligent": "like changes before similar incidents",
}


async def details_of(wire: Wire, incident_id: str, segment: str) -> IncidentDetails:
    """Everything around an incident; `segment` is its id as a part of an address.

    Raises:
        PortError: no part at all could be read.
    """
    path = f"incidents/{segment}"
    (incident, bridge), alerts, notes, changes, log = await asyncio.gather(
        _incident_and_bridge(wire, path),
        _block(wire, f"{path}/alerts", "alerts", _alert, _ALERTS),
        _block(wire, f"{path}/notes", "notes", _note, _NOTES),
        _block(wire, f"{path}/related_change_events", "change_events", change_in, _CHANGES),
        _block(
            wire,
            f"{path}/log_entries",
            "log_entries",
            lambda node: read.log_entry(node, incident_id),
            _LOG,
        ),
    )
    found = IncidentDetails(
        incident_id=incident_id,
        incident=incident,
        bridge=bridge,
        alerts=_newest_first(alerts, lambda alert: alert.at),
        notes=_newest_first(notes, lambda note: note.at),
        changes=_newest_first(changes, lambda change: change.at),
        log=_oldest_first(log),
    )
    parts = (incident, alerts, notes, changes, log)
    if all(part.problem for part in parts):
        raise PortError(incident.problem, incident.mend)
    return found


async def changes_of(wire: Wire, segment: str) -> tuple[Change, ...]:
    """The changes that PagerDuty relates to an incident, newest first; one request."""
    path = f"incidents/{segment}/related_change_events"
    found = await _list(wire, path, "change_events", change_in, _CHANGES)
    return _newest_first(found, lambda change: change.at).items


async def _incident_and_bridge(wire: Wire, path: str) -> tuple[Block[Incident], Block[Bridge]]:
    try:
        answer = await wire.get(path, {"include[]": ["conference_bridge"]})
        found = read.incident(answer.node("incident"))
        if found is None:
            raise Garbled("PagerDuty's answer has no incident in it", "look in PagerDuty")
    except PortError as error:
        return (
            Block(problem=error.reason, mend=error.mend),
            Block(problem=error.reason, mend=error.mend),
        )
    node = answer.node("incident").node("conference_bridge")
    bridge = Bridge(number=node.text("conference_number"), url=_address(node.raw("conference_url")))
    empty = bridge == Bridge()
    return Block(items=(found,)), Block(items=() if empty else (bridge,))


_PARAMS: dict[str, Params] = {
    "alerts": {"limit": str(_ALERTS)},
    "log_entries": {"limit": str(_LOG), "include[]": ["channels"]},
}
"""The other lists come whole, and take no limit."""


async def _block(
    wire: Wire, path: str, key: str, make: Callable[[Node], T | None], most: int
) -> Block[T]:
    try:
        return await _list(wire, path, key, make, most)
    except PortError as error:
        return Block(problem=error.reason, mend=error.mend)


async def _list(
    wire: Wire, path: str, key: str, make: Callable[[Node], T | None], most: int
) -> Block[T]:
    answer = await wire.get(path, _PARAMS.get(key))
    if not answer.is_list(key):
        words = f"PagerDuty's answer has no {key.replace('_', ' ')}"
        raise Garbled(words, "check pagerduty.api_url")
    nodes = answer.nodes(key)
    items = tuple(item for node in nodes[:most] if (item := make(node)) is not None)
    return Block(items=items, more=answer.flag("more") or len(nodes) > most)


def _newest_first(block: Block[T], when: Callable[[T], datetime | None]) -> Block[T]:
    items = sorted(block.items, key=lambda item: when(item) or _LONG_AGO, reverse=True)
    return replace(block, items=tuple(items))


def _oldest_first(block: Block[LogEntry]) -> Block[LogEntry]:
    """Lines of the same second stay in the order in which they were written."""
    items = list(block.items)
    if items and items[0].at >= items[-1].at:
        items.reverse()
    return replace(block, items=tuple(sorted(items, key=lambda entry: entry.at)))


def _alert(node: Node) -> Alert:
    body = node.node("body")
    pairs = body.pairs("details", _PAIRS + 1, _VALUE_LIMIT)
    pairs = pairs or body.node("cef_details").pairs("details", _PAIRS + 1, _VALUE_LIMIT)
    return Alert(
        id=node.text("id"),
        title=node.text("summary", "title") or "(no title)",
        status=node.text("status", limit=40),
        severity=node.text("severity", limit=40),
        at=node.time("created_at"),
        details=tuple(pairs[:_PAIRS]),
        more=len(pairs) > _PAIRS,
        links=_links_of(body),
    )


def _links_of(body: Node) -> tuple[Link, ...]:
    """Links that a monitor gave as such, then every value that is an address."""
    given = [*body.nodes("contexts"), *body.node("cef_details").nodes("contexts")]
    found = [_link(n.text("text", "href"), n.raw("href")) for n in given]
    found += [_link(path, value) for path, value in islice(body.raw_pairs("details"), _PAIRS)]
    known: dict[str, Link] = {}
    for link in found:
        if link is not None:
            known.setdefault(link.url, link)
    return tuple(known.values())[:_LINKS]


def _link(title: str, url: str) -> Link | None:
    address = _address(url)
    if not address:
        return None
    is_runbook = any(word in f"{title} {address}".casefold() for word in ("runbook", "playbook"))
    return Link(title=title or address, url=address, is_runbook=is_runbook)


def _address(text: str) -> str:
    """An address that is safe to show and to open; empty when it is none."""
    url = text.strip()
    is_safe = url.isascii() and url.isprintable() and " " not in url and len(url) <= _URL_LIMIT
    return url if is_safe and url.startswith(("https://", "http://")) else ""


def _note(node: Node) -> Note:
    author = node.node("user").text("name", "summary") or "somebody unknown"
    return Note(
        id=node.text("id"),
        at=node.time("created_at"),
        author=author,
        text=node.text("content", limit=_NOTE_LIMIT, lines=True),
    )


def change_in(node: Node) -> Change:
    """A change event; one of the account's list gives no reason."""
    word = node.node("correlation_reason").text("reason", limit=80)
    links = [_link(n.text("text", "href"), n.raw("href")) for n in node.nodes("links")]
    return Change(
        id=node.text("id"),
        at=node.time("timestamp"),
        summary=node.text("summary") or "(no summary)",
        source=node.text("source"),
        reason=_REASONS.get(word, word.replace("_", " ")),
        links=tuple(link for link in links if link)[:_LINKS],
        services=tuple(filter(None, (n.text("summary") for n in node.nodes("services")[:_LINKS]))),
    )
