"""Paging criteria by their evidence (procedure N6): what all probes of one together say; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from cockpit.domain import criterion_drops, criterion_runs
from cockpit.domain.criterion import Criterion, CriterionKind
from cockpit.domain.evidence import Standing
from cockpit.domain.fold_criteria import BELIEVED
from cockpit.domain.probes import ProbeSpec
from cockpit.domain.readings import Readings
from cockpit.domain.situation import Situation
from cockpit.domain.weighed import Held, Weighed

NOT_ANSWERED = "nobody has answered"

_MISSED = 3
"""Looks that a probe may miss before its last one is too old to speak."""
_LEAST_GAP_S = 30.0
"""A look younger than this is never too old, seconds."""


def evidence(situation: Situation, criterion: Criterion, now: datetime) -> Weighed:
    """Where a criterion stands by what was looked at from here, and was told a moment ago."""
    known = situation.state.criteria.get(criterion.id)
    held = None
    if known is not None and known.standing is Standing.MET and now - known.noted_at <= BELIEVED:
        held = Held(since=known.since, probe=known.probe, level=known.level)
    return weigh(criterion, situation.probes, situation.readings, now, held)


def weigh(
    criterion: Criterion,
    probes: Sequence[ProbeSpec],
    readings: Readings,
    now: datetime,
    held: Held | None = None,
) -> Weighed:
    """Where a criterion stands; any of its probes proves it, all of them disprove it.

    `held` is what the journal says of a criterion that was met a moment ago: what speaks for it now
    and was not seen to begin goes on from there. Probes that nobody configured say nothing.
    """
    if criterion.kind is CriterionKind.PERSON or not criterion.probes:
        return Weighed(standing=Standing.UNKNOWN, words=NOT_ANSWERED, looked=False)
    known = {probe.name: probe for probe in probes if probe.name in criterion.probes}
    if not known:
        words = f"no probe looks: {', '.join(criterion.probes)} not configured"
        return Weighed(standing=Standing.UNKNOWN, words=words)
    looks = [
        _look(criterion, known[name], readings, now, held)
        for name in criterion.probes
        if name in known
    ]
    for standing in (Standing.MET, Standing.UNKNOWN):
        fitting = [look for look in looks if look.standing is standing]
        if fitting:
            return _joined(fitting, looks, first=True)
    return _joined(looks, looks, first=False)


def gap_s(criterion: Criterion, probe: ProbeSpec) -> float:
    """Seconds without a look that could look after which the last one does not count any more."""
    if criterion.gap_s:
        return max(float(criterion.gap_s), 2 * probe.interval_s)
    return max(_MISSED * probe.interval_s, _LEAST_GAP_S)


def _look(
    criterion: Criterion, probe: ProbeSpec, readings: Readings, now: datetime, held: Held | None
) -> Weighed:
    """What one probe says of the criterion; its samples are gone through once."""
    gap = gap_s(criterion, probe)
    mine = held if held is not None and held.probe in ("", probe.name) else None
    if criterion.kind is CriterionKind.DROP:
        step = partial(criterion_drops.advance, criterion)
        course = readings.folded(probe.name, criterion, criterion_drops.Course(), step)
        found = criterion_drops.weigh(criterion, gap, course, now, mine)
    else:
        advance = partial(criterion_runs.advance, criterion, gap)
        run = readings.folded(probe.name, criterion, criterion_runs.Run(), advance)
        found = criterion_runs.weigh(criterion, gap, run, now)
        if mine is not None and found.may_be_held:
            since = min(found.since or now, mine.since)
            words = criterion_runs.lasting(run, (now - since).total_seconds())
            complete = since + timedelta(seconds=criterion_runs.needs_s(criterion))
            found = replace(
                found, standing=Standing.MET, words=words, since=since, complete_at=complete
            )
    return replace(found, words=f"{probe.name}: {found.words}", probe=probe.name)


def _joined(fitting: list[Weighed], looks: list[Weighed], *, first: bool) -> Weighed:
    """Several of one standing as one: met since the first of them, not met since the last."""
    since = _instants(look.since for look in fitting)
    return replace(
        fitting[0],
        words="; ".join(look.words for look in fitting),
        since=(min if first else max)(since, default=None),
        complete_at=min(_instants(look.complete_at for look in fitting), default=None),
        looked=any(look.looked for look in looks),
    )


def _instants(instants: Iterable[datetime | None]) -> list[datetime]:
    return [at for at in instants if at is not None]
