# ruff: noqa: ARG002 - the signature is the port's
"""A check-up whose results are known beforehand, and come when a test says so."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from cockpit.domain.readiness import Found, Group, Result, Topic
from cockpit.domain.terminal_facts import TerminalFacts


def result(
    name: str,
    found: Found = Found.PASSED,
    words: str = "all is well",
    *,
    group: Group = Group.PAGER,
    meaning: str = "",
    mend: str = "",
) -> Result:
    """What a check found."""
    topic = Topic(id=name.replace(" ", "-"), group=group, title=name)
    return Result(topic=topic, found=found, words=words, meaning=meaning, mend=mend, took_s=0.25)


class ScriptedCheckup:
    """The port; each result waits for `held`, where that is set."""

    def __init__(self, results: tuple[Result, ...], held: asyncio.Event | None = None) -> None:
        self.topics = tuple(one.topic for one in results)
        self._results = results
        self._held = held

    async def run(self, told: Callable[[Result], None]) -> tuple[Result, ...]:
        """The first comes at once, the others when they are let go."""
        for place, one in enumerate(self._results):
            if place and self._held is not None:
                await self._held.wait()
            told(one)
        return self._results

    async def close(self) -> None:
        """Nothing is open."""


class CheckUps:
    """Makes them; a test says what they find."""

    def __init__(self) -> None:
        self.results: tuple[Result, ...] = (result("token"),)
        self.held: asyncio.Event | None = None
        self.made = 0

    def __call__(
        self, facts: TerminalFacts, now: datetime, groups: frozenset[Group]
    ) -> ScriptedCheckup:
        """Another one."""
        self.made += 1
        return ScriptedCheckup(self.results, self.held)
