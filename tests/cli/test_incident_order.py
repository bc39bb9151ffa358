"""`cockpit incidents --order`: priorities as the pager orders them, else as they are known here."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import cockpit
from stand import Stand

DELIVERED = Path(__file__).parents[2] / "cockpit" / "standins" / "scenarios" / "bad-deploy.toml"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """An account whose highest priority is called Zed, and one page of each priority."""
    folder = tmp_path_factory.mktemp("order")
    text = DELIVERED.read_text(encoding="utf-8").replace('name = "P1"', 'name = "Zed"')
    scenario = folder / "zed.toml"
    scenario.write_text(text.replace('priority = "P1"', 'priority = "Zed"'), encoding="utf-8")
    with Stand(folder / "stand", scenario=str(scenario)) as stand:
        for priority in ("P3", "P2", ""):
            stand.order("/pagerduty/trigger", title=f"page of {priority}", priority=priority)
        yield stand


@pytest.fixture
def stand(shared: Stand) -> Iterator[Stand]:
    yield shared
    shared.clear_faults()


def order(stand: Stand) -> list[str]:
    said = cockpit(stand.config, "incidents", "--order", "priority", "--json")
    assert said.code == 0, said.err
    return [incident["priority"] for incident in json.loads(said.out)["incidents"]]


def test_the_highest_comes_first_as_the_pager_orders_them(stand: Stand) -> None:
    assert order(stand) == ["Zed", "P2", "P3", ""]


def test_where_the_pager_does_not_say_the_profiles_levels_do(stand: Stand) -> None:
    stand.fault("pagerduty", "status", path="/priorities", status=500, times=0)

    assert order(stand) == ["P2", "P3", "Zed", ""]


def test_an_order_that_there_is_not_is_wrong_usage(stand: Stand) -> None:
    said = cockpit(stand.config, "incidents", "--order", "mood")

    assert said.code == 2
    assert "pressing" in said.err
