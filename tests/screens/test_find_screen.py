"""Words are found in the reports, and read on where they stand, by keys alone."""

from pathlib import Path

import pytest
from desks import bad_deploy
from textshot import assert_text_snapshot
from watching import watching

from cockpit.domain.actions import WriteNote

STORM = (
    "# Reconnect storm\n\n"
    + "filler\n" * 40
    + "gateways came back at once, and emptied every pool\nand again: gateways, pools\n"
)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_words_are_found_as_one_writes(tmp_path: Path, size: tuple[int, int]) -> None:
    async with watching(tmp_path, *bad_deploy(), size=size) as watch:
        watch.seat.desk._room.reports.texts["2026-02-18-storm.md"] = STORM
        await watch.seat.desk.act(WriteNote(incident_id="Q1", text="the pool of the API is empty"))
        await watch.press("slash", *"pool")

        assert_text_snapshot(f"find-{size[0]}x{size[1]}", watch.text())


async def test_enter_reads_on_at_the_line_that_was_found(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        watch.seat.desk._room.reports.texts["2026-02-18-storm.md"] = STORM
        await watch.press("slash", *"again gateways", "enter", "enter")
        await watch.settle()
        text = watch.text()
        back = await watch.press("escape")

    assert "▸ and again: gateways, pools" in text
    assert "Reconnect storm" not in text, "it began where the words stand, far below the title"
    assert "again gateways" in back


async def test_letters_are_words_here_and_no_acts(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        text = await watch.press("slash", *"aq")

        assert "aq" in text
        assert watch.seat.far.acknowledged == []


async def test_nothing_found_says_how_much_was_looked_through(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        text = await watch.press("slash", *"zebra")

    assert "nothing" in text
    assert "and 1 report searched" in text


async def test_what_was_found_leads_to_its_incident(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        await watch.seat.desk.act(WriteNote(incident_id="Q1", text="the tide is high"))
        await watch.press("slash", *"tide", "enter", "enter")
        await watch.settle()
        text = watch.text()
        main = await watch.press("i")

    assert "the tide is high" in text
    assert "i put #" in text
    assert "Escalation" in main


async def test_a_time_that_makes_no_sense_is_said_at_once(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        text = await watch.press("slash", *"since:moon")

    assert "moon is no time" in text
