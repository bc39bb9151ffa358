"""A look at an address always ends in time, in a sample, whatever the other side does."""

import asyncio
import gzip
import resource
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress

import pytest
from patience import PATIENCE_S
from scripted import Asked, Scripted, Told, free_port_url

from cockpit.adapters.clock import SystemClock
from cockpit.adapters.probers import Probers
from cockpit.domain.evidence import Health, Sample
from cockpit.domain.probes import HttpProbe


@pytest.fixture
async def prober() -> AsyncIterator[Probers]:
    made = Probers(SystemClock(), {})
    yield made
    await made.close()


def spec(url: str, **more: object) -> HttpProbe:
    return HttpProbe(name="api", url=url, **{"timeout_s": PATIENCE_S, **more})


@contextmanager
def speaking(*chunks: bytes, hang: bool = False) -> Iterator[str]:
    """A server that says these bytes, whatever it is asked, and hangs up."""
    server, gate = socket.create_server(("127.0.0.1", 0)), threading.Event()

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                connection.recv(4096)
                for chunk in chunks:
                    connection.sendall(chunk)
                if hang:
                    gate.wait()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
    finally:
        gate.set()
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


async def look(prober: Probers, url: str, **more: object) -> Sample:
    return await prober.look(spec(url, **more))


@pytest.mark.parametrize(
    ("status", "expected", "health"),
    [
        (200, (), Health.GOOD),
        (204, (), Health.GOOD),
        (299, (), Health.GOOD),
        (404, (), Health.BAD),
        (500, (), Health.BAD),
        (503, (), Health.BAD),
        (401, (401, 403), Health.GOOD),
        (200, (401,), Health.BAD),
        (304, (), Health.BAD),
    ],
)
async def test_the_status_decides(
    prober: Probers, status: int, expected: tuple[int, ...], health: Health
) -> None:
    with Scripted(lambda _: Told(b"", status)) as server:
        sample = await look(prober, server.url, expected=expected)

    assert (sample.health, sample.status, sample.detail) == (health, status, str(status))
    assert sample.latency_s is not None


async def test_connections_are_kept_and_nothing_personal_is_sent(prober: Probers) -> None:
    told = Told(b"ok", 200, {"Set-Cookie": "session=CANARY"})
    with Scripted(lambda _: told) as server:
        for _ in range(3):
            await look(prober, server.url)

    assert len({id(asked.raw) for asked in server.asked}) == 1
    assert all("cookie" not in a.headers and "authorization" not in a.headers for a in server.asked)


async def test_a_redirect_is_followed_without_what_it_says_of_credentials(
    prober: Probers,
) -> None:
    with Scripted(lambda _: Told(b"ok")) as target:
        place = target.url.replace("http://", "http://ana:CANARY@") + "/there"
        with Scripted(lambda _: Told(b"", 302, {"Location": place})) as server:
            sample = await look(prober, server.url)

    assert sample.health is Health.GOOD
    assert target.asked[0].path == "/there"
    assert "authorization" not in target.asked[0].headers


async def test_redirects_for_ever_end(prober: Probers) -> None:
    with Scripted(lambda _: Told(b"", 302, {"Location": "/again"})) as server:
        sample = await look(prober, server.url, max_redirects=3)

    assert len(server.asked) == 4
    assert sample.health is Health.BAD
    assert sample.detail == "302, still leads elsewhere after 3 times"


@pytest.mark.parametrize(
    "place", ["file:///etc/passwd", "ftp://x/", "javascript:alert(1)", "http://[::"]
)
async def test_a_redirect_to_no_web_address_is_not_followed(prober: Probers, place: str) -> None:
    with Scripted(lambda _: Told(b"", 302, {"Location": place})) as server:
        sample = await look(prober, server.url)

    assert sample.health is Health.BAD
    assert "no web address" in sample.detail


async def test_a_redirect_may_be_what_is_expected(prober: Probers) -> None:
    with Scripted(lambda _: Told(b"", 302, {"Location": "/login"})) as server:
        sample = await look(prober, server.url, expected=(302,))

    assert (sample.health, len(server.asked)) == (Health.GOOD, 1)


async def test_nobody_listens(prober: Probers) -> None:
    sample = await look(prober, free_port_url())

    assert (sample.health, sample.status) == (Health.UNKNOWN, None)
    assert sample.detail == "connection refused"


async def test_a_name_that_is_not_there(prober: Probers) -> None:
    sample = await look(prober, "http://nowhere.invalid/", timeout_s=2)

    assert sample.health is Health.UNKNOWN
    assert sample.detail in {"the name is not found", "no answer within 2 s"}


async def test_an_endpoint_that_hangs(prober: Probers) -> None:
    def hang(_: Asked) -> Told | None:
        server.gate.wait()
        return None

    with Scripted(hang) as server:
        sample = await look(prober, server.url, timeout_s=0.2)

    assert (sample.health, sample.status) == (Health.UNKNOWN, None)
    assert sample.detail == "no answer within 0.2 s"


async def test_an_answer_that_does_not_end(prober: Probers) -> None:
    with speaking(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nabc", hang=True) as url:
        for limit_s in (0.2, 2, 20):  # A busy machine may need longer for the beginning.
            sample = await look(prober, url, timeout_s=limit_s)
            if sample.detail != f"no answer within {limit_s:g} s":
                break

    assert (sample.health, sample.detail) == (
        Health.UNKNOWN,
        f"200, but no end within {limit_s:g} s",
    )


async def test_a_server_fault_is_one_even_if_its_answer_does_not_end(prober: Probers) -> None:
    with speaking(b"HTTP/1.1 503 Busy\r\nContent-Length: 99\r\n\r\nabc", hang=True) as url:
        for limit_s in (0.2, 2, 20):  # A busy machine may need longer for the beginning.
            sample = await look(prober, url, timeout_s=limit_s)
            if sample.status is not None:
                break

    found = (sample.health, sample.status, sample.detail)
    assert found == (Health.BAD, 503, f"503, but no end within {limit_s:g} s")


async def test_an_answer_that_breaks_off(prober: Probers) -> None:
    with speaking(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nabc") as url:
        sample = await look(prober, url)

    assert (sample.health, sample.detail) == (Health.BAD, "200, but the answer broke off")


@pytest.mark.parametrize(
    ("said", "detail"),
    [
        (b"", "hung up without an answer"),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", "answers, but not HTTP"),
        (b"\x00\xff\x1b[2J\r\n\r\n", "answers, but not HTTP"),
        (b"HTTP/1.1 999999 \r\n\r\n", "answers, but not HTTP"),
    ],
)
async def test_something_else_than_http(prober: Probers, said: bytes, detail: str) -> None:
    with speaking(said) as url:
        sample = await look(prober, url)

    assert (sample.health, sample.status, sample.detail) == (Health.UNKNOWN, None, detail)


@pytest.mark.parametrize(
    "greeting", [b"SSH-2.0-OpenSSH_9.2\r\n", b"220 mail ESMTP ready\r\n", b"R"]
)
async def test_a_greeting_of_another_kind_is_known_at_once(
    prober: Probers, greeting: bytes
) -> None:
    with speaking(greeting, hang=True) as url:
        sample = await look(prober, url)

    assert (sample.health, sample.detail) == (Health.UNKNOWN, "answers, but not HTTP")


async def test_an_answer_may_come_in_the_smallest_pieces(prober: Probers) -> None:
    with speaking(*(bytes((b,)) for b in b"HTTP/1.1 204 No Content\r\n\r\n")) as url:
        sample = await look(prober, url)

    assert (sample.health, sample.status) == (Health.GOOD, 204)


async def test_a_hang_up_on_an_idle_connection_says_nothing(prober: Probers) -> None:
    with Scripted(lambda _: None if len(server.asked) == 2 else Told(b"ok")) as server:
        samples = [await look(prober, server.url) for _ in range(2)]

    assert {s.health for s in samples} == {Health.GOOD}
    assert len(server.asked) == 3


async def test_a_gigabyte_is_not_read(prober: Probers) -> None:
    top = b"HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with speaking(top + bytes(65_000), *[bytes(65_536)] * 1000, hang=True) as url:
        sample = await look(prober, url)

    assert sample.health is Health.GOOD
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


async def test_a_bomb_is_not_unpacked(prober: Probers) -> None:
    bomb = gzip.compress(bytes(60_000_000))
    with Scripted(lambda _: Told(bomb, 200, {"Content-Encoding": "gzip"})) as server:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        sample = await look(prober, server.url)

    assert sample.health is Health.GOOD
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000


async def test_https_where_http_is_spoken(prober: Probers) -> None:
    with Scripted(lambda _: Told(b"ok")) as server:
        sample = await look(prober, server.url.replace("http:", "https:"))

    assert (sample.health, sample.detail) == (Health.UNKNOWN, "TLS fails")


@pytest.mark.parametrize(
    "url", ["http://\x00/", "http://[::1", "http:///", "gopher://x/", "", "http://x:99999999/"]
)
async def test_an_address_that_is_none(prober: Probers, url: str) -> None:
    assert (await look(prober, url)).health is Health.UNKNOWN


async def test_one_that_hangs_holds_up_nobody(prober: Probers) -> None:
    def answer(asked: Asked) -> Told | None:
        if asked.path == "/hang":
            server.gate.wait()
        return Told(b"ok")

    with Scripted(answer) as server:
        hanging = [
            asyncio.ensure_future(look(prober, f"{server.url}/hang", timeout_s=PATIENCE_S))
            for _ in range(20)
        ]
        samples = await asyncio.gather(*(look(prober, server.url) for _ in range(20)))
        assert not any(task.done() for task in hanging)
        server.gate.set()
        await asyncio.gather(*hanging)

    assert {s.health for s in samples} == {Health.GOOD}
