"""Who must be told: a list that ticks itself, and for each the exact text before it goes."""

from pathlib import Path

import pytest
from declared import declared, flat, posted
from textshot import assert_text_snapshot
from textual.widgets import TextArea

from cockpit.ports.outside import Unreachable


async def test_the_list_ticks_itself_and_says_what_is_due_when_and_how(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        shown = flat(await watch.press("t"))
        assert "1 of 6 told" in shown
        assert "✔ the incident channel" in shown
        assert "· everybody here e-mail" in shown

        watch.seat.clock.advance(1000)
        watch.seat.fresh()
        shown = flat(await watch.press("down"))
        assert "▲ the leads post" in shown
        assert "late by" in shown


async def test_an_email_is_read_in_full_and_leaves_by_ctrl_enter_alone(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        asked = flat(await watch.press("t", "down", "enter"))
        assert "To all@example.com, by e-mail" in asked
        assert "Subject: P1: Cloud API answers 5xx" in asked

        await watch.press("enter")
        assert watch.seat.far.mails == []

        await watch.press("ctrl+enter")
        (mail,) = watch.seat.far.mails
        assert mail.to == ("all@example.com",)
        assert mail.subject == "P1: Cloud API answers 5xx"

        assert "✔ everybody here" in flat(watch.text())


async def test_the_text_that_was_changed_is_the_text_that_leaves(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        await watch.press("t", "down", "enter")
        watch.seat.app.screen.query_one("#text", TextArea).text = "In other words."
        await watch.press("ctrl+s")

        (mail,) = watch.seat.far.mails
        assert mail.text == "In other words."


async def test_a_post_tags_its_groups_and_goes_to_its_own_channel(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        asked = flat(await watch.press("t", "down", "down", "enter"))
        assert "@payments" in asked

        await watch.press("ctrl+s")
        (message,) = watch.seat.far.messages[1:]
        assert message.channel == "C2"
        assert message.text.startswith("@payments")


async def test_without_its_group_a_post_asks_once(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        watch.seat.far.workplace.fault = Unreachable("connection refused")
        asked = flat(await watch.press("t", "down", "down", "enter"))
        assert "groups cannot be looked up: connection refused" in asked

        await watch.press("ctrl+s")
        assert posted(watch) == []

        await watch.press("y")
        assert len(posted(watch)) == 1


async def test_customers_read_it_on_the_status_page(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        asked = flat(await watch.press("t", "down", "down", "down", "enter"))
        assert "To the status page" in asked

        await watch.press("ctrl+s")
        ((update, _, _),) = watch.seat.far.published
        assert update.status == "investigating"


async def test_a_text_to_copy_is_shown_copied_and_asked_about(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        await watch.press("t", *["down"] * 4)
        asked = flat(await watch.press("enter"))
        assert "We know, since" in asked
        assert "Were they told?" in asked
        assert watch.seat.app.clipboard.startswith("We know, since")

        await watch.press("n")
        assert watch.seat.desk.state.cases["Q1"].told == {}

        await watch.press("enter", "y")
        assert "✔ whoever reported it" in flat(watch.text())


async def test_what_was_done_by_hand_is_on_record_with_how(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        await watch.press("t", *["down"] * 5)
        refused = await watch.press("enter", "ctrl+s")
        assert "say how the board heard of it" in refused

        text = flat(await watch.press(*"by phone", "ctrl+s"))
        assert "✔ the board" in text
        assert "by phone" in text


async def test_another_way_is_recorded_for_anybody_with_h(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        await watch.press("t", "down", "h")
        await watch.press(*"told in the hall", "ctrl+s")

        assert watch.seat.desk.state.cases["Q1"].told["everybody"].how == "told in the hall"
        assert watch.seat.far.mails == []


async def test_the_declaration_is_made_by_its_own_dialog(tmp_path: Path) -> None:
    async with declared(tmp_path, declare=False) as watch:
        text = await watch.press("t", "enter")

        assert "Declare" in text
        assert "Ctrl+Enter or Ctrl+S" in text


async def test_the_update_pane_tells_how_many_were_told_and_who_is_next(tmp_path: Path) -> None:
    async with declared(tmp_path, size=(200, 60)) as watch:
        shown = flat(watch.text())

    assert "1 of 6 told, next" in shown


async def test_security_is_told_apart_from_the_thread(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        asked = flat(await watch.press("S"))
        assert "nothing of it goes to the incident's thread" in asked
        assert "@payments" in asked

        await watch.press(*"a stolen key", "ctrl+s")
        (message,) = watch.seat.far.messages[1:]
        assert (message.channel, message.thread) == ("C9", "")
        assert message.text.endswith("Seen: a stolen key")


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_the_list_looks_like_this(tmp_path: Path, size: tuple[int, int]) -> None:
    async with declared(tmp_path, size=size) as watch:
        await watch.press("t", "down", "h", *"by phone", "ctrl+s")
        watch.seat.clock.advance(1000)
        watch.seat.fresh()
        shown = await watch.press("down")

    assert_text_snapshot(f"tellings-{size[0]}x{size[1]}", shown)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_an_email_looks_like_this(tmp_path: Path, size: tuple[int, int]) -> None:
    async with declared(tmp_path, size=size) as watch:
        shown = await watch.press("t", "down", "enter")

    assert_text_snapshot(f"email-{size[0]}x{size[1]}", shown)
