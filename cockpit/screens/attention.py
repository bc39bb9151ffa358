"""What the full screen does unasked: rings, asks the pager at zero, and notes that one is there."""

from collections.abc import Callable, Collection, Coroutine
from contextlib import suppress
from datetime import datetime
from typing import Any

from cockpit.desk.desk import Desk
from cockpit.domain.awaited import asks_pager
from cockpit.domain.facts import ScreenOpened
from cockpit.domain.situation import Situation
from cockpit.domain.watch import PAGER
from cockpit.ports.journal import JournalError
from cockpit.view.bell import Bell, Ring

Run = Callable[[Coroutine[Any, Any, None]], object]
"""Lets something run beside the screen."""


class Attention:
    """Looks at the situation for a person who may be looking elsewhere."""

    def __init__(self, desk: Desk, rings_for: Collection[str], run: Run) -> None:
        """`rings_for` are names of `Ring`: what the bell is wanted for."""
        self._desk = desk
        self._bell = Bell(tuple(Ring(name) for name in rings_for))
        self._run = run
        self._opened: set[str] = set()
        self._listened_at: datetime | None = None

    def tick(self) -> None:
        """A second has passed: a countdown at zero asks the pager rather than stand still."""
        if asks_pager(self._desk.situation(), self._desk.now()):
            self._desk.nudge(PAGER)

    def look(self, situation: Situation, now: datetime) -> bool:
        """This is on the screen now; returns whether the bell shall ring for it."""
        case = situation.case
        if (
            case is not None
            and case.incident.is_open
            and case.online_at is None
            and case.incident.id not in self._opened
            and not situation.read_only
        ):
            self._opened.add(case.incident.id)
            self._run(self._note(case.incident.id))
        return self._rings(situation, now)

    def _rings(self, situation: Situation, now: datetime) -> bool:
        """Once a second: to go through all incidents at every redraw would hold up a storm."""
        if now == self._listened_at:
            return False
        self._listened_at = now
        return self._bell.rings(situation, now)

    async def _note(self, incident_id: str) -> None:
        # The desk itself tells of a journal that cannot be written.
        with suppress(JournalError):
            await self._desk.append(ScreenOpened(incident_id=incident_id))
