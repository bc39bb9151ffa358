"""Reports that speak of what fails now (N7, N8.5): how such a thing went, and was handled; pure.

A report fits when it shares words with the failing service or with the incident's title; a word
of the service weighs more than one of the title, and a word in a report's title more than one
that only comes up in it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cockpit.domain.catalogue import Service, watched_by
from cockpit.domain.evidence import Health, Report, Standing, Verdict
from cockpit.domain.onset import failing
from cockpit.domain.situation import Situation

MOST = 3
"""Reports that come up by themselves."""
_ENOUGH = 3
"""Weight from which on a report fits: one word of the service in the report's title, say."""
_OF_SERVICE, _OF_TITLE = 2, 1
_LEAST = 3
"""Letters of a word that says anything."""
_WORD = re.compile(r"[^\W\d_][^\W_]*")
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        """
        about after again also and are back been before but can does during each for from had
        has have high how into its less low more most new not now off one only other our out
        over per run runs service services should since soak some such test tests than that
        the their then there these they this those three two under until very was were what
        when which while who will with without report result passed failed answers date down
        hours minutes
        """,
    )
)
"""Words that stand in every title or report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedent:
    """A report that fits, and by which words."""

    report: Report
    words: tuple[str, ...]
    """The strongest first."""
    weight: int


def significant(text: str, *, every: bool = False) -> tuple[str, ...]:
    """The words of a text that tell it from others, without plurals; `every`: as often as met."""
    found = (_bare(word) for word in _WORD.findall(text.casefold()) if len(word) >= _LEAST)
    telling = [word for word in found if word not in _EMPTY]
    return tuple(telling) if every else tuple(dict.fromkeys(telling))


def _bare(word: str) -> str:
    return word[:-1] if len(word) > _LEAST + 1 and word.endswith("s") else word


def precedents(situation: Situation) -> tuple[Precedent, ...]:
    """The reports that fit best, the best first; none while nothing fails."""
    wanted = _wanted(situation)
    if not wanted:
        return ()
    reports = (r for f in situation.state.folders.values() for r in f.reports)
    found = [p for r in reports if (p := _fit(r, wanted)).weight >= _ENOUGH]
    found.sort(key=lambda p: (p.weight, p.report.day, p.report.path), reverse=True)
    return tuple(found[:MOST])


def hurt(situation: Situation) -> tuple[Service, ...]:
    """The services that the incident on screen is about, and those whose probes are bad.

    A probe that proves a paging criterion counts as well: what it measures may have dropped
    although each of its answers is good.
    """
    services, case = situation.procedure.services, situation.case
    named = failing(case, situation.procedure) if case and case.incident.is_open else None
    bad = [n for n, p in situation.state.probes.items() if p.health is Health.BAD]
    bad += [c.probe for c in situation.state.criteria.values() if c.standing is Standing.MET]
    seen = [s for name in bad for s in watched_by(services, name)]
    return tuple(dict.fromkeys((*((named,) if named else ()), *seen)))


def is_recent_failure(report: Report, now: datetime, within_s: int) -> bool:
    """Whether its soak failed, and lately; a report without a day is never recent."""
    return report.verdict is Verdict.FAILED and is_recent(report, now, within_s)


def is_recent(report: Report, now: datetime, within_s: int) -> bool:
    """Whether it was written lately; a report without a day was not."""
    if not report.day:
        return False
    return date.fromisoformat(report.day) >= (now - timedelta(seconds=within_s)).date()


def _wanted(situation: Situation) -> Mapping[str, int]:
    """What to look for, and how much each word weighs."""
    wanted: dict[str, int] = {}
    case = situation.case
    if case is not None and case.incident.is_open:
        _weigh(wanted, significant(case.incident.title), _OF_TITLE)
    for service in hurt(situation):
        _weigh(wanted, significant(" ".join((service.name, *service.words))), _OF_SERVICE)
    return wanted


def _weigh(wanted: dict[str, int], words: Iterable[str], weight: int) -> None:
    for word in words:
        wanted[word] = max(wanted.get(word, 0), weight)


def _fit(report: Report, wanted: Mapping[str, int]) -> Precedent:
    title = set(significant(report.title))
    weights = {w: wanted[w] + 1 for w in wanted if w in title}
    weights |= {w: wanted[w] for w in report.topics if w in wanted and w not in weights}
    words = sorted(weights, key=lambda word: (-weights[word], word))
    return Precedent(report=report, words=tuple(words), weight=sum(weights.values()))
