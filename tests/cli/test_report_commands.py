"""`cockpit report` and `cockpit summary` as processes, on what is recorded here."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from command import cockpit
from stand import Stand


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(tmp_path_factory.mktemp("report") / "world") as stand:
        cockpit(stand.config, "ack")
        yield stand


def test_the_report_of_a_shift_is_written_and_keeps_what_people_add(
    stand: Stand, tmp_path: Path
) -> None:
    cockpit(stand.config, "shift", "begin", "--sure")
    cockpit(stand.config, "shift", "note", "--kind", "improvement", "grouped the disk alerts")
    file = tmp_path / "report.md"

    first = cockpit(stand.config, "report", "--output", str(file))
    text = file.read_text("utf-8")
    file.write_text(text.replace("## Notes", "We were lucky twice.\n\n## Notes"), "utf-8")
    again = cockpit(stand.config, "report", "--output", str(file))

    assert (first.code, again.code) == (0, 0), first.err + again.err
    assert text.startswith("# On-call report of Ana Ribeiro, ")
    assert "grouped the disk alerts" in text
    assert "We were lucky twice." in file.read_text("utf-8")


def test_what_was_written_in_it_on_the_screen_stands_in_it(stand: Stand) -> None:
    told = json.loads(cockpit(stand.config, "summary", "--json").out)
    text = cockpit(stand.config, "summary").out.replace("## Ongoing", "Ask Bo.\n\n## Ongoing")
    (journal,) = stand.config.parent.rglob("journal.sqlite3")
    with closing(sqlite3.connect(journal, isolation_level=None)) as store:
        row = (f"paper:{told['id']}", text, told["at"])
        store.execute("INSERT INTO draft (key, body, at) VALUES (?, ?, ?)", row)

    assert "Ask Bo." in cockpit(stand.config, "summary").out


def test_scripts_get_the_figures_of_any_span(stand: Stand) -> None:
    said = cockpit(stand.config, "report", "--since", "2d", "--json")

    told = json.loads(said.out)
    assert (said.code, told["kind"], told["figures"]["pages"]) == (0, "report", 1)


def test_a_week_in_which_nothing_was_is_a_summary_too(stand: Stand) -> None:
    said = cockpit(stand.config, "summary", "--week", "2021-W05")

    assert said.code == 0
    assert said.out.startswith("# Live-site summary, 2021-W05 ")
    assert "Nobody was paged." in said.out


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("--week", "2026-W60"), "write it as 2026-W48"),
        (("--since", "moon"), "write a day"),
        (("--since", "2026-02-02", "--until", "2026-02-01"), "ends before it begins"),
        (("--week", "--since", "7d"), "not allowed with"),
        (("--week", "2026-W20", "--until", "2026-05-12"), "leave out --until"),
        (("--shift", "last", "--since", "7d"), "leave out --week, --since and --until"),
        (("--since", "2999-01-01"), "is still to come"),
    ],
)
def test_a_span_that_makes_no_sense_is_wrong_usage(
    stand: Stand, given: tuple[str, ...], words: str
) -> None:
    command = "report" if "--shift" in given else "summary"
    said = cockpit(stand.config, command, *given)

    assert said.code == 2
    assert words in said.err
