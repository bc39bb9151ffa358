"""`cockpit items|close` end to end: as a process, against stand-ins, over real HTTP."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import cockpit
from stand import Stand


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    with Stand(tmp_path / "world") as stand:
        yield stand


def test_an_item_is_added_given_away_and_done(stand: Stand) -> None:
    config = stand.config
    said = cockpit(config, "items", "add", "Add a canary", "--owner", "me", "--due", "2w")
    assert said.code == 0, said.err
    assert said.out.startswith("item 1: Add a canary (open, Ana ")

    given = cockpit(config, "items", "assign", "1", "Lea", "from", "payments")
    assert "Lea from payments's" in given.out
    done = cockpit(config, "items", "done", "1", "rolled", "out")
    assert "(done, " in done.out

    (item,) = json.loads(cockpit(config, "items", "--json").out)
    assert (item["state"], item["reason"], item["overdue"]) == ("done", "rolled out", False)
    assert [change["words"] for change in item["changes"]][1:] == [
        "owned by Lea from payments",
        "done: rolled out",
    ]


WRONG = (
    (("add", "x", "--due", "31.12."), 2, "'31.12.' is no day: write 2026-12-04, fri"),
    (("add", "x", "--for", "9999"), 1, "no incident 9999 is known here"),
)


def test_what_will_not_do_is_said_in_one_line(stand: Stand) -> None:
    for arguments, code, why in WRONG:
        said = cockpit(stand.config, "items", *arguments)

        assert (said.code, said.out) == (code, "")
        assert why in said.err
        assert said.err.count("\n") == 1


def test_a_ticket_is_filed_once_although_its_answer_was_lost(stand: Stand) -> None:
    assert cockpit(stand.config, "incidents").code == 0
    adding = ("items", "add", "Page on burn rate", "--for", "4217", "--kind", "noise")
    assert cockpit(stand.config, *adding, "--due", "2w").code == 0
    looked = cockpit(stand.config, "items", "file", "1")
    assert looked.code == 2
    assert "to the work tracker, project OPS:" in looked.err
    assert stand.received()["tickets"] == []
    stand.fault("jira", "drop", act=True, method="POST")

    filed = cockpit(stand.config, "items", "file", "1", "--yes")

    (ticket,) = stand.received()["tickets"]
    assert ticket["summary"] == "Page on burn rate"
    assert "#4217 Cloud API answers 5xx" in ticket["description"]
    assert filed.code == 0, filed.err
    assert "item 1 is OPS-101: http://127.0.0.1:" in filed.out


def test_a_field_that_jira_refuses_is_said_with_its_name(stand: Stand) -> None:
    stand.fault(
        "jira",
        "status",
        status=400,
        body=json.dumps({"errorMessages": [], "errors": {"duedate": "It is not on the screen."}}),
    )
    assert cockpit(stand.config, "items", "add", "x", "--due", "fri").code == 0

    said = cockpit(stand.config, "items", "file", "1", "--yes")

    assert said.code == 1
    assert "due date (duedate): It is not on the screen." in said.err
    assert "standin-jira-token" not in said.err


def test_the_text_of_tickets_is_written_to_a_file(stand: Stand, tmp_path: Path) -> None:
    file = tmp_path / "tickets.md"
    assert cockpit(stand.config, "items", "add", "First *thing*").code == 0

    said = cockpit(stand.config, "items", "--tickets", "--output", str(file))

    assert (said.code, said.out) == (0, "")
    text = file.read_text(encoding="utf-8")
    assert "# First \\*thing\\*" in text
    assert "- Owner: nobody yet" in text


def test_an_incident_is_closed_when_nothing_is_missing_or_somebody_says_why(stand: Stand) -> None:
    config = stand.config
    assert cockpit(config, "severity", "P2").code == 0
    assert cockpit(config, "declare").code == 0
    assert cockpit(config, "resolve", "--yes").code == 0

    waiting = cockpit(config, "close", "--all")
    assert waiting.code == 1
    assert "[x] Channel or ticket exists: declared in the channel" in waiting.out
    assert "[ ] Action items are in the tracker: there are none" in waiting.out
    met = ("--met", "items=nothing is to do", "--met", "relief=it went away", "--met", "told=x")
    told = cockpit(config, "close", "4217", "--check", *met)
    assert "[x] Mitigation came first: it went away, says Ana" in told.out
    closed = cockpit(config, "close", "4217", "--anyway", "a duplicate")

    assert (closed.code, closed.err) == (0, "")
    assert closed.out.startswith("closed #4217")
    assert cockpit(config, "close", "--all").out == "nothing is left to close\n"
