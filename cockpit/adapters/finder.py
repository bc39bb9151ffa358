"""Looks through the store in a thread of its own; one look at a time, the newest wish first."""

import asyncio
from collections.abc import Callable

from cockpit.adapters.threads import Threads
from cockpit.domain.questions import Findings, Question

_PATIENCE_S = 60.0
"""The first look through a large store makes its index; seconds."""


class ThreadFinder:
    """A `Finder`; `find` blocks and is called in a thread."""

    def __init__(self, find: Callable[[Question, int], Findings]) -> None:
        self._find = find
        self._threads = Threads("the search index", size=1)
        self._running: asyncio.Task[Findings] | None = None

    async def find(self, question: Question, most: int) -> Findings:
        """As `Finder.find`. Whoever stops waiting leaves the look to end by itself."""
        while self._running is not None and not self._running.done():
            await asyncio.wait({self._running})
        call = self._threads.call(lambda: self._find(question, most), _PATIENCE_S)
        self._running = asyncio.create_task(call)
        return await asyncio.shield(self._running)

    def close(self) -> None:
        """Let go of the thread."""
        self._threads.close()
