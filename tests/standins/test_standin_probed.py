"""What the product can be looked at by: reads that want a token, and a small Prometheus."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from stand import Stand

from cockpit.adapters.clock import SystemClock
from cockpit.adapters.probers import Probers
from cockpit.domain.evidence import Health, Sample
from cockpit.domain.probes import Probe
from cockpit.settings.load import load
from cockpit.settings.secrets import resolve


def asked(stand: Stand, what: str, **query: object) -> httpx.Response:
    url = f"{stand.product}/prometheus/api/v1/{what}"
    return httpx.get(url, params=query, trust_env=False)


def start_of(stand: Stand) -> datetime:
    return datetime.fromisoformat(stand.order("/clock", method="GET")["start"])


def test_reads_want_their_token(stand: Stand) -> None:
    url = f"{stand.product}/api/v1/reads"
    token = {"Authorization": "Bearer standin-reads-token"}

    assert httpx.get(url, trust_env=False).status_code == 401
    assert httpx.get(url, headers=token, trust_env=False).status_code == 503


def test_the_number_of_gateways_drops_by_twelve_per_cent(stand: Stand) -> None:
    start = start_of(stand)
    values = []
    for minutes in (-10, -2):
        at = (start + timedelta(minutes=minutes)).timestamp()
        answer = asked(stand, "query", query="sum(gateways_online)", time=at).json()
        values.append(float(answer["data"]["result"][0]["value"][1]))

    assert values[1] / values[0] == pytest.approx(0.88, abs=0.005)


def test_a_range_is_a_value_for_each_step(stand: Stand) -> None:
    end = start_of(stand).timestamp()
    span = {"start": end - 600, "end": end, "step": 60}
    answer = asked(stand, "query_range", query="sum(gateways_online)", **span).json()

    assert answer["data"]["resultType"] == "matrix"
    assert len(answer["data"]["result"][0]["values"]) == 11


@pytest.mark.parametrize(
    ("what", "query", "status", "kind"),
    [
        ("query", {"query": "sum("}, 400, "bad_data"),
        ("query", {"query": ""}, 400, "bad_data"),
        ("query", {"query": "up", "time": "soon"}, 400, "bad_data"),
        ("query_range", {"query": "up"}, 400, "bad_data"),
        ("query_range", {"query": "up", "start": 0, "end": 1e9, "step": 1}, 400, "bad_data"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_as_prometheus_does(
    stand: Stand, what: str, query: dict[str, object], status: int, kind: str
) -> None:
    answer = asked(stand, what, **query)

    assert (answer.status_code, answer.json()["errorType"]) == (status, kind)


def test_an_unknown_query_finds_no_series(stand: Stand) -> None:
    assert asked(stand, "query", query="up").json()["data"]["result"] == []


def test_every_probe_of_the_demo_finds_what_the_scenario_says(stand: Stand) -> None:
    async def look_at_all() -> dict[str, Sample]:
        settings = load(Path(stand.config))

        def token_of(name: str):
            async def token() -> str:
                return (await resolve(settings.probe_tokens[name])).reveal()

            return token

        prober = Probers(SystemClock(), {name: token_of(name) for name in settings.probe_tokens})
        found = {p.name: await prober.look(_patient(p)) for p in settings.probes}
        await prober.close()
        return found

    found = asyncio.run(look_at_all())

    bad = {name for name, sample in found.items() if sample.health is Health.BAD}
    assert bad == {"api health", "reads", "api errors"}
    assert {s.health for s in found.values()} == {Health.GOOD, Health.BAD}
    assert found["ingest age"].value == 95
    assert found["gateways online"].value == pytest.approx(1204, rel=0.01)
    assert found["cloud server"].value == 61
    left = found["uplink"].expires_at - SystemClock().now()
    assert timedelta(hours=40) < left < timedelta(hours=41)


def _patient(probe: Probe) -> Probe:
    from dataclasses import replace

    return replace(probe, timeout_s=60)
