"""The deploys pane: commits and tags of the last day over all repositories, suspects marked."""

from datetime import datetime

from cockpit.domain.situation import Situation
from cockpit.domain.suspects import Suspicion, recent
from cockpit.domain.watch import repository_source
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone, text
from cockpit.view.words import first_name, freshness, is_read, moment, problems

TITLE = "3 Deploys"
MOST = 300
"""Deploys that are listed; they are worked out anew at each redraw."""
_WIDE = 50
_TAGS = 10
"""Cells that tags may take."""


def sheet(situation: Situation, now: datetime, space: Space) -> Sheet:
    """Newest first; what could not be read is said before anything else."""
    sources = tuple(repository_source(r.name) for r in situation.repositories)
    if not sources:
        return Sheet(TITLE, (text("no repositories: add [[repositories]]", Tone.DIM),), note="off")
    note, tone = freshness(situation, sources, now)
    names = {r.name for r in situation.repositories}
    everything = recent(situation.state, situation.case, situation.procedure, now)
    found = [s for s in everything if s.deploy.repository in names]
    rows = [_row(situation, s, space) for s in found[:MOST]]
    known = situation.state.repositories.items()
    more = sum(r.more for name, r in known if name in names) + len(found) - len(rows)
    if more:
        rows.append(text(f"and {more} more that are not listed", Tone.DIM))
    if not rows:
        rows = [_nothing(situation)]
    title = f"{TITLE}, last {_window(situation)}"
    return Sheet(title, (*problems(situation, sources), *rows), note=note, note_tone=tone)


def _row(situation: Situation, suspicion: Suspicion, space: Space) -> Row:
    deploy = suspicion.deploy
    tone = Tone.WARN if suspicion.prime else Tone.DIM
    wide = space.width >= _WIDE
    tags = " ".join(deploy.tags)
    return Row(
        (
            Cell("◆" if suspicion.prime else " ", Tone.WARN, width=1),
            Cell(moment(deploy.at, situation.zone, seconds=False), tone, width=5),
            Cell(deploy.repository, tone, width=8 if wide else 7),
            Cell(deploy.sha[:7] if wide else "", Tone.DIM),
            Cell(tags, Tone.ACCENT, width=min(len(tags), _TAGS) or None),
            Cell(deploy.subject, Tone.PLAIN if suspicion.prime else Tone.DIM, grow=True),
            Cell(first_name(deploy.author) if wide else "", Tone.DIM),
        ),
        id=f"deploy:{deploy.repository}:{deploy.sha}",
    )


def _nothing(situation: Situation) -> Row:
    """ "Nothing" is said only when every repository was read."""
    names = [r.name for r in situation.repositories]
    unread = [name for name in names if not is_read(situation, repository_source(name))]
    if unread:
        return text(f"not read: {', '.join(unread)}", Tone.WARN)
    return text(f"nothing in the last {_window(situation)} in {', '.join(names)}", Tone.DIM)


def _window(situation: Situation) -> str:
    return f"{situation.procedure.deploy_window_s / 3600:g} h"
