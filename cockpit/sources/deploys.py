"""Watches local repositories for commits and tags that may be deploys; one source for each."""

from asyncio import Semaphore
from collections.abc import AsyncGenerator, Callable
from datetime import datetime, timedelta

from cockpit.domain.evidence import Deploy
from cockpit.domain.facts import DeploysFound, Seen
from cockpit.domain.state import State
from cockpit.domain.watch import RepositorySpec, repository_source
from cockpit.domain.watched import RepositoryState
from cockpit.ports.outside import Clock, Repositories

MOST = 50
"""Deploys of one repository that are listed; the rest is counted."""
AT_ONCE = 4
"""Repositories that are read at the same time."""


class RepositorySource:
    """One repository, so that one that is missing does not hide the others.

    Args:
        repositories: where to look.
        spec: the repository.
        state: the state as it is now.
        clock: says what is recent.
        gate: shared by all repositories; lets `AT_ONCE` of them through.
        window_s: how far back a commit is still of interest, seconds.
    """

    def __init__(
        self,
        repositories: Repositories,
        spec: RepositorySpec,
        state: Callable[[], State],
        clock: Clock,
        gate: Semaphore,
        *,
        window_s: float = 86_400.0,
    ) -> None:
        self.name = repository_source(spec.name)
        self.interval_s = spec.interval_s
        self.deadline_s = spec.timeout_s + spec.interval_s
        """Waiting for the gate is included."""
        self.warning = ""
        self._repositories = repositories
        self._spec = spec
        self._state = state
        self._clock = clock
        self._gate = gate
        self._window = timedelta(seconds=window_s)
        self._fingerprint = ""
        self._since: datetime | None = None
        """How far back the last reading went; the clock may be corrected backwards after it."""

    async def poll(self) -> AsyncGenerator[Seen, None]:
        """What came, and what is gone or has grown too old."""
        since = self._clock.now() - self._window
        known = self._state().repositories.get(self._spec.name)
        was_set_back = self._since is not None and since < self._since
        fingerprint = "" if known is None or was_set_back else self._fingerprint
        async with self._gate:
            reading = await self._repositories.scan(self._spec, since, MOST, fingerprint)
        if reading is None:
            fact = _aged(self._spec.name, known, since)
            if fact is not None and fact.more:
                self._fingerprint = ""
        else:
            self._fingerprint, self.warning = reading.fingerprint, reading.warning
            self._since = since
            fact = _changed(self._spec.name, known, reading.deploys, reading.more)
        if fact is not None:
            yield fact


def _aged(name: str, known: RepositoryState | None, since: datetime) -> DeploysFound | None:
    """Time passes also where nobody commits."""
    if known is None:
        return None
    gone = tuple(d.sha for d in known.deploys if d.at < since)
    return DeploysFound(repository=name, gone=gone, more=known.more) if gone else None


def _changed(
    name: str, known: RepositoryState | None, deploys: tuple[Deploy, ...], more: int
) -> DeploysFound | None:
    before = {d.sha: d for d in known.deploys} if known else {}
    now = {d.sha for d in deploys}
    found = tuple(d for d in deploys if before.get(d.sha) != d)
    gone = tuple(sha for sha in before if sha not in now)
    if known is not None and not found and not gone and known.more == more:
        return None
    return DeploysFound(repository=name, found=found, gone=gone, more=more)
