"""What a probe asks of an answer besides its status, and what it sends to whom."""

import gzip
import zlib
from collections.abc import AsyncIterator

import pytest
from patience import PATIENCE_S
from scripted import Asked, Scripted, Told

from cockpit.adapters.clock import SystemClock
from cockpit.adapters.probers import Probers
from cockpit.domain.conditions import Bounds, Words
from cockpit.domain.evidence import Health, Sample
from cockpit.domain.probes import HttpProbe
from cockpit.ports.outside import Refused

GOOD, BAD, UNKNOWN = Health.GOOD, Health.BAD, Health.UNKNOWN


class Source:
    """Gives a token, another one each time."""

    def __init__(self) -> None:
        self.given = 0

    async def __call__(self) -> str:
        self.given += 1
        return f"CANARY-{self.given}"


async def no_token() -> str:
    raise Refused("No token for reads: $READS is not set.", "Set it.", credentials=True)


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
async def prober(source: Source) -> AsyncIterator[Probers]:
    made = Probers(SystemClock(), {"reads": source, "blind": no_token})
    yield made
    await made.close()


async def look(prober: Probers, url: str, name: str = "api", **more: object) -> Sample:
    return await prober.look(HttpProbe(name=name, url=url, timeout_s=PATIENCE_S, **more))


ONLINE = {"gateways": [{"online": 1204, "state": "ok", "ready": True}]}
AT = "gateways[0].online"


@pytest.mark.parametrize(
    ("body", "asked", "found"),
    [
        (b"all well", {"words": Words(contains="well")}, (GOOD, "200", None)),
        (b"ill", {"words": Words(contains="well")}, (BAD, '200, but does not say "well"', None)),
        (b"an error", {"words": Words(lacks="error")}, (BAD, '200, but says "error"', None)),
        (ONLINE, {"json": AT}, (GOOD, "1204", 1204.0)),
        (ONLINE, {"json": AT, "bounds": Bounds(unit=" gw")}, (GOOD, "1204 gw", 1204.0)),
        (ONLINE, {"json": AT, "bounds": Bounds(below=1250)}, (BAD, "1204, below 1250", 1204.0)),
        (ONLINE, {"json": AT, "bounds": Bounds(above=1.5)}, (BAD, "1204, above 1.5", 1204.0)),
        (ONLINE, {"json": "gateways[0].state", "equals": "ok"}, (GOOD, "200", None)),
        (ONLINE, {"json": "gateways[0].ready", "equals": "true"}, (GOOD, "200", None)),
        (
            ONLINE,
            {"json": "gateways[0].state", "equals": "fine"},
            (BAD, "200, but gateways[0].state is ok", None),
        ),
        (ONLINE, {"json": "gateways[7]"}, (UNKNOWN, '200, but has no "gateways[7]"', None)),
        (ONLINE, {"json": "gateways"}, (UNKNOWN, "200, but gateways is no number", None)),
        (b"<html>", {"json": "x"}, (UNKNOWN, "200, but the answer is no JSON", None)),
        (b"[" * 50_000, {"json": "x"}, (UNKNOWN, "200, but the answer is no JSON", None)),
        (b'{"x": NaN}', {"json": "x"}, (UNKNOWN, "200, but x is not a number (NaN)", None)),
        (b'{"x": -Infinity}', {"json": "x"}, (UNKNOWN, "200, but x is infinite", None)),
        (b'{"x": 1e999}', {"json": "x"}, (UNKNOWN, "200, but x is infinite", None)),
    ],
)
async def test_the_body_decides_after_the_status(
    prober: Probers, body: object, asked: dict, found: tuple
) -> None:
    with Scripted(lambda _: Told(body)) as server:
        sample = await look(prober, server.url, **asked)

    assert (sample.health, sample.detail, sample.value) == found


async def test_a_bad_status_is_bad_whatever_the_body_says(prober: Probers) -> None:
    with Scripted(lambda _: Told({"status": "ok"}, 503)) as server:
        sample = await look(prober, server.url, json="status", equals="ok")

    assert (sample.health, sample.detail) == (BAD, "503")


async def test_a_packed_body_is_unpacked_as_far_as_it_is_read(prober: Probers) -> None:
    packed = gzip.compress(b'{"online": 3}')
    bomb = gzip.compress(b" " * 60_000_000)
    told = {"/small": packed, "/bomb": bomb}

    def answer(asked: Asked) -> Told:
        return Told(told[asked.path], 200, {"Content-Encoding": "gzip"})

    with Scripted(answer) as server:
        small, large = [
            await look(prober, server.url + path, json="online", max_body=4096) for path in told
        ]

    assert (small.health, small.value) == (GOOD, 3.0)
    assert (large.health, large.detail) == (
        UNKNOWN,
        "200, but the answer is longer than 4096 bytes",
    )


_OF_3 = b'{"online": 3}'


@pytest.mark.parametrize(
    ("packed", "body"),
    [
        ("GZIP", gzip.compress(_OF_3, mtime=0)),
        ("x-gzip", gzip.compress(_OF_3[:5], mtime=0) + gzip.compress(_OF_3[5:], mtime=0)),
        ("gzip", gzip.compress(_OF_3, mtime=0) + b"more than belongs to it" * 100_000),
        ("deflate", zlib.compress(_OF_3)),
        ("deflate", zlib.compress(_OF_3, wbits=-15)),
        ("identity", b"\xef\xbb\xbf" + _OF_3),
    ],
)
async def test_a_body_is_read_however_servers_pack_it(
    prober: Probers, packed: str, body: bytes
) -> None:
    with Scripted(lambda _: Told(body, 200, {"Content-Encoding": packed})) as server:
        sample = await look(prober, server.url, json="online")

    assert (sample.health, sample.value) == (GOOD, 3.0)


@pytest.mark.parametrize(
    ("packed", "body"),
    [
        ("gzip", _OF_3),
        ("gzip", gzip.compress(b"", mtime=0) * 1500),
        ("deflate", b"\xff" * 99),
        ("br", b"\x0b\x06\x80" + _OF_3 + b"\x03"),
    ],
)
async def test_a_body_that_cannot_be_unpacked_says_nothing_and_its_status_does(
    prober: Probers, packed: str, body: bytes
) -> None:
    def answer(asked: Asked) -> Told:
        status = 503 if asked.path == "/ill" else 200
        return Told(body, status, {"Content-Encoding": packed})

    with Scripted(answer) as server:
        well, ill = [
            await look(prober, server.url + path, json="online") for path in ("/well", "/ill")
        ]

    words = f"200, but packed in a way that cannot be read ({packed})"
    assert (well.health, well.detail) == (UNKNOWN, words)
    assert (ill.health, ill.status) == (BAD, 503)


async def test_an_answer_that_a_terminal_would_obey_is_harmless(prober: Probers) -> None:
    with Scripted(lambda _: Told({"state": "\x1b[2J\x1b]52;c;ZXZpbA==\x07down\u202e"})) as server:
        sample = await look(prober, server.url, json="state", equals="up")

    assert sample.detail == "200, but state is down"


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST"])
async def test_method_and_headers_are_sent_as_configured(prober: Probers, method: str) -> None:
    asked: list[tuple[str, str]] = []

    def answer(one: Asked) -> Told:
        asked.append((one.method, one.headers["x-tenant"]))
        return Told(b"")

    with Scripted(answer) as server:
        sample = await look(prober, server.url, method=method, headers=(("X-Tenant", "nova"),))

    assert (sample.health, asked) == (GOOD, [(method, "nova")])


async def test_a_secret_goes_where_it_belongs_and_is_read_once(
    prober: Probers, source: Source
) -> None:
    with Scripted(lambda _: Told(b"ok")) as server:
        for _ in range(3):
            sample = await look(prober, server.url, "reads")
        await look(prober, server.url, "reads", auth_header="X-Api-Key", auth_scheme="")
        await look(prober, server.url, "another")

    said = [(a.headers.get("authorization"), a.headers.get("x-api-key")) for a in server.asked]
    assert said == [("Bearer CANARY-1", None)] * 3 + [(None, "CANARY-1"), (None, None)]
    assert source.given == 1
    assert "CANARY" not in repr(sample)


async def test_a_secret_that_is_refused_is_read_anew(prober: Probers, source: Source) -> None:
    def answer(asked: Asked) -> Told:
        return Told(b"", 200 if asked.headers["authorization"] == "Bearer CANARY-2" else 401)

    with Scripted(answer) as server:
        samples = [await look(prober, server.url, "reads") for _ in range(3)]

    assert [s.status for s in samples] == [401, 200, 200]
    assert source.given == 2


async def test_a_secret_that_cannot_be_read_says_so_and_nothing_is_asked(prober: Probers) -> None:
    with Scripted(lambda _: Told(b"ok")) as server:
        sample = await look(prober, server.url, "blind")

    assert (sample.health, sample.detail) == (UNKNOWN, "No token for reads: $READS is not set.")
    assert server.asked == []


async def test_nothing_that_is_configured_is_carried_to_another_host(prober: Probers) -> None:
    with Scripted(lambda _: Told(b"ok")) as elsewhere:
        place = {"Location": f"{elsewhere.url}/there"}

        def answer(asked: Asked) -> Told:
            return Told(b"", 302, place if asked.path == "/on" else {"Location": "/on"})

        with Scripted(answer) as server:
            sample = await look(prober, server.url, "reads", headers=(("X-Tenant", "nova"),))

    # A page that anybody may see, such as where one logs in, is no authenticated read.
    words = f"200, but from {elsewhere.url}, which is not given the token"
    assert (sample.health, sample.detail) == (UNKNOWN, words)
    assert [a.headers.get("x-tenant") for a in server.asked] == ["nova", "nova"]
    assert [a.headers.get("authorization") for a in server.asked] == ["Bearer CANARY-1"] * 2
    assert [set(a.headers) for a in elsewhere.asked] == [
        {"host", "user-agent", "accept", "accept-encoding"}
    ]


async def test_http_1_0_is_understood(prober: Probers) -> None:
    def answer(asked: Asked) -> None:
        asked.raw.sendall(b'HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n{"online": 7}')

    with Scripted(answer) as server:
        samples = [await look(prober, server.url, json="online") for _ in range(2)]

    assert [(s.health, s.value) for s in samples] == [(GOOD, 7.0)] * 2


async def test_a_proxy_from_the_environment_is_used_unless_it_is_not_for_this_host(
    prober: Probers, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Scripted(lambda _: Told(b"ok")) as proxy, Scripted(lambda _: Told(b"ok")) as server:
        for name in ("http_proxy", "HTTP_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.setenv(name, "127.0.0.1")
        through = await look(prober, "http://api.example/health")
        past = await look(prober, server.url)

    assert (through.health, past.health) == (GOOD, GOOD)
    assert (len(proxy.asked), len(server.asked)) == (1, 1)
