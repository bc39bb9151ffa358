"""What stands behind a probe in the health pane: where it looks, what it finds, for how long."""

from datetime import datetime

from cockpit.domain.conditions import ending, left_s, number
from cockpit.domain.evidence import Health, Sample
from cockpit.domain.probes import Probe, place
from cockpit.domain.situation import Situation
from cockpit.view import probed, sparks
from cockpit.view.cells import Cell, Row, Sheet, Tone, text
from cockpit.view.words import age, day, day_moment, moment

_SAMPLES = 40
_BARS = 60
_NAME = 11
_AT = 8
_LATENCY = 8
_MARK = {
    Health.GOOD: ("●", Tone.DIM),
    Health.BAD: ("✖", Tone.BAD),
    Health.UNKNOWN: ("?", Tone.WARN),
}


def sheet(situation: Situation, name: str, now: datetime) -> Sheet | None:
    """One probe by its name; None when there is none."""
    probe = next((p for p in situation.probes if p.name == name), None)
    if probe is None:
        return None
    samples = situation.readings.samples(name, _SAMPLES)
    latest = situation.readings.latest(name)
    rows = [
        text(name, Tone.STRONG),
        _field("looks at", place(probe)),
        _field("asked", f"every {probe.interval_s:g} s, for at most {probe.timeout_s:g} s"),
        *_standing(situation, probe),
        *_value(situation, probe, now),
        *_latency(situation, probe),
        *_certificate(situation, latest, probe, now),
        *_course(situation, probe),
        text(""),
        *(_look(situation, sample) for sample in reversed(samples)),
    ]
    gone = age((now - latest.at).total_seconds()) if latest else ""
    return Sheet("Probe", tuple(rows), note=f"{gone} ago" if latest else "not looked at yet")


def every(situation: Situation, _name: str, _now: datetime) -> Sheet | None:
    """All probes, a row each."""
    rows = []
    for probe in situation.probes:
        known = probed.known_of(situation, probe.name)
        state = f"{known.health.value}, {known.detail}" if known else "not looked at yet"
        rows.append(Row((Cell(probe.name, width=30), Cell(state, grow=True))))
    return Sheet("All probes", tuple(rows), note=f"{len(rows)}")


def _field(name: str, value: str, tone: Tone = Tone.PLAIN) -> Row:
    return Row((Cell(name, Tone.DIM, width=_NAME), Cell(value, tone, grow=True)))


def _standing(situation: Situation, probe: Probe) -> tuple[Row, ...]:
    known = probed.known_of(situation, probe.name)
    if known is None:
        return ()
    tone = {Health.GOOD: Tone.GOOD, Health.BAD: Tone.BAD, Health.UNKNOWN: Tone.WARN}[known.health]
    since = f"since {day(known.since, situation.zone)} {moment(known.since, situation.zone)}"
    return (_field(known.health.value, f"{known.detail}, {since}", tone),)


def _value(situation: Situation, probe: Probe, now: datetime) -> tuple[Row, ...]:
    latest = situation.readings.latest(probe.name)
    if latest is None or latest.value is None:
        return ()
    said, unit = probed.word(probe, latest), probe.bounds.unit
    found = probed.trend_of(situation, probe, now)
    if found is not None:
        zone = situation.zone
        span = f"{moment(found.since, zone)} to {moment(found.until, zone)}"
        level = f"{number(found.level)}{unit}"
        said += f", {probed.trend_words(found)} against {level}, the median from {span}"
    rows = [_field("value", said)]
    limits = ((probe.bounds.above, "above"), (probe.bounds.below, "below"))
    bad = [f"{words} {number(limit)}{unit}" for limit, words in limits if limit is not None]
    return (*rows, _field("is bad", " or ".join(bad))) if bad else tuple(rows)


def _latency(situation: Situation, probe: Probe) -> tuple[Row, ...]:
    found = probed.latency_ms(situation, probe)
    if not found:
        return ()
    said = [f"p{s * 100:.0f} {ms:.0f}" for s, ms in zip(probed.PERCENTILES, found, strict=True)]
    looks = len(situation.readings.kept(probe.name).latencies())
    return (_field("latency", f"{', '.join(said)} ms, of the last {looks} looks"),)


def _certificate(
    situation: Situation, latest: Sample | None, probe: Probe, now: datetime
) -> tuple[Row, ...]:
    left = left_s(latest.expires_at, now) if latest else None
    if latest is None or latest.expires_at is None or left is None:
        return ()
    at = day_moment(latest.expires_at, now, situation.zone)
    soon = left < probe.warn_expiry_s
    words = probed.certificate_words(left) if soon else ending(left)
    return (_field("TLS", f"{words} ({at})", Tone.WARN if soon else Tone.PLAIN),)


def _course(situation: Situation, probe: Probe) -> tuple[Row, ...]:
    history = situation.readings.kept(probe.name)
    if history.newest is None:
        return ()
    if history.newest.value is not None:
        bars = sparks.values(history, _BARS, Tone.ACCENT)
    else:
        bars = sparks.latencies(situation.readings.samples(probe.name, _BARS), _BARS)
    return (text(""), Row((Cell("lately", Tone.DIM, width=_NAME), *bars)))


def _look(situation: Situation, sample: Sample) -> Row:
    mark, tone = _MARK[sample.health]
    took = f"{sample.latency_s * 1000:.0f} ms" if sample.latency_s is not None else ""
    return Row(
        (
            Cell(moment(sample.at, situation.zone), Tone.DIM, width=_AT),
            Cell(mark, tone, width=1),
            Cell(took, Tone.DIM, width=_LATENCY, right=True),
            Cell(sample.detail, Tone.PLAIN if sample.health is Health.GOOD else tone, grow=True),
        )
    )
