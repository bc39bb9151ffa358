"""The repositories port, met by git; `git_reading` and `git_detail` read, in threads."""

from datetime import datetime

from cockpit.adapters.threads import Threads
from cockpit.domain.deploy_details import DeployDetails
from cockpit.domain.watch import RepositorySpec
from cockpit.ports.outside import RepositoryReading

_SPARE_S = 1.0


class GitRepositories:
    """Reads local repositories through git, a few at a time, in threads of its own."""

    def __init__(self, at_once: int = 4) -> None:
        self._threads = Threads("git", size=at_once)

    async def scan(
        self, spec: RepositorySpec, since: datetime, limit: int, fingerprint: str
    ) -> RepositoryReading | None:
        """Commits and tags since then, by committer time; None when `fingerprint` still holds."""

        def read() -> RepositoryReading | None:
            from cockpit.adapters import git_reading  # noqa: PLC0415 - not before the first frame

            return git_reading.scan(spec, since, limit, fingerprint)

        return await self._threads.call(read, spec.timeout_s + _SPARE_S)

    async def detail(self, spec: RepositorySpec, sha: str) -> DeployDetails:
        """All about one commit."""

        def read() -> DeployDetails:
            from cockpit.adapters import git_detail  # noqa: PLC0415 - not before the first frame

            return git_detail.detail(spec, sha)

        return await self._threads.call(read, 3 * spec.timeout_s + _SPARE_S)

    def close(self) -> None:
        """Let the threads end."""
        self._threads.close()
