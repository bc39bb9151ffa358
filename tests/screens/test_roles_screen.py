"""Roles: taken, given, left and merged by keys, after the exact words were read."""

from pathlib import Path

import pytest
from declared import declared, dialog, posted
from far_side import ANA, BEN
from textshot import assert_text_snapshot

from cockpit.domain.facts import RoleAssigned
from cockpit.screens.changing import ChangeScreen


def commands(person, role="commander"):
    return RoleAssigned(id=f"r-{role}", incident_id="Q1", role=role, person=person)


async def test_a_role_is_taken_by_two_keys_and_its_words_are_read_before(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        asked = await watch.press("r", "2")
        assert "Communications: Ana" in asked
        assert "#novavms-incident-live, in the thread" in asked
        assert posted(watch) == []

        text = await watch.press("enter")
        assert posted(watch) == ["Who does what in #4217, says Ana:\nCommunications: Ana"]
        assert "IC –  comms Ana" in text
        assert "communications: Ana" in text


async def test_whoever_acknowledged_it_is_suggested_and_never_made_commander_silently(
    tmp_path: Path,
) -> None:
    async with declared(tmp_path) as watch:
        assert watch.seat.desk.state.cases["Q1"].roles == {}

        asked = await watch.press("r")
        assert "nobody; Ana acknowledged it" in asked

        await watch.press("escape")
        assert watch.seat.desk.state.cases["Q1"].roles == {}


async def test_a_small_team_takes_all_roles_at_once(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        asked = await watch.press("r", "a")
        assert "Take all roles" in asked
        assert "Scribe: Ana" in asked

        text = await watch.press("y")
        assert {h.person.name for h in watch.seat.desk.state.cases["Q1"].roles.values()} == {"Ana"}
        assert len(watch.seat.desk.state.cases["Q1"].roles) == 4
        assert len(posted(watch)) == 1
        assert "IC Ana  comms Ana  inv Ana  scribe Ana" in text


async def test_a_role_is_given_to_somebody_whom_the_address_book_knows(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        await watch.press("r", "1")
        asked = await watch.press("g")
        assert "To whom" in asked

        listed = await watch.press("slash", *"ben", "enter")
        assert "Incident commander: Ben" in listed

        await watch.press("enter")
        assert posted(watch) == ["Who does what in #4217, says Ana:\nIncident commander: Ben"]
        assert watch.seat.desk.state.cases["Q1"].roles["commander"].person.id == BEN.id


async def test_a_role_is_left_and_says_who_held_it(tmp_path: Path) -> None:
    async with declared(tmp_path, commands(ANA)) as watch:
        asked = await watch.press("r", "1", "l")
        assert "Incident commander: nobody any more (before: Ana)" in asked

        await watch.press("y")
        assert "commander" not in watch.seat.desk.state.cases["Q1"].roles
        assert posted(watch)[-1].endswith("nobody any more (before: Ana)")


async def test_leaving_what_nobody_holds_is_refused_in_words(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        text = await watch.press("r", "4", "l")

        assert "nobody is scribe" in text
        assert posted(watch) == []


async def test_undeclared_it_says_that_nobody_is_told(tmp_path: Path) -> None:
    async with declared(tmp_path, declare=False) as watch:
        asked = await watch.press("r")
        assert "told to nobody: #4217 is not declared" in asked

        await watch.press("enter")
        assert watch.seat.desk.state.cases["Q1"].roles["commander"].person.name == "Ana"
        assert watch.seat.far.messages == []


async def test_what_is_ones_own_is_not_taken_twice(tmp_path: Path) -> None:
    async with declared(tmp_path, commands(ANA)) as watch:
        text = await watch.press("r", "1", "enter")

        assert "it is yours already" in text
        assert isinstance(watch.seat.app.screen, ChangeScreen)
        assert posted(watch) == []


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_the_roles_look_like_this(tmp_path: Path, size: tuple[int, int]) -> None:
    async with declared(tmp_path, commands(BEN), size=size) as watch:
        shown = dialog(await watch.press("r"))

    assert_text_snapshot(f"roles-{size[0]}x{size[1]}", shown)
