"""What may leave the cockpit: one effect is one thing done once at one place outside.

An effect is decided together with its request, so the journal holds the exact text and target
that the person saw. The outbox is the only one that carries effects out.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeIncident:
    """Acknowledge at the pager; harmless to repeat while open, never once resolved."""

    id: str
    incident_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostMessage:
    """Post a message; `thread_of` names the effect whose message is the parent."""

    id: str
    incident_id: str
    channel: str
    text: str
    """Plain text as the person saw it; escaping is the adapter's."""
    thread: str = ""
    """The parent's ts when it is known already."""
    thread_of: str = ""
    """Else the effect id of the declaration that opens the thread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote:
    """Write a note on the incident at the pager."""

    id: str
    incident_id: str
    text: str


Effect = AcknowledgeIncident | PostMessage | AddNote
