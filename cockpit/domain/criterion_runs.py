"""A criterion that has to hold for a while: for how long one probe has said so; pure (N6).

The rules, the same for every kind:
a look that could not look, or that did not measure, neither extends nor breaks a run;
when no look could look for longer than the gap, what was seen before does not count any more;
one clear no starts the count anew, so what flaps is not met, and how often it came is said;
and a clock that is set back starts everything anew, as does a gap: nothing is made up.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import isfinite

from cockpit.domain.criterion import Criterion, CriterionKind, Measure
from cockpit.domain.evidence import Health, Sample, Standing
from cockpit.domain.spans import number, span
from cockpit.domain.weighed import Weighed

_FLAPS = 3
"""Beginnings within `_FLAP_WINDOW` from which on it is said that it comes and goes."""
_FLAP_WINDOW = timedelta(minutes=10)
_EXACT_S = 120.0
"""An age below this is said to the second."""
_KEPT = 20
"""Beginnings that are remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one probe has said lately, as far as a criterion wants to know it."""

    counts: bool | None = None
    """What the newest look that could look said: yes or no; None: none could so far."""
    first: datetime | None = None
    """The first look that said so without a break."""
    last: datetime | None = None
    """The newest look that said so."""
    begun: bool = False
    """Whether it was seen to begin: the look before said otherwise."""
    value: float | None = None
    words: str = ""
    """What the newest look that could look found."""
    seen_at: datetime | None = None
    """The newest look of any kind."""
    blind: str = ""
    """Why the newest look could not look; empty: it could."""
    beginnings: tuple[datetime, ...] = ()
    """When it began to count, the latest ones."""


def advance(criterion: Criterion, gap_s: float, run: Run, sample: Sample) -> Run:
    """The run after one more look."""
    if run.seen_at is not None and sample.at < run.seen_at:
        run = Run()
    counts = _says(criterion, sample)
    if counts is None:
        return replace(run, seen_at=sample.at, blind=sample.detail or "nothing measured")
    near = run.last is not None and (sample.at - run.last).total_seconds() <= gap_s
    moved = is_counter(criterion) and near and sample.value != run.value
    goes_on = near and counts is run.counts and not moved
    begins = near and (moved or run.counts is not counts)
    beginnings = run.beginnings
    if begins and counts and not moved:
        beginnings = (*beginnings, sample.at)[-_KEPT:]
    return Run(
        counts=counts,
        first=run.first if goes_on else sample.at,
        last=sample.at,
        begun=run.begun if goes_on else begins,
        value=sample.value,
        words=_words(criterion, sample, counts=counts),
        seen_at=sample.at,
        beginnings=beginnings,
    )


def weigh(criterion: Criterion, gap_s: float, run: Run, now: datetime) -> Weighed:
    """Where the criterion stands by this probe alone."""
    if run.first is None or run.last is None:
        words = f"could not look, {run.blind}" if run.blind else "not looked at yet"
        return Weighed(standing=Standing.UNKNOWN, words=words, looked=run.seen_at is not None)
    if stale := too_old(run.last, run.seen_at, run.blind, gap_s, now):
        return Weighed(standing=Standing.UNKNOWN, words=stale)
    seen_s, need_s = (run.last - run.first).total_seconds(), needs_s(criterion)
    words = run.words + _flapping(run, now)
    if not run.counts:
        return Weighed(standing=Standing.NOT_MET, words=words, since=run.first)
    if seen_s >= need_s:
        complete = run.first + timedelta(seconds=need_s)
        words = lasting(run, seen_s) + _flapping(run, now)
        return Weighed(
            standing=Standing.MET,
            words=words,
            since=run.first,
            complete_at=complete,
            may_be_held=not run.begun,
        )
    if is_counter(criterion) and run.begun:
        ago = span((now - run.first).total_seconds())
        return Weighed(
            standing=Standing.NOT_MET, words=f"{run.words}, moved {ago} ago", since=run.first
        )
    counted = f"{run.words}, {seen_s:.0f} of {need_s:.0f} s seen so far{_flapping(run, now)}"
    return Weighed(
        standing=Standing.UNKNOWN, words=counted, since=run.first, may_be_held=not run.begun
    )


def lasting(run: Run, lasted_s: float) -> str:
    """What it found, and for how long: of less than a second nothing is said."""
    return f"{run.words} for {span(lasted_s)}" if lasted_s >= 1 else run.words


def too_old(
    last: datetime, seen_at: datetime | None, blind: str, gap_s: float, now: datetime
) -> str:
    """Why what was found last does not count any more, in words; empty: it does."""
    old_s = (now - last).total_seconds()
    if old_s <= gap_s:
        return ""
    looks_on = seen_at is not None and (now - seen_at).total_seconds() <= gap_s
    if blind and looks_on:
        return f"could not look for {span(old_s)}, {blind}"
    return f"not looked at for {span(old_s)}"


def is_counter(criterion: Criterion) -> bool:
    """Whether it is a stall that shows by a number which does not move."""
    return criterion.kind is CriterionKind.STALL and criterion.measure is Measure.COUNTER


def is_age(criterion: Criterion) -> bool:
    """Whether it is a stall that shows by how old the newest event is."""
    return criterion.kind is CriterionKind.STALL and criterion.measure is Measure.AGE


def needs_s(criterion: Criterion) -> float:
    """Seconds for which looks have to say so; an age has seen the time pass by itself."""
    return 0.0 if is_age(criterion) else float(criterion.for_s)


def measured(sample: Sample) -> float | None:
    """What was measured; None where nothing was."""
    value = sample.value
    if sample.health is Health.UNKNOWN or value is None or not isfinite(value):
        return None
    return value


def _says(criterion: Criterion, sample: Sample) -> bool | None:
    """Whether this look speaks for the criterion; None: it says nothing either way."""
    if sample.health is Health.UNKNOWN:
        return None
    match criterion.kind:
        case CriterionKind.STATUS:
            status = sample.status
            if status is None:
                return None
            return any(low <= status <= high for low, high in criterion.statuses)
        case CriterionKind.BAD:
            return sample.health is Health.BAD
        case _:
            value = measured(sample)
            return None if value is None else _is_beyond(criterion, value)


def _is_beyond(criterion: Criterion, value: float) -> bool:
    match criterion.kind:
        case CriterionKind.ABOVE:
            return value > criterion.limit
        case CriterionKind.BELOW:
            return value < criterion.limit
        case _:
            return is_counter(criterion) or value > criterion.for_s


def _words(criterion: Criterion, sample: Sample, *, counts: bool) -> str:
    value = sample.value
    if value is None or criterion.kind in (CriterionKind.STATUS, CriterionKind.BAD):
        return sample.detail
    if is_age(criterion):
        ago = span(value) if value >= _EXACT_S else f"{value:.0f} s"
        return f"newest event {ago} ago"
    if is_counter(criterion):
        return f"count stands at {number(value)}"
    limit = f", {criterion.kind.value} {number(criterion.limit)}" if counts else ""
    return f"{number(value)}{limit}"


def _flapping(run: Run, now: datetime) -> str:
    lately = sum(1 for at in run.beginnings if now - at <= _FLAP_WINDOW)
    return f", came and went {lately} times in 10 min" if lately >= _FLAPS else ""
