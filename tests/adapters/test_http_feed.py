"""Feeds over real HTTP on loopback: redirects, tokens, bounds, and what is never said."""

import gzip
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from patience import PATIENCE_S

from cockpit.adapters.calendar import FeedCalendars
from cockpit.adapters.http_feed import Feed
from cockpit.domain.watch import CalendarSpec
from cockpit.ports.outside import Garbled, PortError, Refused, Unreachable

SECRET = "canary-0123456789"
GOOD = (Path(__file__).parent.parent / "calendars" / "floating.ics").read_bytes()


@dataclass
class Answer:
    """What the server says at a path."""

    body: bytes = GOOD
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pieces: int = 1
    pause_s: float = 0.0


class Server(ThreadingHTTPServer):
    """Answers from `answers` by path; `asked` is (path, authorization)."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, str | None]] = []
        self.ending = threading.Event()
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """GET alone."""

    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers.get("authorization")))
        answer = self.server.answers.get(self.path, Answer(b"no", 404))
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        size = -(-len(answer.body) // answer.pieces)
        try:
            for start in range(0, len(answer.body), max(size, 1)):
                self.wfile.write(answer.body[start : start + size])
                self.server.ending.wait(answer.pause_s)
        except OSError:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Nothing."""


def serve() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.ending.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    yield from serve()


@pytest.fixture
def elsewhere() -> Iterator[Server]:
    yield from serve()


def feed(url: str, *, token: str = "", limit: int = 10_000, deadline_s: float = PATIENCE_S) -> Feed:
    return Feed("calendar rota", url, token, limit=limit, deadline_s=deadline_s)


def test_a_feed_arrives_whole_and_its_token_goes_into_a_header(server: Server) -> None:
    server.answers["/x.ics"] = Answer()

    assert feed(f"{server.url}/x.ics", token=SECRET).fetch() == GOOD
    assert server.asked == [("/x.ics", f"Bearer {SECRET}")]


def test_a_redirect_carries_the_token_within_its_origin_alone(
    server: Server, elsewhere: Server
) -> None:
    server.answers["/a"] = Answer(b"", 302, {"Location": "/b"})
    server.answers["/b"] = Answer(b"", 307, {"Location": f"{elsewhere.url}/c"})
    elsewhere.answers["/c"] = Answer(b"", 301, {"Location": f"{server.url}/d"})
    server.answers["/d"] = Answer()

    assert feed(f"{server.url}/a", token=SECRET).fetch() == GOOD
    assert server.asked[:2] == [("/a", f"Bearer {SECRET}"), ("/b", f"Bearer {SECRET}")]
    assert elsewhere.asked == [("/c", None)]


@pytest.mark.parametrize("place", ["file:///etc/passwd", "ftp://127.0.0.1/x", "//user@"])
def test_a_redirect_to_something_else_is_not_followed(server: Server, place: str) -> None:
    server.answers["/a"] = Answer(b"", 302, {"Location": place})

    with pytest.raises(PortError, match="calendar rota"):
        feed(f"{server.url}/a").fetch()
    assert len(server.asked) == 1


def test_redirects_come_to_an_end(server: Server) -> None:
    server.answers["/a"] = Answer(b"", 302, {"Location": "/a"})

    with pytest.raises(Refused, match="leads elsewhere more than 5 times"):
        feed(f"{server.url}/a").fetch()
    assert len(server.asked) == 6


def test_what_is_packed_is_unpacked_and_bounded(server: Server) -> None:
    server.answers["/good"] = Answer(gzip.compress(GOOD), headers={"Content-Encoding": "gzip"})
    bomb = gzip.compress(b"x" * 50_000_000)
    server.answers["/bomb"] = Answer(bomb, headers={"Content-Encoding": "gzip"})
    server.answers["/odd"] = Answer(b"?", headers={"Content-Encoding": "br"})
    server.answers["/damaged"] = Answer(b"not gzip", headers={"Content-Encoding": "gzip"})

    assert feed(f"{server.url}/good").fetch() == GOOD
    with pytest.raises(Refused, match="larger than"):
        feed(f"{server.url}/bomb").fetch()
    for path in ("/odd", "/damaged"):
        with pytest.raises(Garbled, match="calendar rota"):
            feed(f"{server.url}{path}").fetch()


def test_a_feed_that_is_too_large_is_not_read(server: Server) -> None:
    server.answers["/large"] = Answer(b"x" * 10_001)

    with pytest.raises(Refused, match="larger than"):
        feed(f"{server.url}/large").fetch()


def test_a_feed_that_trickles_is_given_up_in_time(server: Server) -> None:
    server.answers["/slow"] = Answer(b"x" * 1000, pieces=1000, pause_s=0.1)
    begun = time.monotonic()

    with pytest.raises(Unreachable, match=r"did not arrive within 2 s"):
        feed(f"{server.url}/slow", deadline_s=2).fetch()
    assert time.monotonic() - begun < 50, "half of what it takes to the end"


@pytest.mark.parametrize(
    ("status", "headers", "kind", "words"),
    [
        (401, {}, Refused, "may not be read"),
        (403, {}, Refused, "may not be read"),
        (404, {}, Refused, "is not there"),
        (500, {}, Unreachable, "answers 500"),
        (429, {}, Unreachable, "answers 429"),
        (429, {"Retry-After": "7"}, Refused, "for another 7 s"),
        (503, {"Retry-After": "soon"}, Unreachable, "answers 503"),
    ],
)
def test_what_a_server_refuses(
    server: Server, status: int, headers: dict[str, str], kind: type[PortError], words: str
) -> None:
    server.answers["/x"] = Answer(b"<html>no", status, headers)

    with pytest.raises(kind, match=words) as caught:
        feed(f"{server.url}/x").fetch()
    assert getattr(caught.value, "credentials", False) is (status in {401, 403})
    assert getattr(caught.value, "retry_after_s", None) == (7 if "for another" in words else None)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/{}", "http://[{}", "nothing://{}"])
def test_no_error_holds_the_secret_of_an_address(url: str) -> None:
    with pytest.raises(PortError) as caught:
        feed(url.format(SECRET)).fetch()

    error: BaseException | None = caught.value
    assert error.__cause__ is None
    assert error.__context__ is None
    assert SECRET not in f"{error} {error!r} {vars(error)}"


async def test_a_secret_of_the_address_is_put_in_when_it_is_asked(server: Server) -> None:
    server.answers[f"/{SECRET}/rota.ics"] = Answer()

    async def token() -> str:
        return SECRET

    calendars = FeedCalendars({"rota": token})
    spec = CalendarSpec(name="rota", url=server.url + "/{token}/rota.ics")
    since = datetime(2026, 3, 20, tzinfo=UTC)
    try:
        reading = await calendars.read(spec, since, since + timedelta(days=9), UTC)
    finally:
        calendars.close()

    assert [s.person.name for s in reading.shifts] == ["Ana Ribeiro"]
    assert server.asked == [(f"/{SECRET}/rota.ics", None)]
