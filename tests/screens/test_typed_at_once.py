"""Nothing that is typed into the composer is lost, or lands elsewhere, however fast it comes."""

import os
import random
import sqlite3
from pathlib import Path

import pytest
from composing import Composing, composing
from patience import PATIENCE_S
from typing_fast import OTHERS, Sheet, all_taken, at_once, in_turn, sequence

from cockpit.screens.composer import ComposerScreen
from cockpit.screens.main import MainScreen

SEEDS = int(os.environ.get("COCKPIT_SEEDS", "1"))
"""How many people type at random; more than one is for a night, or for a change to the composer."""
DRAFT = "Live view, playback or ingest may be affected since 18:53 UTC, for all of Europe. " * 2


@pytest.fixture(autouse=True)
def nothing_is_let_go_early(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may need longer for a key than a person would wait."""
    monkeypatch.setattr("cockpit.screens.held.HELD_S", PATIENCE_S)


def stands(composer: Composing) -> tuple[str, ...]:
    """What stands in the three fields."""
    return tuple(composer.written(name) for name in ("known", "trying", "next"))


async def test_what_replaces_a_wrapped_draft_is_posted(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        composer.area().fill(DRAFT)
        at_once(composer, "ctrl+a", "ctrl+k", *"5xx, reads are slow", "ctrl+s")
        await composer.watch.settle()

        assert composer.posted[0].startswith("Known: 5xx, reads are slow\nTrying: ")


async def test_what_follows_a_correction_is_written_in_it_and_nothing_before_it(
    tmp_path: Path,
) -> None:
    async with composing(tmp_path, updates=1) as composer:
        await composer.write("")
        keys = (*"new", "ctrl+e", "f7", *"old", "ctrl+e", *"er", "ctrl+e", *"est")
        at_once(composer, *keys)
        await composer.watch.settle()
        corrected = composer.written()
        await composer.press("ctrl+e")

        assert (corrected, composer.written()) == ("oldest", "newer")


async def test_a_template_in_the_middle_of_typing_takes_nothing_with_it(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        at_once(composer, *"mine", "ctrl+t", "7", *" and mine")
        await composer.watch.settle()
        filled = composer.written()
        await composer.press(*["ctrl+z"] * 2)

        assert filled.endswith(" and mine")
        assert composer.written().endswith("mine")


async def test_a_name_is_completed_and_typed_on_at_full_speed(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        await composer.write("")
        at_once(composer, *"@here", "escape", *" is", "ctrl+a", *"ask ", "tab", *"x")
        await composer.watch.settle()

        assert composer.written() == "ask @here is"
        assert composer.written("trying").endswith("x")


async def test_what_is_typed_while_it_is_recorded_is_kept_as_a_draft(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        screen = composer.seat.app.screen
        assert isinstance(screen, ComposerScreen)
        busy = sqlite3.connect(tmp_path / "journal.sqlite3", isolation_level=None)
        busy.execute("BEGIN IMMEDIATE")
        composer.seat.app.run_worker(screen.action_send())
        await composer.until(lambda _: screen._sending)
        composer.area().insert_here(" zzz")
        busy.close()
        await composer.until(lambda _: isinstance(composer.seat.app.screen, MainScreen))
        await composer.watch.settle()

        assert "zzz" in (await composer.seat.desk.draft("update:Q1") or "")
        assert "zzz" not in composer.posted[0]


@pytest.mark.parametrize("seed", range(SEEDS))
async def test_whatever_is_typed_what_is_posted_is_what_the_keys_say(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test's
    size = chance.choice([(80, 24), (120, 36), (200, 60)])
    async with composing(tmp_path, size=size) as composer:
        for _ in range(2):
            known, trying = Sheet(begun := composer.written(), len(begun)), Sheet("", 0)
            one, other = [*sequence(chance, 14), "x"], [*sequence(chance, 8), "x"]
            known.press_all(one)
            trying.press_all(other)
            at_once(composer, *one, "tab", "f7", "delete", *other)
            await all_taken(composer)
            shown = stands(composer)
            at_once(composer, "ctrl+s")
            await composer.watch.settle()
            said = composer.seat.desk.state.cases["Q1"].updates[-1]

            assert shown[:2] == (known.text, trying.text)
            assert (said.known, said.trying) == (known.text.strip(), trying.text.strip())
            assert known.text.split("\n")[-1].strip() in "\n".join(composer.posted)
            await composer.press("u")


@pytest.mark.parametrize("seed", range(SEEDS))
async def test_keys_do_the_same_at_any_speed(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test's
    async with composing(tmp_path, size=chance.choice([(80, 24), (120, 36)])) as composer:
        for name in ("known", "trying", "next"):
            composer.area(name).history.checkpoint_timer = PATIENCE_S
        keys = sequence(chance, 18, *OTHERS, "tab", "shift+tab", "ctrl+e")
        left = []
        for is_slow in (True, False):
            for name, words in (("trying", "one\ntwo"), ("next", "15"), ("known", DRAFT)):
                composer.area(name).load_text(words)
                composer.area(name).move_cursor(composer.area(name).document.end)
                composer.area(name).focus()
            if is_slow:
                await in_turn(composer, *keys)
            else:
                at_once(composer, *keys)
            await all_taken(composer)
            left.append(stands(composer))

        assert left[0] == left[1]
