"""The deploys that a screen or a command lists for a situation; pure."""

from datetime import datetime

from cockpit.domain.evidence import DeployKind
from cockpit.domain.situation import Situation
from cockpit.domain.suspects import Suspicion, recent


def listed(situation: Situation, now: datetime) -> list[Suspicion]:
    """The deploys of the repositories that are watched, and changes of the pager, newest first."""
    names = {r.name for r in situation.repositories}
    everything = recent(situation.state, situation.case, situation.procedure, now)
    return [
        s for s in everything if s.deploy.repository in names or s.deploy.kind is DeployKind.CHANGE
    ]


def suspected(situation: Situation, now: datetime) -> list[Suspicion]:
    """Those of them that are suspects, the most suspected first."""
    return sorted((s for s in listed(situation, now) if s.rank), key=lambda s: s.rank)


def unread(situation: Situation) -> list[str]:
    """The repositories that were never read: what they hold is not known."""
    known = situation.state.repositories
    return [spec.name for spec in situation.repositories if spec.name not in known]
