"""A query that gives one number measures it; whatever else comes back is not known, and not bad."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
from patience import PATIENCE_S
from scripted import Asked, Scripted, Told, free_port_url

from cockpit.adapters.clock import SystemClock
from cockpit.adapters.probers import Probers
from cockpit.domain.conditions import Bounds
from cockpit.domain.evidence import Health, Sample
from cockpit.domain.probes import PrometheusProbe

GOOD, BAD, UNKNOWN = Health.GOOD, Health.BAD, Health.UNKNOWN
BELOW = Bounds(below=1250, unit=" gw")


async def token() -> str:
    return "CANARY"


@pytest.fixture
async def prober() -> AsyncIterator[Probers]:
    made = Probers(SystemClock(), {"closed": token})
    yield made
    await made.close()


def spec(url: str, **more: object) -> PrometheusProbe:
    known = {"name": "gateways", "query": "sum(gateway_online)", "timeout_s": PATIENCE_S, **more}
    return PrometheusProbe(url=url, bounds=BELOW, **known)


def success(kind: str, result: object) -> dict[str, object]:
    return {"status": "success", "data": {"resultType": kind, "result": result}}


def vector(*values: object) -> dict[str, object]:
    return success("vector", [{"metric": {}, "value": [1_700_000_000, v]} for v in values])


async def looked(prober: Probers, told: Callable[[Asked], Told | None]) -> Sample:
    with Scripted(told) as server:
        return await prober.look(spec(server.url))


@pytest.mark.parametrize(
    ("body", "health", "detail"),
    [
        (vector("1368"), GOOD, "1368 gw"),
        (vector("1204"), BAD, "1204 gw, below 1250 gw"),
        (success("scalar", [1_700_000_000, "1368"]), GOOD, "1368 gw"),
        (vector(), UNKNOWN, "the query finds no series"),
        (
            {**vector("1204"), "warnings": ["PromQL info: x", "no store matched\x1b[2J"]},
            UNKNOWN,
            "some data is missing: no store matched",
        ),
        ({**vector("1368"), "warnings": ["PromQL info: no counter?", 5]}, GOOD, "1368 gw"),
        ({**vector("1368"), "warnings": "odd"}, GOOD, "1368 gw"),
        (vector("1", "2"), UNKNOWN, "the query finds 2 series: make one of them, as with sum()"),
        (vector("NaN"), UNKNOWN, "the value is not a number (NaN)"),
        (vector("+Inf"), UNKNOWN, "the value is infinite"),
        (vector("-Inf"), UNKNOWN, "the value is infinite"),
        (vector("many"), UNKNOWN, "the value is no number"),
        (vector(None), UNKNOWN, "the value is no number"),
        (success("matrix", [{}]), UNKNOWN, "the query gives a range: take its range away"),
        (success("string", [0, "5"]), UNKNOWN, "the query gives no number"),
        (success("vector", {"0": 1}), UNKNOWN, "the query finds no series"),
        (success("vector", [5]), UNKNOWN, "the value is no number"),
        ({"status": "success"}, UNKNOWN, "the query gives no number"),
        ([], UNKNOWN, "answers 200, but not as Prometheus does"),
        (b"<html>Sign in", UNKNOWN, "answers 200, but not as Prometheus does"),
        (b"[" * 90_000, UNKNOWN, "answers 200, but not as Prometheus does"),
    ],
)
async def test_only_a_number_is_good_or_bad(
    prober: Probers, body: object, health: Health, detail: str
) -> None:
    sample = await looked(prober, lambda _: Told(body))

    assert (sample.health, sample.detail, sample.status) == (health, detail, None)
    assert (sample.value is None) is (health is UNKNOWN)


@pytest.mark.parametrize("status", [400, 422, 503])
async def test_an_error_of_promql_is_told_in_its_own_words_and_is_no_5xx(
    prober: Probers, status: int
) -> None:
    error = {"status": "error", "errorType": "bad_data", "error": "1:5: parse\x1b[2J error"}
    sample = await looked(prober, lambda _: Told(error, status))

    assert (sample.health, sample.status, sample.value) == (UNKNOWN, None, None)
    assert sample.detail == "Prometheus refuses: bad_data: 1:5: parse error"


async def test_a_gateway_in_between_that_fails_is_no_5xx_of_the_product(prober: Probers) -> None:
    sample = await looked(prober, lambda _: Told(b"<html>Bad gateway", 502))

    assert (sample.health, sample.status) == (UNKNOWN, None)
    assert sample.detail == "answers 502, but not as Prometheus does"


async def test_nobody_there_and_nobody_in_time_are_not_known(prober: Probers) -> None:
    refused = await prober.look(spec(free_port_url()))

    def hang(_: Asked) -> None:
        server.gate.wait()

    with Scripted(hang) as server:
        late = await prober.look(spec(server.url, timeout_s=0.2))

    assert (refused.health, refused.detail) == (UNKNOWN, "connection refused")
    assert (late.health, late.detail) == (UNKNOWN, "no answer within 0.2 s")


async def test_a_series_that_vanishes_is_told_from_one_that_never_was(prober: Probers) -> None:
    with Scripted(lambda _: Told(vector("1368") if len(server.asked) == 1 else vector())) as server:
        first, second = [await prober.look(spec(server.url)) for _ in range(2)]

    assert (first.health, second.health) == (GOOD, UNKNOWN)
    assert second.detail == "the series is gone"


async def test_a_token_is_sent_and_a_refusal_of_it_is_said(prober: Probers) -> None:
    with Scripted(lambda _: Told(b"", 401)) as server:
        sample = await prober.look(spec(server.url, name="closed"))

    assert [a.headers["authorization"] for a in server.asked] == ["Bearer CANARY"]
    assert sample.detail == "Prometheus may not be asked (401): check the token"


async def test_a_long_query_travels_as_a_form(prober: Probers) -> None:
    with Scripted(lambda _: Told(vector("1"))) as server:
        for query in ("up", "up + " * 2000 + "up"):
            await prober.look(spec(f"{server.url}/prometheus/", query=query))

    assert [(a.method, a.path) for a in server.asked] == [
        ("GET", "/prometheus/api/v1/query"),
        ("POST", "/prometheus/api/v1/query"),
    ]
    assert server.asked[0].query == {"query": ["up"]}
    assert server.asked[1].body.startswith(b"query=up+%2B+up")


async def test_the_time_before_is_read_as_a_range(prober: Probers) -> None:
    now = SystemClock().now().timestamp()
    values = [[now - 60, "1368"], [now - 30, "NaN"], [now - 20, "1204"], [now + 9, "1"], [1, 2, 3]]
    told = success("matrix", [{"metric": {}, "values": values}])
    with Scripted(lambda _: Told(told)) as server:
        past = await prober.past(spec(server.url))

    assert [(s.health, s.value) for s in past] == [(GOOD, 1368.0), (BAD, 1204.0)]
    assert past[1].at - past[0].at == timedelta(seconds=40)
    asked = {name: values[0] for name, values in server.asked[0].query.items()}
    assert float(asked["end"]) - float(asked["start"]) == pytest.approx(1800)
    assert asked["step"] == "10.000"


@pytest.mark.parametrize(
    "told",
    [
        Told(success("matrix", [])),
        Told(success("matrix", [{"values": 5}])),
        Told(success("matrix", [{"values": [[1, "1"]]}, {"values": [[1, "1"]]}])),
        Told(vector("5")),
        Told({"status": "error"}, 422),
        Told(b"", 500),
    ],
)
async def test_a_time_before_that_cannot_be_read_is_none(prober: Probers, told: Told) -> None:
    with Scripted(lambda _: told) as server:
        assert await prober.past(spec(server.url)) == ()


async def test_the_time_before_is_not_asked_for_where_it_is_not_wanted(prober: Probers) -> None:
    with Scripted(lambda _: Told(vector())) as server:
        assert await prober.past(spec(server.url, history_s=0)) == ()

    assert server.asked == []
