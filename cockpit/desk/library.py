"""What there is to read: reports, runbooks, commits; or a search through reports and the store."""

import asyncio
from collections.abc import Sequence

from cockpit.domain.deploy_details import DeployDetails
from cockpit.domain.facts import Record
from cockpit.domain.finding import Hits
from cockpit.domain.questions import Findings, Question
from cockpit.domain.watch import ReportFolderSpec, RepositorySpec
from cockpit.ports.outside import PortError, Refused
from cockpit.ports.shelves import Shelves

MOST = 200
"""Passages of the store that are shown at once."""


class Library:
    """Reads on behalf of a person who looks; nothing is kept here."""

    def __init__(
        self,
        shelves: Shelves,
        folders: Sequence[ReportFolderSpec],
        repositories: Sequence[RepositorySpec],
    ) -> None:
        self.aside = shelves.aside
        """For what the reading itself takes long to work out."""
        self._shelves = shelves
        self._folders = folders
        self._specs = repositories

    async def read(self, folder: str, path: str) -> str:
        """The text of a report, harmless and bounded. Raises `PortError`."""
        spec = next((f for f in self._folders if f.name == folder), None)
        if spec is None:
            raise Refused(f"no folder of reports is called {folder}")
        return await self._shelves.reports.read(spec, path)

    async def read_runbook(self, file: str) -> str:
        """The text of a runbook, harmless and bounded. Raises `PortError`."""
        return await self._shelves.runbooks.read(file)

    async def read_deploy(self, repository: str, sha: str) -> DeployDetails:
        """All about a commit of a repository that is watched. Raises `PortError`."""
        spec = next((r for r in self._specs if r.name == repository), None)
        if spec is None:
            raise Refused(f"no repository is called {repository}")
        return await self._shelves.repositories.detail(spec, sha)

    async def find(self, question: Question, most: int = MOST) -> Findings:
        """What of all that is recorded answers, newest first. Raises `PortError`."""
        return await self._shelves.finder.find(question, most)

    async def past(self) -> tuple[Record, ...]:
        """Everything that was ever recorded, in its order. Raises `JournalError`."""
        return await asyncio.to_thread(self._shelves.past)

    async def search(self, words: str) -> Hits:
        """The lines of all reports that have these words; a folder that fails is said, not lost."""
        found = await asyncio.gather(*(self._search(spec, words) for spec in self._folders))
        return Hits(
            hits=tuple(hit for some in found for hit in some.hits),
            searched=sum(some.searched for some in found),
            unread=tuple(name for some in found for name in some.unread),
            more=any(some.more for some in found),
        )

    async def _search(self, spec: ReportFolderSpec, words: str) -> Hits:
        try:
            return await self._shelves.reports.search(spec, words)
        except PortError as error:
            return Hits(unread=(f"{spec.name}: {error.reason}",))
