"""The repositories port, met by git; `git_reading` and `git_detail` read, in threads."""

from datetime import datetime

from cockpit.adapters.threads import Threads
from cockpit.domain.deploy_details import DeployDetails
from cockpit.domain.watch import RepositorySpec
from cockpit.ports.readiness import CopyCondition
from cockpit.ports.repositories import RepositoryReading

FETCHED_AT_ONCE = 2
_SPARE_S = 1.0
_ASIDE_S = 15.0
"""For what is asked before a fetch begins."""


class GitRepositories:
    """Reads local repositories through git, a few at a time, in threads of its own."""

    def __init__(self, at_once: int = 4) -> None:
        self._threads = Threads("git", size=at_once)
        self._asked = Threads("git", size=2)
        """For what a person waits for, however many repositories are being read."""
        self._fetching = Threads("git fetch", size=FETCHED_AT_ONCE)
        self._memories: dict[str, object] = {}

    async def glance(self, spec: RepositorySpec, since: datetime, limit: int) -> RepositoryReading:
        """Commits since then, as fast as git can list them."""

        def read() -> RepositoryReading:
            from cockpit.adapters import git_reading  # noqa: PLC0415 - not before the first frame

            found, self._memories[spec.path] = git_reading.glance(spec, since, limit)
            return found

        return await self._threads.call(read, spec.timeout_s + _SPARE_S)

    async def scan(
        self, spec: RepositorySpec, since: datetime, limit: int, fingerprint: str
    ) -> RepositoryReading | None:
        """Commits and tags since then; None when `fingerprint` still holds."""

        def read() -> RepositoryReading | None:
            from cockpit.adapters import git_memory, git_reading  # noqa: PLC0415 - as above

            known = self._memories.get(spec.path)
            memory = known if isinstance(known, git_memory.Memory) else None
            found = git_reading.scan(spec, since, limit, fingerprint, memory)
            if found is None:
                return None
            self._memories[spec.path] = found[1]
            return found[0]

        return await self._threads.call(read, spec.timeout_s + _SPARE_S)

    async def look_through(
        self, spec: RepositorySpec, since: datetime, limit: int
    ) -> RepositoryReading:
        """Commits and tags since then, wherever they are in its history."""

        def read() -> RepositoryReading:
            from cockpit.adapters import git_memory, git_reading  # noqa: PLC0415 - as above

            known = self._memories.get(spec.path)
            memory = known if isinstance(known, git_memory.Memory) else None
            found, self._memories[spec.path] = git_reading.look_through(spec, since, limit, memory)
            return found

        return await self._threads.call(read, spec.timeout_s + _SPARE_S)

    async def fetch(self, spec: RepositorySpec) -> None:
        """From its remote, if that is allowed."""

        def bring() -> None:
            from cockpit.adapters import git_fetch  # noqa: PLC0415 - not before the first frame

            git_fetch.fetch(spec)

        if spec.fetch is not None:
            await self._fetching.call(bring, spec.fetch.timeout_s + _ASIDE_S)

    async def detail(self, spec: RepositorySpec, sha: str) -> DeployDetails:
        """All about one commit."""

        def read() -> DeployDetails:
            from cockpit.adapters import git_detail  # noqa: PLC0415 - not before the first frame

            return git_detail.detail(spec, sha)

        return await self._asked.call(read, spec.timeout_s + _SPARE_S)

    async def condition(self, spec: RepositorySpec) -> CopyCondition:
        """How the working copy stands."""

        def look() -> CopyCondition:
            from cockpit.adapters import git_condition  # noqa: PLC0415 - not before the first frame

            return git_condition.condition(spec)

        return await self._threads.call(look, spec.timeout_s + _SPARE_S)

    def close(self) -> None:
        """Let the threads end."""
        for threads in (self._threads, self._asked, self._fetching):
            threads.close()
