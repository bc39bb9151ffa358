"""The repositories port, met by git; `git_reading` and `git_detail` read, in threads."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from threading import Lock
from typing import TypeVar

from cockpit.adapters.git_looks import Glance, Reads
from cockpit.adapters.threads import Threads
from cockpit.domain.deploy_details import DeployDetails
from cockpit.domain.watch import RepositorySpec
from cockpit.ports.outside import Unreachable
from cockpit.ports.readiness import CopyCondition
from cockpit.ports.repositories import RepositoryReading

FETCHED_AT_ONCE = 2
_SPARE_S = 1.0
_MOMENT_S = 1.0
"""Glances of one turn may take so long together."""
_REST_S = 2.0
"""Without a question for so long, the processes that looks share are ended."""
_ASIDE_S = 15.0
"""For what is asked before a fetch begins."""


T = TypeVar("T")


_Waiting = tuple[Glance, "asyncio.Future[RepositoryReading | None]"]


class GitRepositories:
    """Reads local repositories through git, a few at a time, in threads of its own.

    Args:
        at_once: how many at a time.
        together: where those are that are read through processes that they share.
    """

    def __init__(self, at_once: int = 4, together: Sequence[str] = ()) -> None:
        self._threads = Threads("git", size=at_once)
        self._asked = Threads("git", size=2)
        """For what a person waits for, however many repositories are being read."""
        self._fetching = Threads("git fetch", size=FETCHED_AT_ONCE)
        self._paths = tuple(together)
        self._gate = asyncio.Semaphore(at_once)
        """For glances one by one: a wait for a thread counts as time that they take."""
        self._glances: list[_Waiting] = []
        self._tasks: set[asyncio.Future[None]] = set()
        self._lock = Lock()
        self._reader: Reads | None = None
        self._resting: asyncio.TimerHandle | None = None

    async def glance(self, spec: RepositorySpec, since: datetime, limit: int) -> RepositoryReading:
        """Commits since then, as fast as git can list them; many at once cost less than each."""
        glance = Glance(spec, since, limit)
        waiting: asyncio.Future[RepositoryReading | None] = asyncio.Future()
        self._glances.append((glance, waiting))
        if len(self._glances) == 1:
            asyncio.get_running_loop().call_soon(self._glance_at_all)
        found = await waiting
        if found is not None:
            return found
        async with self._gate:
            return await self._looked(spec, lambda reader: reader.glance(spec, since, limit))

    def _glance_at_all(self) -> None:
        """What was asked for in this turn of the loop; one thread is faster at it than some."""
        asked, self._glances = self._glances, []
        task = asyncio.ensure_future(self._glance_at(asked))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _glance_at(self, asked: Sequence[_Waiting]) -> None:
        """What cannot be read in moments is told by None, and read by itself."""
        glances = [glance for glance, _ in asked]
        found: Sequence[RepositoryReading | None] = [None] * len(asked)
        try:
            if len(asked) > 1 and self._paths:
                with suppress(Unreachable):
                    found = await self._called(
                        lambda reader: reader.glances(glances, _MOMENT_S), _MOMENT_S
                    )
        finally:
            for (_, waiting), reading in zip(asked, found, strict=True):
                if not waiting.done():
                    waiting.set_result(reading)

    async def scan(
        self, spec: RepositorySpec, since: datetime, limit: int, fingerprint: str
    ) -> RepositoryReading | None:
        """Commits and tags since then; None when `fingerprint` still holds."""
        return await self._looked(spec, lambda reader: reader.scan(spec, since, limit, fingerprint))

    async def look_through(
        self, spec: RepositorySpec, since: datetime, limit: int
    ) -> RepositoryReading:
        """Commits and tags since then, wherever they are in its history."""
        return await self._looked(spec, lambda reader: reader.look_through(spec, since, limit))

    async def _looked(self, spec: RepositorySpec, look: Callable[[Reads], T]) -> T:
        return await self._called(look, spec.timeout_s)

    async def _called(self, look: Callable[[Reads], T], timeout_s: float) -> T:
        """What a look finds; soon after the last question, nothing is left running."""
        try:
            return await self._threads.call(lambda: look(self._made_reader()), timeout_s + _SPARE_S)
        finally:
            if self._resting is None:
                self._resting = asyncio.get_running_loop().call_later(_REST_S, self._rest)

    def _made_reader(self) -> Reads:
        from cockpit.adapters.git_reader import Reader  # noqa: PLC0415 - not before the first frame

        with self._lock:
            self._reader = self._reader or Reader(self._paths)
        return self._reader

    def _rest(self) -> None:
        self._resting = None
        if self._reader is not None and self._reader.rest(_REST_S):
            self._resting = asyncio.get_running_loop().call_later(_REST_S, self._rest)

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
        """Let the threads and processes end."""
        if self._resting is not None:
            self._resting.cancel()
        if self._reader is not None:
            self._reader.close()
        for threads in (self._threads, self._asked, self._fetching):
            threads.close()
