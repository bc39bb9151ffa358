"""Ways in which other tools got Slack wrong, each with the rule that keeps it from happening here.

The rules: only calls out; ids over names; updates are new replies; no broadcast; three states
of a message; and that no secret, and nothing hostile, is ever shown or followed.
"""

import ast
import json
import logging
import threading
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scripted import Asked, Scripted, Told
from slack_rig import CANARY, CHANNEL, asked, chat, posted, saying
from stand import Stand

from cockpit.adapters.slack import Slack
from cockpit.domain.effects_chat import (
    EditMessage,
    OpenRoom,
    SetTopic,
    SetUserGroup,
    ShareSnippet,
)
from cockpit.ports.outside import PortError, Refused, Unreachable

ADAPTERS = Path(__file__).parents[2] / "cockpit" / "adapters"
OF = {"id": "c", "incident_id": "Q1"}
SINCE = datetime(2026, 1, 1, tzinfo=UTC)
GROUP = SetUserGroup(**OF, group_id="S1", group="g", user_ids=("U1",))
SNIPPET = ShareSnippet(**OF, channel=CHANNEL, thread_of="p", title="t", text="x")


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    return found | {
        node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
    }


def test_we_only_call_out_and_receive_no_events() -> None:
    """Events that Slack sends, and sends again, cannot be processed twice: none are received."""
    listening = {"slack_sdk.socket_mode", "slack_sdk.rtm", "slack_bolt", "http.server", "aiohttp"}
    files = sorted(ADAPTERS.glob("slack*.py"))
    assert files
    for path in files:
        assert not {m for m in imported(path) if any(m.startswith(one) for one in listening)}


async def test_a_channel_that_is_configured_by_id_is_never_searched_for(
    stand: Stand, slack: Slack
) -> None:
    """Listing channels is slow, limited, and stalls on big workspaces."""
    since = stand.now()
    parent = await slack.post(saying("declared", "p"), "")
    await slack.post(saying("an update", "u"), parent.ts)
    await slack.replies(CHANNEL, parent.ts, "")
    await slack.find(CHANNEL, parent.ts, "u", since)
    await slack.workspace.history(CHANNEL, "")
    await slack.workspace.members(CHANNEL)
    await slack.alter(
        ShareSnippet(**OF, channel=CHANNEL, thread_of="p", title="t", text="x"), "", ""
    )

    assert asked(stand, "conversations.list") == 0


async def test_an_update_is_a_new_reply_and_loses_nothing_that_was_said(
    stand: Stand, slack: Slack
) -> None:
    """Editing a headline loses what it said before: only an asked-for correction edits."""
    parent = await slack.post(saying("declared", "p"), "")
    for n in range(3):
        await slack.post(saying(f"update {n}", f"u{n}"), parent.ts)

    assert asked(stand, "chat.update") == 0
    assert [m["text"] for m in stand.messages()] == ["declared", "update 0", "update 1", "update 2"]


async def test_a_reply_is_not_broadcast_to_the_channel(stand: Stand, slack: Slack) -> None:
    parent = await slack.post(saying("declared", "p"), "")
    await slack.post(saying("an update", "u"), parent.ts)

    (reply,) = posted(stand, "u")
    assert (reply["thread_ts"], reply["broadcast"]) == (parent.ts, False)
    shown = (await slack.workspace.history(CHANNEL, "")).messages
    assert [m.ours for m in shown] == ["p"]


@pytest.mark.parametrize(
    ("kind", "act", "state"),
    [
        ("rate_limit", False, "not sent"),
        ("drop", False, "unclear"),
        ("drop", True, "unclear"),
        ("truncate", True, "unclear"),
    ],
)
async def test_a_message_is_sent_not_sent_or_unclear_and_looking_tells_which(
    stand: Stand, slack: Slack, kind: str, act: bool, state: str
) -> None:
    """Marking it sent before or after the attempt is wrong either way."""
    since = stand.now()
    stand.fault("slack", kind, path="/api/chat.postMessage", act=act)
    with pytest.raises(PortError) as caught:
        await slack.post(saying("an update", "u"), "")

    certain = isinstance(caught.value, Refused)
    assert ("not sent" if certain else "unclear") == state
    found = await slack.find(CHANNEL, "", "u", since)
    assert (found is not None) == (len(posted(stand, "u")) == 1) == act


async def test_no_library_repeats_a_write_by_itself() -> None:
    with Scripted(lambda _: None) as server:
        port = chat(f"{server.url}/api/", CANARY)
        for change in (
            EditMessage(**OF, channel="C1", message_of="u", text="x"),
            OpenRoom(**OF, name="inc-1"),
            SetTopic(**OF, room_of="o", topic="x"),
        ):
            before = len(server.asked)
            with pytest.raises(Unreachable) as caught:
                await port.alter(change, "C2", "")
            assert caught.value.maybe_sent
            assert len(server.asked) == before + 1
        port.close()


def echoing(request: Asked) -> Told:
    """Repeats whatever it was sent in the answer, as some servers do."""
    headers = json.dumps(request.headers)
    return Told({"ok": False, "error": f"bad header {headers}", "needed": CANARY})


def as_page(request: Asked) -> Told:
    return Told(f"<html>{request.headers} {CANARY}</html>".encode(), 500)


def as_scope(_: Asked) -> Told:
    return Told({"ok": False, "error": "missing_scope", "needed": CANARY, "provided": CANARY})


def as_limit(_: Asked) -> Told:
    return Told({"ok": False, "error": CANARY}, 429, {"Retry-After": CANARY})


@pytest.mark.parametrize("answer", [echoing, as_page, as_scope, as_limit, lambda _: None])
async def test_no_token_is_ever_told(
    answer: Callable[[Asked], Told | None], caplog: pytest.LogCaptureFixture
) -> None:
    """A token on the screen ends up in a public issue; an answer may echo the header."""
    caplog.set_level(logging.DEBUG)
    seen: list[str] = []
    with Scripted(answer) as server:
        port = chat(f"{server.url}/api/", CANARY)
        calls = (
            port.check,
            lambda: port.post(saying("x", "m", channel="C1"), ""),
            lambda: port.replies("C1", "1.000001", ""),
            lambda: port.find("C1", "", "m", SINCE),
            lambda: port.alter(OpenRoom(**OF, name="inc-1"), "", ""),
            lambda: port.alter(GROUP, "", ""),
            lambda: port.alter(SNIPPET, "", ""),
            lambda: port.workspace.people("x"),
            lambda: port.workspace.history("C1", ""),
            lambda: port.workspace.members("C1"),
        )
        for call in calls:
            with pytest.raises(PortError) as caught:
                await call()
            seen += traceback.format_exception(caught.value)
            seen += [caught.value.reason, caught.value.mend, repr(vars(caught.value))]
        seen += [repr(port), str(vars(port))]
        port.close()

    assert "CANARY" not in "".join(seen) + caplog.text
    assert all("CANARY" not in thread.name for thread in threading.enumerate())


async def test_the_token_goes_into_a_header_and_nowhere_else() -> None:
    with Scripted(lambda _: Told({"ok": True, "ts": "1.000001", "messages": []})) as server:
        port = chat(f"{server.url}/api/", CANARY)
        await port.post(saying("x", "m", channel="C1"), "")
        await port.workspace.history("C1", "")
        port.close()

    for request in server.asked:
        assert request.headers["authorization"] == f"Bearer {CANARY}"
        assert "CANARY" not in str(request.query) + request.path + request.body.decode()


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_no_redirect_gets_the_token_or_the_message(status: int) -> None:
    with Scripted(lambda _: Told({"ok": True, "ts": "1.000001"})) as elsewhere:
        moved = Told({}, status, {"Location": f"{elsewhere.url}/api/x"})
        with Scripted(lambda _: moved) as server:
            port = chat(f"{server.url}/api/", CANARY)
            with pytest.raises(Refused, match="leads elsewhere"):
                await port.post(saying("x", "m", channel="C1"), "")
            with pytest.raises(Refused, match="leads elsewhere"):
                await port.check()
            port.close()

    assert elsewhere.asked == []


async def test_what_people_write_cannot_rewrite_the_screen(stand: Stand, slack: Slack) -> None:
    """Escape sequences, bells, bidi marks and markup arrive as harmless text."""
    parent = await slack.post(saying("declared", "p"), "")
    nasty = "\x1b]0;owned\x07\x1b[2J[bold]x[/] \u202egnp.exe\u200b <https://evil|https://good>"
    stand.order("/slack/call", who="ben", display_name="\x1b[31m[red]\u2066eve")
    ts = stand.order("/slack/reply", who="ben", thread_ts=parent.ts, text=nasty)["ts"]
    stand.order("/slack/react", channel=CHANNEL, ts=ts, who="ben", name="\x1b[5m+1")

    (reply,) = (await slack.replies(CHANNEL, parent.ts, "")).replies

    assert reply.text == "[bold]x[/] gnp.exe https://good (https://evil)"
    assert reply.author == "[red]eve"
    shown = f"{reply!r}"
    assert not {"\\x1b", "\\u202e", "\\u2066", "\\x07", "\\u200b"} & set(shown.split())
    assert "\x1b" not in reply.reactions[0].name
