"""The health pane: each probe with its state in a symbol and in words, and its recent history."""

from datetime import datetime
from itertools import groupby

from cockpit.domain.evidence import Health, Sample
from cockpit.domain.probes import Probe
from cockpit.domain.situation import Situation
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone, text
from cockpit.view.triage import met
from cockpit.view.words import age, duration

TITLE = "2 Health"
_BARS = "▁▂▃▄▅▆▇"
_WIDE = 50
_BARS_WIDE = 16
_BARS_NARROW = 8
_CODE = 4
"""Cells for a status."""
_TAIL = 7
"""Cells for an age or a latency."""
_NAME = 30
"""Cells of a name that a reason does not take."""
LISTED = 40
"""Probes that are listed one by one, the worst first, however many there are."""
_STALE_LOOKS = 3
"""Intervals without a sample after which a probe's word is old."""

_SYMBOL = {
    Health.GOOD: ("●", Tone.GOOD),
    Health.BAD: ("✖", Tone.BAD),
    Health.UNKNOWN: ("?", Tone.WARN),
}
_RANK = {Health.BAD: 0, Health.UNKNOWN: 1, Health.GOOD: 2}


def sheet(situation: Situation, now: datetime, space: Space) -> Sheet:
    """All probes; the bad ones first when there are more than fit."""
    if not situation.probes:
        return Sheet(TITLE, (text("no probes: add [[health.probes]]", Tone.DIM),), note="off")
    probes = situation.probes
    if len(probes) > space.height:
        probes = tuple(sorted(probes, key=lambda p: _RANK[_health(situation, p.name)]))
    listed = max(space.height - 1, LISTED) if len(probes) > LISTED else len(probes)
    rows = tuple(_row(situation, probe, now, space) for probe in probes[:listed])
    rows += _rest(situation, probes[listed:])
    bad = sum(1 for p in situation.probes if _health(situation, p.name) is Health.BAD)
    blind = sum(1 for p in situation.probes if _health(situation, p.name) is Health.UNKNOWN)
    old = sum(1 for p in situation.probes if _is_old(situation, p, now))
    counts = ((bad, "bad"), (blind, "unknown"), (old, "old"))
    words = [f"{count} {what}" for count, what in counts if count]
    tone = Tone.BAD if bad else Tone.WARN if blind or old else Tone.DIM
    alarms = met(situation, now)
    fits = len(rows) + len(alarms) <= space.height
    rows = (*rows, *alarms) if fits else (*alarms, *rows)
    said = ", ".join(words) or f"all {len(situation.probes)} good"
    return Sheet(TITLE, rows, note=said, note_tone=tone)


def _rest(situation: Situation, probes: tuple[Probe, ...]) -> tuple[Row, ...]:
    """One row for what is not listed; nobody reads hundreds of rows at a glance."""
    if not probes:
        return ()
    good = sum(1 for p in probes if _health(situation, p.name) is Health.GOOD)
    said = "all good" if good == len(probes) else f"{len(probes) - good} of them not good"
    return (Row((Cell(f"and {len(probes)} more, {said}", Tone.DIM, grow=True),), id="probes:all"),)


def _health(situation: Situation, name: str) -> Health:
    known = situation.state.probes.get(name)
    return known.health if known else Health.UNKNOWN


def _row(situation: Situation, probe: Probe, now: datetime, space: Space) -> Row:
    known = situation.state.probes.get(probe.name)
    symbol, tone = _SYMBOL[known.health] if known else ("·", Tone.DIM)
    old = _is_old(situation, probe, now)
    if old and tone is Tone.GOOD:
        symbol, tone = "○", Tone.DIM
    bars = _BARS_WIDE if space.width >= _WIDE else _BARS_NARROW
    said: tuple[Cell, ...]
    if known is None or known.health is Health.UNKNOWN:
        room = max(_CODE + 1 + bars, space.width - _beside_reason(situation))
        said = (Cell(known.detail if known else "asking…", tone, width=room),)
    else:
        history = _spark(situation.readings.samples(probe.name, bars), bars)
        latest = situation.readings.latest(probe.name)
        agrees = latest is not None and latest.health is known.health
        newest = latest.detail if latest and agrees else known.detail
        said = (Cell(newest, tone, width=_CODE), *history)
    return Row(
        (
            Cell(symbol, tone, width=1),
            Cell(probe.name, Tone.PLAIN if tone is Tone.GOOD else tone, grow=True),
            *said,
            Cell(_tail(situation, probe, now), _tail_tone(tone, old=old), width=_TAIL, right=True),
        ),
        id=f"probe:{probe.name}",
    )


def _beside_reason(situation: Situation) -> int:
    """Cells of a row that a reason leaves to symbol, name and age, the gaps between included."""
    longest = max(len(probe.name) for probe in situation.probes)
    return 1 + min(longest, _NAME) + _TAIL + 3


def _is_old(situation: Situation, probe: Probe, now: datetime) -> bool:
    """Whether what the probe is known for was not looked at lately."""
    latest = situation.readings.latest(probe.name)
    if latest is None:
        return probe.name in situation.state.probes
    gone = (now - latest.at).total_seconds()
    return gone > _STALE_LOOKS * probe.interval_s + probe.timeout_s


def _tail_tone(tone: Tone, *, old: bool) -> Tone:
    if old:
        return Tone.WARN
    return Tone.DIM if tone is Tone.GOOD else tone


def _tail(situation: Situation, probe: Probe, now: datetime) -> str:
    """How long it has been bad; for a good one its latency; how old when nobody looks any more."""
    known = situation.state.probes.get(probe.name)
    latest = situation.readings.latest(probe.name)
    if latest is None:
        return f"{age((now - known.noted_at).total_seconds())} old" if known else ""
    if _is_old(situation, probe, now):
        return f"{age((now - latest.at).total_seconds())} old"
    if known is not None and known.health is not Health.GOOD:
        return duration((now - known.since).total_seconds())
    return f"{latest.latency_s * 1000:.0f} ms" if latest.latency_s is not None else ""


def _spark(samples: tuple[Sample, ...], width: int) -> tuple[Cell, ...]:
    """The newest samples as bars of latency; a bad one is a full block, an unknown one a dot."""
    newest = samples[-width:]
    highest = max((s.latency_s or 0.0 for s in newest), default=0.0) or 1.0
    marks = [_bar(sample, highest) for sample in newest]
    cells = [Cell(" " * (width - len(marks)), Tone.DIM)] if len(marks) < width else []
    for tone, run in groupby(marks, key=lambda mark: mark[1]):
        bars = "".join(bar for bar, _ in run)
        cells.append(Cell(bars, tone, joined=bool(cells)))
    return tuple(cells)


def _bar(sample: Sample, highest: float) -> tuple[str, Tone]:
    match sample.health:
        case Health.BAD:
            return "█", Tone.BAD
        case Health.UNKNOWN:
            return "·", Tone.WARN
        case Health.GOOD:
            place = int((sample.latency_s or 0.0) / highest * (len(_BARS) - 1))
            return _BARS[place], Tone.DIM
