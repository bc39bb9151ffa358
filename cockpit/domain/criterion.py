"""A paging criterion as data: what decides whether something is worth a page (procedure N6, N7)."""

from dataclasses import dataclass
from enum import StrEnum


class CriterionKind(StrEnum):
    """What a paging criterion rests on; where probes cannot look, a person may say."""

    STATUS = "status"
    """A probe answers with one of certain HTTP statuses, for long enough."""
    BAD = "bad"
    """A probe is bad, for long enough."""
    DROP = "drop"
    """What a probe measures has fallen by more than a share of the level before, at once."""
    STALL = "stall"
    """What a probe measures says that nothing has come for too long."""
    ABOVE = "above"
    """What a probe measures is above a limit, for long enough."""
    BELOW = "below"
    """What a probe measures is below a limit, for long enough."""
    PERSON = "person"
    """Only a person can know."""


class Measure(StrEnum):
    """What the number is that tells of a stall."""

    AGE = "age"
    """Seconds since the newest event."""
    COUNTER = "counter"
    """How many events there were so far: it stalls when it does not move."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """Something that decides how severe an incident is (N6, N7)."""

    id: str
    """As people name it: "a" for (a)."""
    words: str
    level: str = ""
    """The level that it proves; whether that level pages makes it one for or against a page."""
    kind: CriterionKind = CriterionKind.PERSON
    probes: tuple[str, ...] = ()
    """Any of these probes proves it; all of them together disprove it."""
    for_s: int = 0
    """Seconds for which it has to hold until it counts; of a stall: seconds without an event."""
    statuses: tuple[tuple[int, int], ...] = ((500, 599),)
    """Statuses that count, as ranges, both ends included."""
    percent: float = 10.0
    """A drop of more than this share of the level before counts."""
    window_s: int = 600
    """Seconds over which the level before a drop is taken."""
    at_once_s: int = 120
    """Seconds within which a drop has to happen to be one; the window ends that long ago."""
    limit: float = 0.0
    measure: Measure = Measure.AGE
    gap_s: int = 0
    """Seconds without a look that could look, after which what was seen before does not count any
    more; 0: three looks of the probe, and at least 30."""
