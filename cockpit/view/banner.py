"""The line above everything that says that what is shown is not the present, or not real."""

from datetime import datetime, timedelta

from cockpit.view.cells import Cell, Row, Sheet, Tone
from cockpit.view.words import duration

_NARROW = 100


def drill(
    scenario: str, pace: str, times: tuple[datetime, datetime, datetime], width: int
) -> Sheet:
    """A drill: which, how fast, how long it has gone on; `times` are start, now and end."""
    start, now, ends = times
    gone, whole = now - start, ends - start
    cells = [Cell(" DRILL ", Tone.ALARM), Cell(scenario, Tone.STRONG), Cell(pace, Tone.WARN)]
    cells.append(Cell(f"{_span(gone)} of {_span(whole)}", Tone.DIM))
    cells.append(Cell("", grow=True))
    cells += [Cell("[ ]", Tone.ACCENT), Cell("pace", Tone.DIM)]
    cells += [Cell(",", Tone.ACCENT), Cell("pause", Tone.DIM)]
    cells += [Cell("X", Tone.ACCENT), Cell("debrief", Tone.DIM)]
    if width >= _NARROW:
        cells.append(Cell("· nobody is paged, all of it is on this machine", Tone.DIM))
    return Sheet("", (Row(tuple(cells)),))


def replay(at: datetime, pace: str, place: tuple[int, int], width: int) -> Sheet:
    """A replay: which instant, how fast, and at which of how many events one is."""
    here, count = place
    cells = [
        Cell(" REPLAY ", Tone.ALARM),
        Cell(f"{at:%Y-%m-%d %H:%M:%S} UTC", Tone.STRONG),
        Cell(pace, Tone.WARN),
        Cell(f"event {here} of {count}", Tone.DIM),
        Cell("", grow=True),
    ]
    if width >= _NARROW:
        cells.append(Cell("this is past, as recorded: nothing can be done to it", Tone.DIM))
    return Sheet("", (Row(tuple(cells)),))


def pace_of(speed: float, *, paused: bool) -> str:
    """How many times as fast as life, or that it stands still."""
    return "PAUSED" if paused else f"\u00d7{speed:g}"


def _span(span: timedelta) -> str:
    return duration(span.total_seconds())
