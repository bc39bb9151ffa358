"""`cockpit reports` as a process, on the reports of a real folder."""

import json
from collections.abc import Iterator

import pytest
from command import cockpit, rewritten
from stand import Stand


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(tmp_path_factory.mktemp("reports") / "world") as stand:
        yield stand


def test_the_list_says_which_soak_failed_and_what_fits_the_incident(stand: Stand) -> None:
    said = cockpit(stand.config, "reports")

    first, *others = said.out.splitlines()
    assert (said.code, said.err) == (0, "")
    assert first.startswith("> ")
    assert "soak FAILED  Cloud API soak, 6 hours at twice the load, on " in first
    assert [line[14:25].strip() for line in others] == ["passed", "passed", "passed", "unclear"]


def test_a_search_names_file_and_line(stand: Stand) -> None:
    said = cockpit(stand.config, "reports", "--find", "gateways twenty")
    told = json.loads(cockpit(stand.config, "reports", "--find", "zebra", "--json").out)

    assert said.code == 0
    assert "-gateway-reconnect-storm.md:5: A carrier lost a region" in said.out
    assert (told["hits"], told["searched"], told["unread"]) == ([], 5, [])


def test_a_folder_that_is_gone_is_said_and_the_last_known_is_shown(stand: Stand) -> None:
    cockpit(stand.config, "reports")
    before = stand.config.read_text(encoding="utf-8")
    rewritten(stand.config, "docs/reliability-reports", "docs/gone")
    try:
        said = cockpit(stand.config, "reports")
        found = cockpit(stand.config, "reports", "--find", "soak")
    finally:
        stand.config.write_text(before, encoding="utf-8")

    assert said.code == 1
    assert "Cloud API soak" in said.out
    assert said.err.startswith("cockpit: reports: there is no folder")
    assert found.code == 1
    assert "could not look in reports: there is no folder" in found.err
