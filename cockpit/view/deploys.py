"""The deploys pane: suspects first, each with why; then the last day, and what is in flight."""

from collections.abc import Iterable
from datetime import datetime

from cockpit.domain.deploy_list import forbidden, listed
from cockpit.domain.evidence import DeployKind
from cockpit.domain.onset import onset
from cockpit.domain.situation import Situation
from cockpit.domain.suspects import Suspicion
from cockpit.domain.suspicion import Ground
from cockpit.domain.watch import (
    PAGER_CHANGES,
    PAGER_RELATED,
    fetch_source,
    repository_source,
)
from cockpit.view import in_flight
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone, text
from cockpit.view.words import first_name, freshness, is_read, moment, problems

TITLE = "3 Deploys"
MOST = 300
"""Deploys that are listed; they are worked out anew at each redraw."""
FIRST = 3
"""Suspects that stand before everything else."""
_WIDE = 50
_TAGS = 10
"""Cells that tags may take."""
_DIGITS = 9
_MARK = 2
_REASONS = 3
"""Reasons that a suspect is listed with; one less where there is little room."""
_TALL = 8
"""Rows from which on it is said what suspicion counts from."""


def sheet(situation: Situation, now: datetime, space: Space) -> Sheet:
    """What could not be read is said before anything else."""
    if not situation.repositories and not situation.has_pager:
        words = "no repositories and no pager: add [[repositories]]"
        return Sheet(TITLE, (text(words, Tone.DIM),), note="off")
    sources = _sources(situation)
    note, tone = freshness(situation, sources, now)
    found = listed(situation, now)
    suspects = sorted((s for s in found if 0 < s.rank <= FIRST), key=lambda s: s.rank)
    rest = [s for s in found if not 0 < s.rank <= FIRST]
    is_open = situation.case is not None and situation.case.incident.is_open
    rows = in_flight.line(situation, space) if is_open else []
    rows += [*_counted_from(situation, space, suspects), *_rows(situation, suspects, space)]
    rows += [] if is_open else in_flight.rows(situation, space)
    rows += _rows(situation, rest[:MOST], space)
    more = _more(situation) + len(rest[MOST:])
    if more:
        rows.append(text(f"and {more} more that are not listed", Tone.DIM))
    if sources and not found and not more:
        rows.append(_nothing(situation))
    rows += in_flight.rows(situation, space) if is_open else []
    rows += _not_allowed(situation)
    title = f"{TITLE}, last {_window(situation)}"
    fetching = tuple(fetch_source(r.name) for r in situation.repositories if r.fetch)
    trouble = problems(situation, (*sources, *fetching, PAGER_RELATED))
    return Sheet(title, (*trouble, *rows), note=note, note_tone=tone)


def _sources(situation: Situation) -> tuple[str, ...]:
    """Whatever lists deploys; the pager's changes only where its token may read them."""
    names = tuple(repository_source(r.name) for r in situation.repositories)
    reads_changes = situation.has_pager and not forbidden(situation)
    return (*names, PAGER_CHANGES) if reads_changes else names


def _not_allowed(situation: Situation) -> list[Row]:
    """One quiet line: what a token may not do is no trouble that anybody mends at night."""
    reason = forbidden(situation)
    return [text(f"not listed: {reason}", Tone.DIM)] if reason else []


def _counted_from(situation: Situation, space: Space, suspects: list[Suspicion]) -> list[Row]:
    case = situation.case
    if case is None or not suspects or space.height < _TALL:
        return []
    began = onset(situation.state, case, situation.procedure)
    at = moment(began.at, situation.zone, seconds=False)
    if not began.is_sample:
        return [text(f"counted from the page, {at}", Tone.DIM)]
    what = f"{began.probe} {began.detail}" if space.width >= _WIDE else began.probe
    return [text(f"counted from {at}: {what}", Tone.DIM)]


def _rows(situation: Situation, found: Iterable[Suspicion], space: Space) -> list[Row]:
    rows = []
    for suspicion in found:
        rows.append(_row(situation, suspicion, space))
        why = _why(suspicion, _REASONS if space.width >= _WIDE else _REASONS - 1)
        if why:
            rows.append(
                Row((Cell("", width=_MARK), Cell(why, Tone.DIM, grow=True)), id=rows[-1].id)
            )
    return rows


def _row(situation: Situation, suspicion: Suspicion, space: Space) -> Row:
    deploy = suspicion.deploy
    is_loud = suspicion.prime or 0 < suspicion.rank <= FIRST
    tone = Tone.WARN if is_loud else Tone.DIM
    wide = space.width >= _WIDE
    tags = " ".join(deploy.tags)
    is_change = deploy.kind is DeployKind.CHANGE
    sha = deploy.sha[:7] if wide and not is_change else ""
    return Row(
        (
            Cell(mark(suspicion), Tone.WARN, width=_MARK),
            Cell(moment(deploy.at, situation.zone, seconds=False), tone, width=5),
            Cell("change" if is_change else deploy.repository, tone, width=8 if wide else 7),
            Cell(sha, Tone.DIM),
            Cell(tags, Tone.ACCENT, width=min(len(tags), _TAGS) or None),
            Cell(deploy.subject, Tone.PLAIN if is_loud else Tone.DIM, grow=True),
            Cell(first_name(deploy.author) if wide else "", Tone.DIM),
        ),
        id=f"deploy:{suspicion.key}",
    )


def mark(suspicion: Suspicion) -> str:
    """The sign of a suspect with its rank, where that is one digit."""
    if not suspicion.rank and not suspicion.prime:
        return ""
    return f"◆{suspicion.rank}" if 0 < suspicion.rank <= _DIGITS else "◆"


def _why(suspicion: Suspicion, most: int) -> str:
    """Why it is suspected, for the first; that it came too late to be, for others."""
    if 0 < suspicion.rank <= FIRST:
        telling = [r for r in suspicion.reasons if r.points > 0][:most]
        against = [r for r in suspicion.reasons if r.points < 0][-1:]
        return " · ".join(r.short for r in (*telling, *against))
    late = [r.short for r in suspicion.reasons if r.ground is Ground.AFTER]
    return late[0] if late else ""


def _more(situation: Situation) -> int:
    names = {r.name for r in situation.repositories}
    return sum(r.more for name, r in situation.state.repositories.items() if name in names)


def _nothing(situation: Situation) -> Row:
    """ "Nothing" is said only when every list was read."""
    lists = {repository_source(r.name): r.name for r in situation.repositories}
    lists |= {PAGER_CHANGES: PAGER_CHANGES} if PAGER_CHANGES in _sources(situation) else {}
    unread = [name for source, name in lists.items() if not is_read(situation, source)]
    if unread:
        return text(f"not read: {', '.join(unread)}", Tone.WARN)
    return text(
        f"nothing in the last {_window(situation)} in {', '.join(lists.values())}", Tone.DIM
    )


def _window(situation: Situation) -> str:
    return f"{situation.procedure.deploy_window_s / 3600:g} h"
