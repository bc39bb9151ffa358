"""What a decision stands on, and what it can be: facts, or a refusal in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from cockpit.domain.facts import Fact
from cockpit.domain.model import Person
from cockpit.domain.procedure import Procedure


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why not, and what to do instead; `confirmable` when saying it twice would do."""

    reason: str
    confirmable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a decision stands on besides the state."""

    procedure: Procedure
    me: Person
    now: datetime
    zone: tzinfo
    new_id: Callable[[], str]


Decision = tuple[Fact, ...] | Refusal
