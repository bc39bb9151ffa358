"""What a search has found: in the store, newest first, and in the reports, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from cockpit.domain.finding import Hit, Hits
from cockpit.domain.questions import HELP, Findings, Found, Question, places
from cockpit.domain.situation import Situation
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone, text
from cockpit.view.words import day_moment

TITLE = "Find"
_NUMBER = 5
_WHEN = 16
_KIND, _SHORT_KIND = 12, 9
_NARROW = 100
"""Columns below which the kind of a passage is cut."""
_BETWEEN = " · "
_HEAD_PART = 4
"""Of the width, one part in so many for its beginning, which says what it is about."""
_LEAD = 24
"""Characters before the first of the words that are shown at least, where there is no room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """How far a search has come."""

    question: Question
    stored: Findings | None = None
    """None: it is under way, or could not be made."""
    reports: Hits | None = None
    """None: as above, or the question can be answered by the store alone."""
    wrong: str = ""
    """Why the store could not be looked through, in words."""


def row_id(hit: Hit) -> str:
    """The row of a hit; its path may hold anything, so it stands last."""
    return f"hit:{hit.number}:{hit.folder}:{hit.path}"


def found_id(number: int) -> str:
    """The row of a passage, by its place among what was found."""
    return f"found:{number}"


def sheet(looked: Looked | None, situation: Situation, now: datetime, space: Space) -> Sheet:
    """What was found; None: nothing that can be looked for was written yet."""
    if looked is None:
        return Sheet(TITLE, tuple(_hints()))
    rows = [*_stored(looked, situation, now, space), *_reported(looked)]
    return Sheet(TITLE, tuple(rows), note=_note(looked))


def complaint(words: str) -> Sheet:
    """What was written makes no sense."""
    return Sheet(TITLE, (text(words, Tone.WARN), *_hints()))


def passage(found: Found, words: tuple[str, ...], situation: Situation, now: datetime) -> Sheet:
    """One passage in full."""
    case = situation.state.cases.get(found.incident_id)
    about = f"#{case.incident.number} {case.incident.title}" if case else "no incident"
    head = [
        Row((Cell(day_moment(found.at, now, situation.zone), Tone.DIM), Cell(found.author))),
        Row((Cell(about, Tone.STRONG if case else Tone.DIM, grow=True),)),
        text(""),
    ]
    body = [Row(_marked(line, words)) for line in found.text.splitlines()]
    return Sheet(found.kind, (*head, *body))


def _hints() -> Iterator[Row]:
    yield text("write what to look for; every word has to be there, or begin one that is", Tone.DIM)
    yield text(f"narrower: {HELP}", Tone.DIM)


def _note(looked: Looked) -> str:
    parts = []
    if looked.stored is not None:
        parts.append(_count(looked.stored.searched, "passage"))
    if looked.reports is not None:
        parts.append(_count(looked.reports.searched, "report"))
    return f"{' and '.join(parts)} searched" if parts else ""


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


# --- the store -------------------------------------------------------------------------------


def _stored(looked: Looked, situation: Situation, now: datetime, space: Space) -> Iterator[Row]:
    if looked.wrong:
        yield text(f"could not look in the store: {looked.wrong}", Tone.WARN)
        return
    if looked.stored is None:
        yield text("looking… the first look through a long record takes a while", Tone.DIM)
        return
    yield Row((Cell("In the store", Tone.TITLE), Cell("newest first", Tone.DIM)))
    for number, found in enumerate(looked.stored.found):
        yield Row(_line(found, looked.question, situation, now, space), id=found_id(number))
    if not looked.stored.found:
        yield text("nothing", Tone.DIM)
    if looked.stored.more:
        yield text("and more, older ones: add a word, or say until:", Tone.DIM)


def _line(
    found: Found, question: Question, situation: Situation, now: datetime, space: Space
) -> tuple[Cell, ...]:
    case = situation.state.cases.get(found.incident_id)
    number = f"#{case.incident.number}" if case else ""
    when = Cell(day_moment(found.at, now, situation.zone), Tone.DIM, width=_WHEN)
    of = Cell(number, Tone.STRONG, width=_NUMBER + 1)
    kind = Cell(found.kind, Tone.ACCENT, width=_KIND if space.width >= _NARROW else _SHORT_KIND)
    said = _BETWEEN.join(line for line in found.text.splitlines() if line != number)
    return when, of, kind, *_marked(_near(said, question.words, space.width), question.words)


def _near(said: str, words: tuple[str, ...], width: int) -> str:
    """How it begins, and the text from shortly before the first of the words."""
    first = next(places(said, words), (0, 0))[0]
    if first <= _LEAD * 2:
        return said
    head = said.split(_BETWEEN, 1)[0]
    most = width // _HEAD_PART
    head = head if len(head) <= most else f"{head[: max(most - 1, 0)].rstrip()}…"
    begin = said.find(" ", first - _LEAD)
    near = said[begin if 0 <= begin < first else first :].lstrip(" ·")
    return f"{head} {near}" if head.endswith("…") else f"{head} … {near}"


def _marked(line: str, words: tuple[str, ...]) -> tuple[Cell, ...]:
    """The line in cells, the words that were looked for strong."""
    cells: list[Cell] = []
    at = 0
    for begin, end in places(line, words):
        if begin > at:
            cells.append(Cell(line[at:begin], joined=bool(cells)))
        cells.append(Cell(line[begin:end], Tone.STRONG, joined=bool(cells)))
        at = end
    if at < len(line) or not cells:
        cells.append(Cell(line[at:], grow=True, joined=bool(cells)))
    return tuple(cells)


# --- the reports -----------------------------------------------------------------------------


def _reported(looked: Looked) -> Iterator[Row]:
    found = looked.reports
    if found is None or not (found.searched or found.unread):
        return
    yield text("")
    yield text("In the reports", Tone.TITLE)
    for key, hits in groupby(found.hits, _report):
        yield from _of_report(key, hits)
    if not found.hits and found.searched:
        yield text("nothing", Tone.DIM)
    if found.more:
        yield text("and more: add a word", Tone.DIM)
    for name in found.unread:
        yield text(f"could not look in {name}", Tone.WARN)


def _report(hit: Hit) -> tuple[str, str, str]:
    return hit.folder, hit.path, hit.title


def _of_report(key: tuple[str, str, str], hits: Iterator[Hit]) -> Iterator[Row]:
    _, path, title = key
    yield Row((Cell(title, Tone.STRONG), Cell(path, Tone.DIM, grow=True)))
    for hit in hits:
        number = Cell(f"{hit.number}", Tone.DIM, width=_NUMBER, right=True)
        yield Row((number, Cell(hit.line, grow=True)), id=row_id(hit))
