"""What is needed of an error tracker (I7), naming nothing of any vendor; reads alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from cockpit.domain.tracked_errors import ErrorCount, TrackedError


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorReading:
    """The unresolved errors that happened lately, bounded."""

    errors: tuple[TrackedError, ...]
    """Those that happened last first; their releases need not be known."""
    counts: Mapping[str, ErrorCount] = field(default_factory=dict)
    """By id."""
    whole: bool = True
    """There are no more than these."""
    warning: str = ""
    """What limits the truth of this reading, in words."""


class ErrorTracker(Protocol):
    """An error tracker. Every method may raise the three errors of `ports.outside`."""

    async def unresolved(self) -> ErrorReading:
        """What is unresolved and happened within the last day, new ones in any case."""
        ...

    async def error(self, error_id: str) -> TrackedError | None:
        """One error in full, with its releases; None: it is not there any more."""
        ...
