"""Action items: what somebody has still to do after an incident, or without one; pure (G7, G8, A7).

An item is a thing of its own and outlives its incident. The day on which it is due counts whole:
it is overdue from the next day on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from cockpit.domain.model import Person
from cockpit.domain.persons import is_same


class ItemKind(StrEnum):
    """What an item is for."""

    FIX = "fix"
    """So that it does not happen again, or does less harm."""
    TASK = "task"
    """Something longer that keeps coming back (A7)."""
    NOISE = "noise"
    """An alert that pages without need."""
    BUG = "bug"
    """A bug that is no incident (I13)."""


class ItemState(StrEnum):
    """How far an item has come."""

    OPEN = "open"
    IN_PROGRESS = "in progress"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def is_over(self) -> bool:
        """Nobody has to do anything about it any more."""
        return self in (ItemState.DONE, ItemState.DROPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemChange:
    """One thing that was said of an item, in words."""

    at: datetime
    author: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """An item's ticket in the work tracker, as that showed it last."""

    key: str
    """As people call it there: "OPS-12"."""
    status: str = ""
    """In the tracker's own words; empty: not read yet."""
    is_done: bool = False
    """Whether the tracker counts that status as done."""
    seen_at: datetime | None = None
    """When it was last seen to be different."""
    is_gone: bool = False
    """The tracker has no such ticket any more, or does not show it to us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionItem:
    """One action item."""

    id: str
    number: int
    """What people call it by; never given twice."""
    title: str
    created_at: datetime
    created_by: str = ""
    incident_id: str = ""
    """Empty: it belongs to no incident."""
    detail: str = ""
    kind: ItemKind = ItemKind.FIX
    owner: Person | None = None
    due: date | None = None
    state: ItemState = ItemState.OPEN
    reason: str = ""
    """Why it is in that state, where somebody said."""
    link: str = ""
    """Its address in the work tracker; empty: it is only noted here."""
    ticket: Ticket | None = None
    """None: it was linked by hand, or not at all, so its state there is not known."""
    over_at: datetime | None = None
    """When it was done or dropped."""
    changes: tuple[ItemChange, ...] = ()
    """In order."""

    @property
    def is_open(self) -> bool:
        """Somebody has still to do something about it."""
        return not self.state.is_over

    @property
    def is_tracked(self) -> bool:
        """It is in the work tracker, not only in notes (G8)."""
        return bool(self.link or self.ticket)

    def is_overdue(self, today: date) -> bool:
        """Whether its day is over; `today` is a day in the zone of whoever looks."""
        return self.is_open and self.due is not None and self.due < today

    def is_owned_by(self, person: Person) -> bool:
        """Whether this is the owner."""
        return self.owner is not None and is_same(self.owner, person)

    def age(self, now: datetime) -> timedelta:
        """For how long it is, or was, something to do."""
        return max((self.over_at or now) - self.created_at, timedelta(0))


def open_ones(items: Iterable[ActionItem]) -> tuple[ActionItem, ...]:
    """Those that are still to do."""
    return tuple(item for item in items if item.is_open)


def overdue(items: Iterable[ActionItem], today: date) -> tuple[ActionItem, ...]:
    """Those whose day is over."""
    return tuple(item for item in items if item.is_overdue(today))


def of_incident(items: Iterable[ActionItem], incident_id: str) -> tuple[ActionItem, ...]:
    """Those of an incident, in the order in which they were added."""
    found = [item for item in items if item.incident_id and item.incident_id == incident_id]
    return tuple(sorted(found, key=lambda item: item.number))


def in_order(items: Iterable[ActionItem], today: date) -> tuple[ActionItem, ...]:
    """As a list shows them: overdue, then by the day on which they are due, then those without.

    What is over stands last, the newest first.
    """

    def rank(item: ActionItem) -> tuple[bool, float, bool, date, int]:
        over = -(item.over_at or item.created_at).timestamp() if not item.is_open else 0.0
        return not item.is_open, over, item.due is None, item.due or today, item.number

    return tuple(sorted(items, key=rank))


def numbered(items: Iterable[ActionItem], number: int) -> ActionItem | None:
    """The item that people call by this number."""
    return next((item for item in items if item.number == number), None)


def next_number(items: Iterable[ActionItem]) -> int:
    """The number of the next item."""
    return max((item.number for item in items), default=0) + 1


def lacks(item: ActionItem) -> tuple[str, ...]:
    """What an item still lacks before it can be left to itself, in words (G7, G8)."""
    if not item.is_open:
        return ()
    said = (
        ("an owner", item.owner is not None),
        ("a due date", item.due is not None),
        ("a ticket", item.is_tracked),
    )
    return tuple(words for words, there in said if not there)


def due_words(item: ActionItem, today: date) -> str:
    """When it is due, in words: "due 4 Dec, in 3 d", "overdue since 27 Nov (3 d)"."""
    if item.due is None:
        return "no due date"
    day = day_words(item.due, today)
    if not item.is_open:
        return f"was due {day}"
    days = (item.due - today).days
    if days < 0:
        return f"overdue since {day} ({-days} d)"
    if days == 0:
        return "due today"
    return "due tomorrow" if days == 1 else f"due {day}, in {days} d"


def day_words(day: date, today: date) -> str:
    """A day as people say it; the year only where it is another."""
    month = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    year = f" {day.year}" if day.year != today.year else ""
    return f"{day.day} {month[day.month - 1]}{year}"


def age_words(item: ActionItem, now: datetime) -> str:
    """How old it is, in whole days: "today", "12 d"."""
    days = item.age(now).days
    return f"{days} d" if days else "today"
