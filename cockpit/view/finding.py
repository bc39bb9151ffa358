"""What a search through the reports has found: report by report, line by line."""

from collections.abc import Iterator
from itertools import groupby

from cockpit.domain.finding import Hit, Hits
from cockpit.view.cells import Cell, Row, Sheet, Tone, text

TITLE = "Find in the reports"
_NUMBER = 5


def row_id(hit: Hit) -> str:
    """The row of a hit; its path may hold anything, so it stands last."""
    return f"hit:{hit.number}:{hit.folder}:{hit.path}"


def sheet(words: str, found: Hits | None) -> Sheet:
    """The hits; None: a search is under way."""
    if not words.strip():
        return Sheet(TITLE, (text("write what to look for; every word has to be there", Tone.DIM),))
    if found is None:
        return Sheet(TITLE, (text("looking…", Tone.DIM),))
    rows = [row for key, hits in groupby(found.hits, _report) for row in _of_report(key, hits)]
    if not rows and found.searched:
        rows = [text(f"nothing in {_reports(found.searched)}", Tone.DIM)]
    if found.more:
        rows.append(text("and more: add a word", Tone.DIM))
    rows += [text(f"could not look in {name}", Tone.WARN) for name in found.unread]
    if not rows:
        rows = [text("there are no reports to look through", Tone.WARN)]
    return Sheet(TITLE, tuple(rows), note=f"{_reports(found.searched)} searched")


def _reports(count: int) -> str:
    return f"{count} report" if count == 1 else f"{count} reports"


def _report(hit: Hit) -> tuple[str, str, str]:
    return hit.folder, hit.path, hit.title


def _of_report(key: tuple[str, str, str], hits: Iterator[Hit]) -> Iterator[Row]:
    _, path, title = key
    yield Row((Cell(title, Tone.STRONG), Cell(path, Tone.DIM, grow=True)))
    for hit in hits:
        number = Cell(f"{hit.number}", Tone.DIM, width=_NUMBER, right=True)
        yield Row((number, Cell(hit.line, grow=True)), id=row_id(hit))
