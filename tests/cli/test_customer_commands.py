"""The customer steps from a shell: as processes, against stand-ins over HTTP."""

import json
import shutil
from collections.abc import Iterator

import pytest
from command import cockpit
from customers import LINDAU, MERIDIAN, stored
from stand import Stand


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(tmp_path_factory.mktemp("world")) as stand:
        yield stand


@pytest.fixture
def stand(world: Stand) -> Stand:
    """The scenario from its beginning, and a journal that nobody has written in."""
    world.reset()
    shutil.rmtree(world.config.parent / "state", ignore_errors=True)
    return world


def test_a_token_is_minted_step_by_step_and_printed_once(stand: Stand) -> None:
    found = cockpit(stand.config, "customer", "ines@meridian.example", "--json")
    assert json.loads(found.out)["org"] == MERIDIAN

    early = cockpit(stand.config, "act", "impersonate", MERIDIAN, "--print-secret", "--yes")
    assert (early.code, early.out) == (1, "")
    assert "the caller for Meridian Retail (org_7f3a91) is not verified yet" in early.err

    assert cockpit(stand.config, "verify-caller", MERIDIAN, "--ticket", "ZD-1182").code == 0
    asked = cockpit(stand.config, "act", "impersonate", MERIDIAN, "--print-secret")
    assert asked.code == 2
    assert "leaves an entry in the customer's audit log" in asked.err
    assert stand.received()["minted"] == []

    minted = cockpit(
        stand.config, "act", "impersonate", MERIDIAN, "--print-secret", "--yes", "--debug"
    )
    (token,) = stand.received()["tokens"]
    incident = stand.incident()["id"]
    (given,) = stand.received()["minted"]
    assert (minted.code, minted.out) == (0, f"{token}\n")
    assert token not in minted.err
    assert (given["reason"], given["ticket_ref"]) == (f"P1 incident {incident}", incident)
    assert token.encode() not in stored(stand.config.parent / "state")
    timeline = cockpit(stand.config, "timeline").out
    assert token not in timeline
    assert "Mint an impersonation token: Meridian Retail" in timeline


def test_what_would_go_nowhere_is_not_asked_for(stand: Stand) -> None:
    said = cockpit(stand.config, "act", "impersonate", MERIDIAN, "--yes")

    assert said.code == 2
    assert "--print-secret prints it here" in said.err
    assert stand.writes("product") == []


def test_a_lost_answer_is_asked_about_and_nothing_is_minted_twice(stand: Stand) -> None:
    cockpit(stand.config, "customer", MERIDIAN)
    cockpit(stand.config, "verify-caller", MERIDIAN, "--channel", "#meridian")
    stand.fault("product", "status", status=500, method="POST", act=True)
    lost = cockpit(stand.config, "act", "impersonate", MERIDIAN, "--print-secret", "--yes")
    again = cockpit(stand.config, "act", "impersonate", MERIDIAN, "--print-secret", "--yes")

    assert (lost.code, lost.out) == (1, "")
    assert "say it" in lost.err
    assert (again.code, again.out) == (1, "")
    assert "whether the last one happened is unclear" in again.err
    assert len(stand.received()["minted"]) == 1
    assert stand.received()["tokens"][0].encode() not in stored(stand.config.parent / "state")


def test_an_org_that_forbids_is_refused_with_its_owner(stand: Stand) -> None:
    cockpit(stand.config, "customer", LINDAU)
    cockpit(stand.config, "verify-caller", LINDAU, "--ticket", "1")
    said = cockpit(stand.config, "act", "impersonate", LINDAU, "--print-secret", "--yes")

    assert "only with their Owner, j.brandt@lindau.example" in said.err
    assert stand.writes("product") == []


def test_a_screen_on_the_wall_looks_nobody_up(stand: Stand) -> None:
    said = cockpit(stand.config, "--read-only", "customer", MERIDIAN)

    assert said.code == 1
    assert "read only" in said.err
    assert not any(" GET /api/v1/platform" in key for key in stand.received()["counts"])
