"""What happened to handovers of shifts, in the past tense; see `cockpit.domain.facts`."""

from dataclasses import dataclass
from datetime import datetime

from cockpit.domain.effects import Effect
from cockpit.domain.handovers import Thumb
from cockpit.domain.model import Person
from cockpit.domain.papers import PaperText


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverRequested:
    """The engineer has the handover note posted; its first message is what is reacted to (N3)."""

    id: str
    incident_id: str
    """Empty: it belongs to the shift."""
    shift: str
    """The shift that ends with it; empty: none was begun here."""
    role: str
    outgoing: Person
    incoming: Person
    paper: str
    title: str
    sections: tuple[PaperText, ...]
    """As they were generated, before the engineer's edits came in."""
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverSeen:
    """A handover note stands in the channel; the same again is an edit."""

    handover: str
    """What its message carries: the id of the effect that posted it."""
    channel: str
    ts: str
    at: datetime
    role: str
    outgoing: Person
    incoming: Person
    text: str
    is_deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverReacted:
    """The thumbs-up on a handover note are these now (N4); none, when the last was taken back."""

    handover: str
    thumbs: tuple[Thumb, ...]
