"""Mentions in the composer: only who was chosen there is notified, and it says how many that is."""

import asyncio
from pathlib import Path

import pytest
from composing import Composing, composing
from watching import watching
from workplace import BELLA, BEN_TAILOR, PAYMENTS

from cockpit.domain.chat import Mention, Reach
from cockpit.domain.effects import PostMessage
from cockpit.ports.outside import Unreachable
from cockpit.screens.composer_naming import Naming


def notified(composer: Composing) -> tuple[Mention, ...]:
    """Whom the last message that was asked for mentions."""
    parcels = composer.seat.desk.state.parcels.values()
    return [p.effect for p in parcels if isinstance(p.effect, PostMessage)][-1].mentions


async def named(composer: Composing, letters: str, *keys: str) -> None:
    """Type an "@" and these letters, wait for the list, press the keys."""
    await composer.press(*f" @{letters}")
    await composer.until(lambda text: "▸@" in text)
    await composer.press(*keys)


async def test_letters_after_an_at_list_people_and_enter_names_one(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        await named(composer, "be", "down", "enter")
        text = composer.watch.text()
        await composer.press("ctrl+s")

        assert "@Ben Tailor (1 person)" in text
        assert notified(composer) == (BEN_TAILOR,)
        assert "@Ben Tailor" in composer.posted[0]


async def test_tab_takes_the_first_and_typing_goes_on(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        await named(composer, "bel", "tab", *"please look")
        await composer.press("ctrl+s")

        assert "@Bella please look" in composer.posted[0]
        assert notified(composer) == (BELLA,)


async def test_escape_leaves_the_list_and_the_name_stays_text(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        await named(composer, "bel", "escape", *"la")
        text = composer.watch.text()
        await composer.press("ctrl+s")

        assert "▸@" not in text
        assert "@bella" in composer.posted[0]
        assert notified(composer) == ()


@pytest.mark.parametrize(
    ("letters", "whom", "words"),
    [
        ("he", Mention(reach=Reach.HERE, name="here", people=42), "up to 42 people"),
        ("cha", Mention(reach=Reach.CHANNEL, name="channel", people=42), "42 people"),
        ("pay", PAYMENTS, "12 people"),
    ],
)
async def test_whoever_reaches_many_is_asked_about_once_with_the_number(
    tmp_path: Path, letters: str, whom: Mention, words: str
) -> None:
    async with composing(tmp_path) as composer:
        await composer.sees("42 members")
        await named(composer, letters, "enter")
        asked = composer.watch.text()
        before = composer.written()
        await composer.press("enter")
        await composer.press("ctrl+s")

        assert f"▲ @{whom.name} notifies {words}" in asked
        assert f"@{whom.name}" not in before
        assert notified(composer) == (whom,)


async def test_whoever_reaches_many_is_not_named_by_one_key(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        await named(composer, "her", "enter", "escape")
        await composer.press("ctrl+s")

        assert notified(composer) == ()


@pytest.mark.parametrize("pasted", ["@here", "<!here>", "@channel: all", "<@U0BEN> @payments"])
async def test_what_is_pasted_notifies_nobody(tmp_path: Path, pasted: str) -> None:
    async with composing(tmp_path) as composer:
        await composer.paste(f"\n{pasted}")
        text = await composer.press("enter")
        await composer.press("ctrl+s")

        assert pasted in composer.posted[0]
        assert notified(composer) == ()
        if pasted.startswith("@"):
            assert "is only text there: it notifies nobody" in text


async def test_somebody_chosen_can_be_taken_out_again(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        await named(composer, "bel", "enter")
        await named(composer, "ben", "enter")
        text = await composer.press("ctrl+r")
        await composer.press("ctrl+s")

        assert "Notifies @Bella (1 person) · Ctrl+R" in text
        assert notified(composer) == (BELLA,)
        assert "@Ben Tailor" in composer.posted[0]


async def test_a_name_that_is_rubbed_out_is_not_notified(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        await named(composer, "bel", "enter")
        text = await composer.press("ctrl+w")
        gone = await composer.press("ctrl+s")

        assert "Notifies" not in text
        assert "recorded" in gone
        assert notified(composer) == ()


async def test_who_was_chosen_is_kept_with_the_draft(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        await named(composer, "ben", "enter")
        await composer.saved("U0BEN")
    async with watching(tmp_path) as watch:
        text = await watch.press("u")
        await watch.press("ctrl+s")

        assert "Notifies @Ben Tailor (1 person)" in text
        assert notified(Composing(watch)) == (BEN_TAILOR,)


async def test_a_chat_that_cannot_be_asked_says_so_and_typing_goes_on(tmp_path: Path) -> None:
    fault = Unreachable("the chat does not answer", "it is asked again")
    async with composing(tmp_path) as composer:
        composer.far.workplace.fault = fault
        await composer.press(*" @ben")
        text = await composer.sees("the names cannot be looked up: the chat does not answer")
        await composer.press(*" was told", "ctrl+s")

        assert "42 members" in text
        assert "@ben was told" in composer.posted[0]
        assert notified(composer) == ()


async def test_where_nobody_tells_how_many_read_it_that_is_said(tmp_path: Path) -> None:
    async with composing(
        tmp_path,
        size=(200, 60),
        before=lambda w: setattr(w.seat.far.workplace, "fault", Unreachable("no answer")),
    ) as composer:
        text = await composer.sees("how many read it is not known")

        assert "how many read it is not known: no answer" in text


async def test_a_chat_that_takes_its_time_holds_no_key_up(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        place = composer.far.workplace
        await composer.press(*" ")
        place.held = asyncio.Event()
        await composer.watch.pilot.press(*"@ben")
        await composer.until(lambda _: bool(place.asked))
        await composer.watch.pilot.press(*"ja and more")
        text = composer.watch.text()
        place.held.set()
        await composer.watch.settle()

        assert composer.written().endswith("@benja and more")
        assert "▸@" not in text
        assert not composer.seat.app.screen.query_one(Naming).has_class("-on")
