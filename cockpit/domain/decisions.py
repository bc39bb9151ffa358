"""What a decision stands on, and what it can be: facts, or a refusal in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from cockpit.domain.actions import Action, Insist
from cockpit.domain.facts import Fact
from cockpit.domain.model import Person
from cockpit.domain.procedure import Procedure


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why not, and what to do instead; `confirmable` when saying it twice would do."""

    reason: str
    confirmable: bool = False
    finding: str = ""
    """What was found in words that would leave: `TONE` may be confirmed by saying it twice,
    `SECRET` needs a second step of another kind; empty: nothing. See `cockpit.domain.actions`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a decision stands on besides the state."""

    procedure: Procedure
    me: Person
    now: datetime
    zone: tzinfo
    new_id: Callable[[], str]
    process: str = ""
    """This process, as host:pid:start."""


Decision = tuple[Fact, ...] | Refusal


def insisting(action: Action, finding: str) -> Action:
    """The same, in spite of this finding too: what a person says who was refused for it."""
    if isinstance(action, Insist):
        return Insist(wish=action.wish, on=(*action.on, finding))
    return Insist(wish=action, on=(finding,))
