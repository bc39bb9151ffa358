"""What is needed from folders of reliability reports: which there are, their text, a search."""

from typing import Protocol

from cockpit.domain.evidence import Report
from cockpit.domain.finding import Hits
from cockpit.domain.watch import ReportFolderSpec


class Reports(Protocol):
    """Folders of reliability reports. Every method may raise the three errors."""

    async def scan(
        self, spec: ReportFolderSpec, fingerprint: str
    ) -> tuple[tuple[Report, ...], str] | None:
        """All reports, newest first, with a fingerprint; None when `fingerprint` still holds."""
        ...

    async def read(self, spec: ReportFolderSpec, path: str) -> str:
        """The text of one report, harmless and bounded."""
        ...

    async def search(self, spec: ReportFolderSpec, words: str) -> Hits:
        """The lines that have all of these words, in any order, however they are capitalised.

        A report whose title and path have them all is found too, by its first line.
        """
        ...
