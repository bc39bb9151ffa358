"""The commands that change something at the pager, as processes, against stand-ins over HTTP."""

import json
import os
import pty
import shutil
import subprocess
from collections.abc import Iterator

import pytest
from command import cockpit, command, environment
from patience import PATIENCE_S
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


def written(stand: Stand) -> list[dict]:
    """What was written to incidents."""
    return stand.writes("pagerduty", "/incidents")


def test_without_a_terminal_nothing_is_sent_before_somebody_says_yes(stand: Stand) -> None:
    said = cockpit(stand.config, "escalate")

    assert (said.code, said.out) == (2, "")
    assert "this would be sent" in said.err
    assert "page level 2 now, Ben Okafor, for #4217 Cloud API answers 5xx" in said.err
    assert "say --yes" in said.err
    assert written(stand) == []


def test_the_next_level_is_paged(stand: Stand) -> None:
    said = cockpit(stand.config, "escalate", "--yes")

    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("done: escalate #4217 to level 2 (Ben Okafor)")
    assigned = [a["assignee"]["summary"] for a in stand.incident()["assignments"]]
    assert assigned == ["Ben Okafor"]


def test_above_the_secondary_a_reason_is_due_and_becomes_a_note(stand: Stand) -> None:
    refused = cockpit(stand.config, "escalate", "--level", "3", "--reason", "help!", "--yes")
    assert refused.code == 1
    assert "says no more than the page does" in refused.err
    assert written(stand) == []

    reason = "primary unreachable, customer-facing outage since 08:42 UTC"
    said = cockpit(stand.config, "escalate", "--level", "3", "--reason", reason, "--yes")
    assert said.code == 0, said.err
    assert [n["content"].splitlines()[0] for n in stand.notes()] == [reason]


def test_it_goes_to_the_secondary_or_to_whom_one_names(stand: Stand) -> None:
    said = cockpit(stand.config, "reassign", "--yes")
    assert said.out == "done: re-assign #4217 to Ben Okafor\n", said.err

    back = cockpit(stand.config, "reassign", "--incident", "4217", "--to", "Ana", "--yes")
    assert back.out == "done: re-assign #4217 to Ana Ribeiro\n", back.err


def test_whom_nobody_is_called_is_said_with_those_who_are_known(stand: Stand) -> None:
    said = cockpit(stand.config, "reassign", "--to", "Nobody Atall", "--yes")

    assert said.code == 1
    assert said.err.startswith('cockpit: nobody is called "Nobody Atall"; known here: ')
    assert "Ben Okafor" in said.err
    assert written(stand) == []


def test_a_name_that_several_have_is_a_question(stand: Stand) -> None:
    said = cockpit(stand.config, "reassign", "--to", "novavms.example", "--yes")

    assert said.code == 1
    assert '"novavms.example" may be ' in said.err
    assert "(ben@novavms.example)" in said.err
    assert written(stand) == []


def test_somebody_whom_only_the_pager_knows_is_found_by_name(stand: Stand) -> None:
    with stand.pd() as client:
        users = client.get("/users").json()["users"]
    other = next(u for u in users if u["name"].split()[0] not in ("Ana", "Ben"))

    said = cockpit(stand.config, "responders", other["email"], "--message", "please join", "--yes")

    assert said.out == f"done: call {other['name']} to #4217\n", said.err


def test_a_snooze_needs_no_question(stand: Stand) -> None:
    cockpit(stand.config, "ack")

    said = cockpit(stand.config, "snooze", "--for", "4h")

    assert said.out == "done: snooze #4217 until 12:44 UTC\n", said.err
    (write,) = [w for w in stand.writes("pagerduty") if w["path"].endswith("/snooze")]
    assert abs(json.loads(write["body"])["duration"] - 4 * 3600) < 60


@pytest.mark.parametrize(
    ("option", "words"),
    [
        (("--for", "soon"), '--for: "soon" is no time: write 1h, 4h, 90m or 2d'),
        (("--until", "teatime"), "--until: 'teatime' is no time: write 09:30"),
    ],
)
def test_a_time_that_is_none_is_wrong_usage(
    stand: Stand, option: tuple[str, str], words: str
) -> None:
    said = cockpit(stand.config, "snooze", *option)

    assert said.code == 2
    assert words in said.err


def test_it_gets_another_title_and_priority(stand: Stand) -> None:
    named = cockpit(stand.config, "rename", "Cloud", "API", "down", "for", "EU")
    assert named.out == "done: rename #4217: Cloud API down for EU\n", named.err
    assert stand.incident()["title"] == "Cloud API down for EU"

    ranked = cockpit(stand.config, "priority", "P2")
    assert ranked.code == 0, ranked.err
    assert stand.incident()["priority"]["summary"] == "P2"


def test_it_is_resolved_with_how(stand: Stand) -> None:
    said = cockpit(stand.config, "resolve", "--resolution", "rolled back v2.31.0", "--yes")

    assert said.out == "done: resolve #4217\n", said.err
    assert stand.incident()["status"] == "resolved"
    again = cockpit(stand.config, "resolve", "--incident", "4217", "--yes")
    assert (again.code, again.err) == (1, "cockpit: #4217 is resolved already\n")


def test_taking_the_pager_is_said_in_the_channel(stand: Stand) -> None:
    which = cockpit(stand.config, "take-pager", "--hours", "2", "--yes")
    assert which.code == 1
    assert "say which schedule, --schedule ID; known: " in which.err

    schedule = which.err.split("known: ")[1].split(" (")[0]
    said = cockpit(stand.config, "take-pager", "--schedule", schedule, "--hours", "2", "--yes")

    assert said.code == 0, said.err
    assert any("takes the pager" in m["text"] for m in stand.messages("novavms-oncall"))


def test_a_hand_over_waits_for_the_other_one(stand: Stand) -> None:
    said = cockpit(stand.config, "hand-over", "Ben", "--yes")
    assert said.out == "done: asked Ben Okafor to take it; it stays yours until they agree\n"

    early = cockpit(stand.config, "hand-over", "--yes")
    assert early.code == 1
    assert "Ben Okafor has not agreed yet" in early.err


def test_help_with_my_own_page_is_refused(stand: Stand) -> None:
    said = cockpit(stand.config, "offer-help", "--yes")

    assert said.code == 1
    assert "#4217 is with you" in said.err


def test_the_open_incidents_are_listed(stand: Stand) -> None:
    told = cockpit(stand.config, "incidents", "--mine")
    assert told.code == 0, told.err
    assert "P1    #4217  triggered" in told.out
    assert told.out.endswith("Ana Ribeiro       Cloud API: Cloud API answers 5xx\n")

    listed = json.loads(cockpit(stand.config, "incidents", "--json", "nothing", "like").out)
    assert (listed["incidents"], listed["hidden"]) == ([], 1)


def test_all_that_page_me_are_acknowledged_in_one_gesture(stand: Stand) -> None:
    said = cockpit(stand.config, "ack", "--all")

    assert said.out == "acknowledged 1 of 1 incidents\n", said.err
    assert stand.incident()["status"] == "acknowledged"
    none = cockpit(stand.config, "ack", "--match", "ingest")
    assert (none.code, none.out) == (1, "")
    assert "no triggered incident fits" in none.err


@pytest.mark.parametrize(("answer", "code", "status"), [("y", 0, "resolved"), ("", 1, "triggered")])
def test_on_a_terminal_it_asks_under_the_exact_text(
    stand: Stand, answer: str, code: int, status: str
) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command("resolve", "--resolution", "rolled back"),
        env=environment(stand.config),
        stdin=theirs,
        stderr=theirs,
        stdout=subprocess.PIPE,
    )
    os.close(theirs)
    said = b""
    while b"[y/N]" not in said:
        said += os.read(ours, 4096)
    os.write(ours, f"{answer}\n".encode())
    out, _ = process.communicate(timeout=PATIENCE_S)
    os.close(ours)

    assert b"resolve #4217 Cloud API answers 5xx" in said
    assert b"rolled back" in said
    assert process.returncode == code
    assert out == (b"done: resolve #4217\n" if code == 0 else b"")
    assert stand.incident()["status"] == status
