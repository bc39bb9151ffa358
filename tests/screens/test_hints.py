"""The foot of a dialog, and the footer: what they say is whole, and true while it stands."""

from pathlib import Path

import pytest
from composing import composing
from desks import bad_deploy
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Static
from watching import watching

from cockpit.screens.hints import BETWEEN, broken

HINTS = st.lists(st.text("ab c", min_size=1, max_size=12).map(str.strip).filter(bool), min_size=1)


@given(HINTS, st.integers(12, 60))
def test_hints_are_broken_between_them_and_none_is_left_out(hints: list[str], width: int) -> None:
    lines = broken(BETWEEN.join(hints), width).split("\n")

    assert [hint for line in lines for hint in line.split(BETWEEN)] == hints
    assert all(len(line) <= width for line in lines)


@pytest.mark.parametrize("width", [60, 80, 100, 120])
async def test_no_hint_of_the_composer_is_torn_apart(tmp_path: Path, width: int) -> None:
    async with composing(tmp_path, size=(width, 30)) as composer:
        keys = composer.seat.app.screen.query_one(".keys", Static)
        lines = str(keys.content).split("\n")
        text = composer.watch.text()

        assert all(line in text for line in lines)
        assert keys.size.height == len(lines)


async def test_recorded_gives_way_to_what_became_of_it(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        watch.seat.far.faults = ["no"]
        await watch.press("d")
        text = await watch.press("ctrl+s")

        last = text.rstrip().splitlines()[-1]
        assert "not sent" in last
        assert "channel_not_found" in last
