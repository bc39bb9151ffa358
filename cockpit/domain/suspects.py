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

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from cockpit.domain.evidence import Deploy
from cockpit.domain.onset import Onset, failing, onset
from cockpit.domain.procedure import Procedure
from cockpit.domain.state import Case, State
from cockpit.domain.suspicion import Ground, Inquiry, Reason, reasons, window


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
    """Every deploy of the window of this incident, newest first, judged by it."""
    began = onset(state, case, procedure)
    inquiry = Inquiry(
        onset=began,
        now=now,
        procedure=procedure,
        service=failing(case, procedure),
        related=case.changes,
    )
    since = min(began.at, now) - window(procedure)
    named = [one.change for one in case.changes]
    found = [d for d in (*_deploys(state), *named) if d.at >= since]
    return _ranked([_suspicion(deploy, inquiry) for deploy in _newest_first(found)])


def _of_late(state: State, procedure: Procedure, now: datetime) -> tuple[Suspicion, ...]:
    began = Onset(at=now)
    since = now - window(procedure)
    found = _newest_first([d for d in _deploys(state) if d.at >= since])
    return tuple(Suspicion(deploy=d, prime=_is_prime(d, began, procedure, now)) for d in found)


def _deploys(state: State) -> list[Deploy]:
    return [d for r in state.repositories.values() for d in r.deploys]


def _newest_first(found: list[Deploy]) -> list[Deploy]:
    return sorted(found, key=attrgetter("at", "repository", "sha"), reverse=True)


def _is_prime(deploy: Deploy, began: Onset, procedure: Procedure, now: datetime) -> bool:
    before_s = (began.at - deploy.at).total_seconds()
    return deploy.at > now or 0 <= before_s <= procedure.suspect_s


def _suspicion(deploy: Deploy, inquiry: Inquiry) -> Suspicion:
    prime = _is_prime(deploy, inquiry.onset, inquiry.procedure, inquiry.now)
    return Suspicion(deploy=deploy, prime=prime, reasons=reasons(deploy, inquiry))


_ACCUSING = frozenset({Ground.HOME, Ground.DEPENDENCY, Ground.PAGER})
"""Reasons for which a deploy is suspected, however long before the trouble it came that day."""


def _is_suspect(suspicion: Suspicion) -> bool:
    grounds = {reason.ground for reason in suspicion.reasons}
    if Ground.AFTER in grounds:
        return False
    if suspicion.prime or Ground.PAGER in grounds:
        return True
    return Ground.HARMLESS not in grounds and not grounds.isdisjoint(_ACCUSING)


def _ranked(found: list[Suspicion]) -> tuple[Suspicion, ...]:
    """The same, in the same order, those that are suspects with their rank."""
    suspected = [s for s in found if _is_suspect(s)]
    order = sorted(suspected, key=lambda s: -s.score)
    ranks = {id(s): rank for rank, s in enumerate(order, start=1)}
    return tuple(
        Suspicion(deploy=s.deploy, prime=s.prime, reasons=s.reasons, rank=ranks.get(id(s), 0))
        for s in found
    )
