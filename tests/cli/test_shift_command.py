"""`cockpit shift` as a process: by the profile's rules, nobody asked; then by the pager's rota."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import cockpit
from stand import Stand

RULES = """\
profile = "generic"

[person]
name = "Ana Ortiz"
email = "ana@example.com"

[screen]
time_zone = "Europe/Lisbon"

[state]
dir = "state"

[procedure.shift]
length = "daily"
at = "10:00"
zone = "Europe/Berlin"
roles = ["primary", "secondary"]
moves = "up"
people = ["ana@example.com"]
triage = "#noise"
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "config.toml"
    file.write_text(RULES, encoding="utf-8")
    return file


def test_a_shift_is_begun_written_down_in_and_ended(config: Path) -> None:
    began = cockpit(config, "shift", "begin")
    assert began.code == 0, began.err
    assert began.out.startswith("your shift as primary has begun, until ")

    assert cockpit(config, "shift", "note", "--kind", "improvement", "pool", "is", "80").code == 0
    silence = cockpit(config, "shift", "note", "--kind", "silence", "--until", "3d", "node-7")
    assert silence.out == "noted for the shift, as silence\n"
    assert cockpit(config, "shift", "note", "--edit", "1", "pool is 90").code == 0
    assert cockpit(config, "shift", "note", "--withdraw", "2", "lifted it").code == 0

    told = json.loads(cockpit(config, "shift", "--json").out)
    assert [(n["number"], n["kind"], n["text"]) for n in told["notes"]] == [
        (1, "improvement", "pool is 90")
    ]
    assert told["shift"]["person"]["email"] == "ana@example.com"
    assert told["shift"]["source"] == "profile"

    ended = cockpit(config, "shift", "end", "--sure")
    assert "your shift as primary is over, with 1 note; `cockpit report" in ended.out
    assert ended.out.endswith("` writes its report\n")


def test_what_is_wrong_is_said_with_what_would_do(config: Path) -> None:
    nothing = cockpit(config, "shift", "end")
    assert (nothing.code, nothing.out) == (1, "")
    assert "no shift of yours runs" in nothing.err

    no_time = cockpit(config, "shift", "note", "--kind", "silence", "--until", "soon", "x")
    assert no_time.code == 2
    assert 'write "Thu 10:00"' in no_time.err

    unknown = cockpit(config, "shift", "note", "--edit", "7", "x")
    assert "there is no note 7" in unknown.err


def test_where_nobody_says_whose_turn_it_is_it_is_said_who_could(config: Path) -> None:
    config.write_text(RULES.replace('people = ["ana@example.com"]\n', ""), encoding="utf-8")

    said = cockpit(config, "shift", "next")

    assert "not known: no schedule or calendar has said" in said.out
    assert "procedure.shift.people" in said.out


def test_an_unknown_zone_is_an_error_that_names_the_nearest(config: Path) -> None:
    config.write_text(RULES.replace("Europe/Berlin", "Europe/Berln"), encoding="utf-8")
    said = cockpit(config, "config", "check")

    assert said.code == 2
    assert "procedure.shift.zone" in said.err + said.out
    assert "Europe/Berlin" in said.err + said.out


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(tmp_path_factory.mktemp("shift")) as stand:
        yield stand


def test_the_pagers_rota_is_asked_live_and_gone_on_with_when_it_cannot_be_read(
    stand: Stand,
) -> None:
    shown = cockpit(stand.config, "shift")
    assert shown.code == 0, shown.err
    assert "primary       Ana Ribeiro" in shown.out
    assert "then Ben Okafor" in shown.out
    assert "began" in shown.out

    began = cockpit(stand.config, "shift", "begin")
    assert began.code == 0, began.err
    assert "`cockpit shift` says what its start asks" in began.out
    again = cockpit(stand.config, "shift", "begin")
    assert again.code == 1
    assert "your shift as primary runs since" in again.err

    stand.fault("pagerduty", "status", path="/oncalls", status=500, times=0)
    blind = cockpit(stand.config, "shift")
    assert "Going on with what was recorded" in blind.err
    assert "Ana Ribeiro" in blind.out
