"""The screen of one deploy: why it is suspected, whom to ask, what changed, how to take it back."""

from datetime import timedelta
from pathlib import Path

import pytest
from changes import DIFF, SHA, details, long_diff
from clocks import START
from desks import bad_deploy
from textshot import assert_text_snapshot
from watching import Watching, watching

from cockpit.domain.evidence import Deploy, DeployKind, Related
from cockpit.domain.facts import ChangesRelated
from cockpit.panes.pane import Pane
from cockpit.screens.deploy_detail import DeployScreen
from cockpit.view.cells import Tone

OTHER = "9f8e7d6c" * 5
SIZES = [(80, 24), (120, 36), (200, 60)]


def _shed(watch: Watching):
    return watch.seat.desk._room.repositories


async def _opened(watch: Watching, **more: object) -> str:
    _shed(watch).details[SHA] = details(**more)
    await watch.press("3", "home", "enter")
    await watch.settle()
    return watch.text()


@pytest.mark.parametrize("size", SIZES)
async def test_a_deploy_looks_like_this(tmp_path: Path, size: tuple[int, int]) -> None:
    async with watching(tmp_path, *bad_deploy(), size=size) as watch:
        text = await _opened(watch)

        assert_text_snapshot(f"deploy-{size[0]}x{size[1]}", text)


async def test_the_revert_and_the_link_are_copied_not_run(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        await _opened(watch)
        copied: list[str] = []
        watch.seat.app.copy_to_clipboard = copied.append

        text = await watch.press("y")
        await watch.press("o")

    assert copied == [f"git revert {SHA}", f"https://git.example.com/cloud/commit/{SHA}"]
    assert "copied, if the terminal allows: git revert" in text


async def test_a_commit_without_a_link_says_why(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        await _opened(watch, url="")

        assert "there is no link" in await watch.press("o")


async def test_what_cannot_be_read_says_so_and_how_to_mend_it(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy(), size=(120, 36)) as watch:
        await watch.press("3", "home", "enter")
        await watch.settle()
        text = watch.text()

    assert "it could not be read: a1b2c3d is not in cloud" in text
    assert "▸ git fetch in the clone" in text
    assert "git revert a1b2c3d4a1b2" in text, "what is known without it still stands"


async def test_a_diff_that_was_cut_says_where_the_rest_is(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy(), size=(120, 36)) as watch:
        text = await _opened(watch, diff_cut=True)

    assert "the diff is longer than what is read" in text


async def test_a_merge_without_a_line_of_its_own_says_so(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy(), size=(120, 36)) as watch:
        text = await _opened(watch, diff="", files=())

    assert "it changes no line of text" in text


async def test_with_one_suspect_there_is_no_next(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy(), size=(120, 36)) as watch:
        await _opened(watch)

        assert "there is no other suspect" in await watch.press("n")


async def test_a_change_of_the_pager_is_no_commit_and_nothing_is_read_of_it(
    tmp_path: Path,
) -> None:
    async with watching(tmp_path, *bad_deploy(), size=(120, 36)) as watch:
        await _opened(watch)
        change = Deploy(
            repository="PagerDuty",
            sha="C1",
            at=START - timedelta(minutes=30),
            author="deploy-bot",
            subject="cloud v2.31.0 to production",
            kind=DeployKind.CHANGE,
            url="https://ci.example.com/7",
        )
        related = (Related(change=change, reason="the latest change before it"),)
        await watch.seat.tell(ChangesRelated(incident_id="Q1", changes=related))
        await watch.press("n")
        text = watch.text()
        refused = await watch.press("y")

        assert "the pager relates it to the incident" in text
        assert "a change event has no diff" in text
        assert "there is no command that takes it back" in refused
        assert _shed(watch).read == [SHA]


async def test_without_an_incident_one_turns_to_the_next_deploy(tmp_path: Path) -> None:
    story = [f for f in bad_deploy() if type(f).__name__ != "IncidentSeen"]
    async with watching(tmp_path, *story, size=(120, 36)) as watch:
        await _opened(watch)
        _shed(watch).details[OTHER] = details(OTHER, subject="Retry on reset")
        await watch.press("right_square_bracket")
        await watch.settle()
        after = watch.text()
        await watch.press("p")
        await watch.settle()

        assert "Retry on reset" in after
        assert "Bump the connection pool" in watch.text()
        assert _shed(watch).read == [SHA, OTHER], "what was read is kept"


async def test_code_is_coloured_by_its_syntax_and_never_taken_for_markup(tmp_path: Path) -> None:
    odd = DIFF + '+RED = "[red]x[/] [@click=app.quit]"\n'
    async with watching(tmp_path, *bad_deploy(), size=(120, 36)) as watch:
        text = await _opened(watch, diff=odd)
        pane = watch.seat.app.screen.query_one("#story", Pane)
        tones = {c.text: c.tone for row in pane.sheet.rows for c in row.cells}

    assert "[red]x[/] [@click=app.quit]" in text
    assert tones["import"] is Tone.ACCENT
    assert tones["# As the load test says."] is Tone.DIM
    assert tones["200"] is Tone.LITERAL
    assert (tones["+"], tones["-"]) == (Tone.GOOD, Tone.BAD)


async def test_ten_thousand_lines_are_there_and_only_those_in_sight_are_drawn(
    tmp_path: Path,
) -> None:
    async with watching(tmp_path, *bad_deploy(), size=(120, 36)) as watch:
        await _opened(watch, diff=long_diff(10_000))
        screen = watch.seat.app.screen
        assert isinstance(screen, DeployScreen)
        pane = screen.query_one("#story", Pane)
        text = await watch.press("tab", "end")
        before = pane.sheet.rows
        await watch.press("pageup")

    assert len(before) >= 10_000
    assert "line_9999" in text
    assert pane.sheet.rows is before, "scrolling makes no row anew"
    assert len(pane.lines()) <= 36


async def test_looking_at_a_deploy_is_evidence_for_its_step(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        await _opened(watch)
        (case,) = watch.seat.desk.state.cases.values()

        assert any("2 deploys" in looked.what for looked in case.looks.values())
