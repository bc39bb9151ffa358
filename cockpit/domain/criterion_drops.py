"""A drop at once against the level before, by one probe; pure (procedure N6b).

The level before is the median of what was measured over a window that ended `at_once_s` ago, at
least half of it seen. What was measured right before that has to stand there too, so that a slow
decline is no drop. Once fallen it stays met until the value is back within the share of that level,
or for a day: then the level is taken anew. A look that measured nothing says nothing.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median

from cockpit.domain.criterion import Criterion
from cockpit.domain.criterion_runs import measured, too_old
from cockpit.domain.evidence import Sample, Standing
from cockpit.domain.spans import number, span
from cockpit.domain.weighed import Held, Weighed

_KEPT = 60
"""Values by which a window is known, evenly taken: enough for a median, cheap at any pace."""
_SEEN = 0.5
"""The share of the window that must have been seen."""
_NEW_LEVEL = timedelta(days=1)

Values = tuple[tuple[datetime, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallen:
    """It has dropped, and has not come back since."""

    at: datetime
    level: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What one probe has measured lately."""

    values: Values = ()
    """Thinned, oldest first; while it is down, the level stands in for what is measured."""
    last: datetime | None = None
    value: float = 0.0
    seen_at: datetime | None = None
    blind: str = ""
    level: float | None = None
    """The level before, as of the newest look; None: not enough was seen."""
    since: datetime | None = None
    """Since when it has not been down, as far as was seen."""
    fallen: Fallen | None = None


def advance(criterion: Criterion, course: Course, sample: Sample) -> Course:
    """The course after one more look."""
    if course.seen_at is not None and sample.at < course.seen_at:
        course = _set_back(course, sample.at)
    value = measured(sample)
    if value is None:
        return replace(course, seen_at=sample.at, blind=sample.detail or "nothing measured")
    if course.last is not None and _s(course.last, sample.at) > criterion.at_once_s:
        # Whatever happened meanwhile cannot be said to have happened at once.
        course = Course()
    level = _level(criterion, course.values, sample.at)
    fallen = _fallen(criterion, course, level, sample.at, value)
    stands_in = value if fallen is None else fallen.level
    since = course.since if course.fallen is None and course.since else sample.at
    return Course(
        values=_kept(criterion, course.values, sample.at, stands_in),
        last=sample.at,
        value=value,
        seen_at=sample.at,
        level=level,
        since=since if fallen is None else None,
        fallen=fallen,
    )


def _set_back(course: Course, at: datetime) -> Course:
    """The course after the clock was set back: what was measured until then still tells a level."""
    values = tuple(entry for entry in course.values if entry[0] <= at)
    fallen = course.fallen if course.fallen is not None and course.fallen.at <= at else None
    last = min(course.last, at) if course.last is not None and values else None
    return replace(course, values=values, last=last, seen_at=None, since=None, fallen=fallen)


def weigh(
    criterion: Criterion, gap_s: float, course: Course, now: datetime, held: Held | None
) -> Weighed:
    """Where the criterion stands by this probe alone; `held`: it has fallen as others have seen."""
    last, fallen = course.last, course.fallen
    if last is None:
        words = f"could not look, {course.blind}" if course.blind else "not looked at yet"
        return Weighed(standing=Standing.UNKNOWN, words=words, looked=course.seen_at is not None)
    if stale := too_old(last, course.seen_at, course.blind, gap_s, now):
        return Weighed(standing=Standing.UNKNOWN, words=stale)
    if fallen is None and held is not None and held.level and last - held.since <= _NEW_LEVEL:
        # Who began to look after it had fallen knows no other level than the one down there.
        if is_below(criterion, course.value, held.level):
            fallen = Fallen(at=held.since, level=held.level)
        elif course.level is None:
            words = f"{number(course.value)}, back at {number(held.level)}"
            return Weighed(standing=Standing.NOT_MET, words=words, since=last)
    if fallen is None:
        return _level_said(criterion, course)
    words = _drop_said(criterion, course.value, fallen.level)
    seen_s = _s(fallen.at, last)
    if seen_s < criterion.for_s:
        words += f", {seen_s:.0f} of {criterion.for_s} s seen so far"
        return Weighed(standing=Standing.UNKNOWN, words=words, since=fallen.at)
    complete = fallen.at + timedelta(seconds=criterion.for_s)
    return Weighed(
        standing=Standing.MET,
        words=words,
        since=fallen.at,
        complete_at=complete,
        level=fallen.level,
    )


def is_below(criterion: Criterion, value: float, level: float) -> bool:
    """Whether the value is down by more than the share of this level."""
    return level > 0 and level - value > level * criterion.percent / 100


def _level_said(criterion: Criterion, course: Course) -> Weighed:
    now_at = number(course.value)
    if course.level is None:
        need_s = criterion.window_s * _SEEN + criterion.at_once_s
        begun = course.values[0][0] if course.values else course.last
        seen_s = _s(begun, course.last) if begun and course.last else 0.0
        words = f"{now_at}, {seen_s:.0f} of {need_s:.0f} s seen so far of the level before"
        return Weighed(standing=Standing.UNKNOWN, words=words)
    if course.level <= 0:
        words = f"{now_at}, and the level before is {number(course.level)}: nothing to drop from"
        return Weighed(standing=Standing.UNKNOWN, words=words)
    words = f"{now_at}, before {number(course.level)}"
    return Weighed(standing=Standing.NOT_MET, words=words, since=course.since)


def _drop_said(criterion: Criterion, value: float, level: float) -> str:
    share = (level - value) / level * 100
    over, ago = span(criterion.window_s), span(criterion.at_once_s)
    return (
        f"{number(value)}, {share:.0f} % below {number(level)} "
        f"(median of {over}, up to {ago} before)"
    )


def _fallen(
    criterion: Criterion, course: Course, level: float | None, at: datetime, value: float
) -> Fallen | None:
    before = course.fallen
    if before is not None:
        is_over = not is_below(criterion, value, before.level) or at - before.at > _NEW_LEVEL
        return None if is_over else before
    if level is None or not is_below(criterion, value, level):
        return None
    edge = _edge(criterion, course.values, at)
    return Fallen(at=at, level=level) if is_below(criterion, value, edge) else None


def _level(criterion: Criterion, values: Values, at: datetime) -> float | None:
    """The level before; None: less than half of its window was seen."""
    end = at - timedelta(seconds=criterion.at_once_s)
    before = [(seen, value) for seen, value in values if seen <= end]
    if not before or _s(before[0][0], end) < criterion.window_s * _SEEN:
        return None
    return median(value for _, value in before)


def _edge(criterion: Criterion, values: Values, at: datetime) -> float:
    """What was measured right before the time within which it must have dropped."""
    end = at - timedelta(seconds=criterion.at_once_s)
    start = end - timedelta(seconds=criterion.at_once_s)
    before = [value for seen, value in values if seen <= end]
    near = [value for seen, value in values if start <= seen <= end]
    return median(near or before[-1:])


def _kept(criterion: Criterion, values: Values, at: datetime, value: float) -> Values:
    """The values with one more, no denser and no older than they are needed."""
    if values and _s(values[-1][0], at) < criterion.window_s / _KEPT:
        return values
    oldest = at - timedelta(seconds=criterion.window_s + criterion.at_once_s)
    return (*(entry for entry in values if entry[0] >= oldest), (at, value))


def _s(since: datetime, until: datetime) -> float:
    return (until - since).total_seconds()
