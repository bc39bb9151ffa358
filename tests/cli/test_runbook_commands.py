"""`cockpit runbooks|run|learn` as processes, on the demo's world."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator

import pytest
from command import cockpit, command, environment
from patience import PATIENCE_S
from stand import Stand


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(tmp_path_factory.mktemp("books") / "world") as stand:
        yield stand


def test_the_runbook_of_the_incident_comes_first_and_can_be_printed(stand: Stand) -> None:
    listed = cockpit(stand.config, "runbooks")
    printed = cockpit(stand.config, "runbooks", "first ten")
    none = cockpit(stand.config, "runbooks", "no such")

    assert listed.out.splitlines()[0] == "> Cloud API answers 5xx, for Cloud API"
    assert printed.out.startswith("# The first ten minutes\n")
    assert (none.code, none.err) == (1, "cockpit: there is no runbook no such\n")


def test_a_command_is_run_in_the_configurations_folder_and_kept(stand: Stand) -> None:
    cockpit(stand.config, "status")
    well = cockpit(stand.config, "run", "git -C repos/cloud log --oneline -1")
    badly = cockpit(stand.config, "run", "cat no-such-file")
    timeline = cockpit(stand.config, "timeline").out

    assert well.code == 0
    assert len(well.out.split()[0]) >= 7
    assert badly.code == 1
    assert "it ended with exit status 1" in badly.err
    assert "run: cat no-such-file" in timeline


def test_what_was_learnt_is_told_with_the_runbooks(stand: Stand) -> None:
    said = cockpit(
        stand.config, "learn", "the", "pool", "is", "in", "helm", "--service", "Cloud API"
    )
    told = json.loads(cockpit(stand.config, "runbooks", "--json").out)

    assert (said.code, said.out) == (0, "written down, about Cloud API\n")
    assert [x["text"] for x in told["lessons"]] == ["the pool is in helm"]
    assert told["runbooks"][0]["why"] == "for Cloud API"


def test_ctrl_c_ends_the_command_and_keeps_what_it_printed(stand: Stand) -> None:
    begun = stand.config.parent / "begun"
    os.mkfifo(begun)
    running = subprocess.Popen(
        command("run", f"echo first; echo > {begun}; sleep 600"),
        env=environment(stand.config),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert begun.read_text() == "\n"
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=PATIENCE_S)
    full = cockpit(stand.config, "timeline", "--full").out

    assert (running.returncode, out) == (1, "first\n")
    assert "ending it; Ctrl+C again leaves at once" in err
    assert "ended by Ana Ribeiro after " in err
    assert "    first\n" in full
