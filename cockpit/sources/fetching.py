"""Fetches repositories in the background, where that is allowed; one source for each."""

from asyncio import Semaphore
from collections.abc import AsyncGenerator

from cockpit.domain.facts import Seen
from cockpit.domain.watch import FetchSpec, RepositorySpec, fetch_source
from cockpit.ports.repositories import Repositories

AT_ONCE = 2
"""Repositories that are fetched at the same time."""


class FetchSource:
    """One repository's remote: it says nothing itself, but how far it can be believed is told.

    What it brings is read by whoever watches the repository.

    Args:
        repositories: who can fetch.
        spec: the repository.
        allowed: how it may be fetched.
        gate: shared by all; lets `AT_ONCE` of them through.
    """

    warning = ""

    def __init__(
        self, repositories: Repositories, spec: RepositorySpec, allowed: FetchSpec, gate: Semaphore
    ) -> None:
        self.name = fetch_source(spec.name)
        self.interval_s = allowed.interval_s
        self.deadline_s = allowed.timeout_s + allowed.interval_s
        """Waiting for the gate is included."""
        self._repositories = repositories
        self._spec = spec
        self._gate = gate

    async def poll(self) -> AsyncGenerator[Seen, None]:
        """Fetch once."""
        async with self._gate:
            await self._repositories.fetch(self._spec)
        return
        yield
