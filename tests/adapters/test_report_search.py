"""A search through reports: every line with all the words, in whatever folder and encoding."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from repository import Repository

from cockpit.adapters.report_folder import Folder
from cockpit.adapters.report_search import Searcher
from cockpit.adapters.report_shelf import Entry, Shelf
from cockpit.adapters.reports import FileReports
from cockpit.domain.watch import ReportFolderSpec
from cockpit.ports.outside import Refused

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
async def port() -> AsyncIterator[FileReports]:
    made = FileReports()
    yield made
    made.close()


def spec(path: Path) -> ReportFolderSpec:
    return ReportFolderSpec(name="reports", path=str(path))


async def test_lines_with_all_the_words_in_any_order_and_any_case(
    port: FileReports, tmp_path: Path
) -> None:
    storm = "# Reconnect storm\n\nGateways came BACK at once.\nNobody was paged.\n"
    (tmp_path / "2026-02-01-storm.md").write_text(storm)
    (tmp_path / "2026-03-01-soak.md").write_bytes("# Soak\n\nback: gateways ok".encode("utf-16"))

    found = await port.search(spec(tmp_path), "back gateways")

    assert [(h.path, h.number, h.line) for h in found.hits] == [
        ("2026-03-01-soak.md", 3, "back: gateways ok"),
        ("2026-02-01-storm.md", 3, "Gateways came BACK at once."),
    ]
    assert (found.searched, found.unread, found.more) == (2, (), False)


async def test_a_title_is_enough_to_be_found(port: FileReports, tmp_path: Path) -> None:
    (tmp_path / "2026-02-01-reconnect.md").write_text("A storm\n=======\n\nNothing else.\n")

    (hit,) = (await port.search(spec(tmp_path), "storm reconnect")).hits

    assert (hit.number, hit.title) == (1, "A storm")


async def test_what_cannot_be_looked_through_is_named(port: FileReports, tmp_path: Path) -> None:
    (tmp_path / "big.md").write_bytes(b"storm " * 1_000_000)
    (tmp_path / "binary.md").write_bytes(bytes(range(256)))
    (tmp_path / "link.md").symlink_to("/etc/passwd")

    found = await port.search(spec(tmp_path), "storm")

    assert (found.hits, found.searched) == ((), 0)
    assert sorted(found.unread) == [
        "big.md: 6 MB is too much for a report; not read",
        "binary.md: not a text",
        "link.md: a link to another place; not followed",
    ]


async def test_a_folder_that_is_gone_is_refused_and_not_empty(
    port: FileReports, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="there is no folder"):
        await port.search(spec(tmp_path / "gone"), "storm")


async def test_a_branch_is_searched_without_a_checkout(port: FileReports, tmp_path: Path) -> None:
    repository = Repository(tmp_path / "cloud")
    (repository.folder / "docs").mkdir()
    text = "# Soak\n\nThe pool was empty.\n"
    repository.commit("Report", NOW, **{"docs/2026-03-01-soak.md": text})
    branch = ReportFolderSpec(name="reports", path="docs", repository=str(repository.folder))

    (hit,) = (await port.search(branch, "pool")).hits

    assert (hit.path, hit.number, hit.line) == ("2026-03-01-soak.md", 3, "The pool was empty.")


async def test_more_than_a_screen_of_hits_is_bounded_and_says_so(
    port: FileReports, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text("storm\n" * 50)

    found = await port.search(spec(tmp_path), "storm")

    assert len(found.hits) == 5
    assert found.more


def test_a_report_is_read_again_only_when_it_has_changed_or_had_to_be_forgotten(
    tmp_path: Path,
) -> None:
    read: list[str] = []

    def text(shelf: Shelf, entry: Entry) -> str:
        read.append(entry.path)
        return "x" * 40

    searcher = Searcher(text, kept=100)
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("x")
    for _ in range(3):
        searcher.search(spec(tmp_path), Folder(tmp_path), "x")
    few = list(read)
    (tmp_path / "c.md").write_text("x")
    for _ in range(2):
        searcher.search(spec(tmp_path), Folder(tmp_path), "x")

    assert sorted(few) == ["a.md", "b.md"]
    assert len(read) > len(few) + 1, "three of forty do not fit into a hundred"


class One(Shelf):
    """A folder with one report."""

    def entries(self) -> list[Entry]:
        return [Entry("a.md", "1")]


@given(st.text(max_size=60), st.text(max_size=20))
def test_no_words_and_no_text_break_a_search(body: str, words: str) -> None:
    found = Searcher(lambda _shelf, _entry: body).search(spec(Path("x")), One(), words)

    for hit in found.hits:
        said = f"{hit.title} {hit.path} {body}".casefold()
        assert all(word in said for word in words.casefold().split())
