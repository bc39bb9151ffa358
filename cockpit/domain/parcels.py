"""An effect on its way out, and how far it has come; values only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cockpit.domain.effects import Effect


class Phase(StrEnum):
    """Where an effect stands on its way out."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    UNCLEAR = "unclear"
    DONE = "done"
    FAILED = "failed"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """An effect and what became of it."""

    effect: Effect
    request: str
    author: str
    requested_at: datetime
    order: int
    """The journal's seq of its request, then its place in it: effects leave in this order."""
    phase: Phase = Phase.WAITING
    attempts: int = 0
    attempt: str = ""
    claimed_by: str = ""
    claimed_until: datetime | None = None
    retry_at: datetime | None = None
    """Neither tried nor looked for before this."""
    looks: int = 0
    reason: str = ""
    mend: str = ""
    ref: str = ""
    done_at: datetime | None = None
    warning: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    """What was kept of the answer, as names and values."""
    output: str = ""
    """What a command printed, bounded, secrets masked."""
    end_asked_by: str = ""
    """Who wants the command ended that runs; empty: nobody."""
    released: bool = False
    """The engineer said to try it all the same."""

    @property
    def is_over(self) -> bool:
        """Nothing more will be done about it."""
        return self.phase in (Phase.DONE, Phase.DISCARDED)
