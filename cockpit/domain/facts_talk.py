"""What was said and agreed outwardly, in the past tense; see `cockpit.domain.facts` for all."""

from dataclasses import dataclass
from datetime import datetime

from cockpit.domain.effects import Effect
from cockpit.domain.model import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class EditRequested:
    """The engineer corrects an update that was posted; what it said before stays on record."""

    id: str
    incident_id: str
    update: str
    """The effect of the update that is corrected."""
    known: str
    trying: str
    effects: tuple[Effect, ...]
    next_at: datetime | None = None
    """When the next word comes, as it says now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleAssigned:
    """Somebody takes a role, or is given it (G1); a person without a name: nobody holds it."""

    id: str
    incident_id: str
    role: str
    """One of the profile's roles, by id."""
    person: Person
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MitigationAnnounced:
    """What is about to be done, told before it is done (G4); `id` names the mitigation."""

    id: str
    incident_id: str
    kind: str
    target: str
    words: str = ""
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MitigationMoved:
    """A mitigation was started, or ended; `stage` says how it stands now."""

    id: str
    incident_id: str
    mitigation: str
    stage: str
    """One of `cockpit.domain.talk.Stage`."""
    words: str = ""
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefNoted:
    """Users are no longer hurt since `since` (G2)."""

    id: str
    incident_id: str
    since: datetime
    words: str = ""
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingRequested:
    """Somebody who has to hear of the incident is told (I4, P7)."""

    id: str
    incident_id: str
    telling: str
    """The obligation's id."""
    words: str
    effects: tuple[Effect, ...] = ()
    """None: somebody says that it was done, and `words` say how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CadenceChosen:
    """The nudges for outward updates were changed, snoozed or switched off, and why."""

    incident_id: str
    every_s: int | None = None
    """Seconds; 0: off; None: as the profile says."""
    until: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateWasLate:
    """An outward update was due at `due` and had not been made; noted once, for the review."""

    incident_id: str
    due: datetime
