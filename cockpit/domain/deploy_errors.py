"""Tracked errors that began with a deploy: with its release, or soon after it (I7, N8.4); pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cockpit.domain.error_ranking import ErrorFinding, findings
from cockpit.domain.situation import Situation
from cockpit.domain.suspects import Suspicion


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """An error that began when the deploy was there."""

    finding: ErrorFinding
    is_own: bool
    """It was first seen in the deploy's own release; else only soon after it."""


def begun(situation: Situation, suspicion: Suspicion, now: datetime) -> tuple[Begun, ...]:
    """Those of its own release first, then those within the time of a prime suspect after it.

    Each group with the earliest first: what a deploy breaks shows soon.
    """
    deploy = suspicion.deploy
    until = deploy.at + timedelta(seconds=situation.procedure.suspect_s)
    found = []
    for one in situation.once(findings, now):
        is_own = one.suspect is not None and one.suspect.key == suspicion.key
        if is_own or deploy.at <= one.error.first_seen <= until:
            found.append(Begun(finding=one, is_own=is_own))
    return tuple(sorted(found, key=lambda b: (not b.is_own, b.finding.error.first_seen)))
