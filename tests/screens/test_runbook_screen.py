"""Runbooks beside the incident: read, run after a look, learnt from; by keys alone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from desks import bad_deploy, procedure
from patience import PATIENCE_S
from textshot import assert_text_snapshot
from watching import Watching, watching

from cockpit.domain.catalogue import Runbook
from cockpit.domain.state import Phase

TEXT = """\
# Roll back

Say it first.

```sh
echo [red]back
exit 3
```
"""
BOOKS = (
    Runbook(title="Anything", url="https://wiki.example/any"),
    Runbook(title="Roll back", file="/books/back.md", service="Cloud API"),
    Runbook(title="Gone", file="/books/gone.md"),
)


@asynccontextmanager
async def reading(folder: Path, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Watching]:
    with_books = replace(procedure(), runbooks=BOOKS)
    async with watching(folder, *bad_deploy(), size=size, by=with_books) as watch:
        watch.seat.desk._room.runbooks.texts["/books/back.md"] = TEXT
        await watch.press("b")
        yield watch


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_what_fits_is_open_beside_the_clock(tmp_path: Path, size: tuple[int, int]) -> None:
    async with reading(tmp_path, size) as watch:
        assert_text_snapshot(f"runbooks-{size[0]}x{size[1]}", watch.text())


async def test_a_command_is_run_only_after_a_look_and_its_output_stands_below_it(
    tmp_path: Path,
) -> None:
    async with reading(tmp_path) as watch:
        asked = await watch.press("tab", "enter")
        before = dict(watch.seat.desk.state.parcels)
        after = await watch.press("ctrl+s")
        (parcel,) = watch.seat.desk.state.parcels.values()

    assert "To this machine, through the shell" in asked
    assert "echo [red]back" in asked
    assert before == {}
    assert (parcel.phase, parcel.output) == (Phase.DONE, "[red]back\n")
    assert "ended well" in after
    assert "[red]back" in after


async def test_enter_twice_from_the_list_asks_whether_the_first_command_shall_be_run(
    tmp_path: Path,
) -> None:
    async with reading(tmp_path) as watch:
        asked = await watch.press("enter", "enter")

    assert "To this machine, through the shell" in asked


async def test_up_and_down_by_letters_break_no_screen(tmp_path: Path) -> None:
    async with reading(tmp_path) as watch:
        on_list = await watch.press("j", "k")
        on_page = await watch.press("tab", "j", "k")

    assert "Esc back" in on_list
    assert "run it" in on_page


async def test_a_command_that_fails_says_so_below_it(tmp_path: Path) -> None:
    async with reading(tmp_path) as watch:
        text = await watch.press("tab", "down", "enter", "ctrl+s")

    assert "✖" in text
    assert "it ended with exit status 3" in text


async def test_esc_runs_nothing(tmp_path: Path) -> None:
    async with reading(tmp_path) as watch:
        await watch.press("tab", "enter", "escape")

        assert watch.seat.desk.state.parcels == {}


async def test_a_runbook_that_cannot_be_read_says_why_and_what_to_do(tmp_path: Path) -> None:
    async with reading(tmp_path) as watch:
        text = await watch.press("end", "enter")

    assert "could not read it: /books/gone.md cannot be read: no such file" in text
    assert "correct the runbook's file" in text


async def test_one_at_an_address_is_copied(tmp_path: Path) -> None:
    async with reading(tmp_path) as watch:
        text = await watch.press("down", "enter")

        assert "https://wiki.example/any" in text
        assert watch.seat.app.clipboard == "https://wiki.example/any"


async def test_what_was_learnt_stands_beside_the_runbooks_at_once(tmp_path: Path) -> None:
    async with reading(tmp_path) as watch:
        form = await watch.press("B", "tab", *"look")
        text = await watch.press("ctrl+s")
        (lesson,) = watch.seat.desk.state.lessons

    assert "What was hard to find?" in form
    assert "Kept here" in form
    assert "Learnt" in text
    assert lesson.text == "look"


async def test_b_shows_the_playbooks_of_the_profile_and_says_how_to_add_runbooks(
    tmp_path: Path,
) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        listed = await watch.press("b")
        read = await watch.press("enter")

    assert "none of your own: add" in listed
    assert "1. Page the secondary (e). Two people look, one of them writes." in read


async def test_e_ends_what_runs_and_keeps_what_it_printed(tmp_path: Path) -> None:
    async with reading(tmp_path) as watch:
        desk = watch.seat.desk
        desk._room.runbooks.texts["/books/back.md"] = "```sh\necho begun; sleep 600\n```\n"
        assert "Run a command" in await watch.press("enter", "enter")
        await watch.pilot.press("ctrl+s")
        async with asyncio.timeout(PATIENCE_S):
            while "running · E ends it" not in watch.text():
                await watch.pilot.pause()
            await watch.pilot.press("E")
        await watch.settle()
        (parcel,) = desk.state.parcels.values()

    assert parcel.phase is Phase.DONE
    assert parcel.warning.startswith("ended by ")


async def test_enter_is_offered_only_where_it_does_something(tmp_path: Path) -> None:
    async with reading(tmp_path) as watch:
        listed = watch.text()
        commands = await watch.press("tab")
        link = await watch.press("tab", "down", "enter")

    assert "Enter read" in listed
    assert "Enter run it" in commands
    assert "https://wiki.example/any" in link
    assert "Enter" not in link
