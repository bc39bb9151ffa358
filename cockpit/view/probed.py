"""What a probe has shown, in words: its value or status, how it moves, its certificate; no rows."""

from datetime import datetime

from cockpit.domain.conditions import ending, left_s, number
from cockpit.domain.evidence import Health, Sample
from cockpit.domain.history import percentile
from cockpit.domain.levels import Trend, trend
from cockpit.domain.probes import ConnectProbe, HttpProbe, Probe
from cockpit.domain.situation import Situation
from cockpit.domain.watched import ProbeState

PERCENTILES = (0.5, 0.95, 0.99)
_STALE_LOOKS = 3
"""Intervals without a sample after which a probe's word is old."""
_STEADY = 0.01
"""A change by less than this share is none worth a word."""
_HOUR_S = 3600


def known_of(situation: Situation, name: str) -> ProbeState | None:
    """What a probe shows now: as seen from here, else as recorded.

    The record is late where it flaps, and where a full disk takes none. Who never could look from
    here knows no better than others who could.
    """
    known = situation.state.probes.get(name)
    latest, history = situation.readings.latest(name), situation.readings.kept(name)
    if latest is None:
        return known
    could_look = latest.health is not Health.UNKNOWN or history.has_turned
    is_late = known is None or (latest.health is not known.health and latest.at > known.noted_at)
    if known is not None and not history.is_flapping and not (is_late and could_look):
        return known
    detail = f"flapping, {latest.detail}" if history.is_flapping else latest.detail
    return ProbeState(health=latest.health, since=history.since, detail=detail, noted_at=latest.at)


def is_flapping(situation: Situation, probe: Probe, now: datetime) -> bool:
    """Whether it comes and goes: what it shows at a glance is half of the truth."""
    flaps = situation.readings.kept(probe.name).is_flapping
    return flaps and not is_old(situation, probe, now)


def health_of(situation: Situation, name: str) -> Health:
    """What is known of a probe; unknown before its first look."""
    known = known_of(situation, name)
    return known.health if known else Health.UNKNOWN


def is_old(situation: Situation, probe: Probe, now: datetime) -> bool:
    """Whether what the probe is known for was not looked at lately."""
    latest = situation.readings.latest(probe.name)
    if situation.is_past:
        return False
    if latest is None:
        return probe.name in situation.state.probes
    gone = (now - latest.at).total_seconds()
    return gone > _STALE_LOOKS * probe.interval_s + probe.timeout_s


def ends_soon(situation: Situation, probe: Probe, now: datetime) -> float | None:
    """Seconds that its certificate has left, where they are few (A5); else None."""
    latest = situation.readings.latest(probe.name)
    left = left_s(latest.expires_at, now) if latest else None
    return left if left is not None and left < probe.warn_expiry_s else None


def ends_words(left: float) -> str:
    """The time left of a certificate, as a mark: "TLS 41h"."""
    return f"TLS {max(int(left // _HOUR_S), 0)}h" if left > 0 else "TLS over"


def certificate_words(left: float) -> str:
    """The same as a sentence, with what it means (A5)."""
    meaning = "not critical: it waits for working hours" if left > 0 else "renew it now"
    return f"{ending(left)}, {meaning}"


def word(probe: Probe, sample: Sample) -> str:
    """What a look found, in as few letters as it takes; empty: only a sentence says it."""
    if sample.value is not None:
        return f"{number(sample.value)}{probe.bounds.unit}"
    if sample.status is not None:
        return sample.detail if sample.detail == str(sample.status) else ""
    return sample.detail if sample.health is Health.GOOD else ""


def trend_of(situation: Situation, probe: Probe, now: datetime) -> Trend | None:
    """How its value stands to the level before; before the incident that is on screen, if any."""
    case = situation.case
    paged_at = case.incident.created_at if case and case.incident.is_open else None
    return trend(situation.readings.kept(probe.name), now, paged_at)


def trend_words(found: Trend) -> str:
    """A change as people read it: "-12 %", "+3 %", "steady", "x4.2"."""
    share = found.share
    if share is None:
        return "steady" if not found.value else "from 0"
    if abs(share) < _STEADY:
        return "steady"
    if share > 1:
        return f"x{found.value / found.level:.3g}"
    return f"{'-' if share < 0 else '+'}{abs(share) * 100:.0f} %"


def has_latency(probe: Probe) -> bool:
    """Whether how long a look took says something of what is looked at."""
    return isinstance(probe, HttpProbe | ConnectProbe)


def latency_ms(situation: Situation, probe: Probe) -> tuple[float, ...]:
    """The percentiles of the last looks' latency, milliseconds; empty: there is none."""
    ordered = situation.readings.kept(probe.name).latencies()
    if not ordered or not has_latency(probe):
        return ()
    return tuple(percentile(ordered, share) * 1000 for share in PERCENTILES)
