"""Is this worth a page (procedure N5-N7): each criterion with its evidence, and the verdict; pure.

A criterion rests on probes, on a person's answer, or on both: the newest word counts, and "could
not look" is no word. Nothing is decided here; people decide, and `decide_triage` records it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from cockpit.domain.evidence import Health, Sample
from cockpit.domain.model import Urgency
from cockpit.domain.procedure import Criterion, Level, Procedure
from cockpit.domain.situation import Situation
from cockpit.domain.state import Answer

YES, NO, UNKNOWN = "yes", "no", "unknown"
ANSWERS = (YES, NO, UNKNOWN)
"""What a person may say of a criterion."""

NOT_ANSWERED = "nobody has answered"

_MISSED = 3
"""Looks that a probe may miss before its last one is too old to speak."""
_LEAST_OLD_S = 30.0
"""A look younger than this is never too old, seconds."""


class Standing(StrEnum):
    """Where a criterion stands."""

    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """Whether this is worth a page."""

    WORTHY = "page-worthy"
    NOT_WORTHY = "not page-worthy"
    CANNOT_SAY = "cannot say yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A criterion as it stands."""

    criterion: Criterion
    standing: Standing
    words: str
    """The evidence, or what is missing for it."""
    since: datetime | None = None
    """Since when it stands like that, where that is known."""
    by_person: bool = False
    """It rests on somebody's answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """All criteria together."""

    verdict: Verdict
    words: str
    """The verdict with its reason."""
    findings: tuple[Finding, ...]
    level: str = ""
    """The severity level that follows; empty: none does."""
    alarms: tuple[str, ...] = field(default=())
    """What does not go together, to be said loudly."""


def assess(situation: Situation, now: datetime) -> Assessment:
    """The verdict on the incident on screen; without one, on the product as the probes see it."""
    procedure = situation.procedure
    found = tuple(finding(situation, c, now) for c in procedure.criteria)
    met = [f for f in found if f.standing is Standing.MET]
    for_page = [f for f in found if pages(procedure, f.criterion)]
    verdict, words = _verdict(met, for_page)
    return Assessment(
        verdict=verdict,
        words=words,
        findings=found,
        level=_level(procedure, verdict, met),
        alarms=_alarms(situation, verdict, [f for f in met if f in for_page]),
    )


def reason_for(found: Assessment, *, worthy: bool) -> str:
    """What the criteria say for this judgement; empty when they do not say so."""
    wanted = Verdict.WORTHY if worthy else Verdict.NOT_WORTHY
    return found.words if found.verdict is wanted else ""


def pages(procedure: Procedure, criterion: Criterion) -> bool:
    """Whether this criterion speaks for a page (N6); one whose level does not, against it (N7)."""
    level = procedure.level(criterion.level)
    return level is None or level.pages


def finding(situation: Situation, criterion: Criterion, now: datetime) -> Finding:
    """Where this criterion stands: by its probes or by somebody's answer, whichever is newer."""
    seen = _seen(situation, criterion, now)
    answer = situation.case.answers.get(criterion.id) if situation.case else None
    if answer is None or answer.answer not in (YES, NO):
        return seen
    known = seen.standing is not Standing.UNKNOWN
    if known and seen.since is not None and seen.since > answer.at:
        return seen
    return _answered(criterion, answer, seen.words if known else "")


def _answered(criterion: Criterion, answer: Answer, seen: str) -> Finding:
    yes = answer.answer == YES
    said = f"{answer.author or 'somebody'} says {answer.answer}"
    return Finding(
        criterion=criterion,
        standing=Standing.MET if yes else Standing.NOT_MET,
        words=f"{said}; {seen}" if seen else said,
        since=answer.at,
        by_person=True,
    )


def _seen(situation: Situation, criterion: Criterion, now: datetime) -> Finding:
    """What the probes say; any of them proves the criterion, all of them disprove it."""
    if not criterion.probes:
        return _finding(criterion, Standing.UNKNOWN, NOT_ANSWERED)
    configured = [name for name in criterion.probes if _interval(situation, name) is not None]
    if not configured:
        names = ", ".join(criterion.probes)
        return _finding(criterion, Standing.UNKNOWN, f"no probe looks: {names} not configured")
    looks = [_look(situation, criterion, name, now) for name in configured]
    for standing in (Standing.MET, Standing.UNKNOWN):
        fitting = [look for look in looks if look.standing is standing]
        if fitting:
            words = "; ".join(look.words for look in fitting)
            return _finding(criterion, standing, words, _first(look.since for look in fitting))
    since = max((look.since for look in looks if look.since), default=None)
    words = "; ".join(look.words for look in looks)
    return _finding(criterion, Standing.NOT_MET, words, since)


def _look(situation: Situation, criterion: Criterion, name: str, now: datetime) -> Finding:
    """What one probe says of the criterion."""
    interval_s = _interval(situation, name) or 0.0
    newest = situation.readings.latest(name)
    if newest is None:
        return _finding(criterion, Standing.UNKNOWN, f"{name}: not looked at yet")
    old_s = (now - newest.at).total_seconds()
    if old_s > max(_MISSED * interval_s, _LEAST_OLD_S):
        words = f"{name}: not looked at for {span(old_s)}"
        return _finding(criterion, Standing.UNKNOWN, words)
    since = since_when(situation, name, newest)
    if newest.health is Health.UNKNOWN:
        return _finding(criterion, Standing.UNKNOWN, f"{name}: could not look, {newest.detail}")
    if newest.health is Health.GOOD:
        return _finding(criterion, Standing.NOT_MET, f"{name}: {newest.detail}", since)
    bad_s = (now - since).total_seconds()
    words = f"{name}: {newest.detail} for {span(bad_s)}"
    if bad_s <= criterion.for_s:
        words += f", counts after {span(criterion.for_s)}"
        return _finding(criterion, Standing.UNKNOWN, words)
    counted = since + timedelta(seconds=criterion.for_s)
    return _finding(criterion, Standing.MET, words, counted)


def since_when(situation: Situation, probe: str, newest: Sample) -> datetime:
    """Since when a probe finds what it found last; looks that could not look change nothing.

    When it was like that ever since this process looks, the journal may know of an earlier time.
    """
    since = newest.at
    for sample in reversed(situation.readings.samples(probe)):
        if sample.health is Health.UNKNOWN and newest.health is not Health.UNKNOWN:
            continue
        if sample.health is not newest.health:
            return since
        since = sample.at
    known = situation.state.probes.get(probe)
    if known is not None and known.health is newest.health:
        return min(since, known.since)
    return since


def span(seconds: float) -> str:
    """A span in words: 40 s, 5 min, 2 h."""
    whole = max(int(seconds), 0)
    for unit, size in (("h", 3600), ("min", 60)):
        if whole >= size:
            return f"{whole // size} {unit}"
    return f"{whole} s"


def _finding(
    criterion: Criterion, standing: Standing, words: str, since: datetime | None = None
) -> Finding:
    return Finding(criterion=criterion, standing=standing, words=words, since=since)


def _interval(situation: Situation, probe: str) -> float | None:
    return next((p.interval_s for p in situation.probes if p.name == probe), None)


def _first(instants: Iterable[datetime | None]) -> datetime | None:
    return min((at for at in instants if at is not None), default=None)


def _verdict(met: list[Finding], for_page: list[Finding]) -> tuple[Verdict, str]:
    reasons = [f for f in met if f in for_page]
    if reasons:
        why = "; ".join(f"({f.criterion.id}) {f.criterion.words}, {f.words}" for f in reasons)
        return Verdict.WORTHY, f"{Verdict.WORTHY.value} because {why}"
    against = [f for f in met if f not in for_page]
    if against:
        why = "; ".join(f.criterion.words for f in against)
        return Verdict.NOT_WORTHY, f"{Verdict.NOT_WORTHY.value}: {why}{_unseen(for_page)}"
    if not for_page:
        return Verdict.CANNOT_SAY, f"{Verdict.CANNOT_SAY.value}: the profile has no criteria"
    if any(f.standing is Standing.UNKNOWN for f in for_page):
        return Verdict.CANNOT_SAY, f"{Verdict.CANNOT_SAY.value}{_unseen(for_page)}"
    return Verdict.NOT_WORTHY, f"{Verdict.NOT_WORTHY.value}: no criterion is met"


def _unseen(for_page: list[Finding]) -> str:
    """Which criteria nobody can speak of yet."""
    names = [f"({f.criterion.id})" for f in for_page if f.standing is Standing.UNKNOWN]
    return f"; not known: {', '.join(names)}" if names else ""


def _level(procedure: Procedure, verdict: Verdict, met: list[Finding]) -> str:
    proved = {f.criterion.level.casefold() for f in met}
    for level in procedure.levels:
        if level.name.casefold() in proved:
            return level.name
    if verdict is Verdict.NOT_WORTHY:
        return next((level.name for level in procedure.levels if not level.pages), "")
    return ""


def _alarms(situation: Situation, verdict: Verdict, reasons: list[Finding]) -> tuple[str, ...]:
    """A page without a met criterion, and a met criterion without a page."""
    case, names = situation.case, ", ".join(f"({f.criterion.id})" for f in reasons)
    running = [c.incident for c in situation.state.cases.values() if c.incident.is_open]
    unpaged = bool(reasons) and not any(i.urgency is Urgency.HIGH for i in running)
    if case is None or not case.incident.is_open:
        where = "every open incident is of low urgency" if running else "no incident is open"
        return (f"{names} is met, and {where}: nobody is paged",) if unpaged else ()
    said: list[str] = []
    if unpaged:
        said.append(f"{names} is met, but #{case.incident.number} pages nobody: low urgency")
    settled = case.judgement is not None
    paged = case.incident.urgency is Urgency.HIGH
    if verdict is Verdict.NOT_WORTHY and paged and not settled:
        said.append("it paged, and no criterion is met: judge it, then snooze it or file a ticket")
    level = situation.procedure.level(case.severity) if case.severity else None
    if level is not None:
        said += _against(level, verdict, names)
    return tuple(said)


def _against(level: Level, verdict: Verdict, names: str) -> list[str]:
    if verdict is Verdict.WORTHY and not level.pages:
        return [f"severity {level.name} does not page, but {names} is met"]
    if verdict is Verdict.NOT_WORTHY and level.pages:
        return [f"severity {level.name} pages, but no criterion is met"]
    return []


def demands(level: Level) -> tuple[str, ...]:
    """What a level demands, in words: a response, people, and who hears of it by when."""
    said = []
    if level.response_s:
        said.append(f"at work within {span(level.response_s)}")
    if not level.pages:
        said.append("does not page")
    if level.brings:
        said.append(f"bring in {', '.join(level.brings)}")
    for telling in level.tells:
        how = f" ({telling.how})" if telling.how else ""
        within = f" within {span(telling.within_s)}" if telling.within_s else ""
        said.append(f"tell {telling.who}{within}{how}")
    return tuple(said)
