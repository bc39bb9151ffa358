"""What was asked and done for a customer, in the past tense; see `cockpit.domain.facts` for all.

What an act gave that is shown once, a token say, is in none of them.
"""

from dataclasses import dataclass

from cockpit.domain.customers import CallerWay, Org
from cockpit.domain.effects import Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerSearched:
    """An org was looked up (N8.6): by whom and when says the record."""

    incident_id: str
    action: str
    """The look-up's id in the profile."""
    query: str
    found: tuple[Org, ...]
    """Bounded; see `total`."""
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerVerified:
    """Whoever called for this org is known to belong to it (A15)."""

    incident_id: str
    org_id: str
    way: CallerWay
    ref: str
    """The ticket's number, the channel's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRequested:
    """The engineer does something at a service of the organisation (N8.7)."""

    id: str
    incident_id: str
    action: str
    words: str
    """What, and to which org."""
    org_id: str = ""
    effects: tuple[Effect, ...] = ()
