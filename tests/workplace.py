# ruff: noqa: ARG002 - the signatures are the port's
"""Whom and what a chat knows, in memory; it fails, or takes its time, as it is told."""

import asyncio

from cockpit.domain.chat import Mention, Reach
from cockpit.ports.outside import PortError
from cockpit.ports.told import Backlog

BEN_TAILOR = Mention(reach=Reach.PERSON, name="Ben Tailor", id="U0BEN")
BELLA = Mention(reach=Reach.PERSON, name="Bella", id="U0BELLA")
PAYMENTS = Mention(reach=Reach.GROUP, name="payments", id="S0PAY", people=12)


class Workplace:
    """The workspace port."""

    def __init__(self) -> None:
        self.everybody: tuple[Mention, ...] = (BELLA, BEN_TAILOR)
        self.every_group: tuple[Mention, ...] = (PAYMENTS,)
        self.count = 42
        self.fault: PortError | None = None
        """Raised by every question."""
        self.held: asyncio.Event | None = None
        """While set and clear, no question is answered."""
        self.asked: list[str] = []

    async def people(self, words: str) -> tuple[Mention, ...]:
        self.asked.append(words)
        await self._answer()
        return tuple(m for m in self.everybody if words.casefold() in m.name.casefold())

    async def groups(self) -> tuple[Mention, ...]:
        await self._answer()
        return self.every_group

    async def members(self, channel: str) -> int:
        await self._answer()
        return self.count

    async def group_members(self, group_id: str) -> tuple[Mention, ...]:
        await self._answer()
        return self.everybody

    async def person(self, email: str) -> Mention | None:
        await self._answer()
        return None

    async def link(self, channel: str, ts: str) -> str:
        """Somewhere."""
        await self._answer()
        return f"https://chat.example/{channel}/{ts}"

    async def history(self, channel: str, after: str) -> Backlog:
        await self._answer()
        return Backlog(messages=())

    async def _answer(self) -> None:
        if self.held is not None:
            await self.held.wait()
        if self.fault is not None:
            raise self.fault
