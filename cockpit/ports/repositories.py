"""What is needed from git repositories: what was deployed, what runs where, one commit in full."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cockpit.domain.deploy_details import DeployDetails
from cockpit.domain.evidence import Deploy, Running
from cockpit.domain.watch import RepositorySpec


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryReading:
    """What a look into a repository found."""

    deploys: tuple[Deploy, ...]
    """Newest first, bounded."""
    more: int = 0
    fingerprint: str = ""
    """Changes whenever refs change: equal means that nothing need be read again."""
    warning: str = ""
    """What limits the truth of this reading (a shallow clone, say)."""
    rings: tuple[Running, ...] = ()
    """What each ring runs."""
    fetched_at: datetime | None = None
    """When the repository last heard from its remote; None: it has none, or nothing tells."""
    whole: bool = True
    """All of its history was looked through; else what is new may be hidden far below what is old,
    and `look_through` finds it."""


class Repositories(Protocol):
    """Local git repositories. Every method may raise the three errors."""

    async def glance(self, spec: RepositorySpec, since: datetime, limit: int) -> RepositoryReading:
        """Commits since then, as fast as they can be listed, and nothing else of the reading.

        What lies far below commits that seem older may be missing, and tags do not count yet.
        """
        ...

    async def fetch(self, spec: RepositorySpec) -> None:
        """Fetch from its remote, as `spec.fetch` allows; without that, nothing happens."""
        ...

    async def scan(
        self, spec: RepositorySpec, since: datetime, limit: int, fingerprint: str
    ) -> RepositoryReading | None:
        """Commits and tags since then, whatever their dates; None when `fingerprint` still holds.

        An unchanged repository costs a few looks at its files, and no process.
        """
        ...

    async def look_through(
        self, spec: RepositorySpec, since: datetime, limit: int
    ) -> RepositoryReading:
        """As `scan`, through the whole history, without haste.

        That takes as long as the history is; many at once would keep the machine busy.
        """
        ...

    async def detail(self, spec: RepositorySpec, sha: str) -> DeployDetails:
        """All about one commit, or about the one that a tag names; runs nothing but git.

        `Refused`: there is no such commit here (any more).
        """
        ...
