"""What the Slack adapter asks stands in the vendor's own document, method by method."""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import pytest
from contract import Contract, read_contract
from scripted import Asked, Scripted, Told
from slack_rig import BEN, chat, saying

from cockpit.adapters.slack import Slack
from cockpit.domain.effects_chat import (
    ArchiveRoom,
    EditMessage,
    InviteToRoom,
    OpenRoom,
    SetTopic,
    SetUserGroup,
)
from cockpit.ports.outside import PortError

OF = {"id": "c", "incident_id": "Q1"}
NEWER = {
    "chat.postMessage": {"metadata", "client_msg_id"},
    "conversations.history": {"include_all_metadata"},
    "conversations.replies": {"include_all_metadata"},
    "conversations.invite": {"force"},
}
"""Arguments that are younger than the document; the vendor's later pages have them."""


@pytest.fixture(scope="module")
def slack() -> Contract:
    return read_contract("slack-web-2021.swagger.json")


def answer(request: Asked) -> Told:
    """Enough of an answer to everything for the next question to be asked."""
    room = {"id": "C1", "name": "inc-1", "created": 1, "creator": "U1", "topic": {"value": ""}}
    lists = {name: [] for name in ("messages", "members", "usergroups", "users", "channels")}
    person = {"user": {"id": "U1", "name": "x"}, "user_id": "U1"}
    return Told({"ok": True, "ts": "1.000001", "channel": room, **lists, **person})


async def everything(port: Slack, since: datetime) -> None:
    changes = [
        (EditMessage(**OF, channel="C1", message_of="u", text="x"), "1.000001"),
        (OpenRoom(**OF, name="inc-1"), ""),
        (SetTopic(**OF, room_of="o", topic="x"), "C1"),
        (InviteToRoom(**OF, room_of="o", user_ids=("U1",)), "C1"),
        (ArchiveRoom(**OF, room_of="o"), "C1"),
        (SetUserGroup(**OF, group_id="S1", group="g", user_ids=("U1",)), ""),
    ]
    await port.check()
    await port.post(saying("x", "m", channel="C1", mentions=[BEN]), "1.000001")
    await port.replies("C1", "1.000001", "")
    await port.find("C1", "", "m", since)
    for change, ref in changes:
        for call in (
            lambda c=change, r=ref: port.alter(c, r, ""),
            lambda c=change, r=ref: port.find_alteration(c, r, "", since),
        ):
            try:
                await call()
            except PortError:
                continue
    await port.workspace.people("")
    await port.workspace.groups()
    await port.workspace.members("C1")
    await port.workspace.person("a@b.example")
    await port.workspace.history("C1", "1.000001")


async def test_every_argument_is_one_that_the_vendor_knows(slack: Contract) -> None:
    with Scripted(answer) as server:
        port = chat(f"{server.url}/api/")
        await everything(port, datetime(2026, 4, 21, tzinfo=UTC))
        port.close()

    methods = set()
    for request in server.asked:
        method = request.path.removeprefix("/api/")
        path = slack.document["paths"][f"/{method}"]
        known = {p["name"] for p in (path.get("post") or path["get"])["parameters"]}
        is_json = bool(request.body) and "json" in request.headers.get("content-type", "")
        sent = json.loads(request.body) if is_json else dict(parse_qsl(request.body.decode()))
        assert "get" not in path or not is_json, f"{method} takes no JSON"
        assert set(sent) - NEWER.get(method, set()) <= known, method
        methods.add(method)

    assert len(methods) >= 16
