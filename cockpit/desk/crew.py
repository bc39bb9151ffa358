"""The tasks that run as long as the desk is open: begun, watched for faults, ended in time."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any

_log = logging.getLogger(__name__)


def _nothing() -> None:
    """Nobody to wake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A source and whoever keeps it running."""

    run: Callable[[], Coroutine[Any, Any, None]]
    """Asks again and again, for ever."""
    nudge: Callable[[], None] = _nothing
    """Ask now rather than when it is due."""
    name: str = ""
    """The source's."""


class Crew:
    """Tasks of one event loop; one that ends in a fault is logged, and the others go on."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Let it run."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(partial(self._ended, name))

    async def end(self, within_s: float) -> None:
        """Cancel them all, and wait for those that end in time (seconds)."""
        tasks = set(self._tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=within_s)

    def _ended(self, name: str, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        fault = None if task.cancelled() else task.exception()
        if fault is not None:
            _log.error("%s ended in a fault", name, exc_info=fault)
