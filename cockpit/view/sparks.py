"""The recent past of a probe as small bars; a bad look stands out without its colour."""

from itertools import groupby

from cockpit.domain.evidence import Health, Sample
from cockpit.domain.history import History
from cockpit.view.cells import Cell, Tone

_BARS = "▁▂▃▄▅▆▇"
_LEAST_SPAN = 0.25
"""A value that moves by less than this share of itself does not fill the height."""


def latencies(samples: tuple[Sample, ...], width: int) -> tuple[Cell, ...]:
    """The newest looks as bars of latency; a bad one is a full block, an unknown one a dot."""
    newest = samples[-width:]
    highest = max((s.latency_s or 0.0 for s in newest), default=0.0) or 1.0
    return _cells([_look(sample, highest) for sample in newest], width)


def values(history: History, width: int, tone: Tone) -> tuple[Cell, ...]:
    """What was measured in all that is remembered, each bar a span of the same length."""
    course = history.course(width)
    known = [value for value in course if value is not None]
    if not known:
        return _cells([], width)
    low, high = min(known), max(known)
    span = max(high - low, _LEAST_SPAN * max(abs(low), abs(high))) or 1.0
    middle = (high + low) / 2
    base = min(middle - span / 2, low)
    return _cells([_mark(value, base, span, tone) for value in course], width)


def _mark(value: float | None, base: float, span: float, tone: Tone) -> tuple[str, Tone]:
    if value is None:
        return " ", Tone.DIM
    place = round((value - base) / span * (len(_BARS) - 1))
    return _BARS[min(max(place, 0), len(_BARS) - 1)], tone


def _look(sample: Sample, highest: float) -> tuple[str, Tone]:
    match sample.health:
        case Health.BAD:
            return "█", Tone.BAD
        case Health.UNKNOWN:
            return "·", Tone.WARN
        case Health.GOOD:
            place = int((sample.latency_s or 0.0) / highest * (len(_BARS) - 1))
            return _BARS[place], Tone.DIM


def _cells(marks: list[tuple[str, Tone]], width: int) -> tuple[Cell, ...]:
    cells = [Cell(" " * (width - len(marks)), Tone.DIM)] if len(marks) < width else []
    for tone, run in groupby(marks, key=lambda mark: mark[1]):
        bars = "".join(bar for bar, _ in run)
        cells.append(Cell(bars, tone, joined=bool(cells)))
    return tuple(cells)
