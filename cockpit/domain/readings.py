"""High-rate readings beside the state: bounded, in memory only, never journalled."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from cockpit.domain.evidence import Sample
from cockpit.domain.history import MOST, NOTHING, History
from cockpit.domain.incident_details import IncidentDetails
from cockpit.domain.overheard import Overheard, Talk, taken
from cockpit.domain.tracked_errors import ErrorCount, ErrorsCounted

Folded = TypeVar("Folded")

DOSSIERS = 8
"""Incidents whose details are kept, those that were read last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """A probe looked."""

    probe: str
    sample: Sample
    is_past: bool = False
    """It was read of the time before the first look: nobody has looked by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A source began to ask at `at`."""

    source: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A source's question ended at `at`, well or not."""

    source: str
    at: datetime
    good: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Detailed:
    """An incident's details were read."""

    at: datetime
    details: IncidentDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailsFailed:
    """An incident's details could not be read, and what to do about it."""

    incident_id: str
    at: datetime
    reason: str
    mend: str = ""


Reading = Sampled | Asked | Answered | Detailed | DetailsFailed | Overheard | ErrorsCounted


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """How old what a source told us is: the last success, and the last attempt, kept apart."""

    answered_at: datetime | None = None
    tried_at: datetime | None = None
    asking_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """What is known of an incident's details; a failure leaves what was read before."""

    details: IncidentDetails | None = None
    read_at: datetime | None = None
    reason: str = ""
    """Why the last look failed; empty when it did not."""
    mend: str = ""


@dataclass(slots=True)
class Readings:
    """The one mutable thing that views may look at; it holds no truth that must survive."""

    _probes: dict[str, History] = field(default_factory=dict)
    _sources: dict[str, Freshness] = field(default_factory=dict)
    _dossiers: dict[str, Dossier] = field(default_factory=dict)
    _talks: dict[str, Talk] = field(default_factory=dict)
    _counts: Mapping[str, ErrorCount] = field(default_factory=dict)
    _taken: dict[str, int] = field(default_factory=dict)
    """How many samples of a probe there were so far."""
    _looked: set[str] = field(default_factory=set)
    _folds: dict[tuple[str, Hashable], tuple[int, Any]] = field(default_factory=dict)
    """What was made of a probe's samples so far, and of how many."""
    history: int = MOST
    """Samples kept of a probe at most."""

    taken: int = 0
    """How many readings there were so far."""

    def take(self, reading: Reading) -> None:
        """Keep one more reading, forgetting the oldest of its kind."""
        self.taken += 1
        match reading:
            case Sampled():
                self._add(reading)
            case Asked(source=source, at=at):
                self._sources[source] = replace(self.freshness(source), asking_since=at)
            case Answered(source=source, at=at, good=good):
                before = self.freshness(source)
                answered = at if good else before.answered_at
                self._sources[source] = Freshness(answered_at=answered, tried_at=at)
            case Detailed() | DetailsFailed():
                self._study(reading)
            case Overheard(channel=channel):
                self._talks[channel] = taken(self.talk(channel), reading)
            case ErrorsCounted(counts=counts):
                self._counts = counts

    def is_routine(self, reading: Reading) -> bool:
        """Whether it would change nothing but an age: a question, or one good answer more."""
        match reading:
            case Asked():
                return True
            case Answered(source=source, good=True):
                known = self.freshness(source)
                return known.answered_at is not None and known.answered_at == known.tried_at
            case _:
                return False

    def _add(self, reading: Sampled) -> None:
        probe = reading.probe
        if probe not in self._probes:
            self._probes[probe] = History(self.history)
        self._probes[probe].add(reading.sample)
        self._taken[probe] = self._taken.get(probe, 0) + 1
        if not reading.is_past:
            self._looked.add(probe)

    def _study(self, reading: Detailed | DetailsFailed) -> None:
        match reading:
            case Detailed(at=at, details=details):
                self._keep(details.incident_id, Dossier(details=details, read_at=at))
            case DetailsFailed(incident_id=key, reason=reason, mend=mend):
                self._keep(key, replace(self.dossier(key), reason=reason, mend=mend))

    def _keep(self, incident_id: str, dossier: Dossier) -> None:
        self._dossiers.pop(incident_id, None)
        self._dossiers[incident_id] = dossier
        while len(self._dossiers) > DOSSIERS:
            del self._dossiers[next(iter(self._dossiers))]

    def dossier(self, incident_id: str) -> Dossier:
        """An incident's details as they were last read; an empty one before the first look."""
        return self._dossiers.get(incident_id, Dossier())

    def talk(self, channel: str) -> Talk:
        """What was said lately in a followed channel, by its id; empty before the first look."""
        return self._talks.get(channel, Talk())

    def samples(
        self, probe: str, newest: int | None = None, since: datetime | None = None
    ) -> tuple[Sample, ...]:
        """What a probe found lately, oldest first: all that is kept, or its end (`History`)."""
        kept = self._probes.get(probe)
        return tuple(kept.samples(newest, since)) if kept else ()

    def kept(self, probe: str) -> History:
        """All that is kept of a probe, to be looked at."""
        return self._probes.get(probe, NOTHING)

    def error_count(self, error_id: str) -> ErrorCount | None:
        """How often an error happens, as last read; None when it was not in the last list."""
        return self._counts.get(error_id)

    def folded(
        self,
        probe: str,
        key: Hashable,
        empty: Folded,
        step: Callable[[Folded, Sample], Folded],
    ) -> Folded:
        """What `step` makes of everything that a probe found, one sample after the other.

        The same `key` carries on from where it was: a sample is gone through once, and what is made
        of it outlives it. `step` has to be pure; what it gives must not grow.
        """
        taken = self._taken.get(probe, 0)
        done, value = self._folds.get((probe, key), (0, empty))
        if done != taken:
            for sample in self.samples(probe, newest=taken - done):
                value = step(value, sample)
            self._folds[probe, key] = taken, value
        made: Folded = value
        return made

    def latest(self, probe: str) -> Sample | None:
        """The newest sample of a probe."""
        kept = self._probes.get(probe)
        return kept.newest if kept else None

    def has_looked(self, probe: str) -> bool:
        """Whether a probe has looked from here; what others know of the past is no look."""
        return probe in self._looked

    def freshness(self, source: str) -> Freshness:
        """How old a source's word is; all None before the first attempt."""
        return self._sources.get(source, Freshness())

    @property
    def sources(self) -> Mapping[str, Freshness]:
        """Every source that has tried so far."""
        return self._sources
