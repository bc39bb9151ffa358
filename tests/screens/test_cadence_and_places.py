"""Nudges by choice, "no change" by one key, the incident's own channel, the on-call group."""

from datetime import timedelta
from pathlib import Path

import pytest
from declared import declared, dialog, flat, posted
from desks import procedure
from far_side import ANA
from textshot import assert_text_snapshot
from watching import Watching
from workplace import BELLA, BEN_TAILOR, PAYMENTS

from cockpit.domain.chat import Mention, Reach
from cockpit.domain.effects_chat import ArchiveRoom, OpenRoom, SetTopic, SetUserGroup
from cockpit.ports.outside import Unreachable

ANA_THERE = Mention(reach=Reach.PERSON, name="Ana", id="U0ANA")


def knows_ana(watch: Watching) -> None:
    """The chat knows Ana by her address, and takes what groups are set to."""
    workplace, far = watch.seat.far.workplace, watch.seat.far

    async def person(email: str) -> Mention | None:
        return ANA_THERE if email == ANA.email else None

    async def group_members(_group_id: str) -> tuple[Mention, ...]:
        made = [c for c, _, _ in far.altered if isinstance(c, SetUserGroup)]
        return (ANA_THERE,) if made else (BELLA, BEN_TAILOR)

    workplace.person = person  # type: ignore[method-assign]  # what this chat knows
    workplace.group_members = group_members  # type: ignore[method-assign]  # the same


# --- no change, and the nudges -------------------------------------------------------------------


async def test_no_change_is_one_key_and_an_answer(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        asked = flat(await watch.press("U"))
        assert "Known: No change in customer impact." in asked
        assert "Next update:" in asked
        assert posted(watch) == []

        await watch.press("y")
        (said,) = posted(watch)
        assert said.startswith("Known: No change in customer impact.")
        assert watch.seat.desk.state.cases["Q1"].updates[-1].phase == "no change"


async def test_no_change_before_the_declaration_says_what_to_do(tmp_path: Path) -> None:
    async with declared(tmp_path, declare=False) as watch:
        text = await watch.press("U")

        assert "#4217 is not declared yet: d declares it" in text


async def test_a_rest_wants_a_reason_and_is_shown_by_the_clock(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        await watch.press("c", "2", "enter")
        text = flat(await watch.press(*"all hands on the rollback", "enter"))

        choice = watch.seat.desk.state.cases["Q1"].cadence
        assert choice is not None
        assert choice.reason == "all hands on the rollback"
        assert choice.until == watch.seat.clock.now() + timedelta(minutes=15 + 20)
        assert "snoozed until" in text


async def test_an_interval_of_ones_own_and_off_and_back_to_the_usual(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:

        async def choose(*keys: str) -> int | None:
            await watch.press("c", *keys)
            choice = watch.seat.desk.state.cases["Q1"].cadence
            return choice.every_s if choice else None

        minutes = ("end", "backspace", "backspace", *"40")
        assert await choose("e", "tab", *minutes, "tab", *"slow", "enter") == 2400
        assert await choose("o", "enter", *"quiet", "enter") == 0
        assert "nudges off" in flat(await watch.press("7"))
        assert await choose("u", "enter") is None


async def test_what_is_no_number_of_minutes_is_said(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        text = await watch.press("c", "e", "tab", "end", *"x")

        assert "'15x' is no number of minutes" in text


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_the_nudges_look_like_this(tmp_path: Path, size: tuple[int, int]) -> None:
    async with declared(tmp_path, size=size) as watch:
        shown = dialog(await watch.press("c"))

    assert_text_snapshot(f"cadence-{size[0]}x{size[1]}", shown)


# --- the incident's own channel ------------------------------------------------------------------


async def test_a_channel_is_opened_with_topic_and_guests_and_archived_by_the_same_key(
    tmp_path: Path,
) -> None:
    async with declared(tmp_path) as watch:
        knows_ana(watch)
        asked = flat(await watch.press("W"))
        assert "open #inc-4217" in asked
        assert "invite Ana" in asked

        await watch.press("ctrl+s")
        kinds = [type(change) for change, _, _ in watch.seat.far.altered]
        assert kinds[:2] == [OpenRoom, SetTopic]
        assert any("#inc-4217" in text for text in posted(watch))

        asked = flat(await watch.press("W"))
        assert "Archive the channel of #4217?" in asked

        await watch.press("y")
        assert isinstance(watch.seat.far.altered[-1][0], ArchiveRoom)


async def test_a_guest_whom_the_chat_does_not_know_is_named(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        asked = flat(await watch.press("W"))
        assert "nobody at the chat has the address ana@example.com" in asked

        await watch.press("ctrl+s")
        assert watch.seat.far.altered == []


# --- the on-call group ---------------------------------------------------------------------------


async def test_the_group_shows_who_was_and_who_will_be_and_is_read_back(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        knows_ana(watch)
        asked = flat(await watch.press("G"))
        assert "@payments is now: Bella, Ben Tailor" in asked
        assert "@payments will be: Ana, and nobody else" in asked
        assert watch.seat.far.altered == []

        text = await watch.press("y")
        ((change, _, _),) = watch.seat.far.altered
        assert isinstance(change, SetUserGroup)
        assert (change.group_id, change.user_ids) == (PAYMENTS.id, ("U0ANA",))
        assert change.before == ("U0BELLA", "U0BEN")
        assert "read back: @payments is Ana" in text


async def test_a_group_that_is_another_one_afterwards_is_said_loudly(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        knows_ana(watch)
        await watch.press("G")

        async def others(_group_id: str) -> tuple[Mention, ...]:
            return (BELLA,)

        watch.seat.far.workplace.group_members = others  # type: ignore[method-assign]  # its word
        text = await watch.press("y")

        assert "▲ the chat took it, and says that @payments is Bella: look there" in text


async def test_a_chat_that_does_not_answer_changes_no_group(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        watch.seat.far.workplace.fault = Unreachable("connection refused")
        text = await watch.press("G")

        assert "the group cannot be read: connection refused" in text
        assert watch.seat.far.altered == []


async def test_without_a_group_or_a_security_channel_the_keys_say_what_to_set(
    tmp_path: Path,
) -> None:
    async with declared(tmp_path, by=procedure()) as watch:
        assert "set [procedure] oncall_group" in await watch.press("G")
        assert "set [procedure.channels] security" in await watch.press("S")
