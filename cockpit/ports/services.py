"""What cockpit needs of an organisation's own services: look-ups, and acts of its profile.

Every method may raise the three errors of `cockpit.ports.outside`; none of them names a token, or
repeats an answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cockpit.domain.customers import Org
from cockpit.domain.effects_http import CallHttp
from cockpit.domain.http_actions import HttpAction
from cockpit.ports.outside import Changed
from cockpit.ports.secret import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a look-up found."""

    orgs: tuple[Org, ...]
    """Bounded."""
    total: int
    """How many the answer holds in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """What an act gave."""

    changed: Changed
    secret: Secret | None = None
    """What is shown once; None: the action gives nothing of the kind, or the answer did not."""


class Services(Protocol):
    """The organisation's own services."""

    async def look_up(self, action: HttpAction, values: Mapping[str, str]) -> Found:
        """Ask which orgs fit; `values` fill the blanks."""
        ...

    async def listed(self, action: HttpAction, values: Mapping[str, str]) -> Found:
        """Ask for the orgs of a list; `values` fill the blanks."""
        ...

    async def call(self, call: CallHttp) -> Called:
        """Do it, once."""
        ...

    async def trace(self, call: CallHttp, since: datetime) -> Changed | None:
        """Whether it happened at or after `since`; None when it certainly did not.

        `Refused`, and no matter of time: looking will never tell, so a person has to.
        """
        ...
