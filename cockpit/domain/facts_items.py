"""What was said of action items, and of an incident's closing, in the past tense (G7, G8, A7)."""

from dataclasses import dataclass

from cockpit.domain.action_items import ItemKind, ItemState
from cockpit.domain.effects import Effect
from cockpit.domain.model import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemAdded:
    """Somebody noted down something to do."""

    id: str
    incident_id: str
    """Empty: it belongs to no incident."""
    number: int
    """What people call it by; taken already: the next that is free."""
    title: str
    detail: str = ""
    kind: ItemKind = ItemKind.FIX
    owner: Person | None = None
    due: str = ""
    """ISO date; empty: none was set."""
    link: str = ""
    """Its address in the work tracker; empty: it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemAssigned:
    """An item has another owner; None: nobody any more."""

    item: str
    owner: Person | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemScheduled:
    """An item is due on another day."""

    item: str
    due: str
    """ISO date; empty: on none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemMoved:
    """An item has come further, or was dropped, or taken up again."""

    item: str
    state: ItemState
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemReworded:
    """An item says something else now."""

    item: str
    title: str
    detail: str
    kind: ItemKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLinked:
    """Somebody said where an item is in the work tracker; empty: nowhere."""

    item: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRequested:
    """The engineer asked for a ticket in the work tracker, for an item."""

    id: str
    incident_id: str
    """Empty: it belongs to no incident."""
    item: str
    title: str
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSeen:
    """The work tracker says that an item's ticket stands elsewhere by now."""

    item: str
    key: str
    status: str
    """In its own words."""
    is_done: bool = False
    is_gone: bool = False
    """It has no such ticket any more, or does not show it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewScheduled:
    """Somebody said when the incident's review takes place (G8)."""

    incident_id: str
    day: str
    """ISO date; empty: none is planned any more."""
    where: str = ""
    """A link or a room, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingConfirmed:
    """Somebody said that a point of the closing checklist is met, which only a person can know."""

    incident_id: str
    step: str
    what: str = ""
    """How they know, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentClosed:
    """The incident is closed for the organisation: later than resolved at the pager (G8)."""

    incident_id: str
    missing: tuple[str, ...] = ()
    """Points of the checklist that were not met, in words."""
    reason: str = ""
    """Why it was closed all the same; empty: nothing was missing."""


OnItem = ItemAdded | ItemAssigned | ItemScheduled | ItemMoved | ItemReworded | ItemLinked
"""What was said of an action item."""

OnClosing = ReviewScheduled | ClosingConfirmed | IncidentClosed
"""What was said on the way to an incident's closing."""

Afterwards = OnItem | OnClosing
"""What was said after an incident."""
