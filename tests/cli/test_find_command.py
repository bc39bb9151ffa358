"""`cockpit find` as a process, on what is recorded here."""

import json
from collections.abc import Iterator

import pytest
from command import cockpit
from stand import Stand


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(tmp_path_factory.mktemp("find") / "world") as stand:
        cockpit(stand.config, "ack")
        cockpit(stand.config, "note", "the tide is high")
        yield stand


def test_words_are_found_with_incident_kind_and_author(stand: Stand) -> None:
    said = cockpit(stand.config, "find", "tid", "high")

    (line,) = [line for line in said.out.splitlines() if "  note  " in line]
    assert said.code == 0
    assert "  #4217  " in line
    assert line.endswith("Ana Ribeiro: the tide is high")


def test_what_nobody_wrote_has_no_author(stand: Stand) -> None:
    said = cockpit(stand.config, "find", "--kind", "incident")

    assert " incident      Cloud API answers 5xx" in said.out


def test_scripts_get_all_of_it(stand: Stand) -> None:
    said = cockpit(stand.config, "find", "--kind", "note", "--incident", "4217", "--json")

    told = json.loads(said.out)
    assert [(f["incident"], f["kind"], f["text"]) for f in told["found"]] == [
        (4217, "note", "the tide is high")
    ]


def test_nothing_found_is_said_and_is_no_success(stand: Stand) -> None:
    said = cockpit(stand.config, "find", "zebra")

    assert said.code == 1
    assert said.out.startswith("nothing in ")


@pytest.mark.parametrize("given", [(), ("--since", "moon"), ("--limit", "0")])
def test_what_cannot_be_asked_is_wrong_usage(stand: Stand, given: tuple[str, ...]) -> None:
    said = cockpit(stand.config, "find", *given)

    assert said.code == 2
    assert said.err
