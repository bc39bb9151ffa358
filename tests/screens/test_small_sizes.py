"""On a small terminal a dialog says first what one can do, and a form can be filled in."""

from pathlib import Path

import pytest
from desks import bad_deploy
from watching import watching

from cockpit.panes.pane import Pane

SIZES = [(20, 5), (40, 12), (60, 18), (80, 24)]


@pytest.mark.parametrize("size", SIZES)
async def test_a_question_shows_its_keys(tmp_path: Path, size: tuple[int, int]) -> None:
    async with watching(tmp_path, *bad_deploy(), size=size) as watch:
        text = " ".join((await watch.press("q")).replace("│", " ").split())

    assert "Quit?" in text
    assert "y or Enter quit" in text
    assert "n or Esc no" in text


@pytest.mark.parametrize("size", SIZES[1:])
@pytest.mark.parametrize("key", ["d", "n", "R"])
async def test_a_form_shows_the_field_that_is_filled_in_what_is_wrong_and_the_keys(
    tmp_path: Path, size: tuple[int, int], key: str
) -> None:
    async with watching(tmp_path, *bad_deploy(), size=size) as watch:
        text = await watch.press(key, *"so it is")
        said = " ".join(text.replace("│", " ").split())

    assert "so it is" in said
    assert "Ctrl+Enter or Ctrl+S" in said
    assert "Esc" in said


async def test_what_is_wrong_is_in_sight_on_a_small_terminal(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy(), size=(40, 12)) as watch:
        text = await watch.press("d", *"so it is")

    assert "no time" in text or "is no" in text


async def test_growing_under_a_dialog_draws_the_panes(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy(), size=(20, 5)) as watch:
        await watch.press("q")
        await watch.pilot.resize_terminal(120, 36)
        text = await watch.press("x")

        assert "Escalation" in text
        assert "api health" in text
        assert watch.seat.app.screen_stack[1].query_one("#health", Pane).sheet.rows


async def test_the_strip_of_tabs_and_the_sources_fit(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy(), size=(80, 24)) as watch:
        text = watch.text()

    assert "6 log  7 update" in text.splitlines()[1]
    assert text.rstrip().splitlines()[-1].rstrip().endswith("● Slack")
