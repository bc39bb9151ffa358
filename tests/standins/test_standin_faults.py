"""Failures on order, the record of what arrived, and the product's endpoints."""

import socket
import time
from urllib.parse import urlsplit

import httpx
import pytest
from patience import PATIENCE_S
from stand import Stand

NOTE = {"note": {"content": "once"}}
CHANNEL = {"channel": "C0INCIDENT", "text": "once"}


def test_a_dropped_request_is_not_carried_out(stand: Stand, ana: httpx.Client) -> None:
    stand.fault("pagerduty", "drop", method="POST", path="/incidents")

    with pytest.raises(httpx.RemoteProtocolError):
        ana.post("/incidents/4217/notes", json=NOTE)
    assert stand.notes() == []
    (request,) = stand.writes("pagerduty")
    assert (request["fault"], request["acted"]) == ("drop", False)
    assert ana.post("/incidents/4217/notes", json=NOTE).status_code == 200


@pytest.mark.parametrize("kind", ["drop", "garbage", "truncate", "status"])
def test_an_answer_can_be_lost_after_the_act(stand: Stand, bot: httpx.Client, kind: str) -> None:
    """The ambiguous case: the message exists, and the sender cannot know."""
    stand.fault("slack", kind, path="/api/chat.postMessage", act=True, status=502)
    try:
        answer = bot.post("chat.postMessage", json=CHANNEL)
        understood = answer.status_code == 200 and "ts" in answer.json()
    except (httpx.RemoteProtocolError, ValueError):
        understood = False

    assert not understood
    assert [m["text"] for m in stand.messages()] == ["once"]
    assert stand.writes("slack")[0]["acted"] is True


def test_a_hang_lasts_until_the_other_side_gives_up(stand: Stand, ana: httpx.Client) -> None:
    stand.fault("pagerduty", "hang", act=True)

    with pytest.raises(httpx.ReadTimeout):
        ana.post("/incidents/4217/notes", json=NOTE, timeout=0.2)
    expiry = time.monotonic() + PATIENCE_S
    while not stand.notes():
        assert time.monotonic() < expiry, "it was never carried out"
    assert len(stand.notes()) == 1


def test_a_delay_answers_late_and_well(stand: Stand, ana: httpx.Client) -> None:
    stand.fault("pagerduty", "delay", seconds=0.2)
    before = time.monotonic()

    assert ana.get("/abilities").status_code == 200
    assert time.monotonic() - before >= 0.2


def test_a_rate_limit_comes_with_and_without_a_hint(stand: Stand, bot: httpx.Client) -> None:
    stand.fault("slack", "rate_limit", retry_after=7)
    stand.fault("slack", "rate_limit")
    first, second = bot.post("auth.test"), bot.post("auth.test")

    assert (first.status_code, first.headers["Retry-After"]) == (429, "7")
    assert (second.status_code, "Retry-After" in second.headers) == (429, False)


def test_a_proxys_page_is_html(stand: Stand, ana: httpx.Client) -> None:
    stand.fault("pagerduty", "status", status=502)
    answer = ana.get("/incidents")

    assert (answer.status_code, answer.headers["Content-Type"]) == (502, "text/html")


def test_a_redirect_leads_where_it_is_told(stand: Stand, bot: httpx.Client) -> None:
    """A client that follows it turns the POST into a GET, and may leak its token."""
    target = f"{stand.product}/api/v1/health"
    stand.fault("slack", "status", status=302, location=target)
    answer = bot.post("chat.postMessage", json=CHANNEL)

    assert (answer.status_code, answer.headers["Location"]) == (302, target)
    assert stand.messages() == []


def test_a_fault_counts_down_only_on_what_it_names(stand: Stand, ana: httpx.Client) -> None:
    stand.fault("pagerduty", "status", path="/users", times=2)

    assert ana.get("/abilities").status_code == 200
    codes = [ana.get("/users/me").status_code for _ in range(3)]
    assert codes == [500, 500, 200]


def test_a_fault_without_an_end_is_taken_back(stand: Stand, ana: httpx.Client) -> None:
    stand.fault("pagerduty", "status", times=0)

    assert {ana.get("/abilities").status_code for _ in range(5)} == {500}
    stand.clear_faults()
    assert ana.get("/abilities").status_code == 200


def test_an_order_that_makes_no_sense_is_refused(stand: Stand) -> None:
    with httpx.Client(base_url=stand.control, trust_env=False) as control:
        for path, body in (
            ("/fault", {"service": "pagerduty", "kind": "explode"}),
            ("/fault", {"service": "pagerduty", "kind": "drop", "tims": 2}),
            ("/clock", {"advance_s": -1}),
            ("/clock", {"set": "2020-01-01T00:00:00Z"}),
            ("/slack/reply", {"who": "ben", "text": "too early"}),
            ("/slack/say", {"channel": "nowhere", "who": "ben", "text": "x"}),
            ("/pagerduty/acknowledge", {"who": "nobody"}),
        ):
            assert control.post(path, json=body).status_code == 400, path
        assert control.post("/nowhere").status_code == 404


def test_what_arrived_is_counted(stand: Stand, ana: httpx.Client) -> None:
    for _ in range(3):
        ana.get("/abilities")
    ana.post("/incidents/4217/notes", json=NOTE)
    received = stand.received()

    assert received["counts"]["pagerduty GET /abilities"] == 3
    (request,) = received["requests"]
    assert (request["method"], request["from"]) == ("POST", "ana@novavms.example")


def test_any_order_can_be_given_as_an_event(stand: Stand) -> None:
    stand.order("/event", do="/pagerduty/trigger", title="From an event")

    assert stand.incident("4218")["title"] == "From an event"


def test_the_clock_runs_and_freezes_on_order(stand: Stand) -> None:
    assert stand.now() == stand.now()
    stand.order("/clock", frozen=False)
    first = stand.now()
    while stand.now() == first:
        pass
    stand.order("/clock", frozen=True)
    assert stand.now() == stand.now()


def test_the_product_follows_its_timetable(stand: Stand) -> None:
    def look(path: str) -> tuple[int, dict]:
        answer = httpx.get(f"{stand.product}{path}", trust_env=False)
        return answer.status_code, answer.json()

    assert look("/api/v1/health") == (
        503,
        {
            "status": "unavailable",
            "version": "v2026.16.2",
            "database": "connection pool exhausted",
        },
    )
    assert look("/api/v1/ingest/lag")[1]["last_event_at"] == "2026-04-21T08:42:35Z"
    stand.advance(36 * 60)
    assert look("/api/v1/health")[0] == 200
    stand.order("/product", path="/api/v1/health", status=418)
    assert look("/api/v1/health") == (418, {})
    assert look("/nowhere")[0] == 404


def test_dates_are_told_by_the_stand_ins_own_clock(stand: Stand) -> None:
    answer = httpx.get(f"{stand.product}/", trust_env=False)

    assert answer.headers["Date"] == "Tue, 21 Apr 2026 08:44:10 GMT"


@pytest.mark.parametrize("name", ["closes", "no-http"])
def test_hostile_endpoints_speak_no_http(stand: Stand, name: str) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"{stand.product}/hostile/{name}", trust_env=False)


def test_a_hanging_endpoint_says_nothing(stand: Stand) -> None:
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{stand.product}/hostile/hangs", trust_env=False, timeout=0.2)


def test_headers_that_drip_never_end(stand: Stand) -> None:
    seen = b""
    with socket.create_connection(_address(stand.product), timeout=PATIENCE_S) as raw:
        raw.sendall(b"GET /hostile/drips-headers HTTP/1.1\r\nHost: x\r\n\r\n")
        while seen.count(b"X-More") < 3:
            seen += raw.recv(1024)

    assert b"\r\n\r\n" not in seen


@pytest.mark.parametrize(("name", "least"), [("huge", 5_000_000), ("gzip-bomb", 5_000_000)])
def test_hostile_bodies_are_far_larger_than_anybody_wants(
    stand: Stand, name: str, least: int
) -> None:
    read = 0
    with httpx.stream("GET", f"{stand.product}/hostile/{name}", trust_env=False) as answer:
        for chunk in answer.iter_bytes():
            read += len(chunk)
            if read > least:
                break

    assert read > least


def test_a_drip_never_ends(stand: Stand) -> None:
    with httpx.stream("GET", f"{stand.product}/hostile/drips", trust_env=False) as answer:
        drops = answer.iter_bytes()

        assert [next(drops), next(drops), next(drops)] == [b".", b".", b"."]


def test_redirects_lead_round_or_away(stand: Stand) -> None:
    with (
        httpx.Client(trust_env=False, follow_redirects=True) as client,
        pytest.raises(httpx.TooManyRedirects),
    ):
        client.get(f"{stand.product}/hostile/redirects-for-ever")
    away = httpx.get(f"{stand.product}/hostile/redirects-elsewhere", trust_env=False)
    assert away.headers["Location"].startswith("http://elsewhere.invalid/")


def _address(base: str) -> tuple[str, int]:
    parts = urlsplit(base)
    return str(parts.hostname), int(parts.port or 0)


@pytest.mark.parametrize(
    "sent",
    [
        b"hello\r\n\r\n",
        b"GET / HTTP/2\r\n\r\n",
        b"GET / HTTP/1.1\r\nbad\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_what_is_no_http_is_refused(stand: Stand, sent: bytes) -> None:
    with socket.create_connection(_address(stand.product), timeout=PATIENCE_S) as raw:
        raw.sendall(sent)
        answer = raw.recv(1024)

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert httpx.get(stand.product, trust_env=False).status_code == 200


def test_a_body_in_chunks_is_read_and_the_connection_kept(stand: Stand) -> None:
    chunked = b'5\r\n{"not\r\n18\r\ne":{"content":"chunks"}}\r\n0\r\n\r\n'
    head = (
        b"POST /incidents/4217/notes HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
        b"Authorization: Token token=standin-key-ana\r\nFrom: ana@novavms.example\r\n"
        b"Accept: application/vnd.pagerduty+json;version=2\r\n"
        b"Content-Type: application/json\r\n\r\n"
    )
    with socket.create_connection(_address(stand.pagerduty), timeout=PATIENCE_S) as raw:
        answers = b""
        for _ in range(2):
            raw.sendall(head + chunked)
            answers += raw.recv(65536)

    assert answers.count(b"HTTP/1.1 200 OK") == 2
    assert [note["content"] for note in stand.notes()] == ["chunks", "chunks"]
