"""Decide on action items: added, changed, filed in the work tracker; pure (G7, G8, A7, I13)."""

import re
from typing import assert_never

from cockpit.domain.action_items import ActionItem, ItemState, next_number
from cockpit.domain.actions_items import (
    AddItem,
    AssignItem,
    FileItem,
    LinkItem,
    MoveItem,
    OnItems,
    RewordItem,
    ScheduleItem,
)
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.effects_outward import FileTicket
from cockpit.domain.facts_items import (
    ItemAdded,
    ItemAssigned,
    ItemLinked,
    ItemMoved,
    ItemReworded,
    ItemScheduled,
    TicketRequested,
)
from cockpit.domain.state import Phase, State

TITLE = 200
"""Characters of a title; a tracker takes 255."""
DETAIL = 20_000
"""Characters of a detail; a tracker takes 32,767."""
_ADDRESS = re.compile(r"https?://[^\s<>\"]{3,500}", re.ASCII)


def decide_items(state: State, action: OnItems, ground: Ground) -> Decision:
    """The facts that this action amounts to, or why it is refused; () when it is so already."""
    if isinstance(action, AddItem):
        return _add(state, action, ground)
    item = state.items.get(action.item)
    if item is None:
        return Refusal(reason="there is no such action item: cockpit items lists them")
    match action:
        case AssignItem() | ScheduleItem():
            return _give(item, action)
        case MoveItem():
            return _move(item, action)
        case RewordItem():
            return _reword(item, action)
        case LinkItem(link=link):
            return _link(item, link.strip())
        case FileItem():
            return _file(state, item, action, ground)
        case _:
            assert_never(action)


def _add(state: State, action: AddItem, ground: Ground) -> Decision:
    if action.incident_id and action.incident_id not in state.cases:
        return Refusal(reason="that incident is not known here: i lists the open ones")
    title, detail, link = action.title.strip(), action.detail.strip(), action.link.strip()
    wrong = _wrong_words(title, detail) or (_wrong_link(link) if link else "")
    if wrong:
        return Refusal(reason=wrong)
    return (
        ItemAdded(
            id=ground.new_id(),
            incident_id=action.incident_id,
            number=next_number(state.items.values()),
            title=" ".join(title.split()),
            detail=detail,
            kind=action.kind,
            owner=action.owner,
            due=action.due.isoformat() if action.due else "",
            link=link,
        ),
    )


def _give(item: ActionItem, action: AssignItem | ScheduleItem) -> Decision:
    """An owner or a day."""
    if isinstance(action, AssignItem):
        same = action.owner == item.owner
        return () if same else (ItemAssigned(item=item.id, owner=action.owner),)
    if action.due == item.due:
        return ()
    return (ItemScheduled(item=item.id, due=action.due.isoformat() if action.due else ""),)


def _move(item: ActionItem, action: MoveItem) -> Decision:
    reason = action.reason.strip()
    if action.state is item.state:
        return Refusal(reason=f"item {item.number} is {item.state.value} already")
    if action.state is ItemState.DROPPED and not reason:
        return Refusal(reason="say why it is dropped: whoever asked for it will want to know")
    return (ItemMoved(item=item.id, state=action.state, reason=reason),)


def _reword(item: ActionItem, action: RewordItem) -> Decision:
    title, detail = " ".join(action.title.split()), action.detail.strip()
    if wrong := _wrong_words(title, detail):
        return Refusal(reason=wrong)
    if (title, detail, action.kind) == (item.title, item.detail, item.kind):
        return ()
    return (ItemReworded(item=item.id, title=title, detail=detail, kind=action.kind),)


def _link(item: ActionItem, link: str) -> Decision:
    if link == item.link:
        return ()
    if link and (wrong := _wrong_link(link)):
        return Refusal(reason=wrong)
    return (ItemLinked(item=item.id, link=link),)


def _file(state: State, item: ActionItem, action: FileItem, ground: Ground) -> Decision:
    target = ground.procedure.tickets
    if target is None:
        return Refusal(
            reason="no work tracker is configured here: add [jira], or paste the ticket's text"
        )
    if item.ticket is not None:
        return Refusal(reason=f"item {item.number} has a ticket already: {item.ticket.key}")
    if item.link:
        return Refusal(reason=f"item {item.number} is linked already: {item.link}")
    if under_way(state, item):
        return Refusal(reason=f"the ticket for item {item.number} is on its way already")
    title, text = " ".join(action.title.split()), action.text.strip()
    if wrong := _wrong_words(title, text):
        return Refusal(reason=wrong)
    request = ground.new_id()
    effect = FileTicket(
        id=f"{request}.ticket",
        incident_id=item.incident_id,
        item=item.id,
        project=target.project,
        issue_type=target.issue_type,
        title=title,
        text=text,
        labels=target.labels,
        due=item.due.isoformat() if item.due else "",
        owner_email=item.owner.email if item.owner else "",
    )
    return (
        TicketRequested(
            id=request, incident_id=item.incident_id, item=item.id, title=title, effects=(effect,)
        ),
    )


def under_way(state: State, item: ActionItem) -> bool:
    """Whether a ticket for this item is on its way, and was not given up."""
    return any(
        isinstance(p.effect, FileTicket) and p.effect.item == item.id for p in state.unsent()
    )


def stuck(state: State, item: ActionItem) -> str:
    """Why the ticket for this item was not opened, in words; empty: it is on its way, or fine."""
    for parcel in state.unsent():
        effect = parcel.effect
        if isinstance(effect, FileTicket) and effect.item == item.id:
            return parcel.reason if parcel.phase is Phase.FAILED else ""
    return ""


def _wrong_words(title: str, detail: str) -> str:
    if not title:
        return "an action item needs a title: what is to be done?"
    if len(title) > TITLE:
        return f"{len(title)} characters are too many for a title: at most {TITLE}"
    if len(detail) > DETAIL:
        return f"{len(detail)} characters are too many: at most {DETAIL}"
    return ""


def _wrong_link(link: str) -> str:
    if _ADDRESS.fullmatch(link):
        return ""
    return "a link begins with https:// and has no spaces"
