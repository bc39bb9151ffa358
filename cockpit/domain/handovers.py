"""Handovers of a shift: the note that was posted, and whether whoever comes next took it (N3, N4).

A handover is complete once the right person has put a thumbs-up on the right message, in whatever
skin tone. Until then, and again if it is taken back, the outgoing engineer stays responsible (A14).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cockpit.domain.model import Person
from cockpit.domain.persons import is_same
from cockpit.domain.replacing import replace

THUMB = "+1"
"""The reaction that takes a handover, without its skin tone."""
PAST_TAKING_S = 14 * 86_400
"""A note that nobody has taken for so long is past being taken, seconds."""
NO_ANSWER_S = 1800
"""So long without the reaction, it is said that nobody has reacted, seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumb:
    """Somebody's thumbs-up on a note, as the chat names them."""

    name: str
    email: str = ""
    """Empty: the chat does not tell it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """A handover note, as far as it is known here."""

    id: str
    """The effect that posts it: the message carries it, so every cockpit knows it by this."""
    channel: str
    role: str
    """The role that is handed over: "primary"."""
    outgoing: Person
    incoming: Person
    at: datetime
    """When it was written; once it stands in the channel, when that was."""
    ts: str = ""
    """The message's own id; empty: it does not stand in the channel yet, as far as is known."""
    text: str = ""
    """What it says, as the chat shows it, its parts in order."""
    paper: str = ""
    """The paper that it was made of; empty: another cockpit wrote it."""
    shift: str = ""
    """The shift that ends with it; empty: another cockpit's."""
    thumbs: tuple[Thumb, ...] = ()
    accepted_at: datetime | None = None
    """When the right thumbs-up was first seen; None: it is not there, or not any more."""
    taken_back_at: datetime | None = None
    """When the right thumbs-up was seen to be gone again."""
    is_deleted: bool = False
    superseded_by: str = ""
    """A newer note of the same role and channel."""

    @property
    def is_taken(self) -> bool:
        """It is complete."""
        return self.accepted_at is not None

    @property
    def is_past(self) -> bool:
        """Nobody can take it any more."""
        return self.is_deleted or bool(self.superseded_by)

    @property
    def is_pending(self) -> bool:
        """It waits for the reaction."""
        return not (self.is_taken or self.is_past)

    @property
    def others(self) -> tuple[Thumb, ...]:
        """Thumbs-up of people whom it was not meant for: they complete nothing."""
        return tuple(thumb for thumb in self.thumbs if not is_of(thumb, self.incoming))


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverBook:
    """All handovers that are known, by id, in the order in which they were heard of."""

    handovers: Mapping[str, Handover] = field(default_factory=dict)

    def pending(self) -> tuple[Handover, ...]:
        """Those that wait for the reaction, oldest first."""
        return tuple(h for h in self.handovers.values() if h.is_pending)

    def to(self, person: Person) -> Handover | None:
        """The newest one that this person has to take, or has taken."""
        return _newest(h for h in self.handovers.values() if is_same(h.incoming, person))

    def of(self, person: Person, role: str, since: datetime) -> tuple[Handover, ...]:
        """Those that this person wrote of a role since they have it, wherever they wrote them, and
        that stand or are to; in the order in which they came.
        """
        return tuple(
            h
            for h in self.handovers.values()
            if h.role == role and h.at >= since and is_same(h.outgoing, person) and not h.is_past
        )


def is_of(thumb: Thumb, person: Person) -> bool:
    """Whether a reaction is this person's: by address where both are known, else by name."""
    if thumb.email and person.email:
        return thumb.email.casefold() == person.email.casefold()
    return is_same(Person(id="", name=thumb.name), Person(id="", name=person.name))


def reacted(handover: Handover, at: datetime, thumbs: tuple[Thumb, ...]) -> Handover:
    """The handover once these thumbs-up are on its note; it was noticed at `at`."""
    if any(is_of(thumb, handover.incoming) for thumb in thumbs):
        accepted, back = handover.accepted_at or at, None
    else:
        accepted, back = None, at if handover.is_taken else handover.taken_back_at
    return replace(handover, thumbs=thumbs, accepted_at=accepted, taken_back_at=back)


def _newest(found: Iterable[Handover]) -> Handover | None:
    return max((h for h in found if not h.is_past), key=lambda h: h.at, default=None)
