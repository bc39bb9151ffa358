"""Whom a message can mention: the chat is asked within a bound, and what it cannot tell is said."""

import asyncio

import pytest
from workplace import BELLA, BEN_TAILOR, PAYMENTS, Workplace

from cockpit.desk import chat_book
from cockpit.desk.chat_book import ChatBook
from cockpit.domain.chat import Mention, Reach
from cockpit.ports.outside import Refused, Unreachable


async def test_people_come_first_and_who_reaches_most_comes_last() -> None:
    place = Workplace()
    book = ChatBook(place)
    await book.members("C1")
    found = await book.find("", "C1")

    assert found[:3] == (BELLA, BEN_TAILOR, PAYMENTS)
    assert [(m.reach, m.people) for m in found[3:]] == [(Reach.HERE, 42), (Reach.CHANNEL, 42)]


async def test_letters_that_mean_nobody_find_nobody() -> None:
    assert await ChatBook(Workplace()).find("xyz", "C1") == ()


async def test_groups_that_the_chat_does_not_tell_are_left_out() -> None:
    class Poor(Workplace):
        async def groups(self) -> tuple[Mention, ...]:
            raise Refused("the plan has no user groups")

    assert await ChatBook(Poor()).find("b", "C1") == (BELLA, BEN_TAILOR)


async def test_a_chat_that_cannot_be_reached_is_told() -> None:
    place = Workplace()
    place.fault = Unreachable("no answer")

    with pytest.raises(Unreachable, match="no answer"):
        await ChatBook(place).find("b", "C1")


async def test_a_chat_that_hangs_is_given_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat_book, "LOOK_S", 0.01)
    place = Workplace()
    place.held = asyncio.Event()

    with pytest.raises(Unreachable, match="did not answer within"):
        await ChatBook(place).members("C1")


async def test_without_a_chat_it_says_what_to_configure() -> None:
    with pytest.raises(Refused, match="no chat is configured"):
        await ChatBook(None).find("b", "C1")
    assert ChatBook(None).counted("C1") == 0
