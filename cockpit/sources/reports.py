"""Watches folders of reliability reports; one source for each."""

from collections.abc import AsyncGenerator, Callable, Sequence

from cockpit.domain.facts import ReportsFound, Seen
from cockpit.domain.state import State
from cockpit.domain.watch import ReportFolderSpec, reports_source
from cockpit.ports.outside import PortError
from cockpit.ports.reports import Reports
from cockpit.sources.keeper import Append


class ReportSource:
    """One folder, as facts about what differs from the state.

    Args:
        reports: where to look.
        spec: the folder.
        state: the state as it is now.
    """

    warning = ""

    def __init__(
        self, reports: Reports, spec: ReportFolderSpec, state: Callable[[], State]
    ) -> None:
        self.name = reports_source(spec.name)
        self.interval_s = spec.interval_s
        self.deadline_s = spec.timeout_s + 1.0
        self._reports = reports
        self._spec = spec
        self._state = state
        self._fingerprint = ""

    async def poll(self) -> AsyncGenerator[Seen, None]:
        """New, changed and vanished reports."""
        known = self._state().folders.get(self._spec.name)
        fingerprint = self._fingerprint if known is not None else ""
        answer = await self._reports.scan(self._spec, fingerprint)
        if answer is None:
            return
        reports, self._fingerprint = answer
        before = {r.path: r for r in known.reports} if known else {}
        now = {r.path for r in reports}
        found = tuple(r for r in reports if before.get(r.path) != r)
        gone = tuple(path for path in before if path not in now)
        if known is None or found or gone:
            yield ReportsFound(folder=self._spec.name, found=found, gone=gone)


async def read_now(sources: Sequence[ReportSource], append: Append) -> Sequence[tuple[str, str]]:
    """Look into every folder once; what differs is recorded. Raises `JournalError`.

    Returns (source, reason) for each that could not be read.
    """
    unread = []
    for source in sources:
        try:
            facts = [fact async for fact in source.poll()]
        except PortError as error:
            unread.append((source.name, error.advice))
        else:
            await append(*facts)
    return unread
