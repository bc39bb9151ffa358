"""`cockpit replay` without a terminal: the past line by line, and as a scenario."""

import json
import tomllib
from pathlib import Path

import pytest
from command import cockpit
from stand import Stand


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory):
    """A world in which an incident was acknowledged, declared and mitigated."""
    with Stand(tmp_path_factory.mktemp("world")) as stand:
        assert cockpit(stand.config, "ack").code == 0
        assert cockpit(stand.config, "declare").code == 0
        assert cockpit(stand.config, "mitigate", "rollback", "cloud").code == 0
        yield stand.config


def test_a_pipe_gets_the_timeline_as_it_went(config: Path) -> None:
    said = cockpit(config, "replay", "4217")

    assert said.code == 0, said.err
    assert said.out.startswith("REPLAY #4217 Cloud API answers 5xx")
    assert "about to rollback cloud" in said.out
    lines = said.out.splitlines()[1:]
    assert lines == sorted(lines, key=lambda line: line[:19])


def test_nothing_is_written_by_looking_back(config: Path) -> None:
    journal = config.parent / "state" / "journal.sqlite3"
    before = journal.read_bytes()

    cockpit(config, "replay", "4217", "--speed", "3600")

    assert journal.read_bytes() == before


def test_an_incident_that_is_not_there_names_those_that_are(config: Path) -> None:
    said = cockpit(config, "replay", "1")

    assert said.code == 1
    assert "no incident 1 is in the journal; the last ones there: #4217" in said.err


def test_without_a_journal_nothing_is_made(config: Path, tmp_path: Path) -> None:
    said = cockpit(config, "replay", "4217", COCKPIT_STATE_DIR=str(tmp_path / "none"))

    assert said.code == 1
    assert "There is no journal" in said.err
    assert not (tmp_path / "none").exists()


def test_a_scenario_is_written_once_and_can_be_played(config: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    said = cockpit(config, "replay", "4217", "--as-scenario", str(file))
    again = cockpit(config, "replay", "4217", "--as-scenario", str(file))
    world = tmp_path / "world"

    assert said.code == 0, said.err
    assert "Read it before you give it to anybody" in said.err
    assert (again.code, "is there already" in again.err) == (1, True)
    assert tomllib.loads(file.read_text("utf-8"))["extends"] == "bad-deploy"
    assert "Ribeiro" not in file.read_text("utf-8")
    with Stand(world, scenario=str(file)) as stand:
        assert stand.incident("7001")["priority"]["name"] == "P1"


def test_the_scenarios_that_there_are_can_be_listed() -> None:
    said = cockpit(None, "drill", "--list")
    plain = cockpit(None, "drill", "--list", "--json")

    assert "security-event" in said.out
    assert {one["profile"] for one in json.loads(plain.out)} == {"novavms", "invisible"}
