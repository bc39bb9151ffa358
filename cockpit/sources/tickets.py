"""Watches how the tickets of open action items stand in the work tracker; slow, and gentle."""

from collections.abc import AsyncGenerator, Callable, Mapping

from cockpit.domain.action_items import ActionItem, Ticket
from cockpit.domain.facts import Seen, TicketSeen
from cockpit.domain.state import State
from cockpit.ports.work import MOST, TicketReading, WorkTracker

NAME = "Jira"


class TicketSource:
    """The tickets, as facts about what differs from the state.

    Args:
        tracker: where to ask.
        state: the state as it is now.
        interval_s: seconds between polls.
        timeout_s: seconds that one answer may take.
    """

    name = NAME

    def __init__(
        self,
        tracker: WorkTracker,
        state: Callable[[], State],
        *,
        interval_s: float = 300.0,
        timeout_s: float = 10.0,
    ) -> None:
        self.interval_s = interval_s
        self.deadline_s = timeout_s * MOST
        self.warning = ""
        self._tracker = tracker
        self._state = state

    async def poll(self) -> AsyncGenerator[Seen, None]:
        """What has moved since; where no item has a ticket, nobody is asked."""
        filed = {
            item.ticket.key: item
            for item in self._state().items.values()
            if item.is_open and item.ticket is not None and not item.ticket.is_gone
        }
        asked = tuple(filed)[-MOST:]
        left = len(filed) - len(asked)
        self.warning = f"{left} older tickets are not looked at" if left else ""
        if not asked:
            return
        found = await self._tracker.read(asked)
        for key in asked:
            fact = _news(filed[key], key, found)
            if fact is not None:
                yield fact


def _news(item: ActionItem, key: str, found: Mapping[str, TicketReading]) -> TicketSeen | None:
    """What is new about a ticket; None: nothing."""
    known, reading = item.ticket or Ticket(key=key), found.get(key)
    if reading is None:
        return TicketSeen(item=item.id, key=key, status=known.status, is_gone=True)
    if (reading.status, reading.is_done) == (known.status, known.is_done):
        return None
    return TicketSeen(item=item.id, key=key, status=reading.status, is_done=reading.is_done)
