"""Keys that arrive in one piece: each acts on what those before it have made."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from desks import Seat, bad_deploy, page, seat
from patience import PATIENCE_S
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, TextArea
from watching import quiet

from cockpit.screens.held import BURST_S

KEYS = ("tab", "shift+tab", "enter", "escape", "ctrl+s")


@pytest.fixture(autouse=True)
def nothing_is_let_go_early(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may need longer for a key than a person would wait."""
    monkeypatch.setattr("cockpit.screens.held.HELD_S", PATIENCE_S)


@asynccontextmanager
async def watching(folder: Path) -> AsyncIterator[tuple[Seat, Pilot[None]]]:
    """The running app on an incident."""
    async with seat(folder, *bad_deploy()) as sat, sat.app.run_test() as pilot:
        await settled(sat, pilot)
        yield sat, pilot


async def settled(sat: Seat, pilot: Pilot[None]) -> None:
    """Until dialogs have opened and acts are recorded."""
    async with asyncio.timeout(PATIENCE_S):
        await quiet(sat, pilot)


async def at_once(sat: Seat, pilot: Pilot[None], *words: str) -> None:
    """As one read from a slow line brings it: nothing is drawn between the keys."""
    begun = events.Key("a", "a").time
    for place, word in enumerate(words):
        is_key = len(word) == 1 or word in KEYS
        typed = events.Key(word, None if word in KEYS else word) if is_key else events.Paste(word)
        typed.time = begun + place / 1000
        sat.app.post_message(typed)
    await settled(sat, pilot)


async def test_the_words_of_a_note_are_not_taken_for_actions(tmp_path: Path) -> None:
    async with watching(tmp_path) as (sat, pilot):
        await at_once(sat, pilot, *"nadq")

        assert sat.app.screen.query_one("#text", TextArea).text == "adq"
        assert sat.desk.state.parcels == {}


async def test_what_is_pasted_behind_the_key_stands_in_its_place(tmp_path: Path) -> None:
    async with watching(tmp_path) as (sat, pilot):
        await at_once(sat, pilot, "n", "a", "[500] ", "d")

        assert sat.app.screen.query_one("#text", TextArea).text == "a[500] d"


async def test_a_key_acts_again_once_the_dialog_is_left(tmp_path: Path) -> None:
    async with watching(tmp_path) as (sat, pilot):
        await at_once(sat, pilot, *"nx")
        await pilot.press("escape")
        await settled(sat, pilot)
        await at_once(sat, pilot, "a")

        assert len(sat.desk.state.parcels) == 1


async def test_what_follows_a_tab_lands_in_the_next_field(tmp_path: Path) -> None:
    async with watching(tmp_path) as (sat, pilot):
        await at_once(sat, pilot, *"nab", "tab", *"cd", "shift+tab", *"ef")

        assert sat.app.screen.query_one("#text", TextArea).text == "abef"
        assert sat.app.screen.query_one("#pager", Input).value == "nocd"


async def test_what_follows_enter_in_a_line_lands_in_the_next_field(tmp_path: Path) -> None:
    async with watching(tmp_path) as (sat, pilot):
        await at_once(sat, pilot, "d", "enter", *"xy", "enter", *"zq")

        assert sat.app.screen.query_one("#paged", Input).value.endswith("xy")
        assert sat.app.screen.query_one("#hypothesis", TextArea).text.endswith("zq")


async def test_what_follows_the_end_of_a_dialog_is_for_what_is_under_it(tmp_path: Path) -> None:
    async with watching(tmp_path) as (sat, pilot):
        await at_once(sat, pilot, *"nab", "ctrl+s", *"nc")

        assert sat.app.screen.query_one("#text", TextArea).text == "c"
        await pilot.press("escape")
        assert [m.text for m in sat.desk.state.cases["Q1"].moments if "ab" in m.text]


async def test_what_is_written_behind_a_refused_key_is_not_taken_for_actions(
    tmp_path: Path,
) -> None:
    async with seat(tmp_path, page()) as sat, sat.app.run_test() as pilot:
        await settled(sat, pilot)
        await at_once(sat, pilot, *"Tq")  # its dialog opens: q is written in it
        await pilot.press("escape")
        await settled(sat, pilot)
        await at_once(sat, pilot, *"Mack", "enter", "paste", *"q")

        assert sat.app.screen is sat.app.screen_stack[1]
        assert sat.desk.state.parcels == {}


async def test_a_key_acts_again_after_a_pause(tmp_path: Path) -> None:
    async with seat(tmp_path, page()) as sat, sat.app.run_test() as pilot:
        await settled(sat, pilot)
        await at_once(sat, pilot, *"Ma")
        later = events.Key("a", "a")
        later.time += BURST_S
        sat.app.post_message(later)
        await settled(sat, pilot)

        assert len(sat.desk.state.parcels) == 1


async def test_a_busy_field_does_not_get_what_is_meant_for_the_next(tmp_path: Path) -> None:
    async with watching(tmp_path) as (sat, pilot):
        await at_once(sat, pilot, "n")
        text, free = sat.app.screen.query_one("#text", TextArea), asyncio.Event()
        text.call_later(free.wait)
        for word in (*"ab", "tab", *"cd"):
            sat.app.post_message(events.Key(word, None if word in KEYS else word))
        passed = asyncio.Event()
        sat.app.call_later(passed.set)
        await passed.wait()
        free.set()
        await settled(sat, pilot)

        assert text.text == "ab"
        assert sat.app.screen.query_one("#pager", Input).value == "nocd"
