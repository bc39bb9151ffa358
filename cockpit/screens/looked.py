"""What somebody saw who looked, in words for the record: how much, and what was unread."""

from collections.abc import Callable
from datetime import datetime

from cockpit.domain.error_ranking import findings
from cockpit.domain.lookout import lookout
from cockpit.domain.procedure import Evidence
from cockpit.domain.situation import Situation
from cockpit.domain.suspects import recent
from cockpit.domain.watch import (
    ERRORS,
    PAGER_CHANGES,
    channel_source,
    reports_source,
    repository_source,
)
from cockpit.view.words import trouble


def _deploys(situation: Situation, now: datetime) -> str:
    found = recent(situation.state, situation.case, situation.procedure, now)
    prime = sum(1 for s in found if s.prime)
    sources = tuple(repository_source(r.name) for r in situation.repositories)
    sources += (PAGER_CHANGES,) if situation.has_pager else ()
    return _with_gaps(f"{len(found)} deploys, {prime} prime", situation, sources)


def _reports(situation: Situation, _now: datetime) -> str:
    count = sum(len(f.reports) for f in situation.state.folders.values())
    sources = tuple(reports_source(f.name) for f in situation.folders)
    return _with_gaps(f"{count} reports", situation, sources)


def _health(situation: Situation, _now: datetime) -> str:
    probes = situation.state.probes.values()
    bad = sum(1 for p in probes if p.health == "bad")
    blind = sum(1 for p in probes if p.health == "unknown")
    return f"health: {bad} bad, {blind} unknown of {len(situation.probes)} probes"


def _errors(situation: Situation, now: datetime) -> str:
    if situation.tracker is None:
        return "errors: no tracker is configured"
    found = findings(situation, now)
    urgent = sum(f.is_urgent for f in found)
    return _with_gaps(f"{len(found)} errors, {urgent} new", situation, (ERRORS,))


def _announced(situation: Situation, _now: datetime) -> str:
    """How much was read of the channels where work is announced."""
    where = [spec for spec in situation.channels if spec.operations]
    if not where:
        return "announced work: no channel is followed"
    count = sum(len(situation.readings.talk(spec.id).messages) for spec in where)
    names = ", ".join(spec.name for spec in where)
    sources = tuple(channel_source(spec.name) for spec in where)
    return _with_gaps(f"{count} messages of {names}", situation, sources)


def _lookout(situation: Situation, now: datetime) -> str:
    found = lookout(situation, now)
    return f"where to look: {len(found.addresses)} addresses, {found.window.words}"


def _with_gaps(words: str, situation: Situation, sources: tuple[str, ...]) -> str:
    """Words that own up to what could not be read."""
    unread = trouble(situation, sources)
    return f"{words}; {len(unread)} of {len(sources)} could not be read" if unread else words


WHAT: dict[Evidence, Callable[[Situation, datetime], str]] = {
    Evidence.DEPLOYS: _deploys,
    Evidence.REPORTS: _reports,
    Evidence.HEALTH: _health,
    Evidence.ERRORS: _errors,
    Evidence.ANNOUNCED: _announced,
    Evidence.LOOK: _lookout,
}
"""By evidence."""
