"""The composer: what is written is previewed, posted once, and never lost."""

import asyncio
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from composing import Composing, composing
from desks import page
from textshot import assert_text_snapshot
from watching import watching

from cockpit.domain.effects import PostMessage
from cockpit.domain.effects_chat import EditMessage
from cockpit.domain.facts import IncidentSeen
from cockpit.domain.model import Status
from cockpit.screens.composer import ComposerScreen
from cockpit.screens.composer_asking import Asked
from cockpit.screens.main import MainScreen

SECRET = "xoxb-" + "123456789012-" * 2 + "AbCdEfGhIjKlMnOpQrStUvWx"


def update_text(composer: Composing) -> str:
    """The last update that was asked for, whether it has left or not."""
    parcels = composer.seat.desk.state.parcels.values()
    return [p.effect.text for p in parcels if isinstance(p.effect, PostMessage)][-1]


# --- posting ---------------------------------------------------------------------------------


async def test_no_change_is_posted_without_typing(tmp_path: Path) -> None:
    async with composing(tmp_path, updates=1) as composer:
        await composer.press("ctrl+s")

        assert len(composer.posted) == 2
        assert "No change" in composer.posted[-1]
        assert isinstance(composer.seat.app.screen, MainScreen)


async def test_two_fields_are_all_there_is_to_write(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        await composer.press("f7", *"pool exhausted", "tab", "f7", *"rolling back")
        await composer.press("ctrl+enter")

        assert composer.posted == [
            "Known: pool exhausted\nTrying: rolling back\nNext update: 02:32 UTC"
        ]


async def test_what_is_previewed_is_what_is_posted(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        await composer.write("pool *exhausted* & <!channel> waits")
        await composer.write("`ps`, [b]then[/b] more", "trying")
        text = composer.watch.text()
        await composer.press("ctrl+s")

        assert "To #novavms-incident-live: " in text
        assert all(line in text for line in composer.posted[0].splitlines())


async def test_a_long_update_is_previewed_in_its_parts(tmp_path: Path) -> None:
    async with composing(tmp_path, size=(120, 50)) as composer:
        await composer.write("the pool is full " * 300)
        text = await composer.sees("in 2 messages", "(1/2) Known: the pool")
        await composer.press("ctrl+s")

        assert "characters, in 2 messages" in text
        assert [p[:6] for p in composer.posted] == ["(1/2) ", "(2/2) "]


async def test_in_the_next_frame_it_is_on_the_timeline_as_being_sent(tmp_path: Path) -> None:
    async with composing(tmp_path, size=(200, 60)) as composer:
        composer.far.held = asyncio.Event()
        await composer.watch.pilot.press("ctrl+s")
        await composer.until(lambda _: isinstance(composer.seat.app.screen, MainScreen))
        text = composer.watch.text()
        composer.far.held.set()
        await composer.watch.settle()

        assert "Ana: update: " in text
        assert "being sent" in text or "sending" in text


async def test_it_says_who_reads_it_before_it_goes(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        text = await composer.sees("42 members")

        assert "notifies nobody by name" in text


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_the_composer_at_three_sizes(tmp_path: Path, size: tuple[int, int]) -> None:
    async with composing(tmp_path, size=size, updates=1) as composer:
        text = await composer.sees("42 members")

        assert_text_snapshot(f"composer-{size[0]}x{size[1]}", text)


@pytest.mark.parametrize("size", [(60, 15), (40, 10)])
async def test_in_little_room_the_fields_come_first_and_the_preview_is_a_key_away(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with composing(tmp_path, size=size) as composer:
        text = composer.watch.text()
        if "notifies" not in text:
            text += await composer.press("ctrl+o")

        assert "api health" in text or "Live view" in text
        assert "notifies" in text
        assert "Ctrl+S post" in text


# --- templates -------------------------------------------------------------------------------


async def test_a_template_is_two_keys_away_and_fills_the_fields(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        listed = await composer.press("ctrl+t")
        text = await composer.press("7")
        await composer.press("ctrl+s")

        phases = ["declare", "investigating", "identified", "mitigating", "monitoring", "resolved"]
        assert all(phase in listed for phase in [*phases, "no change"])
        assert "phase: no change" in text
        assert "No change" in composer.posted[-1]
        assert composer.seat.desk.state.cases["Q1"].updates[-1].phase == "no change"


async def test_one_step_back_brings_back_all_that_a_template_replaced(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        await composer.press("f7", *"mine", "tab", "f7", *"ours", "tab", "f7", *"33")
        await composer.press("shift+tab", "ctrl+t")
        await composer.press("7")
        filled = composer.written()
        await composer.press("ctrl+z")
        back = [composer.written(name) for name in ("known", "trying", "next")]
        await composer.press("ctrl+y")

        assert back == ["mine", "ours", "33"]
        assert composer.written() == filled != "mine"


async def test_changed_words_are_not_told_as_no_change(tmp_path: Path) -> None:
    async with composing(tmp_path, updates=1) as composer:
        text = await composer.press("f7", *"pool is full")
        await composer.press("ctrl+s")

        assert "phase: no change" not in text
        assert composer.seat.desk.state.cases["Q1"].updates[-1].phase == ""


# --- correcting what was said ------------------------------------------------------------------


async def test_the_last_update_is_corrected_in_its_place_and_the_record_keeps_both(
    tmp_path: Path,
) -> None:
    async with composing(tmp_path, updates=1) as composer:
        said = composer.posted[0]
        await composer.press("f7", *"a new one")
        asked = await composer.press("ctrl+e")
        await composer.press("f7", *"pool of 200", "ctrl+s")
        text = await composer.press("u")
        (edit,) = composer.far.altered

        assert "Correct the update of 02:17" in asked
        assert "This REPLACES the update of 02:17" in asked
        assert "Slack shows marks like" in asked
        assert "Ctrl+Enter or Ctrl+S REPLACE it" in asked
        assert isinstance(edit[0], EditMessage)
        assert "Known: pool of 200" in edit[0].text
        assert "Next update: 02:32 UTC" in edit[0].text
        assert composer.written() == "a new one"
        assert "corrected 02:17 by Ana; said before:" in text
        assert said.splitlines()[0].removeprefix("Known: ")[:20] in text


async def test_going_back_from_a_correction_loses_neither(tmp_path: Path) -> None:
    async with composing(tmp_path, updates=1) as composer:
        await composer.press("f7", *"a new one")
        await composer.press("ctrl+e")
        await composer.press("f7", *"half a correction")
        await composer.press("ctrl+e")
        new = composer.written()
        await composer.press("ctrl+e")

        assert new == "a new one"
        assert composer.written() == "half a correction"
        assert composer.far.altered == []


async def test_without_an_update_there_is_none_to_correct(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        assert "there is none to correct" in await composer.press("ctrl+e")


# --- tone and secrets ----------------------------------------------------------------------------


async def test_a_finding_is_said_first_and_the_same_key_overrides_it(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        await composer.write("", "next")
        told = await composer.press("ctrl+s")
        assert composer.posted == []
        await composer.press("ctrl+s")

        assert "it does not say when the next word comes" in told
        assert "Ctrl+Enter or Ctrl+S again posts it all the same" in told
        assert len(composer.posted) == 1


async def test_a_finding_is_said_again_of_other_words(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        await composer.write("", "next")
        await composer.press("ctrl+s")
        await composer.press("shift+tab", *"x")
        await composer.press("ctrl+s")

        assert composer.posted == []


async def test_a_secret_needs_a_step_of_another_kind(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        await composer.write(f"the token is {SECRET}")
        asked = await composer.press("ctrl+s")
        assert isinstance(composer.seat.app.screen, Asked)
        for key in ("ctrl+s", "ctrl+enter", "enter", "y"):
            await composer.press(key)
        assert composer.posted == []
        await composer.press("ctrl+y")

        assert "Is that a secret?" in asked
        assert SECRET not in asked.split("Is that a secret?")[1].split("Ctrl+Y")[0]
        assert len(composer.posted) == 1


async def test_a_secret_that_is_taken_back_stays_in_the_field(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        await composer.write(f"the token is {SECRET}")
        await composer.press("ctrl+s")
        text = await composer.press("escape")

        assert composer.written() == f"the token is {SECRET}"
        assert "it holds what looks like a secret" in text
        assert composer.posted == []


# --- nothing is lost -------------------------------------------------------------------------


async def test_what_is_written_is_there_again_after_the_program_was_killed(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        await composer.press("f7", *"half a sen", "tab", "f7", *"something")
        await composer.saved("something")
    async with watching(tmp_path) as watch:
        await watch.press("u")
        again = Composing(watch)

        assert again.written() == "half a sen"
        assert again.written("trying") == "something"


async def test_what_nobody_wrote_is_no_draft(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        text = await composer.press("escape")

        assert "kept as a draft" not in text
        assert not await composer.seat.desk.draft("update:Q1")


async def test_what_the_journal_cannot_take_stays_in_the_fields(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        broken = sqlite3.connect(tmp_path / "journal.sqlite3")
        for table in ("record", "draft"):
            broken.execute(
                f"CREATE TRIGGER no_{table} BEFORE INSERT ON {table} "
                "BEGIN SELECT RAISE(FAIL, 'no'); END"
            )
        broken.commit()
        await composer.press("f7", *"pool is full")
        refused = await composer.press("ctrl+s")
        left = await composer.press("escape")

        assert "not recorded" in refused
        assert composer.written() == "pool is full"
        assert "the draft is NOT kept" in left
        assert composer.posted == []
        broken.close()


async def test_words_outlast_another_size_and_the_end_of_the_incident(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        await composer.press("f7", *"pool is full")
        await composer.watch.pilot.resize_terminal(60, 15)
        await composer.watch.pilot.resize_terminal(120, 36)
        ended = replace(page().incident, status=Status.RESOLVED, pending=())
        await composer.seat.tell(IncidentSeen(incident=ended))
        text = await composer.sees("(resolved meanwhile)")

        assert isinstance(composer.seat.app.screen, ComposerScreen)
        assert composer.written() == "pool is full"
        assert "Known: pool is full" in text
