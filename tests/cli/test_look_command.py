"""`cockpit look`: where to look and whom to ask, from a shell."""

import json
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from command import cockpit
from stand import Stand


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(tmp_path_factory.mktemp("look")) as stand:
        yield stand


def test_the_incidents_service_is_looked_at_for_the_time_of_the_incident(stand: Stand) -> None:
    said = cockpit(stand.config, "look", "--json")
    told = json.loads(said.out)

    assert said.code == 0, said.err
    assert [s["name"] for s in told["services"]] == ["Cloud API", "Postgres", "Ingest"]
    metrics = told["services"][0]["looks"][0]
    query = parse_qs(urlsplit(metrics["url"]).query)
    assert metrics["kind"] == "metrics"
    assert query["var-service"] == ["Cloud API"]
    assert told["since"].startswith("2026-04-21T08:27")
    assert query["from"] == ["1776760020000"]


def test_a_service_that_nobody_has_configured_is_said_to_be_unknown(stand: Stand) -> None:
    said = cockpit(stand.config, "look", "Billing", "API")

    assert said.code == 1
    assert 'The catalogue knows no service "Billing API"' in said.out
