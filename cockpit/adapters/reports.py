"""The reports port, met by a folder on disk or by a branch of a repository; decides nothing."""

from functools import partial
from pathlib import Path

from cockpit.adapters import report_text
from cockpit.adapters.report_folder import Folder
from cockpit.adapters.report_search import Searcher
from cockpit.adapters.report_shelf import BIGGEST, Entry, Shelf
from cockpit.adapters.report_text import UnreadableError
from cockpit.adapters.threads import Threads
from cockpit.domain.evidence import Report
from cockpit.domain.finding import Hits
from cockpit.domain.watch import ReportFolderSpec
from cockpit.ports.outside import Refused
from cockpit.ports.plain import PLAIN_LIMIT, plain

MOST = 200
"""Reports of one folder that are read: those with the newest names."""
READER_LIMIT = 200_000
"""Characters of one report that the reader gets."""
_JUDGED = 256 * 1024
"""Bytes of a report that are looked at for its verdict."""
_SPARE_S = 1.0


class FileReports:
    """Reads report folders in threads of its own; what has not changed is not read again."""

    def __init__(self) -> None:
        self._threads = Threads("the reports", size=2)
        self._searcher = Searcher(_whole)
        self._kept: dict[str, dict[str, tuple[str, Report]]] = {}
        """By folder, then path: the stamp, and what was read then."""

    async def scan(
        self, spec: ReportFolderSpec, fingerprint: str
    ) -> tuple[tuple[Report, ...], str] | None:
        """All reports, newest first, with a fingerprint; None when `fingerprint` still holds."""
        read = partial(self._scan, spec, fingerprint)
        return await self._threads.call(read, spec.timeout_s + _SPARE_S)

    async def read(self, spec: ReportFolderSpec, path: str) -> str:
        """The text of one report, harmless and bounded.

        Raises:
            Refused: it cannot be read, in words.
        """
        return await self._threads.call(partial(_read, spec, path), spec.timeout_s + _SPARE_S)

    async def search(self, spec: ReportFolderSpec, words: str) -> Hits:
        """The lines that have all of these words, in any order, however they are capitalised."""

        def look() -> Hits:
            return self._searcher.search(spec, _shelf(spec), words)

        return await self._threads.call(look, spec.timeout_s + _SPARE_S)

    def close(self) -> None:
        """Let the threads end."""
        self._threads.close()

    def _scan(
        self, spec: ReportFolderSpec, fingerprint: str
    ) -> tuple[tuple[Report, ...], str] | None:
        shelf = _shelf(spec)
        now = shelf.fingerprint()
        if fingerprint and now == fingerprint:
            return None
        known = self._kept.get(spec.name, {})
        kept: dict[str, tuple[str, Report]] = {}
        for entry in shelf.entries()[:MOST]:
            before = known.get(entry.path)
            if before is None or before[0] != entry.stamp:
                before = (entry.stamp, _judged(spec.name, shelf, entry))
            kept[entry.path] = before
        self._kept[spec.name] = kept
        reports = [report for _, report in kept.values()]
        reports.sort(key=lambda r: (r.day, r.path), reverse=True)
        return tuple(reports), now


def _shelf(spec: ReportFolderSpec) -> Shelf:
    if not spec.repository:
        return Folder(Path(spec.path))
    from cockpit.adapters import report_branch  # noqa: PLC0415 - not before the first frame

    return report_branch.Branch(spec)


def _judged(folder: str, shelf: Shelf, entry: Entry) -> Report:
    path = plain(entry.path, PLAIN_LIMIT)
    try:
        text = _text(shelf, entry, _JUDGED)
    except UnreadableError as error:
        return report_text.unread(folder, path, str(error))
    return report_text.report_of(folder, path, text)


def _text(shelf: Shelf, entry: Entry, most: int) -> str:
    if entry.problem:
        raise UnreadableError(entry.problem)
    return report_text.text_of(shelf.content(entry, most))


def _read(spec: ReportFolderSpec, path: str) -> str:
    """Only what a scan would list is read: the path may come from an old journal."""
    shelf = _shelf(spec)
    entry = next((e for e in shelf.entries() if plain(e.path, PLAIN_LIMIT) == path), None)
    if entry is None:
        raise Refused("the report is not there any more", "look at the list again", code="gone")
    try:
        return _whole(shelf, entry)
    except UnreadableError as error:
        words = f"the report cannot be shown: {error}"
        raise Refused(words, "open it in another program") from None


def _whole(shelf: Shelf, entry: Entry) -> str:
    """What the reader gets, and what is searched."""
    return plain(_text(shelf, entry, BIGGEST), READER_LIMIT, lines=True)
