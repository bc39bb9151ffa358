"""Recent deploys over all repositories, and which of them are prime suspects (procedure N8.4)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter

from cockpit.domain.evidence import Deploy
from cockpit.domain.procedure import Procedure
from cockpit.domain.state import Case, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """A deploy and whether it may well be the cause."""

    deploy: Deploy
    prime: bool


def recent(
    state: State, case: Case | None, procedure: Procedure, now: datetime
) -> tuple[Suspicion, ...]:
    """Deploys of the window (24 h), newest first; prime: from 2 h before the page on.

    Without an incident the two hours count back from now. A commit dated in the future is shown
    first and counts as recent: its author's clock is wrong, not its place in history.
    """
    reference = case.incident.created_at if case and case.incident.is_open else now
    prime_from = reference - timedelta(seconds=procedure.suspect_s)
    since = min(reference, now) - timedelta(seconds=procedure.deploy_window_s)
    found = [d for r in state.repositories.values() for d in r.deploys if d.at >= since]
    found.sort(key=attrgetter("at", "repository", "sha"), reverse=True)
    return tuple(Suspicion(deploy=d, prime=d.at >= prime_from) for d in found)
