"""What was hard to find, as somebody wrote it down (A8); values only."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What was hard to find, written down (A8)."""

    id: str
    at: datetime
    author: str
    incident_id: str
    """Empty: it was no incident that taught it."""
    service: str
    """As people call it; empty: anything."""
    text: str
