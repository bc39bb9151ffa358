"""How what was said of action items changes the state; one about an unknown item is passed over."""

from datetime import date
from typing import assert_never

from cockpit.domain.action_items import (
    ActionItem,
    ItemChange,
    Ticket,
    day_words,
    next_number,
    numbered,
)
from cockpit.domain.facts import Record
from cockpit.domain.facts_items import (
    ItemAdded,
    ItemAssigned,
    ItemLinked,
    ItemMoved,
    ItemReworded,
    ItemScheduled,
    OnItem,
    TicketSeen,
)
from cockpit.domain.ledger import put
from cockpit.domain.replacing import replace
from cockpit.domain.state import Kind, Moment, Parcel, State
from cockpit.domain.timeline import remembered

_Change = ItemAssigned | ItemScheduled | ItemMoved | ItemReworded | ItemLinked


def itemised(state: State, record: Record, fact: OnItem) -> State:
    """The state after something was said of an item; it stands on its incident's timeline too."""
    if isinstance(fact, ItemAdded):
        return _added(state, record, fact)
    before = state.items.get(fact.item)
    if before is None:
        return state
    after = _after(before, record, fact)
    if after == before:
        return state
    words = _words(record.at.date(), fact)
    return _with_item(state, after, record, words)


def ticket_seen(state: State, record: Record, fact: TicketSeen) -> State:
    """The item with its ticket as the tracker shows it; whether it is done stays a person's word.

    A ticket that was replaced by another meanwhile is passed over.
    """
    item = state.items.get(fact.item)
    if item is None or item.ticket is None or item.ticket.key != fact.key:
        return state
    ticket = replace(
        item.ticket,
        status=fact.status or item.ticket.status,
        is_done=fact.is_done,
        is_gone=fact.is_gone,
        seen_at=record.at,
    )
    if replace(ticket, seen_at=item.ticket.seen_at) == item.ticket:
        return state
    says = f"{fact.key} is gone" if fact.is_gone else f'{fact.key} says "{ticket.status}"'
    return _with_item(state, replace(item, ticket=ticket), record, says)


def filed(state: State, record: Record, parcel: Parcel, item_id: str) -> State:
    """The item with the ticket that was opened for it."""
    item = state.items.get(item_id)
    if item is None or not parcel.ref:
        return state
    kept = dict(parcel.kept)
    ticket = Ticket(key=parcel.ref, status=kept.get("status", ""), seen_at=record.at)
    after = replace(item, ticket=ticket, link=kept.get("url", "") or item.link)
    return _with_item(state, after, record, f"filed as {parcel.ref}")


def _added(state: State, record: Record, fact: ItemAdded) -> State:
    if fact.id in state.items:
        return state
    number = fact.number
    if number < 1 or numbered(state.items.values(), number) is not None:
        number = next_number(state.items.values())
    item = ActionItem(
        id=fact.id,
        number=number,
        title=fact.title,
        created_at=record.at,
        created_by=record.author,
        incident_id=fact.incident_id,
        detail=fact.detail,
        kind=fact.kind,
        owner=fact.owner,
        due=day_of(fact.due),
        link=fact.link,
    )
    return _with_item(state, item, record, f"added: {fact.title}")


def _after(item: ActionItem, record: Record, fact: _Change) -> ActionItem:
    match fact:
        case ItemAssigned(owner=owner):
            return replace(item, owner=owner)
        case ItemScheduled(due=due):
            return replace(item, due=day_of(due))
        case ItemMoved(state=state, reason=reason):
            if state is item.state:
                return item
            over_at = record.at if state.is_over else None
            return replace(item, state=state, reason=reason, over_at=over_at)
        case ItemReworded(title=title, detail=detail, kind=kind):
            return replace(item, title=title, detail=detail, kind=kind)
        case ItemLinked(link=link):
            return item if link == item.link else replace(item, link=link, ticket=None)
        case _:
            assert_never(fact)


def _words(today: date, fact: _Change) -> str:
    match fact:
        case ItemAssigned(owner=owner):
            return f"owned by {owner.name or owner.email}" if owner else "owned by nobody"
        case ItemScheduled(due=due):
            day = day_of(due)
            return f"due {day_words(day, today)}" if day else "no due date any more"
        case ItemMoved(state=state, reason=reason):
            return state.value + (f": {reason}" if reason else "")
        case ItemReworded(title=title):
            return f"reworded: {title}"
        case ItemLinked(link=link):
            return f"linked to {link}" if link else "not linked any more"
        case _:
            assert_never(fact)


def _with_item(state: State, item: ActionItem, record: Record, words: str) -> State:
    change = ItemChange(at=record.at, author=record.author, words=words)
    item = replace(item, changes=(*item.changes, change))
    state = replace(state, items=put(state.items, item.id, item))
    moment = Moment(
        at=record.at,
        kind=Kind.ACTION,
        text=f"item {item.number} {words}",
        author=record.author,
        id=record.id,
    )
    case = state.cases.get(item.incident_id)
    if case is None:
        return replace(state, shift=remembered(state.shift, moment))
    case = replace(case, moments=(*case.moments, moment))
    return replace(state, cases=put(state.cases, case.incident.id, case))


def day_of(written: str) -> date | None:
    """The day that an ISO date names; None for anything else."""
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        return None
