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


def test_changes_of_the_pager_are_told_among_the_others_once(stand: Stand) -> None:
    stand.order("/pagerduty/changes", changes=[{"at": -30000, "summary": "a flag for beta"}])
    told = json.loads(cockpit(stand.config, "deploys", "--json").out)
    everything = [*told["suspects"], *told["others"]]

    changes = [one["subject"] for one in everything if one["kind"] == "change"]
    assert changes.count("cloud v2026.16.2 to production") == 1
    assert "a flag for beta" in changes
    assert "Flag ingest-batching on for a tenth of the organisations" in changes
    assert "change a flag for beta" in cockpit(stand.config, "deploys").out


def test_a_token_that_may_not_list_changes_is_said_and_is_no_failure(stand: Stand) -> None:
    body = '{"error": {"message": "Access Denied", "code": 2010}}'
    stand.fault("pagerduty", "status", path="/change_events", times=1, status=403, body=body)
    said = cockpit(stand.config, "deploys")

    assert said.code == 0
    assert "the account's change events may not be read" in said.err
    assert "Pool: 40 connections" in said.out


def test_changes_that_cannot_be_read_are_a_failure_and_not_none(stand: Stand) -> None:
    stand.fault("pagerduty", "garbage", path="/change_events", times=1)
    said = cockpit(stand.config, "deploys")

    assert said.code == 1
    assert "PagerDuty: changes: " in said.out
