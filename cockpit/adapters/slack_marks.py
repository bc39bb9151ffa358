"""What cockpit keeps in a message's metadata, for itself and other cockpits; nothing is asked here.

Everybody in the workspace can read it.
"""

import json
import uuid

from cockpit.adapters.loose_json import Node
from cockpit.domain.effects import PostMessage, Purpose
from cockpit.ports.plain import plain

EVENT_TYPE = "cockpit_effect"
"""Our mark in a message's metadata."""
_MARKS = uuid.UUID("5f0b5b0e-6f0a-5f5e-9d0e-8f6d1c1f4a77")
_ABOUT = "about_"
_MOST_PAIRS = 20
_NAME_LIMIT, _VALUE_LIMIT = 40, 300
_SIZE = 8000
"""Bytes of JSON; Slack names no limit, and has one."""


def message_id(marker: str) -> str:
    """The same for the same effect, so that Slack may know a second copy for what it is."""
    return str(uuid.uuid5(_MARKS, marker))


def metadata(message: PostMessage) -> dict[str, object]:
    """The metadata of a message: its effect's id, what it is for, and what it tells cockpits."""
    payload = {"id": message.id}
    if message.purpose is not Purpose.OTHER:
        payload["purpose"] = message.purpose.value
    for name, value in message.about[:_MOST_PAIRS]:
        more = {f"{_ABOUT}{plain(name, _NAME_LIMIT)}": plain(value, _VALUE_LIMIT)}
        if len(json.dumps(payload | more)) <= _SIZE:
            payload |= more
    return {"event_type": EVENT_TYPE, "event_payload": payload}


def marker(message: Node) -> str:
    """The effect id of a cockpit that posted this, exactly as it was written; empty: none did."""
    return _payload(message).raw("id")


def is_from(message: Node, effect: str) -> bool:
    """Whether this message is that effect's work."""
    return marker(message) == effect or message.raw("client_msg_id") == message_id(effect)


def purpose(message: Node) -> str:
    """What a cockpit posted this for; empty: nothing that others need to know."""
    return _payload(message).text("purpose", limit=_NAME_LIMIT)


def about(message: Node) -> tuple[tuple[str, str], ...]:
    """What a cockpit tells other cockpits with this."""
    payload = message.node("metadata").pairs("event_payload", 2 * _MOST_PAIRS, _VALUE_LIMIT)
    found = ((name.partition(_ABOUT), value) for name, value in payload if _payload(message))
    pairs = [(name[2], value) for name, value in found if not name[0] and name[1] and name[2]]
    return tuple(pairs[:_MOST_PAIRS])


def _payload(message: Node) -> Node:
    found = message.node("metadata")
    return found.node("event_payload") if found.raw("event_type") == EVENT_TYPE else Node(None)
