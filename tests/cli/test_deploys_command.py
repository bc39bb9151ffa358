"""`cockpit deploys`: the suspects with their reasons, as text and for scripts, read from git."""

import json
from collections.abc import Iterator

import pytest
from command import cockpit
from stand import Stand


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(tmp_path_factory.mktemp("deploys")) as stand:
        yield stand


def test_the_suspects_come_first_each_with_its_reasons(stand: Stand) -> None:
    said = cockpit(stand.config, "deploys")
    lines = said.out.splitlines()

    assert said.code == 0, said.err
    assert "counted from the page: no probe was seen bad before it" in lines[0]
    assert "Pool: 40 connections per worker instead of 10 (Kofi Mensah)" in lines[1]
    assert "touches db, which is Cloud API" in said.out
    assert "runs in production, where it hurts" in said.out
    assert "In flight in cloud" in said.out
    assert "gateway" in said.out
    assert "\x1b" not in said.out


def test_the_suspects_alone_leave_the_others_out(stand: Stand) -> None:
    said = cockpit(stand.config, "deploys", "--suspects")

    assert "Pool: 40 connections" in said.out
    assert "gateway" not in said.out


def test_scripts_get_reasons_with_their_weight(stand: Stand) -> None:
    told = json.loads(cockpit(stand.config, "deploys", "--json").out)
    first = told["suspects"][0]

    assert (first["rank"], first["prime"]) == (1, True)
    assert first["score"] == sum(reason["points"] for reason in first["reasons"])
    assert {"recent", "home", "ring"} <= {reason["ground"] for reason in first["reasons"]}
    assert told["began_at"].endswith("+00:00")
    assert {f["repository"] for f in told["in_flight"]} == {"cloud", "gateway"}
    assert told["others"]
    assert told["unread"] == told["limits"] == []


def test_the_status_for_scripts_has_the_suspects(stand: Stand) -> None:
    cockpit(stand.config, "deploys")
    told = json.loads(cockpit(stand.config, "status", "--json").out)

    assert [s["rank"] for s in told["suspects"]][:2] == [1, 2]
    assert "Suspect 1" in cockpit(stand.config, "status").out


def test_a_repository_that_is_gone_is_said_and_the_others_are_told(stand: Stand) -> None:
    place = stand.config.parent / "repos" / "gateway"
    away = place.rename(place.with_name("away"))
    try:
        said = cockpit(stand.config, "deploys")
    finally:
        away.rename(place)

    assert said.code == 1
    assert "gateway" in said.err
    assert "Pool: 40 connections" in said.out
