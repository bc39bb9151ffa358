"""The chat port against the stand-in and against hostile servers, over real HTTP."""

import logging
import traceback
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted import Asked, Scripted, Told, free_port_url
from slack_rig import CANARY, CHANNEL, chat, posted, saying
from stand import Stand

from cockpit.adapters import slack_text
from cockpit.adapters.slack import Slack
from cockpit.ports.outside import Garbled, PortError, Refused, Unreachable
from cockpit.ports.plain import plain


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(Path(tmp_path_factory.mktemp("stand"))) as stand:
        yield stand


@pytest.fixture
def stand(shared: Stand) -> Iterator[Stand]:
    yield shared
    shared.clear_faults()


@pytest.fixture
async def slack(stand: Stand) -> AsyncIterator[Slack]:
    port = chat(stand.slack)
    yield port
    port.close()


async def test_what_is_posted_is_literally_the_text(stand: Stand, slack: Slack) -> None:
    text = "<!channel> <@U0ANA> a & b <https://evil|link> *bold*"

    found = await slack.post(saying(text, "m-literal"), "")

    (message,) = posted(stand, "m-literal")
    assert message["text"] == (
        "&lt;!channel&gt; &lt;@U0ANA&gt; a &amp; b &lt;https://evil|link&gt; *bold*"
    )
    assert not message["notifies"]
    assert (found.ts, found.warning) == (message["ts"], "")
    assert slack_text.instant(found.ts) == found.at


async def test_a_thread_and_its_replies(stand: Stand, slack: Slack) -> None:
    parent = await slack.post(saying("declared", "m-parent"), "")
    stand.advance(5)
    ours = await slack.post(saying("an update", "m-reply"), parent.ts)
    stand.advance(5)
    stand.order(
        "/slack/reply",
        who="ben",
        thread_ts=parent.ts,
        text="\x1b[31m<@U0ANA> see <https://x.example/a|the graph> &lt;now&gt; <!here>",
    )

    everything = (await slack.replies(CHANNEL, parent.ts, "")).replies
    later = (await slack.replies(CHANNEL, parent.ts, ours.ts)).replies

    assert [r.ours for r in everything] == ["m-reply", ""]
    assert later == everything[1:]
    (reply,) = later
    assert reply.text.startswith("@")
    assert "U0ANA" not in reply.text
    assert reply.text.endswith(" see the graph (https://x.example/a) <now> @here")
    assert reply.author not in {"", "U0BEN"}
    assert reply.thread == parent.ts


async def test_a_message_is_found_by_its_marker(stand: Stand, slack: Slack) -> None:
    since = stand.now()
    one = await slack.post(saying("one", "m-one"), "")
    two = await slack.post(saying("two", "m-two"), one.ts)

    assert await slack.find(CHANNEL, "", "m-one", since) == one
    assert await slack.find(CHANNEL, one.ts, "m-two", since) == two
    assert await slack.find(CHANNEL, one.ts, "m-none", since) is None


async def test_every_page_is_searched(stand: Stand, slack: Slack) -> None:
    since = stand.now() + timedelta(seconds=200)
    stand.advance(200)
    wanted = await slack.post(saying("the one", "m-deep"), "")
    for n in range(205):
        stand.order("/slack/say", channel="novavms-incident-live", who="ben", text=f"noise {n}")

    assert await slack.find(CHANNEL, "", "m-deep", since) == wanted


@pytest.mark.parametrize("kind", ["drop", "truncate", "garbage", "status"])
async def test_a_post_whose_answer_is_lost_is_unclear_sent_once_and_found(
    stand: Stand, slack: Slack, kind: str
) -> None:
    since, marker = stand.now(), f"m-lost-{kind}"
    stand.fault("slack", kind, path="/api/chat.postMessage", act=True, status=502)

    with pytest.raises(PortError) as caught:
        await slack.post(saying("an update", marker), "")

    error = caught.value
    assert isinstance(error, Garbled) or (isinstance(error, Unreachable) and error.maybe_sent)
    (message,) = posted(stand, marker)
    found = await slack.find(CHANNEL, "", marker, since)
    assert found is not None
    assert found.ts == message["ts"]


async def test_a_channel_may_be_named(stand: Stand, slack: Slack) -> None:
    since = stand.now()

    assert await slack.find("novavms-incident-live", "", "m-nothing", since) is None
    with pytest.raises(Refused, match="no channel nowhere") as caught:
        await slack.find("nowhere", "", "m", since)

    assert "id" in caught.value.mend


async def test_too_long_is_refused_before_it_is_sent(stand: Stand, slack: Slack) -> None:
    with pytest.raises(Refused, match="more than Slack keeps"):
        await slack.post(saying("x" * 4001, "m-long"), "")

    assert posted(stand, "m-long") == []


async def test_a_missing_scope_is_named(stand: Stand) -> None:
    port = chat(stand.slack, "xoxb-standin-narrow")

    with pytest.raises(Refused) as caught:
        await port.replies(CHANNEL, "1.000001", "")

    assert caught.value.credentials
    assert "history" in caught.value.reason
    port.close()


async def test_unknown_channel_and_wrong_token(stand: Stand, slack: Slack) -> None:
    with pytest.raises(Refused) as unknown:
        await slack.post(saying("x", "m-unknown", channel="C0NOWHERE"), "")
    wrong = chat(stand.slack, CANARY)
    with pytest.raises(Refused) as refused:
        await wrong.check()

    assert unknown.value.code == "channel_not_found"
    assert "/invite" in unknown.value.mend
    assert refused.value.credentials
    await slack.check()
    wrong.close()


async def test_a_rate_limit_says_how_long(stand: Stand, slack: Slack) -> None:
    stand.fault("slack", "rate_limit", retry_after=23)

    with pytest.raises(Refused) as caught:
        await slack.post(saying("x", "m-limited"), "")

    assert caught.value.retry_after_s == 23
    assert posted(stand, "m-limited") == []


# --- other servers ---------------------------------------------------------------------------


async def failing(answer: Callable[[Asked], Told | None], **more: float) -> PortError:
    with Scripted(answer) as server:
        port = chat(f"{server.url}/api/", CANARY, **more)
        with pytest.raises(PortError) as caught:
            await port.post(saying("text", "m", channel="C1"), "")
        port.close()
        assert len(server.asked) <= 1
        return caught.value


@pytest.mark.parametrize(
    ("told", "kind", "words"),
    [
        (Told({"ok": False, "error": "not_in_channel"}), Refused, "not in the channel"),
        (Told({"ok": False, "error": "is_archived"}), Refused, "archived"),
        (Told({"ok": False, "error": "token_revoked"}), Refused, "revoked"),
        (Told({"ok": False, "error": "weird_new_error"}), Refused, "weird_new_error"),
        (Told({"ok": False, "error": "fatal_error"}), Unreachable, "fault of its own"),
        (Told({"ok": False, "error": f"see {CANARY}"}), Garbled, "not Slack answered"),
        (Told({"ok": False, "error": "missing_scope", "needed": CANARY}), Refused, "lacks"),
        (Told(b"<html>sign in</html>"), Garbled, "not Slack answered"),
        (Told(b"<html>nginx</html>", 503), Unreachable, "fault of its own"),
        (Told({"ok": True}), Garbled, "does not confirm"),
        (Told({"ok": True, "ts": 1.5}), Garbled, "does not confirm"),
        (Told([]), Garbled, "not Slack answered"),
        (Told({"ok": False, "error": "ratelimited"}, 429), Refused, "rate limit"),
    ],
)
async def test_what_an_answer_means(
    told: Told, kind: type[PortError], words: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    error = await failing(lambda _: told)

    assert type(error) is kind
    assert words in error.reason
    assert "CANARY" not in "".join(traceback.format_exception(error)) + error.mend + caplog.text


async def test_a_redirect_never_gets_the_token() -> None:
    with Scripted(lambda _: Told({"ok": True, "ts": "1.000001"})) as elsewhere:
        error = await failing(lambda _: Told({}, 302, {"Location": f"{elsewhere.url}/api/x"}))

    assert elsewhere.asked == []
    assert isinstance(error, Refused)
    assert "leads elsewhere" in error.reason


async def test_a_hang_up_and_a_hang_are_unclear() -> None:
    def hang(_: Asked) -> Told | None:
        server.gate.wait()
        return None

    hung_up = await failing(lambda _: None)
    with Scripted(hang) as server:
        port = chat(f"{server.url}/api/", CANARY, 0.2)
        with pytest.raises(Unreachable) as caught:
            await port.post(saying("text", "m", channel="C1"), "")
        port.close()

    assert isinstance(hung_up, Unreachable)
    assert hung_up.maybe_sent
    assert caught.value.maybe_sent
    assert len(server.asked) == 1


async def test_a_refused_connection_was_certainly_not_sent() -> None:
    port = chat(f"{free_port_url()}/api/")

    with pytest.raises(Unreachable, match="no connection to Slack") as caught:
        await port.post(saying("text", "m", channel="C1"), "")

    assert not caught.value.maybe_sent
    port.close()


async def test_names_that_cannot_be_had_do_not_lose_the_replies() -> None:
    def answer(asked: Asked) -> Told:
        if asked.path.endswith("users.info"):
            return Told({"ok": False, "error": "missing_scope", "needed": "users:read"})
        parent = {"ts": "10.000001", "user": "U1", "text": "declared"}
        reply = {"ts": "11.000001", "user": "U2", "text": None, "subtype": "bot_message"}
        return Told({"ok": True, "messages": [parent, reply, None, {"ts": "x"}, {}]})

    with Scripted(answer) as server:
        port = chat(f"{server.url}/api/")
        (reply,) = (await port.replies("C1", "10.000001", "")).replies
        port.close()

    assert (reply.author, reply.text) == ("U2", "(no text)")


@given(st.text(max_size=80))
def test_what_was_escaped_reads_as_it_was_written(text: str) -> None:
    shown = slack_text.readable(slack_text.escaped(text), lambda user: user)

    assert shown == plain(text, slack_text.TEXT_LIMIT, lines=True).strip()
    assert "<" not in slack_text.escaped(text)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<@U1> and <@U2|bo>", "@Ana and @bo"),
        ("<#C1|general> <#C2>", "#general #C2"),
        ("<!subteam^S1|@oncall> <!subteam^S2> <!channel>", "@oncall @subteam @channel"),
        ("<!date^1392734382^{date}|Feb 18>", "Feb 18"),
        (
            "<https://a.b> <https://a.b|https://a.b> <https://evil|https://good>",
            "https://a.b https://a.b https://good (https://evil)",
        ),
        ("<mailto:a@b.c|a@b.c>", "a@b.c"),
        ("&amp;lt; &lt;tag&gt;", "&lt; <tag>"),
        ("one\r\ntwo \x1b[2J\u202e", "one\ntwo"),
    ],
)
def test_slacks_own_signs(written: str, shown: str) -> None:
    assert slack_text.readable(written, lambda _: "Ana") == shown


def test_a_ts_is_never_a_float() -> None:
    assert slack_text.order_of("1700000000.000002") > slack_text.order_of("1700000000.000001")
    assert slack_text.instant("1700000000.123456").microsecond == 123456
    assert slack_text.order_of("nonsense") == (0, 0)
