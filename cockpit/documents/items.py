"""Action items as plain text and for scripts."""

from collections.abc import Sequence
from datetime import date, datetime

from cockpit.domain.action_items import ActionItem, age_words, due_words, in_order, overdue
from cockpit.domain.model import Person
from cockpit.domain.situation import Situation
from cockpit.domain.state import State


def text(situation: Situation, items: Sequence[ActionItem], now: datetime) -> str:
    """A line for each, the overdue ones first, and how many are overdue."""
    today = now.astimezone(situation.zone).date()
    if not items:
        return "no action items\n"
    lines = [_line(situation.state, item, today, now) for item in in_order(items, today)]
    late, open_ = len(overdue(items, today)), sum(item.is_open for item in items)
    lines.append(f"({open_} open, {late} overdue)")
    return "\n".join(lines) + "\n"


def jsonable(situation: Situation, items: Sequence[ActionItem], now: datetime) -> list[object]:
    """The items in their order; instants are RFC 3339 in UTC, days ISO dates in the zone of whoever
    looks.

    Keys: number, id, title, detail, kind, state, reason, owner, owner_email, due, overdue, incident
    (its number, or null), incident_id, link, ticket (key, status, done, gone; or null), created_at,
    created_by, over_at, age_days, changes (at, author, words).
    """
    today = now.astimezone(situation.zone).date()
    return [_entry(situation.state, item, today, now) for item in in_order(items, today)]


def ticket_words(item: ActionItem) -> str:
    """What the work tracker says of it, in words; empty: nothing that differs from here."""
    ticket = item.ticket
    if ticket is None:
        return ""
    if ticket.is_gone:
        return f"{ticket.key} is gone from the tracker"
    if ticket.is_done and item.is_open:
        return f'{ticket.key} says "{ticket.status}"'
    return ""


def _line(state: State, item: ActionItem, today: date, now: datetime) -> str:
    case = state.cases.get(item.incident_id)
    parts = (
        f"{item.number:>4}",
        f"{item.state.value:11}",
        f"{due_words(item, today):28}",
        f"{_owner(item.owner):18}",
        f"{item.kind.value:5}",
        f"{f'#{case.incident.number}' if case else '-':>6}",
        f"{age_words(item, now):>6}",
        item.title,
    )
    more = (item.ticket.key if item.ticket else item.link, ticket_words(item))
    return "  ".join((*parts, *(words for words in more if words)))


def _owner(owner: Person | None) -> str:
    return (owner.name or owner.email) if owner else "nobody"


def _entry(state: State, item: ActionItem, today: date, now: datetime) -> dict[str, object]:
    case, ticket = state.cases.get(item.incident_id), item.ticket
    shown = None
    if ticket is not None:
        shown = {
            "key": ticket.key,
            "status": ticket.status,
            "done": ticket.is_done,
            "gone": ticket.is_gone,
        }
    return {
        "number": item.number,
        "id": item.id,
        "title": item.title,
        "detail": item.detail,
        "kind": item.kind.value,
        "state": item.state.value,
        "reason": item.reason,
        "owner": item.owner.name if item.owner else None,
        "owner_email": item.owner.email if item.owner else "",
        "due": item.due.isoformat() if item.due else None,
        "overdue": item.is_overdue(today),
        "incident": case.incident.number if case else None,
        "incident_id": item.incident_id,
        "link": item.link,
        "ticket": shown,
        "created_at": item.created_at.isoformat(),
        "created_by": item.created_by,
        "over_at": item.over_at.isoformat() if item.over_at else None,
        "age_days": item.age(now).days,
        "changes": [
            {"at": c.at.isoformat(), "author": c.author, "words": c.words} for c in item.changes
        ],
    }
