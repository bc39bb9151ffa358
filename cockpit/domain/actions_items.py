"""What the engineer may ask for about action items and an incident's closing (G7, G8, A7)."""

from dataclasses import dataclass
from datetime import date

from cockpit.domain.action_items import ItemKind, ItemState
from cockpit.domain.model import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class AddItem:
    """Note down something to do."""

    incident_id: str
    """Empty: it belongs to no incident."""
    title: str
    detail: str = ""
    kind: ItemKind = ItemKind.FIX
    owner: Person | None = None
    due: date | None = None
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignItem:
    """Give an item to somebody; None: to nobody."""

    item: str
    owner: Person | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleItem:
    """Say on which day an item is due; None: on none."""

    item: str
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveItem:
    """Say how far an item has come; to drop one takes a reason."""

    item: str
    state: ItemState
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RewordItem:
    """Say what an item is about in other words."""

    item: str
    title: str
    detail: str
    kind: ItemKind


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkItem:
    """Say where an item is in the work tracker; empty: nowhere."""

    item: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileItem:
    """Open a ticket for an item in the work tracker."""

    item: str
    title: str
    text: str
    """As the person saw it."""


OnItems = AddItem | AssignItem | ScheduleItem | MoveItem | RewordItem | LinkItem | FileItem


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleReview:
    """Say on which day the review takes place (G8); None: on none."""

    incident_id: str
    day: date | None
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmClosing:
    """Say that a point of the closing checklist is met, which only a person can know."""

    incident_id: str
    step: str
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseIncident:
    """Close the incident; `anyway` says why, where something is missing."""

    incident_id: str
    anyway: str = ""


OnClosing = ScheduleReview | ConfirmClosing | CloseIncident
