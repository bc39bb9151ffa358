"""How tickets stand, read back: what has moved is a fact, and nothing else is."""

from collections.abc import Collection, Mapping
from datetime import datetime

from situations import state_of

from cockpit.domain.action_items import ItemState
from cockpit.domain.effects_outward import FileTicket
from cockpit.domain.facts import EffectDone, TicketRequested, TicketSeen
from cockpit.domain.facts_items import ItemAdded, ItemMoved
from cockpit.domain.state import State
from cockpit.ports.outside import Changed
from cockpit.ports.work import TicketReading
from cockpit.sources.tickets import TicketSource


class Tracker:
    """A work tracker that knows these tickets."""

    def __init__(self, **tickets: TicketReading) -> None:
        self.tickets = {key.replace("_", "-"): reading for key, reading in tickets.items()}
        self.asked: list[tuple[str, ...]] = []

    async def file(self, ticket: FileTicket) -> Changed:
        raise NotImplementedError

    async def find(self, ticket: FileTicket, since: datetime) -> Changed | None:
        raise NotImplementedError

    async def read(self, keys: Collection[str]) -> Mapping[str, TicketReading]:
        self.asked.append(tuple(keys))
        return {key: found for key, found in self.tickets.items() if key in keys}


def _filed(*more) -> State:
    ticket = FileTicket(
        id="r.ticket", incident_id="", item="i1", project="OPS", issue_type="Task", title="x",
        text="y",
    )  # fmt: skip
    return state_of(
        ItemAdded(id="i1", incident_id="", number=1, title="x"),
        TicketRequested(id="r", incident_id="", item="i1", title="x", effects=(ticket,)),
        EffectDone(effect="r.ticket", ref="OPS-1", kept=(("status", "To Do"),)),
        *more,
    )


async def _polled(tracker: Tracker, state: State) -> list[object]:
    return [fact async for fact in TicketSource(tracker, lambda: state).poll()]


async def test_a_ticket_that_has_moved_is_a_fact_and_one_that_has_not_is_none():
    done = TicketReading(status="Done", is_done=True)
    fact = TicketSeen(item="i1", key="OPS-1", status="Done", is_done=True)

    assert await _polled(Tracker(OPS_1=done), _filed()) == [fact]
    assert await _polled(Tracker(OPS_1=done), _filed(fact)) == []


async def test_a_ticket_that_is_gone_is_told_once_and_asked_for_no_more():
    tracker = Tracker()
    gone = TicketSeen(item="i1", key="OPS-1", status="To Do", is_gone=True)

    assert await _polled(tracker, _filed()) == [gone]
    assert await _polled(tracker, _filed(gone)) == []
    assert len(tracker.asked) == 1


async def test_where_no_open_item_has_a_ticket_nobody_is_asked():
    tracker = Tracker()
    over = ItemMoved(item="i1", state=ItemState.DONE)

    assert await _polled(tracker, _filed(over)) == []
    assert await _polled(tracker, state_of()) == []
    assert tracker.asked == []
