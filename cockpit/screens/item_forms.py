"""The dialogs of action items: a short form to add one, one to change it, its ticket to read."""

from cockpit.desk.desk import Desk
from cockpit.documents import item_ticket
from cockpit.domain.action_items import ActionItem, ItemKind, ItemState
from cockpit.domain.actions import Action
from cockpit.domain.actions_items import (
    AddItem,
    AssignItem,
    FileItem,
    LinkItem,
    MoveItem,
    RewordItem,
    ScheduleItem,
)
from cockpit.domain.decide_items import TITLE
from cockpit.domain.item_drafts import about
from cockpit.domain.model import Person
from cockpit.domain.owners import owner_of
from cockpit.domain.state import Case
from cockpit.screens.asking import Field
from cockpit.screens.dialog import Dialog
from cockpit.screens.wish import Choice, Wish
from cockpit.view.choices import Entry

_DUE = "2w"
"""What a new item is due in, unless somebody says otherwise."""
_ROWS = 8
_DUE_LABEL = "Due: 2026-12-04, fri, 5d (business days), 2w, none"
_OWNER_LABEL = "Whose: me, a name, an address, nobody"
_HERE = "Recorded with the time and your name; nothing is sent."
_KINDS = (
    (ItemKind.FIX, "f", "so that it does not happen again"),
    (ItemKind.TASK, "t", "something longer that keeps coming back"),
    (ItemKind.NOISE, "n", "an alert that pages without need"),
    (ItemKind.BUG, "b", "a bug that is no incident"),
)
_STATES = (
    (ItemState.OPEN, "o", "still to do"),
    (ItemState.IN_PROGRESS, "i", "somebody is at it"),
    (ItemState.DONE, "d", "it is done"),
    (ItemState.DROPPED, "x", "not to be done after all: say why"),
)


def add(desk: Desk, case: Case | None) -> Dialog:
    """Note something to do, about this incident or about none."""
    return _adding(desk, case, about(desk.state, case, desk.me, desk.now()))


def bug(desk: Desk, case: Case | None, title: str, detail: str) -> Dialog:
    """Keep a bug that is no incident as something to do (I13); the list files it."""
    draft = AddItem(
        incident_id=case.incident.id if case else "",
        title=" ".join(title.split())[:TITLE],
        detail=detail,
        kind=ItemKind.BUG,
    )
    return _adding(desk, case, draft)


def _adding(desk: Desk, case: Case | None, draft: AddItem) -> Dialog:
    def make(choice: Choice) -> tuple[Action, ...]:
        values = choice.values
        return (
            AddItem(
                incident_id=draft.incident_id,
                title=values["title"],
                detail=values["detail"],
                kind=ItemKind(choice.ids[0]) if choice.ids else draft.kind,
                owner=_owner(desk, values["owner"]),
                due=desk.due_day(values["due"]),
                link=values["link"],
            ),
        )

    of = f"#{case.incident.number}" if case else "no incident"
    return Dialog(
        title=f"Action item of {of}",
        draft=f"item:{draft.incident_id}:{draft.kind.value}",
        verb="add it",
        wish=Wish(desk, make),
        done="added to the action items",
        heading="What it is for",
        entries=lambda _words: tuple(
            Entry(id=kind.value, key=key, words=kind.value, beside=words)
            for kind, key, words in _KINDS
        ),
        start=draft.kind.value,
        silent=_HERE,
        fields=(
            Field(name="title", label="What is to be done", value=draft.title),
            Field(name="owner", label=_OWNER_LABEL, value="me"),
            Field(name="due", label=_DUE_LABEL, value=_DUE),
            Field(name="detail", label="Why, and how", value=draft.detail, rows=2),
            Field(name="link", label="Link in the work tracker, where it has one", value=""),
        ),
    )


def change(desk: Desk, item: ActionItem) -> Dialog:
    """How far it has come, whose it is, when it is due, where its ticket is, what it says."""

    def make(choice: Choice) -> tuple[Action, ...]:
        now = desk.state.items.get(item.id, item)
        actions = _changes(desk, now, choice)
        if not actions:
            raise ValueError("nothing is different yet")
        return actions

    return Dialog(
        title=f"Action item {item.number}: {item.title}",
        draft=f"item-change:{item.id}",
        verb="record it",
        wish=Wish(desk, make),
        done=f"item {item.number}: recorded",
        heading="How far it has come",
        entries=lambda _words: tuple(
            Entry(id=state.value, key=key, words=state.value, beside=words)
            for state, key, words in _STATES
        ),
        start=item.state.value,
        silent=_HERE,
        fields=(
            Field(name="reason", label="Why, where that is worth saying", value=""),
            Field(name="owner", label=_OWNER_LABEL, value=_called(item.owner)),
            Field(name="due", label=_DUE_LABEL, value=item.due.isoformat() if item.due else "none"),
            Field(name="link", label="Link in the work tracker", value=item.link),
            Field(name="title", label="What is to be done", value=item.title),
        ),
    )


def file(desk: Desk, item: ActionItem) -> Dialog:
    """Its ticket in the work tracker: title and text to be read, and changed."""
    text = item_ticket.text(desk.situation(), item, desk.now())

    def make(choice: Choice) -> tuple[Action, ...]:
        values = choice.values
        return (FileItem(item=item.id, title=values["title"], text=values["text"]),)

    target = desk.procedure.tickets
    return Dialog(
        title=f"Ticket for item {item.number} in {target.tracker if target else 'a tracker'}",
        draft=f"item-ticket:{item.id}",
        verb="open the ticket",
        wish=Wish(desk, make),
        done=f"the ticket for item {item.number} is on its way",
        fields=(
            Field(name="title", label="Title", value=item.title),
            Field(name="text", label="Text", value=text, rows=_ROWS),
        ),
    )


def _changes(desk: Desk, item: ActionItem, choice: Choice) -> tuple[Action, ...]:
    values, found = choice.values, list[Action]()
    state = ItemState(choice.ids[0]) if choice.ids else item.state
    if state is not item.state:
        found.append(MoveItem(item=item.id, state=state, reason=values["reason"]))
    if values["owner"].strip() != _called(item.owner):
        found.append(AssignItem(item=item.id, owner=_owner(desk, values["owner"])))
    if values["due"].strip() != (item.due.isoformat() if item.due else "none"):
        found.append(ScheduleItem(item=item.id, due=desk.due_day(values["due"])))
    if values["link"].strip() != item.link:
        found.append(LinkItem(item=item.id, link=values["link"]))
    if values["title"].strip() != item.title:
        words = RewordItem(item=item.id, title=values["title"], detail=item.detail, kind=item.kind)
        found.append(words)
    return tuple(found)


def _called(owner: Person | None) -> str:
    return (owner.name or owner.email) if owner else "nobody"


def _owner(desk: Desk, words: str) -> Person | None:
    return owner_of(desk.state, desk.me, words)
