"""Reliability reports: what they say, whatever is in the folder, on disk or in a branch."""

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from repository import Repository

from cockpit.adapters import report_text
from cockpit.adapters.report_text import UnreadableError
from cockpit.adapters.reports import FileReports
from cockpit.domain.evidence import Report, Verdict
from cockpit.domain.watch import ReportFolderSpec
from cockpit.ports.outside import MISCONFIGURED, Refused

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def read(text: str, path: str = "2026-03-01-x.md") -> Report:
    return report_text.report_of("reports", path, text)


@pytest.mark.parametrize(
    ("text", "verdict", "line"),
    [
        ("Result: FAILED\n", "failed", "Result: FAILED"),
        ("**Result: soak FAILED after 1 h.**", "failed", "Result: soak FAILED after 1 h."),
        ("Soak: passed (8 h)", "passed", "Soak: passed (8 h)"),
        ("Soak after the fix: PASS, 24 h", "passed", "Soak after the fix: PASS, 24 h"),
        ("# Verdict\n\nVerdict - not passed", "failed", "Verdict - not passed"),
        ("| soak | FAILED |", "failed", "| soak | FAILED |"),
        ("| Soak 6h | ✅ |", "passed", "| Soak 6h | ✅ |"),
        ("Result: no failures in 8 h", "passed", "Result: no failures in 8 h"),
        ("Outcome: 0 failed of 40", "passed", "Outcome: 0 failed of 40"),
        ("Outcome: 3 failed of 40", "failed", "Outcome: 3 failed of 40"),
        ("Result: NOT OK", "failed", "Result: NOT OK"),
        ("Overall: not green", "failed", "Overall: not green"),
        ("Result: red", "failed", "Result: red"),
        ("Red cluster: soak passed", "passed", "Red cluster: soak passed"),
        ("Verdict: unable to pass", "failed", "Verdict: unable to pass"),
        ("| Step | Verdict |\n|---|---|\n| a | pass |\n| b | not ok |", "failed", "b | not ok"),
        ("**Verdict:**\n\nFAILED", "failed", "FAILED"),
        ("Verdict\n=======\nFAILED", "failed", "FAILED"),
        ("Verdict: inconclusive\nSoak: passed hour 1", "passed", "Soak: passed hour 1"),
        ("Verdict: inconclusive\nThe soak passed hour 1", "unclear", "Verdict: inconclusive"),
        ("---\nstatus: pending\n---\nThe soak passed hour 1", "unclear", "status: pending"),
        ("---\nstatus: pending\n---\nVerdict: FAILED", "failed", "Verdict: FAILED"),
        ("Result: partially passed", "unclear", "Result: partially passed"),
        ("The soak was not run; tests passed", "unclear", "The soak was not run; tests passed"),
        (
            "The soak test failed at dawn.\nResult: see above",
            "failed",
            "The soak test failed at dawn.",
        ),
        ("The last soak failed.\n\nResult: passed", "passed", "Result: passed"),
        ("Soak A: passed\nSoak B: failed", "failed", "Soak B: failed"),
        ("Soak did not pass", "failed", "Soak did not pass"),
        ("---\nresult: FAILED\n---\n# x\nSoak: passed", "failed", "result: FAILED"),
        ("Soak failover went well", "unclear", ""),
        ("Pass/fail criteria of the soak: none", "unclear", ""),
        ("- [ ] soak passed", "unclear", ""),
        ("```\nResult: FAILED\n```", "unclear", ""),
        ("> Result: failed", "unclear", ""),
        ("nothing of the kind", "unclear", ""),
        ("", "unclear", ""),
        ("Result: mitigated", "unclear", ""),
    ],
)
def test_what_a_report_says_of_its_soak(text: str, verdict: str, line: str) -> None:
    found = read(text)

    assert found.verdict == verdict
    assert found.line == (line or "it does not say whether a soak passed")


@pytest.mark.parametrize(
    ("text", "path", "title", "day"),
    [
        ("# Cloud soak\n", "2026-03-01-soak.md", "Cloud soak", "2026-03-01"),
        ("---\ntitle: T\ndate: 2026-02-28\n---\n", "2026-03-01-a.md", "T", "2026-02-28"),
        ("Storm\n=====\n", "x.md", "Storm", ""),
        ("no heading", "20260302_reconnect-storm.md", "Reconnect storm", "2026-03-02"),
        (
            "# **Soak** of `api` (19 April 2026)",
            "x.md",
            "Soak of api (19 April 2026)",
            "2026-04-19",
        ),
        ("# x\n\nDate: March 3rd, 2026", "x.md", "x", "2026-03-03"),
        ("# x\nsince 2026-13-45", "x.md", "x", ""),
        ("", "2026-03-01.md", "(no title)", "2026-03-01"),
        ("# \x1b[31m[P1]\u202e x", "x.md", "[P1] x", ""),
    ],
)
def test_title_and_day(text: str, path: str, title: str, day: str) -> None:
    found = read(text, path)

    assert (found.title, found.day) == (title, day)


@pytest.mark.parametrize(
    "raw",
    [
        "Soak: failed ✅é".encode(),
        "Soak: failed ✅é".encode("utf-16"),
        b"\xef\xbb\xbfSoak: failed",
        b"Soak: failed caf\xe9\r\n",
    ],
)
def test_common_encodings(raw: bytes) -> None:
    assert read(report_text.text_of(raw)).verdict is Verdict.FAILED


@given(st.binary(max_size=400))
def test_no_bytes_at_all_break_the_reading(raw: bytes) -> None:
    try:
        text = report_text.text_of(raw)
    except UnreadableError:
        assert report_text.unread("reports", "x.md", "not a text").verdict is Verdict.UNCLEAR
    else:
        assert read(text).verdict in Verdict


WORDS = st.sampled_from(
    [
        *("#", "|", ":", "-", "---", "```", ">", "[", "]", "/", "\n", "\n\n", "✅", "no", "not"),
        *("Result", "Soak", "soak", "failed", "PASSED", "2026-03-01", "title", "date"),
    ]
)


@given(st.lists(WORDS, max_size=40))
def test_any_mixture_of_words_has_a_verdict(words: list[str]) -> None:
    found = read(" ".join(words))

    assert found.line
    assert "\n" not in found.line + found.title


# --- folders ---------------------------------------------------------------------------------


@pytest.fixture
async def port() -> AsyncIterator[FileReports]:
    made = FileReports()
    yield made
    made.close()


async def scan(port: FileReports, spec: ReportFolderSpec) -> dict[str, Report]:
    found = await port.scan(spec, "")
    assert found is not None
    return {report.path: report for report in found[0]}


def spec(path: Path) -> ReportFolderSpec:
    return ReportFolderSpec(name="reports", path=str(path))


async def test_a_folder_newest_first(port: FileReports, tmp_path: Path) -> None:
    (tmp_path / "2026-03-01-a.md").write_text("Soak: passed")
    (tmp_path / "older.md").write_text("---\ndate: 2026-01-01\n---\nSoak: failed")
    (tmp_path / "2026").mkdir()
    (tmp_path / "2026/2026-03-02-b.MD").write_text("Result: FAIL")
    for other in ("README.md", "notes.txt", "x.py", "index.md"):
        (tmp_path / other).write_text("Soak: failed")

    found = await scan(port, spec(tmp_path))

    assert list(found) == ["2026/2026-03-02-b.MD", "2026-03-01-a.md", "older.md"]
    assert found["2026/2026-03-02-b.MD"].verdict is Verdict.FAILED


async def test_nothing_is_read_again_while_nothing_changes(
    port: FileReports, tmp_path: Path
) -> None:
    file = tmp_path / "a.md"
    file.write_text("Soak: passed")
    first = await port.scan(spec(tmp_path), "")
    assert first is not None

    assert await port.scan(spec(tmp_path), first[1]) is None
    file.write_text("Soak: failed!")
    second = await port.scan(spec(tmp_path), first[1])
    assert second is not None
    assert second[0][0].verdict is Verdict.FAILED


async def test_what_is_no_report_is_there_with_its_reason(
    port: FileReports, tmp_path: Path
) -> None:
    folder, secret = tmp_path / "reports", tmp_path / "secret.md"
    folder.mkdir()
    secret.write_text("CANARY soak: failed")
    (folder / "binary.md").write_bytes(bytes(range(256)) * 50)
    (folder / "link.md").symlink_to(secret)
    (folder / "loop.md").symlink_to(folder / "loop.md")
    os.mkfifo(folder / "pipe.md")
    with (folder / "huge.md").open("wb") as file:
        file.truncate(50 * 1024 * 1024)

    found = await scan(port, spec(folder))

    assert {path: r.line for path, r in found.items()} == {
        "binary.md": "not a text",
        "link.md": "a link to another place; not followed",
        "loop.md": "a link to another place; not followed",
        "pipe.md": "not a file",
        "huge.md": "50 MB is too much for a report; not read",
    }
    assert {r.verdict for r in found.values()} == {Verdict.UNCLEAR}
    for path in found:
        with pytest.raises(Refused, match="cannot be shown"):
            await port.read(spec(folder), path)


async def test_only_listed_reports_are_read(port: FileReports, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.md").write_text("# A\r\n\x1b[2J\u202eb\tc\n")
    (tmp_path / "secret.md").write_text("CANARY")

    assert await port.read(spec(folder), "a.md") == "# A\nb c\n"
    for path in (
        "../secret.md",
        str(tmp_path / "secret.md"),
        "a.md/../../secret.md",
        "",
        "gone.md",
    ):
        with pytest.raises(Refused, match="not there any more"):
            await port.read(spec(folder), path)


async def test_hostile_file_names(port: FileReports, tmp_path: Path) -> None:
    (tmp_path / "\x1b]0;x\x07evil\u202e.md").write_text("Soak: failed")
    (tmp_path / os.fsdecode(b"caf\xe9.md")).write_text("Soak: passed")

    found = await scan(port, spec(tmp_path))

    assert set(found) == {"evil.md", "caf\ufffd.md"}
    assert await port.read(spec(tmp_path), "evil.md") == "Soak: failed"


async def test_a_folder_that_is_not_there(port: FileReports, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="there is no folder") as caught:
        await port.scan(spec(tmp_path / "nowhere"), "")

    assert caught.value.code == MISCONFIGURED
    assert await scan(port, spec(tmp_path)) == {}


async def test_a_branch_without_a_checkout(port: FileReports, tmp_path: Path) -> None:
    repo = Repository(tmp_path / "cloud")
    folder = repo.folder / "docs/reports"
    folder.mkdir(parents=True)
    (folder / "2026-03-01-soak.md").write_text("# Soak\nResult: FAILED")
    (folder / "link.md").symlink_to("/etc/passwd")
    (folder / "é\u202e.md").write_text("Soak: passed")
    repo.git("checkout", "-q", "-b", "reports")
    repo.git("add", ".")
    repo.commit("reports", NOW)
    repo.git("checkout", "-q", "--orphan", "empty")
    repo.git("rm", "-rfq", ".")
    repo.commit("nothing", NOW)
    in_branch = ReportFolderSpec(
        name="reports", path="docs/reports/", repository=str(repo.folder), branch="reports"
    )

    first = await port.scan(in_branch, "")
    assert first is not None
    found = {report.path: report for report in first[0]}

    assert found["2026-03-01-soak.md"].verdict is Verdict.FAILED
    assert found["link.md"].line == "a link to another place; not followed"
    assert found["é.md"].verdict is Verdict.PASSED
    assert await port.read(in_branch, "2026-03-01-soak.md") == "# Soak\nResult: FAILED"
    assert await port.scan(in_branch, first[1]) is None
    repo.commit("more", NOW)
    assert await port.scan(in_branch, first[1]) is not None


@pytest.mark.parametrize(
    ("path", "branch", "words"),
    [
        ("docs", "main", "has no folder docs"),
        ("docs", "nope", "no such branch"),
        ("docs", "--output=x", "cannot be a branch"),
        ("../up", "main", "not inside"),
    ],
)
async def test_what_is_in_the_way_of_a_branch(
    port: FileReports, tmp_path: Path, path: str, branch: str, words: str
) -> None:
    repo = Repository(tmp_path / "cloud")
    repo.commit("one", NOW)
    wanted = ReportFolderSpec(name="r", path=path, repository=str(repo.folder), branch=branch)

    with pytest.raises(Refused, match=words) as caught:
        await port.scan(wanted, "")

    assert caught.value.code == MISCONFIGURED


@pytest.mark.parametrize(
    ("text", "verdict", "line"),
    [
        ("## Verdict\n\nFailed after three hours.", "failed", "Failed after three hours."),
        ("## Soak result\n\n✅ all green", "passed", "✅ all green"),
        (
            "|run|load|verdict|\n|---|---|---|\n|6 h|2 x|pass|\n| 8 h | 3 x | FAIL |\n",
            "failed",
            "8 h | 3 x | FAIL",
        ),
        ("run | result\n--- | ---\n6 h | passed\n", "passed", "6 h | passed"),
        ("| action | owner |\n| --- | --- |\n| retry failed jobs | Ana |\n", "unclear", ""),
        ("## Soak FAILED\n\nSee below.", "failed", "Soak FAILED"),
        ("| verdict |\n", "unclear", ""),
    ],
)
def test_what_tables_and_headings_say(text: str, verdict: str, line: str) -> None:
    found = read(text)

    assert found.verdict == verdict
    assert found.line == (line or "it does not say whether a soak passed")


def test_what_a_report_is_about_is_bounded_and_its_title_comes_first() -> None:
    text = "# Reconnect storm\n\n## Gateways\n\n" + " ".join(f"word{n} " * 3 for n in range(99))

    found = read(text)

    assert found.topics[:3] == ("reconnect", "storm", "gateway")
    assert len(found.topics) == 24
