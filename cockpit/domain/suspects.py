"""Recent deploys over all repositories, and which of them are suspects, ranked (N8.4); pure.

A deploy is suspected because of named reasons (`suspicion`), each with its weight; the order is
that of their sum, then of time, the newest first. Who is suspected:

- a prime suspect: it came within the procedure's time (2 h) before the first bad sample, or before
  the page where there is none (`onset`); or it is dated in the future, so that nobody knows;
- one of the last day that touches the failing service or what that needs, unless it touches
  documentation or tests alone;
- one that the pager relates to the incident, or names.

What came after the trouble began is no suspect of its beginning, however much else speaks for it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from operator import attrgetter

from cockpit.domain.catalogue import called
from cockpit.domain.evidence import Deploy, Related
from cockpit.domain.onset import Onset, failing, onset
from cockpit.domain.procedure import Procedure
from cockpit.domain.same import Same
from cockpit.domain.state import Case, State
from cockpit.domain.suspicion import Ground, Inquiry, Reason, needs, reasons, window


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """A deploy and whether it may well be the cause."""

    deploy: Deploy
    prime: bool
    """It came within the procedure's time before the trouble, or nobody knows when it came."""
    reasons: tuple[Reason, ...] = ()
    """What weighs most first; empty while no incident is open."""
    rank: int = 0
    """From 1, the most suspected; 0: no suspect."""

    @property
    def score(self) -> int:
        """What all reasons weigh together."""
        return sum(reason.points for reason in self.reasons)

    @property
    def key(self) -> str:
        """By which it can be found again."""
        return f"{self.deploy.repository}:{self.deploy.sha}"


def recent(
    state: State, case: Case | None, procedure: Procedure, now: datetime
) -> tuple[Suspicion, ...]:
    """Deploys of the window (24 h), newest first, those that are suspects with their rank.

    Without an open incident nothing is ranked, and the two hours count back from now. A commit
    dated in the future is shown first and is a suspect: its author's clock is wrong, not its place
    in history.
    """
    is_open = case is not None and case.incident.is_open
    if case is None or not is_open:
        return _of_late(state, procedure, now)
    return judged(state, case, procedure, now)


def ranked(
    state: State, case: Case | None, procedure: Procedure, now: datetime
) -> tuple[Suspicion, ...]:
    """The suspects alone, the most suspected first; none without an open incident."""
    found = [s for s in recent(state, case, procedure, now) if s.rank]
    return tuple(sorted(found, key=attrgetter("rank")))


def top(state: State, case: Case, procedure: Procedure) -> Suspicion | None:
    """The most suspected deploy from before the page, also of an incident that is over."""
    paged = case.incident.created_at
    found = [s for s in judged(state, case, procedure, paged) if s.rank and s.deploy.at <= paged]
    return min(found, key=attrgetter("rank"), default=None)


def judged(state: State, case: Case, procedure: Procedure, now: datetime) -> tuple[Suspicion, ...]:
    """Every deploy of the window of this incident, newest first, judged by it.

    What was worked out once is remembered: screens ask at every redraw, about hundreds of
    repositories of which one has changed.
    """
    began = onset(state, case, procedure)
    service = failing(case, procedure)
    asked = Same(
        _inquiry(began, Same(procedure), service.name if service else "", Same(case.changes))
    )
    lists = [Same(deploys) for deploys in _lists(state)]
    parts = [_part(deploys, asked, _ahead(deploys.value, now)) for deploys in lists]
    listed = {d.sha for d in state.changes.deploys} if state.changes and case.changes else set()
    named = (one.change for one in case.changes if one.change.sha not in listed)
    parts.append(tuple(_suspicion(d, asked.value, is_ahead=d.at > now) for d in named))
    since = min(began.at, now) - window(procedure)
    return _whole(tuple(map(Same, parts[:-1])), parts[-1], since)


def _of_late(state: State, procedure: Procedure, now: datetime) -> tuple[Suspicion, ...]:
    since, prime_from = now - window(procedure), now - timedelta(seconds=procedure.suspect_s)
    every = (d for deploys in _lists(state) for d in deploys)
    found = sorted(
        (d for d in every if d.at >= since),
        key=attrgetter("at", "repository", "sha"),
        reverse=True,
    )
    return tuple(Suspicion(deploy=d, prime=d.at >= prime_from) for d in found)


def _lists(state: State) -> list[tuple[Deploy, ...]]:
    """The deploys of each repository, and the pager's changes; each list newest first."""
    found = [repository.deploys for repository in state.repositories.values()]
    return [*found, state.changes.deploys] if state.changes else found


def _ahead(deploys: tuple[Deploy, ...], now: datetime) -> int:
    """How many are dated in the future; they are listed first."""
    return next((n for n, deploy in enumerate(deploys) if deploy.at <= now), len(deploys))


@lru_cache(maxsize=4)
def _inquiry(
    began: Onset, procedure: Same[Procedure], name: str, changes: Same[tuple[Related, ...]]
) -> Inquiry:
    services = procedure.value.services
    service = called(services, name)
    return Inquiry(
        onset=began,
        recent_s=procedure.value.suspect_s,
        service=service,
        needed=needs(services, service) if service else (),
        related=changes.value,
    )


@lru_cache(maxsize=256)
def _part(
    deploys: Same[tuple[Deploy, ...]], inquiry: Same[Inquiry], ahead: int
) -> tuple[Suspicion, ...]:
    return tuple(
        _suspicion(deploy, inquiry.value, is_ahead=place < ahead)
        for place, deploy in enumerate(deploys.value)
    )


_UNRANKED = -1
"""The rank of a suspect until all of them are compared."""


def _suspicion(deploy: Deploy, inquiry: Inquiry, *, is_ahead: bool) -> Suspicion:
    before_s = (inquiry.onset.at - deploy.at).total_seconds()
    prime = is_ahead or 0 <= before_s <= inquiry.recent_s
    found = reasons(deploy, inquiry, is_ahead=is_ahead)
    rank = _UNRANKED if _is_suspect(found, prime=prime) else 0
    return Suspicion(deploy=deploy, prime=prime, reasons=found, rank=rank)


@lru_cache(maxsize=2)
def _whole(
    parts: tuple[Same[tuple[Suspicion, ...]], ...], named: tuple[Suspicion, ...], since: datetime
) -> tuple[Suspicion, ...]:
    """All of them, newest first, those that are suspects with their rank."""
    every = (*(s for part in parts for s in part.value), *named)
    found = sorted(
        (s for s in every if s.deploy.at >= since),
        key=attrgetter("deploy.at", "deploy.repository", "deploy.sha"),
        reverse=True,
    )
    suspected = sorted((s for s in found if s.rank), key=lambda s: -s.score)
    ranks = {id(s): rank for rank, s in enumerate(suspected, start=1)}
    return tuple(replace(s, rank=ranks[id(s)]) if id(s) in ranks else s for s in found)


_ACCUSING = frozenset({Ground.HOME, Ground.DEPENDENCY, Ground.PAGER})
"""Reasons for which a deploy is suspected, however long before the trouble it came that day."""


def _is_suspect(found: tuple[Reason, ...], *, prime: bool) -> bool:
    grounds = {reason.ground for reason in found}
    if Ground.AFTER in grounds:
        return False
    if prime or Ground.PAGER in grounds:
        return True
    return Ground.HARMLESS not in grounds and not grounds.isdisjoint(_ACCUSING)
