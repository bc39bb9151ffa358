"""What the outbox told of effects, in the past tense; see `cockpit.domain.facts` for all facts."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectClaimed:
    """One process is about to carry this effect out, and nobody else may until `until`."""

    effect: str
    attempt: str
    process: str
    """host:pid:start, so that a dead claimant is recognised."""
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectDone:
    """It happened outside, as the answer, or a look afterwards, confirmed."""

    effect: str
    ref: str = ""
    """The other side's id: a message's ts, a note's id."""
    done_at: datetime | None = None
    """By the other side's clock, where it says."""
    found: bool = False
    """Confirmed by looking, not by the answer."""
    warning: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    """What the profile keeps of the answer, as names and values."""
    output: str = ""
    """What a command printed, bounded, secrets masked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectFailed:
    """It certainly did not happen this time; `final` means trying again cannot help."""

    effect: str
    reason: str
    mend: str = ""
    final: bool = False
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectUnclear:
    """It may or may not have happened; nobody sends again before having looked."""

    effect: str
    reason: str
    looks: int = 0
    """How often it has been looked for so far, and was not there."""
    look_at: datetime | None = None
    """Not to be looked for before this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectReleased:
    """The engineer says that a stuck effect may be tried again."""

    effect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectDiscarded:
    """The engineer says that this effect shall not be carried out any more."""

    effect: str
    reason: str
