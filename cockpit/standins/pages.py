"""What a scenario says of incidents and of changes that the pager relates to them."""

from dataclasses import dataclass, field
from typing import Literal

Urgency = Literal["high", "low"]


@dataclass(frozen=True)
class Page:
    """An incident to be triggered, `at` seconds after the start."""

    at: float
    title: str
    service: str
    number: int
    urgency: Urgency = "high"
    priority: str = ""
    details: dict[str, object] = field(default_factory=dict)
    conference: dict[str, object] = field(default_factory=dict)
    """`conference_number` and `conference_url`, or nothing."""


@dataclass(frozen=True)
class Change:
    """A change event, `at` seconds after the start, related to every incident of its service.

    What is empty is not in the answer at all.
    """

    at: float
    service: str
    summary: str
    source: str = ""
    links: tuple[dict[str, object], ...] = ()
    """Each with `href` and `text`."""
    custom_details: dict[str, object] = field(default_factory=dict)
