"""The deploys that a screen or a command lists, and the lists that were not read; pure."""

from datetime import datetime

from cockpit.domain.evidence import DeployKind
from cockpit.domain.model import SourceStatus
from cockpit.domain.situation import Situation
from cockpit.domain.suspects import Suspicion, recent
from cockpit.domain.watch import PAGER_CHANGES


def listed(situation: Situation, now: datetime) -> list[Suspicion]:
    """The deploys of the repositories that are watched, and the pager's changes, newest first."""
    names = {r.name for r in situation.repositories}
    everything = recent(situation.state, situation.case, situation.procedure, now)
    return [
        s for s in everything if s.deploy.repository in names or s.deploy.kind is DeployKind.CHANGE
    ]


def suspected(situation: Situation, now: datetime) -> list[Suspicion]:
    """Those of them that are suspects, the most suspected first."""
    return sorted((s for s in listed(situation, now) if s.rank), key=lambda s: s.rank)


def unread(situation: Situation) -> list[str]:
    """The repositories, and the list of changes, that were never read: they may hold anything."""
    known = situation.state.repositories
    names = [spec.name for spec in situation.repositories if spec.name not in known]
    if situation.has_pager and situation.state.changes is None:
        names.append(PAGER_CHANGES)
    return names


def forbidden(situation: Situation) -> str:
    """Why the pager does not let this token read the list of changes; empty: it does."""
    state = situation.state.sources.get(PAGER_CHANGES)
    is_so = state is not None and state.status in (SourceStatus.CREDENTIALS, SourceStatus.REFUSED)
    return state.reason if state is not None and is_so else ""
