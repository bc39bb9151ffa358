"""`cockpit items`: action items from a shell, listed, changed, filed as tickets."""

import argparse
import asyncio
import json
from collections.abc import Callable
from datetime import date

from cockpit.cli.asked import carried_out
from cockpit.cli.outcome import DONE, Failed, Misused
from cockpit.cli.sitting import do, find, sitting
from cockpit.cli.speech import say
from cockpit.cli.written import write
from cockpit.desk.desk import Desk
from cockpit.documents import item_ticket
from cockpit.documents import items as document
from cockpit.domain.action_items import ActionItem, ItemKind, ItemState, due_words, numbered
from cockpit.domain.actions_items import (
    AddItem,
    AssignItem,
    FileItem,
    LinkItem,
    MoveItem,
    OnItems,
    ScheduleItem,
)
from cockpit.domain.model import Person
from cockpit.domain.owners import owner_of
from cockpit.ports.plain import plain
from cockpit.settings.load import Settings

_LIMIT = 10_000_000
_MOVES = {
    "start": ItemState.IN_PROGRESS,
    "done": ItemState.DONE,
    "drop": ItemState.DROPPED,
    "reopen": ItemState.OPEN,
}


def act(options: argparse.Namespace, settings: Settings) -> int:
    """Do it; returns the exit code. Raises `Failed`, `Misused`, `JournalError`."""
    return asyncio.run(_act(options, settings))


async def _act(options: argparse.Namespace, settings: Settings) -> int:
    async with sitting(settings) as desk:
        if not options.part:
            _list(desk, options)
        elif options.part == "add":
            await _add(desk, options)
        elif options.part == "file":
            await _file(desk, options)
        else:
            item = _item(desk, options.number)
            await do(desk, _change(desk, item, options))
            _say(desk, item.id)
    return DONE


def _list(desk: Desk, options: argparse.Namespace) -> None:
    items = _wanted(desk, options)
    situation, now = desk.situation(), desk.now()
    if options.json:
        told = document.jsonable(situation, items, now)
        write(json.dumps(told, ensure_ascii=True, indent=2) + "\n", options.output)
    elif options.tickets:
        texts = [item_ticket.markdown(situation, item, now) for item in items]
        write(plain("\n---\n\n".join(texts), _LIMIT, lines=True), options.output)
    else:
        write(plain(document.text(situation, items, now), _LIMIT, lines=True), options.output)


def _wanted(desk: Desk, options: argparse.Namespace) -> tuple[ActionItem, ...]:
    today = desk.today()
    incident = find(desk, options.incident) if options.incident else None
    tests: list[Callable[[ActionItem], bool]] = []
    if options.open or options.tickets:
        tests.append(lambda item: item.is_open)
    if options.overdue:
        tests.append(lambda item: item.is_overdue(today))
    if options.mine:
        tests.append(lambda item: item.is_owned_by(desk.me))
    if incident is not None:
        tests.append(lambda item: item.incident_id == incident.incident.id)
    return tuple(
        item for item in desk.state.items.values() if all(passes(item) for passes in tests)
    )


async def _add(desk: Desk, options: argparse.Namespace) -> None:
    case = find(desk, options.of) if options.of else None
    action = AddItem(
        incident_id=case.incident.id if case else "",
        title=" ".join(options.title),
        detail=options.detail,
        kind=ItemKind(options.kind),
        owner=_owner(desk, options.owner) if options.owner else None,
        due=_day(desk, options.due) if options.due else None,
        link=options.link,
    )
    before = set(desk.state.items)
    await do(desk, action)
    (added,) = (key for key in desk.state.items if key not in before)
    _say(desk, added)


def _change(desk: Desk, item: ActionItem, options: argparse.Namespace) -> OnItems:
    match options.part:
        case "assign":
            return AssignItem(item=item.id, owner=_owner(desk, " ".join(options.who)))
        case "due":
            return ScheduleItem(item=item.id, due=_day(desk, " ".join(options.day)))
        case "link":
            url = " ".join(options.url)
            return LinkItem(item=item.id, link="" if url == "none" else url)
        case _:
            reason = " ".join(options.reason)
            return MoveItem(item=item.id, state=_MOVES[options.part], reason=reason)


async def _file(desk: Desk, options: argparse.Namespace) -> None:
    item = _item(desk, options.number)
    text = item_ticket.text(desk.situation(), item, desk.now())
    await carried_out(desk, FileItem(item=item.id, title=item.title, text=text), yes=options.yes)
    filed = desk.state.items[item.id]
    say(f"item {item.number} is {filed.ticket.key if filed.ticket else 'filed'}: {filed.link}")


def _item(desk: Desk, number: int) -> ActionItem:
    item = numbered(desk.state.items.values(), number)
    if item is None:
        raise Failed(f"there is no action item {number}: `cockpit items` lists them")
    return item


def _say(desk: Desk, key: str) -> None:
    item = desk.state.items[key]
    owner = f"{item.owner.name or item.owner.email}'s" if item.owner else "nobody's yet"
    due = due_words(item, desk.today())
    say(f"item {item.number}: {item.title} ({item.state.value}, {owner}, {due})")


def _owner(desk: Desk, words: str) -> Person | None:
    try:
        return owner_of(desk.state, desk.me, words)
    except ValueError as error:
        raise Misused(str(error)) from None


def _day(desk: Desk, words: str) -> date | None:
    try:
        return desk.due_day(words)
    except ValueError as error:
        raise Misused(str(error)) from None
