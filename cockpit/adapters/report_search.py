"""The lines of reports that have some words; what was read for it is kept, within a bound."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from threading import Lock

from cockpit.adapters.report_shelf import Entry, Shelf
from cockpit.adapters.report_text import UnreadableError, title_of
from cockpit.domain.finding import Hit, Hits
from cockpit.domain.watch import ReportFolderSpec
from cockpit.ports.plain import PLAIN_LIMIT, plain

MOST = 200
"""Lines that a search brings."""
_PER_REPORT = 5
_KEPT = 16_000_000
"""Characters of all reports together that are kept between two searches."""
_LINE = 200

Text = Callable[[Shelf, Entry], str]
"""The text of a report as its reader gets it; raises `UnreadableError`."""


class Searcher:
    """Looks through folders; used from several threads."""

    def __init__(self, text: Text, kept: int = _KEPT) -> None:
        self._text = text
        self._most = kept
        self._texts: OrderedDict[tuple[str, str], tuple[str, str]] = OrderedDict()
        """By folder and path: the stamp, and the text; the one used last is the last."""
        self._size = 0
        self._lock = Lock()

    def search(self, spec: ReportFolderSpec, shelf: Shelf, words: str) -> Hits:
        """See the port; no words find nothing."""
        wanted = words.casefold().split()
        hits: list[Hit] = []
        unread: list[str] = []
        searched, more = 0, False
        for entry in shelf.entries() if wanted else ():
            path = plain(entry.path, PLAIN_LIMIT)
            try:
                text = self._read(spec.name, shelf, entry)
            except UnreadableError as error:
                unread.append(f"{path}: {error}")
                continue
            searched += 1
            found = list(_found(spec.name, path, text, wanted))
            more = more or len(found) > _PER_REPORT or len(hits) + len(found) > MOST
            hits += found[: min(_PER_REPORT, MOST - len(hits))]
        return Hits(hits=tuple(hits), searched=searched, unread=tuple(unread), more=more)

    def _read(self, folder: str, shelf: Shelf, entry: Entry) -> str:
        key = (folder, entry.path)
        with self._lock:
            stamp, text = self._texts.get(key, ("", ""))
            if stamp == entry.stamp and not entry.problem:
                self._texts.move_to_end(key)
                return text
        text = self._text(shelf, entry)
        with self._lock:
            self._forget(key)
            self._texts[key] = (entry.stamp, text)
            self._size += len(text)
            while self._size > self._most:
                self._forget(next(iter(self._texts)))
        return text

    def _forget(self, key: tuple[str, str]) -> None:
        _, text = self._texts.pop(key, ("", ""))
        self._size -= len(text)


def _found(folder: str, path: str, text: str, wanted: list[str]) -> Iterator[Hit]:
    title = title_of(path, text)
    named = _has(f"{title} {path}", wanted)
    for number, line in enumerate(text.splitlines(), start=1):
        if _has(line, wanted):
            yield Hit(folder=folder, path=path, title=title, number=number, line=plain(line, _LINE))
            named = False
    if named:
        yield Hit(folder=folder, path=path, title=title, number=1, line=title)


def _has(text: str, wanted: list[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in wanted)
