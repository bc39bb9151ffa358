"""What one probe found lately: bounded by number and by age, and small, for there may be many."""

from array import array
from collections import deque
from datetime import UTC, datetime, timedelta
from math import isnan, nan

from cockpit.domain.evidence import Health, Sample

MOST = 2048
"""Samples kept of a probe: half an hour of one a second, and something over."""
SPAN_S = 1800.0
"""A sample older than this, measured at the newest one, goes, seconds."""
LEAST = 180
"""Samples kept however old they are, so that a slow probe has a history too."""
WINDOW = 300
"""Samples that percentiles are taken of."""
FLAPS = 6
"""Turns of its health within `FLAP_WINDOW_S` from which on a probe is called flapping."""
FLAP_WINDOW_S = 600.0

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SPARE = 256
"""Forgotten places that are given back together, since giving back moves the rest."""
_Found = tuple[Health, int | None, str, datetime | None]
"""Health, status, detail and the end of the certificate: what mostly stays the same."""


class History:
    """Samples in columns: a whole object for each would take seven times the memory."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._found: deque[_Found] = deque()
        self._times = array("q")
        self._latencies = array("d")
        self._values = array("d")
        self._first = 0
        """The place of the oldest sample in the three arrays."""
        self._newest: Sample | None = None
        self._turns: tuple[datetime, ...] = ()
        """When it last turned, `FLAPS` times at most; the first look is no turn."""
        self.since = _EPOCH
        """The first of the samples in a row that found what the newest one found."""
        self._course_of: tuple[Sample, int, tuple[float | None, ...]] | None = None
        self._latency_of: tuple[Sample, tuple[float, ...]] | None = None

    def __len__(self) -> int:
        return len(self._found)

    @property
    def newest(self) -> Sample | None:
        """The last one that was added."""
        return self._newest

    @property
    def has_turned(self) -> bool:
        """Whether its health was seen to change."""
        return bool(self._turns)

    @property
    def is_flapping(self) -> bool:
        """Whether it has come and gone again and again lately, as the newest sample sees it."""
        if self._newest is None or len(self._turns) < FLAPS:
            return False
        return 0 <= (self._newest.at - self._turns[0]).total_seconds() < FLAP_WINDOW_S

    def add(self, sample: Sample) -> None:
        """Keep one more, forgetting what is too old or too much."""
        if self._newest is None or self._newest.health is not sample.health:
            if self._newest is not None:
                self._turns = (*self._turns, sample.at)[-FLAPS:]
            self.since = sample.at
        found = (sample.health, sample.status, sample.detail, sample.expires_at)
        if self._found and self._found[-1] == found:
            found = self._found[-1]
        self._found.append(found)
        self._times.append((sample.at - _EPOCH) // _MICROSECOND)
        self._latencies.append(nan if sample.latency_s is None else sample.latency_s)
        self._values.append(nan if sample.value is None else sample.value)
        self._newest = sample
        self._forget()

    def _forget(self) -> None:
        oldest = self._times[-1] - int(SPAN_S * 1_000_000)
        least = min(LEAST, self._most)
        while len(self._found) > self._most or (
            len(self._found) > least and self._times[self._first] < oldest
        ):
            self._found.popleft()
            self._first += 1
        if self._first >= _SPARE:
            for column in (self._times, self._latencies, self._values):
                del column[: self._first]
            self._first = 0

    def samples(self, newest: int | None = None, since: datetime | None = None) -> list[Sample]:
        """Oldest first: at most so many of the newest ones, from the first one at `since` on.

        A clock that was set back does not hide anything: what came after a sample of the span
        belongs to it, whatever its own time.
        """
        count = len(self._found)
        begin = 0 if newest is None else max(count - newest, 0)
        if since is not None:
            first = (since - _EPOCH) // _MICROSECOND
            while begin < count and self._times[self._first + begin] < first:
                begin += 1
        return [self._sample(place) for place in range(begin, count)]

    def _sample(self, place: int) -> Sample:
        health, status, detail, expires_at = self._found[place]
        at = self._first + place
        latency, value = self._latencies[at], self._values[at]
        return Sample(
            at=_EPOCH + self._times[at] * _MICROSECOND,
            health=health,
            status=status,
            latency_s=None if isnan(latency) else latency,
            detail=detail,
            value=None if isnan(value) else value,
            expires_at=expires_at,
        )

    def latencies(self) -> tuple[float, ...]:
        """How long the newest `WINDOW` looks took, sorted; those without an answer are left out."""
        if self._newest is None:
            return ()
        if self._latency_of is None or self._latency_of[0] is not self._newest:
            lately = self._latencies[max(self._first, len(self._latencies) - WINDOW) :]
            taken = tuple(sorted(seconds for seconds in lately if not isnan(seconds)))
            self._latency_of = (self._newest, taken)
        return self._latency_of[1]

    def values(self, since: datetime, until: datetime) -> list[float]:
        """What was measured from `since` on and before `until`, oldest first."""
        first, end = ((at - _EPOCH) // _MICROSECOND for at in (since, until))
        places = range(self._first, len(self._times))
        return [
            self._values[place]
            for place in places
            if first <= self._times[place] < end and not isnan(self._values[place])
        ]

    def course(self, parts: int) -> tuple[float | None, ...]:
        """What was measured, as so many means over spans of the same length, oldest first.

        They cover what is kept, and `SPAN_S` at most; None: nothing was measured in that span. As
        long as there are fewer samples, each of them stands for itself.
        """
        if self._newest is None:
            return (None,) * parts
        if self._course_of is None or self._course_of[:2] != (self._newest, parts):
            self._course_of = (self._newest, parts, self._means(parts))
        return self._course_of[2]

    def _means(self, parts: int) -> tuple[float | None, ...]:
        if len(self._found) <= parts:
            return tuple(None if isnan(v) else v for v in self._values[self._first :])
        end = self._times[-1]
        begin = max(min(self._times[self._first :]), end - int(SPAN_S * 1_000_000))
        span = max((end - begin) / parts, 1.0)
        sums, counts = [0.0] * parts, [0] * parts
        for place in range(self._first, len(self._times)):
            value, part = self._values[place], int((self._times[place] - begin) / span)
            if not isnan(value) and 0 <= part <= parts:
                sums[min(part, parts - 1)] += value
                counts[min(part, parts - 1)] += 1
        pairs = zip(sums, counts, strict=True)
        return tuple(total / count if count else None for total, count in pairs)


NOTHING = History()
"""The history of a probe that never looked; nobody adds to it."""


def percentile(ordered: tuple[float, ...], share: float) -> float:
    """The smallest of the sorted values that `share` of them (0.95) do not exceed."""
    return ordered[max(-int(-share * len(ordered) // 1) - 1, 0)]
