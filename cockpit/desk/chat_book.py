"""Whom a message can mention, as the chat knows it, and how many people that is."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from cockpit.domain.chat import Mention, Reach
from cockpit.ports.outside import PortError, Refused, Unreachable
from cockpit.ports.told import Workspace

LOOK_S = 8.0
"""How long one question to the chat may take, seconds."""
MOST = 50
"""People that one look brings."""

T = TypeVar("T")


class ChatBook:
    """Looks up people, groups and channels of the chat; None: no chat is configured."""

    def __init__(self, workspace: Workspace | None) -> None:
        self._workspace = workspace
        self._groups: tuple[Mention, ...] | None = None
        self._members: dict[str, int] = {}

    def counted(self, channel: str) -> int:
        """How many people are in this channel, as it was last read; 0: nobody knows."""
        return self._members.get(channel, 0)

    async def link(self, channel: str, ts: str) -> str:
        """Where a message is read in a browser. Raises `PortError`."""
        return await self._asked(self._chat.link(channel, ts))

    async def members(self, channel: str) -> int:
        """How many people are in this channel. Raises `PortError`."""
        self._members[channel] = await self._asked(self._chat.members(channel))
        return self._members[channel]

    async def find(self, words: str, channel: str) -> tuple[Mention, ...]:
        """Whom these words may mean in this channel; who reaches most comes last.

        Raises:
            PortError: the people cannot be looked up; groups that cannot are left out.
        """
        people = await self._asked(self._chat.people(words))
        groups = await self._all_groups()
        count = self.counted(channel)
        everybody = (
            Mention(reach=Reach.HERE, name="here", people=count),
            Mention(reach=Reach.CHANNEL, name="channel", people=count),
        )
        begun = words.casefold()
        many = [m for m in (*groups, *everybody) if m.name.casefold().startswith(begun)]
        return (*people[:MOST], *many)

    async def group(self, handle: str) -> Mention | None:
        """The user group of this handle; None: there is none. Raises `PortError`."""
        name = handle.strip().removeprefix("@").casefold()
        groups = await self._asked(self._chat.groups())
        return next((group for group in groups if group.name.casefold() == name), None)

    async def in_group(self, group_id: str) -> tuple[Mention, ...]:
        """Who is in a user group now. Raises `PortError`."""
        return await self._asked(self._chat.group_members(group_id))

    async def person(self, email: str) -> Mention | None:
        """Whoever has this address in the chat; None: nobody. Raises `PortError`."""
        return await self._asked(self._chat.person(email))

    async def _all_groups(self) -> tuple[Mention, ...]:
        """Every group; a workspace without any, or that does not tell, has none here."""
        if self._groups is None:
            try:
                self._groups = await self._asked(self._chat.groups())
            except Unreachable:
                return ()  # Asked again the next time.
            except PortError:
                self._groups = ()
        return self._groups

    @property
    def _chat(self) -> Workspace:
        if self._workspace is None:
            raise Refused("no chat is configured here", "add [slack] to the configuration")
        return self._workspace

    async def _asked(self, question: Coroutine[Any, Any, T]) -> T:
        try:
            async with asyncio.timeout(LOOK_S):
                return await question
        except TimeoutError as error:
            raise Unreachable(f"the chat did not answer within {LOOK_S:g} s") from error
