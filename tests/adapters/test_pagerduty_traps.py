"""What a server, a proxy, a redirect or an environment may do to the pager port."""

import json
import logging
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from clocks import START, ManualClock
from hypothesis import given, settings
from hypothesis import strategies as st
from patience import PATIENCE_S
from scripted import Asked, Scripted, Told, free_port_url

from cockpit.adapters import pagerduty_json
from cockpit.adapters.loose_json import Node
from cockpit.adapters.pagerduty import PagerDuty
from cockpit.domain.model import Status, Urgency
from cockpit.ports.outside import Garbled, OpenPage, PortError, Refused, Unreachable
from cockpit.sources.open_list import OpenList

CANARY = "u+CANARYtokenCANARY"
ME = {"user": {"id": "PME", "name": "Ana", "email": "ana@example.com"}}


def pager(
    url: str, token: str = CANARY, email: str = "ana@example.com", **more: float
) -> PagerDuty:
    async def find() -> str:
        return token

    timeout = more.get("timeout_s", PATIENCE_S)
    return PagerDuty(api_url=url, token=find, email=email, timeout_s=timeout, clock=ManualClock())


def incident(key: str, **more: object) -> dict[str, object]:
    return {
        "id": key,
        "incident_number": 7,
        "title": "down",
        "status": "triggered",
        "urgency": "high",
        "created_at": "2026-03-04T02:00:00Z",
        **more,
    }


async def failing(answer: Callable[[Asked], Told | None], **more: float) -> PortError:
    """The error of a read and its server's log of one request."""
    with Scripted(answer) as server:
        port = pager(server.url, **more)
        with pytest.raises(PortError) as caught:
            await port.incident("P1")
        port.close()
        return caught.value


async def test_open_incidents_are_asked_for_however_old_they_are() -> None:
    """Rule 39: with one bound, or none, a month is all that is listed."""
    with Scripted(lambda _: Told({"incidents": [], "more": False})) as server:
        port = pager(server.url)
        assert await port.open_incidents() == OpenPage(incidents=())
        port.close()
        (asked,) = server.asked

    assert asked.query["date_range"] == ["all"]
    assert asked.query["statuses[]"] == ["triggered", "acknowledged"]
    assert asked.query["limit"] == ["100"]
    assert asked.headers["accept"] == "application/vnd.pagerduty+json;version=2"
    assert asked.headers["authorization"] == f"Token token={CANARY}"
    assert "from" not in asked.headers


async def test_an_oauth_token_is_a_bearer() -> None:
    with Scripted(lambda _: Told(ME)) as server:
        port = pager(server.url, "pdus+_0XBPWQQ_ab")
        await port.me()
        port.close()

    assert server.asked[0].headers["authorization"] == "Bearer pdus+_0XBPWQQ_ab"


async def test_a_list_that_never_ends_is_left_after_two_thousand() -> None:
    """Rule 37: without a limit in the answer the offset goes on all the same, and it ends."""
    answer = {"incidents": [incident("P1")], "more": True}
    with Scripted(lambda _: Told(answer)) as server:
        port = pager(server.url)
        found = OpenList(port, lambda: 0.0)
        await found.newest()
        rest = [i.id async for part in found.rest(1.0) for i in part]
        port.close()

    assert set(rest) == {"P1"}
    assert found.is_cut
    assert [a.query["offset"] for a in server.asked] == [[str(n)] for n in range(0, 2000, 100)]


async def test_a_log_that_never_ends_is_left_after_five_pages_and_says_so() -> None:
    line = {
        "id": "R1",
        "type": "annotate_log_entry",
        "created_at": "2026-03-04T02:17:00Z",
        "incident": {"id": "P1"},
    }
    lines = [None, {"id": "R0"}, {**line, "id": "R2", "incident": None}, line]
    with Scripted(lambda _: Told({"log_entries": lines, "more": True})) as server:
        port = pager(server.url)
        found = await port.happened(START)
        port.close()

    assert [(e.id, e.incident_id) for e in found.entries] == [("R1", "P1")]
    assert not found.whole
    assert len(server.asked) == 5
    assert server.asked[0].query["since"] == ["2026-03-04T02:17:00Z"]
    assert server.asked[0].query["until"] == ["2026-03-04T03:17:00Z"]
    assert found.up_to == START


async def test_nothing_is_asked_for_beyond_the_ten_thousandth() -> None:
    """Rule 39: offset and limit beyond it are refused."""
    with Scripted(lambda _: Told({"incidents": [], "more": True, "total": 12000})) as server:
        port = pager(server.url)
        page = await port.open_incidents(9900)
        port.close()

    assert (page.next_start, page.total) == (None, 12000)
    assert server.asked[0].query["total"] == ["true"]


@pytest.mark.parametrize("body", [{}, {"log_entries": None}, {"log_entries": {}}])
async def test_a_log_of_all_that_is_no_list_is_garbled(body: dict) -> None:
    with Scripted(lambda _: Told(body)) as server:
        port = pager(server.url)
        with pytest.raises(Garbled):
            await port.happened()
        port.close()


async def test_one_bad_incident_does_not_lose_the_others() -> None:
    items = [
        None,
        7,
        {},
        {"id": None},
        incident("P1", assignments=None, pending_actions="soon"),
        incident("P2", status="snoozed", urgency=None, service=None, priority=[], created_at=None),
        incident("P3", pending_actions=[{"type": "urgency_change", "at": "2026-03-04T03:00:00Z"}]),
    ]
    with Scripted(lambda _: Told({"incidents": items, "more": False})) as server:
        port = pager(server.url)
        found = {i.id: i for i in (await port.open_incidents()).incidents}
        port.close()

    assert set(found) == {"P1", "P2", "P3"}
    assert found["P2"].status is Status.OTHER
    assert found["P2"].urgency is Urgency.HIGH
    assert found["P3"].pending[0].kind == "urgency_change"


async def test_hostile_words_are_harmless() -> None:
    title = "\x1b]52;c;QUFB\x07[P1] \u202edown\nnow <!channel>"
    item = incident(
        "P1", title=title, html_url="javascript:alert(1)", service={"summary": "\x9b2J"}
    )
    with Scripted(lambda _: Told({"incident": item})) as server:
        port = pager(server.url)
        found = await port.incident("P1")
        port.close()

    assert found.title == "[P1] down now <!channel>"
    assert (found.url, found.service) == ("", "")


async def test_an_id_never_leaves_its_place_in_the_address() -> None:
    with Scripted(lambda _: Told({"incident": incident("P1")})) as server:
        port = pager(server.url)
        await port.incident("../users/me?x=1")
        port.close()

    assert server.asked[0].path.startswith("/incidents/")
    assert server.asked[0].query == {}


async def test_an_accounts_token_is_matched_by_the_address() -> None:
    """Rule 42: an account's token is told from a person's."""

    def answer(asked: Asked) -> Told:
        if asked.path == "/users/me":
            return Told({"error": {"message": "x", "code": 2001}}, 400)
        others = {"id": "PX", "name": "X", "email": "ana@example.com.evil"}
        return Told({"users": [others, ME["user"]]})

    with Scripted(answer) as server:
        port = pager(server.url, email="ANA@example.com")
        assert (await port.me()).id == "PME"
        port.close()


@pytest.mark.parametrize(
    ("told", "kind", "words"),
    [
        (Told(b"<html>Sign in</html>"), Garbled, "not PagerDuty answered, but a page"),
        (Told(b'{"incident": {"id"'), Garbled, "a page"),
        (Told([1, 2]), Garbled, "a page"),
        (Told({}), Garbled, "said nothing"),
        (Told({"incident": {}}), Garbled, "no incident"),
        (Told(b"<html>nginx</html>", 502), Unreachable, "something before it answers HTTP 502"),
        (Told({"error": {"message": "x", "code": 2000}}, 500), Unreachable, "a fault of its own"),
        (Told(b"", 503), Unreachable, "a fault of its own"),
        (Told(b"", 408), Unreachable, "a fault of its own"),
        (Told({"error": {"code": 2010}}, 403), Refused, "denies access"),
        (Told(b"", 403), Refused, "does not allow this"),
        (Told({"error": {"code": 2014}}, 402), Refused, "plan does not include"),
        (Told({"error": {"code": 2100}}, 404), Refused, "no such thing"),
        (Told({}, 302, {"Location": "http://127.0.0.1:1/x"}), Refused, "leads elsewhere"),
    ],
)
async def test_what_an_answer_means(told: Told, kind: type[PortError], words: str) -> None:
    error = await failing(lambda _: told)

    assert type(error) is kind
    assert words in error.reason


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "7"}, 7),
        ({"ratelimit-reset": "41"}, 41),
        ({}, 10),
        ({"Retry-After": "86400"}, 120),
        ({"Retry-After": "0"}, 1),
        ({"Retry-After": "-5"}, 10),
        ({"Retry-After": "soon"}, 10),
        ({"Retry-After": "\u0664"}, 10),
    ],
)
async def test_how_long_a_rate_limit_lasts(headers: dict[str, str], wait: float) -> None:
    """Trap 8, rule 41: the pause is read from either header, bounded, and nobody sleeps in it."""
    asked = {k: v.encode().decode("latin-1") for k, v in headers.items()}

    error = await failing(lambda _: Told(b"", 429, asked))

    assert isinstance(error, Refused)
    assert error.retry_after_s == wait


async def test_a_write_never_follows_a_redirect() -> None:
    with Scripted(lambda _: Told({"note": {"id": "N"}})) as elsewhere:
        told = Told({}, 302, {"Location": f"{elsewhere.url}/incidents/P1/notes"})
        with Scripted(lambda _: told) as server:
            port = pager(server.url)
            with pytest.raises(Refused, match="leads elsewhere"):
                await port.add_note("P1", "x", "m")
            port.close()

    assert elsewhere.asked == []
    assert len(server.asked) == 1


async def test_netrc_never_replaces_the_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trap 9: requests would take it from there, and say nothing."""
    netrc = tmp_path / "netrc"
    netrc.write_text("default login evil password evil\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with Scripted(lambda _: Told(ME)) as server:
        port = pager(server.url)
        await port.me()
        port.close()

    assert server.asked[0].headers["authorization"] == f"Token token={CANARY}"


async def test_a_proxy_from_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with Scripted(lambda _: Told(ME)) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("NO_PROXY", "")
        monkeypatch.setenv("no_proxy", "")
        port = pager("http://pager.invalid")
        assert (await port.me()).id == "PME"
        port.close()

    assert len(proxy.asked) == 1


async def test_a_refused_connection_was_certainly_not_sent() -> None:
    port = pager(free_port_url())

    with pytest.raises(Unreachable, match="no connection to PagerDuty") as caught:
        await port.add_note("P1", "x", "m")

    assert not caught.value.maybe_sent
    port.close()


async def test_a_hang_up_after_a_write_is_unclear_and_not_repeated() -> None:
    with Scripted(lambda _: None) as server:
        port = pager(server.url)
        with pytest.raises(Unreachable, match="hung up") as caught:
            await port.add_note("P1", "x", "m")
        port.close()

    assert caught.value.maybe_sent
    assert len(server.asked) == 1


async def test_a_read_that_was_hung_up_on_is_asked_once_more() -> None:
    with Scripted(lambda _: None if len(server.asked) == 1 else Told(ME)) as server:
        port = pager(server.url)
        assert (await port.me()).id == "PME"
        port.close()

    assert len(server.asked) == 2


async def test_a_write_that_gets_no_answer_is_unclear_and_sent_once() -> None:
    """Trap 7: the client library alone would send it four times."""

    def answer(asked: Asked) -> Told | None:
        server.gate.wait()
        return None

    with Scripted(answer) as server:
        port = pager(server.url, timeout_s=0.2)
        with pytest.raises(Unreachable) as caught:
            await port.add_note("P1", "x", "m")
        port.close()
        assert len(server.asked) == 1

    assert caught.value.maybe_sent


@pytest.mark.parametrize("status", [200, 302, 400, 401, 403, 404, 429, 500, 502])
async def test_the_token_is_in_no_error_and_no_log(
    status: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    echo = {"error": {"message": f"bad {CANARY}", "code": 1, "errors": [CANARY]}}
    for body in (echo, f"<html>{CANARY}</html>".encode(), b""):
        error = await failing(lambda _, body=body: Told(body, status))
        shown = [str(error), repr(error), error.reason, error.mend, *map(str, error.args)]
        shown += traceback.format_exception(error)

        assert not [text for text in shown if CANARY in text]
    assert CANARY not in caplog.text


@pytest.mark.parametrize("token", ["CANARY\nX-Evil: 1", "CANARY\u6f22"])
async def test_a_token_that_no_header_can_hold(token: str) -> None:
    with Scripted(lambda _: Told(ME)) as server:
        port = pager(server.url, token)
        with pytest.raises(Refused) as caught:
            await port.me()
        port.close()

    assert caught.value.credentials
    assert "CANARY" not in "".join(traceback.format_exception(caught.value))


FIELDS = [
    *("id", "type", "status", "urgency", "created_at", "title", "assignments", "assignee", "at"),
    *("pending_actions", "user", "service", "summary", "escalation_rules", "targets", "agent"),
    *("channel", "escalation_level", "start"),
]
ODD = ["2026-03-04T02:00:00Z", "9999-12-31T23:59:59-23:59", "user_reference"]
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from(ODD)
)
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=6)
    ),
    max_leaves=20,
)


@given(JSON)
@settings(max_examples=150)
def test_no_json_at_all_breaks_the_reading(value: object) -> None:
    """Rule 44: every body is untrusted."""
    node = Node(json.loads(json.dumps(value)))

    found = pagerduty_json.incident(node)
    pagerduty_json.policy(node)
    pagerduty_json.on_call(node)
    pagerduty_json.log_entry(node, "P1")
    pagerduty_json.person(node)

    assert found is None or found.created_at.tzinfo is not None
