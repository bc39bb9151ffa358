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

    @property
    def line(self) -> str:
        """What was learnt on one line, behind what it is about."""
        about = f"{self.service}: " if self.service else ""
        return about + " ".join(self.text.split())
