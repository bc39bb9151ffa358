"""What the engineer may ask for about the handover of a shift; see `cockpit.domain.actions`."""

from dataclasses import dataclass

from cockpit.domain.actions_papers import Made
from cockpit.domain.model import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class PostHandover:
    """Post the handover note for whoever comes next; `sure` where an earlier one still waits."""

    made: Made
    text: str
    """The note as the engineer has left it, for the chat."""
    incoming: Person
    role: str
    shift: str = ""
    """The shift that ends with it; empty: it was not begun here."""
    sure: bool = False
    accepted: tuple[str, ...] = ()
    """Findings that the person overrode: see `cockpit.domain.actions_talk`."""


OnHandover = PostHandover
"""What is asked about a handover; decided in `decide_handover`."""
