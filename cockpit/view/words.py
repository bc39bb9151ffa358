"""How times, ages and the honesty of a source are put into words; shared by all views."""

import math
from datetime import datetime, tzinfo

from cockpit.domain.model import SourceStatus
from cockpit.domain.situation import Situation
from cockpit.domain.watch import PAGER
from cockpit.view.cells import Row, Tone, text

LIVE_S = 10.0
"""Younger than this is "live": an age that ticks every second is noise."""

_MINUTE = 60
_HOUR = 3600
_DAY = 86_400
_WEEK = 7
"""Days within which the name of a day says which one."""


def duration(seconds: float) -> str:
    """A span as a clock shows it: 07:29, 1:07:29, 2 d 03:10; never negative."""
    whole = max(int(seconds), 0)
    days, rest = divmod(whole, _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes, secs = divmod(rest, 60)
    if days:
        return f"{days} d {hours:02}:{minutes:02}"
    if hours:
        return f"{hours}:{minutes:02}:{secs:02}"
    return f"{minutes:02}:{secs:02}"


def age(seconds: float) -> str:
    """A span in words, coarse on purpose: 8 s, 10 s, 3 min, 2 h, 5 d."""
    whole = max(int(seconds), 0)
    for unit, size in (("d", _DAY), ("h", _HOUR), ("min", _MINUTE)):
        if whole >= size:
            return f"{whole // size} {unit}"
    return f"{whole // 10 * 10 or whole} s"


def moment(at: datetime, zone: tzinfo, *, seconds: bool = True) -> str:
    """A time of day in the reader's zone."""
    local = at.astimezone(zone)
    return f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"


def day_moment(at: datetime, now: datetime, zone: tzinfo) -> str:
    """A time of day in the reader's zone to the minute, with the day where it is another one."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return f"{local:%H:%M}"
    near = abs((local.date() - today).days) < _WEEK
    return f"{local:%a %H:%M}" if near else f"{local:%a %d %b %H:%M}"


def day(at: datetime, zone: tzinfo) -> str:
    """A date in the reader's zone."""
    return f"{at.astimezone(zone):%Y-%m-%d}"


def first_name(name: str) -> str:
    """The first word of a name, which may be anything."""
    words = name.split()
    return words[0] if words else ""


def one_line(said: str) -> str:
    """Lines as one; where no punctuation parts two of them, a "·" does."""
    lines = [" ".join(line.split()) for line in said.splitlines()]
    whole = [line for line in lines if line]
    apart = (line if line[-1] in ".,:;!?…" else f"{line} ·" for line in whole[:-1])
    return " ".join((*apart, *whole[-1:]))


def is_read(situation: Situation, source: str) -> bool:
    """Whether this source has answered since the start, and can still be believed."""
    state = situation.state.sources.get(source)
    if situation.is_past:
        return state is not None and state.status in _BELIEVABLE
    answered = situation.readings.freshness(source).answered_at is not None
    return answered and (state is None or state.status in _BELIEVABLE)


def nothing_open(situation: Situation, now: datetime) -> tuple[str, Tone]:
    """That no incident is on screen, and how far that can be believed."""
    if not situation.has_pager:
        return "no pager: add [pagerduty]", Tone.DIM
    if situation.is_past:
        return "no open incident was known then", Tone.DIM
    fresh = situation.readings.freshness(PAGER)
    if is_read(situation, PAGER):
        return "no open incident", Tone.GOOD
    if fresh.answered_at is not None:
        gone = age((now - fresh.answered_at).total_seconds())
        return f"no open incident when last read, {gone} ago", Tone.WARN
    state = situation.state.sources.get(PAGER)
    if state is None or state.status in _BELIEVABLE:
        return "incidents not known yet: asking the pager", Tone.WARN
    return "incidents not known: the pager cannot be read", Tone.BAD


def freshness(situation: Situation, names: tuple[str, ...], now: datetime) -> tuple[str, Tone]:
    """How far these sources can be believed, in a few words; the worst, then oldest, speaks."""
    if not names:
        return "", Tone.DIM
    name = max(names, key=lambda n: _gravity(situation, n, now))
    return _one(situation, name, now)


_BELIEVABLE = (SourceStatus.OK, SourceStatus.ASKING, SourceStatus.LATE)
_GRAVITY = {Tone.DIM: 0, Tone.WARN: 1, Tone.BAD: 2}


def _gravity(situation: Situation, name: str, now: datetime) -> tuple[int, float]:
    _, tone = _one(situation, name, now)
    fresh = situation.readings.freshness(name)
    gone = math.inf
    if fresh.answered_at is not None:
        gone = (now - fresh.answered_at).total_seconds()
    return _GRAVITY[tone], gone


def _one(situation: Situation, name: str, now: datetime) -> tuple[str, Tone]:
    if name == PAGER and not situation.has_pager:
        return "off", Tone.DIM
    if situation.is_past:
        return _recorded(situation, name)
    fresh = situation.readings.freshness(name)
    state = situation.state.sources.get(name)
    old = "not read yet"
    if fresh.answered_at is not None:
        gone = (now - fresh.answered_at).total_seconds()
        old = "live" if gone < LIVE_S else f"{age(gone)} old"
    if state is None or state.status is SourceStatus.ASKING:
        return (f"asking, {old}" if fresh.answered_at else "asking…", Tone.DIM)
    if state.status is SourceStatus.OK:
        return (old if fresh.answered_at else "last known, asking…", Tone.DIM)
    if state.status is SourceStatus.LATE:
        return f"late, {old}", Tone.WARN
    since = moment(state.since, situation.zone, seconds=False)
    if state.status is SourceStatus.UNREACHABLE:
        return f"unreachable since {since}, {old}", Tone.BAD
    return f"{state.status.value} since {since}, {old}", Tone.BAD


def _recorded(situation: Situation, name: str) -> tuple[str, Tone]:
    """The same of a moment of the past: how old its word was then was not kept."""
    state = situation.state.sources.get(name)
    if state is None:
        return "not read yet", Tone.WARN
    if state.status in _BELIEVABLE:
        return "as recorded", Tone.DIM
    since = moment(state.since, situation.zone, seconds=False)
    return f"{state.status.value} since {since}", Tone.BAD


def trouble(situation: Situation, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """What is wrong with these sources, and what to do about each; empty when all is well."""
    said = []
    for name in names:
        state = situation.state.sources.get(name)
        if state is not None and state.reason and state.status is not SourceStatus.OK:
            since = moment(state.since, situation.zone, seconds=False)
            what = f"{name} {state.status.value} since {since}: {state.reason}"
            said.append((what.rstrip("."), state.mend))
    return tuple(said)


def problems(situation: Situation, names: tuple[str, ...]) -> tuple[Row, ...]:
    """The troubles and the warnings of these sources as rows, each mend on a row of its own."""
    rows = []
    for what, mend in trouble(situation, names):
        rows.append(text(what, Tone.BAD))
        rows += [text(f"▸ {mend}")] if mend else []
    return (*rows, *(text(said, Tone.WARN) for said in warnings(situation, names)))


def warnings(situation: Situation, names: tuple[str, ...]) -> tuple[str, ...]:
    """What was read, but makes one think: no commits yet, a history cut short."""
    states = ((name, situation.state.sources.get(name)) for name in names)
    return tuple(
        f"{name}: {state.reason}"
        for name, state in states
        if state is not None and state.reason and state.status is SourceStatus.OK
    )
