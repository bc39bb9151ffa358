"""The papers of an incident: which there are, where each stands, and what can be done with it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cockpit.domain.dispatch import standing
from cockpit.domain.papers import HERE, PaperCopy, PaperPlan
from cockpit.domain.situation import Situation
from cockpit.domain.state import Phase
from cockpit.domain.texts import clock_time
from cockpit.view.cells import Cell, Row, Sheet, Tone, text

_BARE = re.compile(r"\|(?: *-+ *\|)+|```\w*")
"""Lines that only say how the others are to be read."""
_ROW = re.compile(r"\|.*\|")
_STRONG = re.compile(r"\*\*|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A paper that can be written now."""

    id: str
    title: str
    """As plain text."""
    plan: PaperPlan
    sections: int
    is_edited: bool
    """Somebody has written in it here."""


def sheet(situation: Situation, now: datetime, papers: tuple[Listed, ...], problem: str) -> Sheet:
    """All of them; `problem` says why there are none, or not all."""
    rows: list[Row] = []
    for paper in papers:
        rows += [*_paper(situation, now, paper), text("")]
    if problem:
        rows.append(text(problem, Tone.WARN))
    if not papers and not problem:
        rows.append(text("writing it from the record…", Tone.DIM))
    return Sheet("Papers", tuple(rows))


def _paper(situation: Situation, now: datetime, paper: Listed) -> Iterator[Row]:
    yield Row((Cell(paper.title, Tone.TITLE, grow=True),), id=f"paper:{paper.id}")
    edited = "with what you wrote in it" if paper.is_edited else "as the record gives it"
    yield text(f"  {paper.sections} sections, {edited}", Tone.DIM)
    copies = [c for some in situation.state.papers.values() for c in some if c.paper == paper.id]
    for copy in sorted(copies, key=lambda c: c.at)[-_MOST:]:
        if copy.place != HERE:
            yield _copy(situation, now, copy)
    where = ", ".join(shelf.value for shelf in paper.plan.file)
    yield text(f"  f files it: {where}" if where else "  the profile files it nowhere", Tone.DIM)
    if paper.plan.mail_to:
        levels = f", for {', '.join(paper.plan.mail_levels)}" if paper.plan.mail_levels else ""
        yield text(f"  m mails it: {', '.join(paper.plan.mail_to)}{levels}", Tone.DIM)


_MOST = 6
"""Copies of a paper that are told."""


def _copy(situation: Situation, now: datetime, copy: PaperCopy) -> Row:
    at = clock_time(copy.at, situation.zone)
    parcel = situation.state.parcels.get(copy.effect)
    if parcel is None:
        return text(f"  ✔ {at} written to {copy.place}, by {copy.author}", Tone.GOOD)
    words = standing(situation.state, parcel, now)
    place = getattr(parcel.effect, "place", None)
    where = place.words if place is not None else copy.place
    if parcel.phase is Phase.DONE:
        return text(f"  ✔ {at} {words} in {where}, by {copy.author}", Tone.GOOD)
    return text(f"  ✖ {at} {where}: {words} {parcel.mend}".rstrip(), Tone.BAD)


def preview(title: str, words: str) -> Sheet:
    """A paper to read, its headings strong, its tables without their lines; harmless by now."""
    lines = (line for line in words.splitlines() if not _BARE.fullmatch(line))
    return Sheet(title, tuple(_line(line) for line in lines))


def _line(line: str) -> Row:
    if line.startswith("#"):
        return text(line.lstrip("# "), Tone.TITLE)
    if _ROW.fullmatch(line):
        first, *rest = (cell.strip() for cell in line[1:-1].split(" | "))
        return text("  ".join((first, *rest)))
    return text(_STRONG.sub("", line))
