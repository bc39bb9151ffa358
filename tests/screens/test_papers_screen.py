"""`F`: the papers of an incident, read, edited with the person's own editor, and filed."""

import asyncio
from pathlib import Path

import pytest
from desks import bad_deploy
from patience import PATIENCE_S
from watching import Watching, watching

from cockpit.documents import filing
from cockpit.screens.external_editor import editor


async def _shown(watch: Watching, words: str) -> str:
    """The screen, once these words are on it."""
    async with asyncio.timeout(PATIENCE_S):
        while words not in (text := watch.text()):
            await watch.settle()
    return text


async def test_the_postmortem_is_listed_and_read_without_marks(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy(), size=(80, 24)) as watch:
        await watch.press("F")
        listed = await _shown(watch, "sections, as the record gives it")
        await watch.press("enter")
        read = await _shown(watch, "Blameless:")

    assert "Postmortem: P1 #4217" in listed
    assert "<!--" not in read
    assert "\\#" not in read


async def test_where_the_profile_files_it_and_nothing_says_where_that_is_it_is_said(
    tmp_path: Path,
) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        await watch.press("F")
        await _shown(watch, "f files it: git")
        said = await watch.press("f")
        mailed = await watch.press("m")

    assert "add [papers.git] to the configuration" in said
    assert "nobody gets it by e-mail: set mail_to" in mailed


async def test_it_is_written_to_a_file_after_a_look_and_is_on_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with watching(tmp_path, *bad_deploy()) as watch:
        await watch.press("F")
        await _shown(watch, "as the record gives it")
        asked = await watch.press("w")
        await watch.press("y")
        told = await _shown(watch, "written to")

        (copies,) = watch.seat.desk.state.papers.values()
        file = tmp_path / "postmortem-4217.md"
        assert "There is no such file yet." in asked
        assert file.read_text().startswith("# Postmortem: P1")
        assert copies[-1].place == str(file)
        assert "✔" in told


async def test_what_is_kept_here_goes_into_what_is_shown_and_written(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        await watch.press("F")
        await _shown(watch, "as the record gives it")
        papers = watch.seat.app.screen._papers
        (made, _) = next(iter(papers._plain.values()))
        text = filing.written(watch.seat.desk.state, made, "cockpit", "").text
        mine = text.replace("## Impact", "## Thanks\n\nTo the pool.\n\n## Impact")
        await watch.seat.desk.keep_draft(filing.draft_key(made), mine)
        await watch.press("escape", "F")
        await _shown(watch, "with what you wrote in it")
        await watch.press("enter")

        assert "To the pool." in await _shown(watch, "Thanks")


def test_an_editor_that_is_not_there_is_not_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{tmp_path}/none --wait")
    assert editor() == ()

    monkeypatch.setenv("VISUAL", "sh -c 'true'")
    assert editor() == ("sh", "-c", "true")


async def test_shift_and_week_have_their_papers_too(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        await watch.press("F")
        listed = await _shown(watch, "Live-site summary, ")
        await watch.press("down", "enter")
        read = await _shown(watch, "In short")

    assert "On-call report, " in listed
    assert "Pages by day and hour" in read
    assert "```" not in read, "how a page is to be read by programs is no text for people"
