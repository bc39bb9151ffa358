"""What was agreed and announced about an incident: roles, mitigations, cadence, who was told."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cockpit.domain.model import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who holds a role (G1), since when, and who said so."""

    at: datetime
    author: str
    person: Person
    effect: str = ""
    """The message that told it; empty: nobody was told, or a colleague's cockpit told it."""
    is_elsewhere: bool = False
    """A colleague's cockpit told it in the thread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """A spell during which somebody held a role; open while it goes on."""

    role: str
    person: Person
    since: datetime
    until: datetime | None = None

    def covers(self, at: datetime) -> bool:
        """Whether the role was held at this moment."""
        return self.since <= at and (self.until is None or at < self.until)


class Stage(StrEnum):
    """Where a mitigation stands."""

    ANNOUNCED = "announced"
    STARTED = "started"
    WORKED = "worked"
    FAILED = "failed"
    UNDONE = "taken back"
    CALLED_OFF = "called off"

    @property
    def is_over(self) -> bool:
        """Nothing more happens with it."""
        return self not in (Stage.ANNOUNCED, Stage.STARTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mitigation:
    """Something done to stop the harm before the cause is known (G2); announced first (G4)."""

    id: str
    at: datetime
    author: str
    kind: str
    """One of the profile's words: rollback, restart, scale, flag, shift."""
    target: str
    """What it is done to: two people who name the same fight each other."""
    words: str = ""
    stage: Stage = Stage.ANNOUNCED
    started_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str = ""
    """What came of it, in words."""
    effects: tuple[str, ...] = ()
    is_elsewhere: bool = False
    """A colleague's cockpit told it in the thread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CadenceChoice:
    """An explicit choice about the nudges for outward updates (N8.8)."""

    at: datetime
    author: str
    every_s: int | None = None
    """Seconds between updates; 0: switched off; None: as the profile says."""
    until: datetime | None = None
    """Snoozed: no nudge before this."""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Somebody who had to hear of the incident was told, or is being told (I4)."""

    at: datetime
    author: str
    effects: tuple[str, ...] = ()
    """What tells them; empty: somebody says that it was done."""
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A message that stands in the channel was given another text."""

    at: datetime
    author: str
    known: str
    trying: str
    effect: str
    next_at: datetime | None = None
    """When the next word comes, as it says since then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relief:
    """Users are no longer hurt: a moment of its own (G2)."""

    at: datetime
    """When that was."""
    author: str
    words: str = ""
    effects: tuple[str, ...] = ()
    noted_at: datetime | None = None
    """When it was said."""
