"""`cockpit postmortem` as a process: printed, merged into a file, filed, mailed, refused."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from clocks import ManualClock
from command import cockpit
from repository import git
from situations import journal, turned
from stand import Stand

from cockpit.domain.evidence import Health
from cockpit.domain.facts import Record
from cockpit.journal.opening import open_journal
from cockpit.ports.journal import NewRecord
from cockpit.wiring import JOURNAL


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    with Stand(tmp_path / "world") as stand:
        cockpit(stand.config, "ack")
        yield stand


def test_a_postmortem_is_written_to_a_file_and_merged_with_what_people_wrote(
    stand: Stand, tmp_path: Path
) -> None:
    file = tmp_path / "mine" / "pm.md"

    whole = json.loads(cockpit(stand.config, "postmortem", "4217", "--names", "--json").out)
    first = cockpit(stand.config, "postmortem", "--output", str(file))
    written = file.read_text()
    file.write_text(written.replace("## Impact", "## Thanks\n\nTo the pool.\n\n## Impact"))
    cockpit(stand.config, "note", "the pool is full")
    again = cockpit(stand.config, "postmortem", "--output", str(file))
    page = cockpit(stand.config, "postmortem", "--output", str(file.with_suffix(".html")))

    assert "Ana Ribeiro" in json.dumps(whole)
    assert written.startswith("# Postmortem: P1 \\#4217 Cloud API answers 5xx")
    assert "Ana Ribeiro" not in written
    assert (first.code, first.out) == (0, f"written to {file}\n")
    assert again.out == f"merged into {file}\n"
    assert {"To the pool.", "## Thanks"} <= set(file.read_text().split("\n"))
    assert "the pool is full" in file.read_text()
    assert page.code == 0, page.err
    assert "To the pool." in file.with_suffix(".html").read_text()


def test_a_postmortem_is_filed_on_a_branch_once_somebody_has_said_yes(stand: Stand) -> None:
    asked = cockpit(stand.config, "postmortem", "--file")
    filed = cockpit(stand.config, "postmortem", "--file", "--yes")
    mailed = cockpit(stand.config, "postmortem", "--mail", "--yes")
    wrong = cockpit(stand.config, "postmortem", "--output", "/dev/null/pm.md")

    repo = stand.folder / "repos" / "cloud"
    assert (asked.code, asked.out) == (2, "")
    assert "branch papers of" in asked.err
    assert filed.code == 0, filed.err
    assert "# Postmortem" in git(repo, "show", "papers:postmortems/postmortem-4217.md")
    assert git(repo, "status", "--porcelain") == ""
    assert (mailed.code, wrong.code) == (2, 1)
    assert "nobody gets it by e-mail" in mailed.err
    assert "cannot be read: not a directory" in wrong.err


def test_after_a_p0_it_is_filed_in_notion_and_goes_out_by_mail_once(tmp_path: Path) -> None:
    with Stand(tmp_path / "world", scenario="stuck-queue") as stand:
        cockpit(stand.config, "ack")
        refused = cockpit(stand.config, "postmortem", "--mail", "--yes")
        cockpit(stand.config, "severity", "P0")
        stand.order("/fault", service="notion", kind="rate_limit", retry_after=7)
        early = cockpit(stand.config, "postmortem", "--file", "--yes")

        filed = cockpit(stand.config, "postmortem", "--file", "--mail", "--yes")

        assert "goes by e-mail for P0, and this is" in refused.err
        assert (early.code, "file it again in 7 s" in early.err) == (1, True), early.err
        assert filed.code == 0, filed.err
        (page,) = stand.received()["papers"]
        assert page["title"].startswith("Postmortem: P0 #")
        (mail,) = stand.mails()
        assert "<!--" not in mail["text"]


def test_an_incident_of_ten_thousand_events_is_told_whole_from_the_journal(stand: Stand) -> None:
    """The state has forgotten most of what probes found; the journal has not."""
    path = stand.config.parent / "state" / JOURNAL
    told = open_journal(path, ManualClock(), author="test", host="here")
    begins = stand.now() - timedelta(seconds=60)
    facts = [
        turned(
            "web", (Health.GOOD, Health.BAD)[n % 2], begins + timedelta(milliseconds=n), f"n {n}"
        )
        for n in range(10_000)
    ]
    told.append([_new(record) for record in journal(facts)])
    told.close()

    done = cockpit(stand.config, "postmortem")

    assert done.out.count("web bad: n ") + done.out.count("web good: n ") >= 9_999


def _new(record: Record) -> NewRecord:
    return NewRecord(
        id=f"turn-{record.seq}",
        at=record.at,
        noted_at=record.at,
        author="test",
        host="here",
        fact=record.fact,
    )
