"""The health pane: each probe with its state in a symbol and in words, and its recent history."""

from datetime import datetime

from cockpit.domain.evidence import Health
from cockpit.domain.probes import Probe
from cockpit.domain.situation import Situation
from cockpit.view import probed, sparks
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone, text
from cockpit.view.triage import met
from cockpit.view.words import age, duration

TITLE = "2 Health"
_WIDE = 50
_BARS_WIDE = 16
_BARS_NARROW = 8
_WORD_WIDE = 9
_WORD_NARROW = 5
"""Cells for a value or a status."""
_TAIL = 7
"""Cells for an age, a latency or a change."""
_PERCENTILE = 8
"""Cells for one percentile: "p99 4100"."""
_NAME = 30
"""Cells of a name that a reason does not take."""
LISTED = 40
"""Probes that are listed one by one, the worst first, however many there are."""

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
        probes = tuple(sorted(probes, key=lambda p: _RANK[probed.health_of(situation, p.name)]))
    listed = max(space.height - 1, LISTED) if len(probes) > LISTED else len(probes)
    columns = _columns(probes[:listed], space)
    rows = tuple(_row(situation, probe, now, space, columns) for probe in probes[:listed])
    rows += _rest(situation, probes[listed:])
    alarms = met(situation, now)
    fits = len(rows) + len(alarms) <= space.height
    rows = (*rows, *alarms) if fits else (*alarms, *rows)
    said, tone = _summary(situation, now)
    return Sheet(TITLE, rows, note=said, note_tone=tone)


def _summary(situation: Situation, now: datetime) -> tuple[str, Tone]:
    known = [probed.health_of(situation, p.name) for p in situation.probes]
    bad, blind = known.count(Health.BAD), known.count(Health.UNKNOWN)
    old = sum(1 for p in situation.probes if probed.is_old(situation, p, now))
    ending = sum(1 for p in situation.probes if probed.ends_soon(situation, p, now) is not None)
    flaps = sum(1 for p in situation.probes if probed.is_flapping(situation, p, now))
    if situation.is_past:
        said = f"{bad} bad, looks not kept" if bad else "looks not kept"
        return said, Tone.BAD if bad else Tone.DIM
    counts = ((bad, "bad"), (blind, "unknown"), (old, "old"), (ending, "TLS ending"))
    words = [f"{count} {what}" for count, what in (*counts, (flaps, "flapping")) if count]
    tone = Tone.BAD if bad else Tone.WARN if blind or old or flaps else Tone.DIM
    return ", ".join(words) or f"all {len(situation.probes)} good", tone


def _rest(situation: Situation, probes: tuple[Probe, ...]) -> tuple[Row, ...]:
    """One row for what is not listed; nobody reads hundreds of rows at a glance."""
    if not probes:
        return ()
    good = sum(1 for p in probes if probed.health_of(situation, p.name) is Health.GOOD)
    said = "all good" if good == len(probes) else f"{len(probes) - good} of them not good"
    return (Row((Cell(f"and {len(probes)} more, {said}", Tone.DIM, grow=True),), id="probes:all"),)


def _columns(probes: tuple[Probe, ...], space: Space) -> int:
    """How many percentiles there is room for beside the names, three at most."""
    longest = min(max(len(probe.name) for probe in probes), _NAME)
    rest = 1 + longest + _WORD_WIDE + _BARS_WIDE + _TAIL + 4
    return max(min((space.width - rest) // (_PERCENTILE + 1), len(probed.PERCENTILES)), 0)


def _row(situation: Situation, probe: Probe, now: datetime, space: Space, columns: int) -> Row:
    known = probed.known_of(situation, probe.name)
    symbol, tone = _SYMBOL[known.health] if known else ("·", Tone.DIM)
    old = probed.is_old(situation, probe, now)
    soon = probed.ends_soon(situation, probe, now)
    flaps = probed.is_flapping(situation, probe, now)
    if old and tone is Tone.GOOD:
        symbol, tone = "○", Tone.DIM
    elif tone is Tone.GOOD and (soon is not None or flaps):
        symbol, tone = "!", Tone.WARN
    tail = probed.ends_words(soon) if symbol == "!" and soon is not None else ""
    tail = "flaps" if flaps else tail or _tail(situation, probe, now)
    return Row(
        (
            Cell(symbol, tone, width=1),
            Cell(probe.name, Tone.PLAIN if symbol in "●!" else tone, grow=True),
            *_said(situation, probe, tone, space, columns),
            Cell(tail, _tail_tone(tone, old=old), width=_TAIL, right=True),
        ),
        id=f"probe:{probe.name}",
    )


def _said(
    situation: Situation, probe: Probe, tone: Tone, space: Space, columns: int
) -> tuple[Cell, ...]:
    """What it found with its history; where only a sentence says that, the sentence."""
    known = probed.known_of(situation, probe.name)
    latest = situation.readings.latest(probe.name)
    wide = space.width >= _WIDE
    bars, room = (_BARS_WIDE, _WORD_WIDE) if wide else (_BARS_NARROW, _WORD_NARROW)
    agrees = latest is not None and known is not None and latest.health is known.health
    nothing = "not kept" if situation.is_past else "asking…"
    sentence = known.detail if known else nothing
    short = sentence if len(sentence) <= room else ""
    if latest is not None and agrees:
        short, sentence = probed.word(probe, latest), latest.detail
    if known is None or known.health is Health.UNKNOWN or not short:
        reason = max(room + 1 + bars, space.width - _beside_reason(situation))
        return (Cell(sentence, tone, width=reason),)
    history = situation.readings.kept(probe.name)
    if latest is not None and latest.value is not None:
        spark = sparks.values(history, bars, Tone.BAD if known.health is Health.BAD else Tone.DIM)
    else:
        spark = sparks.latencies(situation.readings.samples(probe.name, bars), bars)
    return (Cell(short, tone, width=room), *spark, *_percentiles(situation, probe, columns))


def _percentiles(situation: Situation, probe: Probe, columns: int) -> tuple[Cell, ...]:
    """The last ones of p50, p95 and p99, as many as there is room for."""
    if not columns:
        return ()
    names = [f"p{share * 100:.0f}" for share in probed.PERCENTILES]
    found = probed.latency_ms(situation, probe)
    if not found:
        return (Cell("", width=columns * (_PERCENTILE + 1) - 1),)
    said = [f"{name} {ms:.0f}" for name, ms in zip(names, found, strict=True)]
    return tuple(Cell(words, Tone.DIM, width=_PERCENTILE) for words in said[-columns:])


def _beside_reason(situation: Situation) -> int:
    """Cells of a row that a reason leaves to symbol, name and age, the gaps between included."""
    longest = max(len(probe.name) for probe in situation.probes)
    return 1 + min(longest, _NAME) + _TAIL + 3


def _tail_tone(tone: Tone, *, old: bool) -> Tone:
    if old:
        return Tone.WARN
    return Tone.DIM if tone is Tone.GOOD else tone


def _tail(situation: Situation, probe: Probe, now: datetime) -> str:
    """How long it has been bad; for a good one how its value moves, or its latency.

    How old its word is, when nobody looks any more.
    """
    known = probed.known_of(situation, probe.name)
    latest = situation.readings.latest(probe.name)
    if situation.is_past:
        bad = known is not None and known.health is not Health.GOOD
        return duration((now - known.since).total_seconds()) if known and bad else ""
    if latest is None:
        return f"{age((now - known.noted_at).total_seconds())} old" if known else ""
    if probed.is_old(situation, probe, now):
        return f"{age((now - latest.at).total_seconds())} old"
    if known is not None and known.health is not Health.GOOD:
        return duration((now - known.since).total_seconds())
    moves = probed.trend_of(situation, probe, now)
    if moves is not None:
        return probed.trend_words(moves)
    if latest.latency_s is None or (latest.value is not None and not probed.has_latency(probe)):
        return ""
    return f"{latest.latency_s * 1000:.0f} ms"
