"""What is known of the customers that an incident is about: who was looked up, who called.

Values, and questions about them; what may be done to an org is decided in `decide_customer`.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MOST_FOUND = 10
"""Orgs of one look-up that are kept and shown."""
MOST_LISTED = 200
"""Orgs of one list that are read."""


class CallerWay(StrEnum):
    """How a caller was verified (A15)."""

    TICKET = "ticket"
    CHANNEL = "channel"


CALLER_WORDS = {
    CallerWay.TICKET: "an existing ticket",
    CallerWay.CHANNEL: "a shared channel",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Org:
    """An org as a look-up found it."""

    id: str
    name: str = ""
    owner: str = ""
    """The Owner's address."""
    allows: bool | None = None
    """Whether it lets the platform in; None: the look-up does not say."""
    more: tuple[tuple[str, str], ...] = ()
    """What else the profile keeps, as names and values."""

    @property
    def called(self) -> str:
        """By what people know it, with the id that nothing else has."""
        return f"{self.name} ({self.id})" if self.name else self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A look-up that was made in an incident."""

    at: datetime
    author: str
    query: str
    found: tuple[Org, ...]
    total: int
    """How many there are in all."""

    @property
    def org(self) -> Org | None:
        """The one that it means; None: none, or several."""
        return meant(self.query, self.found, self.total)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The caller for an org was verified: how, and by what."""

    at: datetime
    author: str
    way: CallerWay
    ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    """An org, and the look-up that found it alone."""

    org: Org
    at: datetime
    author: str
    query: str


def meant(query: str, found: tuple[Org, ...], total: int) -> Org | None:
    """The org that a look-up means: the one with this very id, else the only one, if it is its.

    A service that does not know what it is asked by may answer with whatever org it has: one that
    has neither this id nor this Owner has to be chosen by somebody.
    """
    exact = [org for org in found if org.id == query]
    if len(exact) == 1:
        return exact[0]
    only = found[0] if len(found) == total == 1 else None
    return only if only is not None and _is_of(only, query) else None


def _is_of(org: Org, query: str) -> bool:
    """Whether an org is its Owner's, as far as the look-up says whose it is."""
    return org.owner.casefold() == query.casefold() if org.owner else "@" in query


def forbidden(org: Org) -> str:
    """Why the platform may not enter it, in words; empty: it may (N3)."""
    owner = org.owner or "whose address the look-up does not give"
    if org.allows is None:
        return (
            f"the look-up does not say whether {org.called} allows platform impersonation: "
            f"enter it only with their Owner, {owner}"
        )
    if not org.allows:
        return (
            f"{org.called} forbids platform impersonation: it can be entered only with their "
            f"Owner, {owner}"
        )
    return ""


def standing(org: Org) -> str:
    """Whether it lets the platform in, in a few words."""
    if org.allows is None:
        return "the look-up does not say whether it allows platform impersonation"
    return f"{'allows' if org.allows else 'FORBIDS'} platform impersonation"
