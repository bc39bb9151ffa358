"""Is this worth a page (procedure N5-N7): each criterion with its evidence, and the verdict; pure.

A criterion rests on probes, on a person's answer, or on both: the newest word counts, and "could
not look" is no word. Nothing is decided here; people decide, and `decide_triage` records it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from cockpit.domain.criteria import evidence
from cockpit.domain.criterion import Criterion, CriterionKind
from cockpit.domain.demands import Level
from cockpit.domain.evidence import Standing
from cockpit.domain.fold_criteria import BELIEVED
from cockpit.domain.model import Urgency
from cockpit.domain.procedure import Procedure
from cockpit.domain.situation import Situation
from cockpit.domain.spans import span
from cockpit.domain.state import Answer
from cockpit.domain.timeline import LEAD_S
from cockpit.domain.watch import PAGER
from cockpit.domain.watched import CriterionState, MetSpan
from cockpit.domain.weighed import Weighed

YES, NO, UNKNOWN = "yes", "no", "unknown"
ANSWERS = (YES, NO, UNKNOWN)
"""What a person may say of a criterion."""

_WATCHED = timedelta(seconds=60)
"""A cockpit that was at work so lately is still there."""
_LEAD = timedelta(seconds=LEAD_S)


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
    """The first look that counts, or when somebody answered; None: not known, or not for long."""
    turned_at: datetime | None = None
    """When its evidence was complete."""
    was: MetSpan | None = None
    """When it was met during this incident, and is not any more."""
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
    """What does not go together, to be said loudly (N7)."""
    unpaged: tuple[str, ...] = field(default=())
    """Criteria that are met although nobody is paged, by id."""


def assess(situation: Situation, now: datetime) -> Assessment:
    """The verdict on the incident on screen; without one, on the product as the probes see it."""
    return situation.once(_assessed, now)


def _assessed(situation: Situation, now: datetime) -> Assessment:
    procedure = situation.procedure
    found = tuple(finding(situation, c, now) for c in procedure.criteria)
    met = [f for f in found if f.standing is Standing.MET]
    for_page = [f for f in found if pages(procedure, f.criterion)]
    verdict, words = _verdict(met, for_page)
    unpaged = _unpaged(situation, [f for f in met if f in for_page])
    return Assessment(
        verdict=verdict,
        words=words,
        findings=found,
        level=_level(procedure, verdict, met),
        alarms=_alarms(situation, verdict, for_page, unpaged),
        unpaged=unpaged,
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
    if known and seen.turned_at is not None and seen.turned_at > answer.at:
        return seen
    return _answered(seen, answer, seen.words if known else "")


def _answered(before: Finding, answer: Answer, seen: str) -> Finding:
    yes = answer.answer == YES
    said = f"{answer.author or 'somebody'} says {answer.answer}"
    return replace(
        before,
        standing=Standing.MET if yes else Standing.NOT_MET,
        words=f"{said}; {seen}" if seen else said,
        since=answer.at,
        turned_at=answer.at,
        by_person=True,
    )


def _seen(situation: Situation, criterion: Criterion, now: datetime) -> Finding:
    """What the probes say; where nobody has looked from here, what another cockpit has told."""
    known = situation.state.criteria.get(criterion.id)
    found = evidence(situation, criterion, now)
    was = _was(situation, known, found.standing)
    if known is None or found.looked or criterion.kind is CriterionKind.PERSON:
        return _finding(criterion, found, was)
    if _is_believed(situation, known, now):
        told = f"{known.words}, told {span((now - known.noted_at).total_seconds())} ago"
        found = replace(found, standing=known.standing, words=told, since=known.since)
        return _finding(criterion, found, _was(situation, known, known.standing))
    return _finding(criterion, found, was)


def _finding(criterion: Criterion, found: Weighed, was: MetSpan | None) -> Finding:
    return Finding(
        criterion=criterion,
        standing=found.standing,
        words=found.words,
        since=found.since if found.standing is not Standing.UNKNOWN else None,
        turned_at=found.complete_at or found.since,
        was=was,
    )


def _is_believed(situation: Situation, known: CriterionState, now: datetime) -> bool:
    """Whether what others told still stands: one that is met is told again and again."""
    if known.standing is Standing.MET:
        return now - known.noted_at <= BELIEVED
    watched = situation.watched_at
    return watched is not None and now - watched <= _WATCHED


def _was(situation: Situation, known: CriterionState | None, standing: Standing) -> MetSpan | None:
    """The last time at which it was met around the incident, and is not any more."""
    case = situation.case
    if known is None or case is None or not known.met or standing is Standing.MET:
        return None
    last, incident = known.met[-1], case.incident
    until = None if incident.is_open else incident.changed_at
    begins_in_time = until is None or last.since <= until
    ends_in_time = (last.until or last.seen_until) >= incident.created_at - _LEAD
    return last if begins_in_time and ends_in_time else None


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


def _unpaged(situation: Situation, reasons: list[Finding]) -> tuple[str, ...]:
    """What is met and pages nobody, by id: no incident that is open is of high urgency."""
    running = (c.incident for c in situation.state.cases.values() if c.incident.is_open)
    if situation.case is not None and not situation.case.incident.is_open:
        # What a person answered, they answered about an incident that is over.
        reasons = [finding for finding in reasons if not finding.by_person]
    if not reasons or any(i.urgency is Urgency.HIGH for i in running):
        return ()
    return tuple(f.criterion.id for f in reasons)


def _alarms(
    situation: Situation, verdict: Verdict, for_page: list[Finding], unpaged: tuple[str, ...]
) -> tuple[str, ...]:
    """A page without a met criterion, and a met criterion without a page."""
    case, names = situation.case, _named(unpaged)
    if case is None or not case.incident.is_open:
        return (f"{names} is met, and {_nobody(situation)}",) if unpaged else ()
    said: list[str] = []
    if unpaged:
        said.append(f"{names} is met, but #{case.incident.number} pages nobody: low urgency")
    settled = case.judgement is not None
    paged = case.incident.urgency is Urgency.HIGH
    unfounded = verdict is Verdict.NOT_WORTHY and not any(_may_explain(f) for f in for_page)
    if unfounded and paged and not settled:
        said.append("it paged, and no criterion is met: judge it, then snooze it or file a ticket")
    asked = _unanswered(for_page) if verdict is Verdict.CANNOT_SAY else ""
    if asked and paged and not settled:
        said.append(f"it paged, and no probe speaks for it: answer {asked}")
    level = situation.procedure.level(case.severity) if case.severity else None
    if level is not None and verdict is Verdict.WORTHY and not level.pages:
        met = _named(f.criterion.id for f in for_page if f.standing is Standing.MET)
        said.append(f"severity {level.name} does not page, but {met} is met")
    if level is not None and unfounded and level.pages:
        said.append(f"severity {level.name} pages, but no criterion is met")
    return tuple(said)


def _nobody(situation: Situation) -> str:
    """That nobody is paged, as far as that can be known here; the loud part first."""
    if any(c.incident.is_open for c in situation.state.cases.values()):
        return "nobody is paged: every open incident is of low urgency"
    answered = situation.readings.freshness(PAGER).answered_at or situation.watched_at
    if situation.has_pager and answered is not None:
        return "nobody is paged: no incident is open"
    return "nobody is known to be paged: the pager is not read"


def _unanswered(for_page: list[Finding]) -> str:
    """What only people can say, where everything that probes can say speaks against the page."""
    seen = [f for f in for_page if f.criterion.kind is not CriterionKind.PERSON]
    if not seen or any(_may_explain(f) for f in seen):
        return ""
    return _named(f.criterion.id for f in for_page if f.standing is Standing.UNKNOWN)


def _may_explain(found: Finding) -> bool:
    """Whether a page may rest on it all the same: it was met, or its evidence is not complete."""
    rests_on_probes = found.criterion.kind is not CriterionKind.PERSON
    return found.was is not None or (found.standing is Standing.UNKNOWN and rests_on_probes)


def _named(ids: Iterable[str]) -> str:
    return ", ".join(f"({name})" for name in ids)


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
