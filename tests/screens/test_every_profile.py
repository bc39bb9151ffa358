"""Every shipped profile on the screen: no step is cut, its dialogs open, steps are done by keys."""

from dataclasses import replace
from pathlib import Path

import pytest
from desks import bad_deploy
from watching import watching

from cockpit.domain.rungs import Rung
from cockpit.panes.pane import Pane
from cockpit.settings.load import settings_of
from cockpit.settings.profiles import shipped

SIZES = [(120, 36), (100, 30), (80, 24)]


def profile(name: str):
    return settings_of(f'profile = "{name}"\n', Path("/nowhere/config.toml")).procedure


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", shipped())
async def test_every_step_of_a_profile_is_read_whole_at_any_size(
    tmp_path: Path, name: str, size: tuple[int, int]
) -> None:
    by = profile(name)
    async with watching(tmp_path, *bad_deploy(), size=size, by=by) as watch:
        text = await watch.press("5")

    assert [step.title for step in by.steps if step.title not in text] == []


@pytest.mark.parametrize("name", shipped())
async def test_severity_and_tellings_of_a_profile_are_read_whole(tmp_path: Path, name: str) -> None:
    by = profile(name)
    async with watching(tmp_path, *bad_deploy(), by=by) as watch:
        text = await watch.press("s")

    assert by.levels[0].name in text
    assert by.levels[0].title in " ".join(text.replace("│", " ").split())


async def test_paging_further_up_says_what_the_profile_says_to_whoever_hesitates(
    tmp_path: Path,
) -> None:
    async with watching(tmp_path, *bad_deploy(), by=profile("amazeeio")) as watch:
        text = await watch.press("e")

    assert "Never hesitate to escalate: it carries no shame." in text
    assert "for a note; none is due" in text


async def test_whom_the_pager_does_not_page_is_reached_as_the_profile_says(tmp_path: Path) -> None:
    by = profile("generic")
    beyond = Rung(role="L4 insurer", after_s=0, reach="by telephone, with the policy's number")
    by = replace(by, ladder=(*by.ladder, beyond))
    async with watching(tmp_path, *bad_deploy(), by=by) as watch:
        text = await watch.press("e")

    assert "Not at the pager: L4 insurer: by telephone, with the policy's number" in text


async def test_enter_on_a_step_does_what_its_key_does(tmp_path: Path) -> None:
    by = profile("invisible")
    async with watching(tmp_path, *bad_deploy(), by=by) as watch:
        await watch.press("5", "down", "down")
        read = await watch.press("enter")
        done = await watch.press("enter")

    assert "Set severity" in read
    assert "do it (s)" in read
    assert "Triage of" in done


async def test_what_becomes_of_an_alert_is_the_level_of_the_profile(tmp_path: Path) -> None:
    by = profile("amazeeio")
    async with watching(tmp_path, *bad_deploy(), by=by) as watch:
        await watch.press("s")
        pane = watch.seat.app.screen.query_one("#sheet", Pane)
        pane.select("level:other eyes")
        await watch.press("enter", "n")
        pane.select("then:handover")
        await watch.settle()
        offered = watch.text()
        await watch.press("enter")
        notes = tuple(watch.seat.desk.state.shifts.notes.values())
        pane.select("then:ticket")
        ticket = await watch.press("enter")

    assert "Note it for the handover" in offered
    assert [note.text.partition(":")[0] for note in notes] == [
        "#4217 Cloud API answers 5xx, other eyes"
    ]
    assert "Flagged for the handover: it needs other eyes" in ticket


async def test_what_cannot_wait_is_paged_on_from_triage(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy(), by=profile("amazeeio")) as watch:
        await watch.press("s")
        pane = watch.seat.app.screen.query_one("#sheet", Pane)
        pane.select("level:major")
        await watch.press("enter", "n")
        pane.select("then:escalate")
        text = await watch.press("enter")

    assert "Escalate #4217" in text
