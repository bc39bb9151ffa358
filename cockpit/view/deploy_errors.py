"""The part of a deploy's page that tells which tracked errors began with it, or soon after it."""

from datetime import datetime

from cockpit.domain.deploy_errors import Begun, begun
from cockpit.domain.evidence import Deploy
from cockpit.domain.situation import Situation
from cockpit.domain.suspects import Suspicion
from cockpit.domain.suspicion import span
from cockpit.domain.watch import ERRORS
from cockpit.view.cells import Cell, Row, Tone, text
from cockpit.view.errors import number
from cockpit.view.words import is_read, moment

MOST = 5
"""Errors that are listed; the errors pane has all of them."""


def rows(situation: Situation, suspicion: Suspicion, now: datetime) -> list[Row]:
    """A heading and the errors; nothing where no tracker is asked, or none began then."""
    if situation.tracker is None:
        return []
    unread = situation.state.errors is None or not is_read(situation, ERRORS)
    found = begun(situation, suspicion, now)
    if not found and not unread:
        return []
    heading = [text(""), text("Errors that began with it, or soon after", Tone.TITLE)]
    heading += [text(f"not known: {ERRORS} was not read", Tone.WARN)] if unread else []
    more = len(found) - MOST
    listed = [row for one in found[:MOST] for row in _rows(situation, one, suspicion.deploy)]
    rest = [text(f"and {more} more: 9 lists the errors", Tone.DIM)] if more > 0 else []
    return [*heading, *listed, *rest]


def _rows(situation: Situation, one: Begun, deploy: Deploy) -> tuple[Row, Row]:
    """What it is, and below it since when and how often."""
    error, count = one.finding.error, one.finding.count
    after_s = (error.first_seen - deploy.at).total_seconds()
    gone = f"{span(after_s)} after" if after_s >= 0 else f"{span(-after_s)} before"
    said = [f"first seen {moment(error.first_seen, situation.zone, seconds=False)}, {gone}"]
    if count is not None:
        users = f"{number(count.users)} user{'' if count.users == 1 else 's'}"
        said += [f"{number(count.events)} event{'' if count.events == 1 else 's'}", users]
    mark = Cell("◆", Tone.WARN, width=1) if one.is_own else Cell("·", Tone.DIM, width=1)
    return (
        Row((mark, Cell(error.title, Tone.PLAIN if one.is_own else Tone.DIM, grow=True))),
        Row((Cell("", width=1), Cell(" · ".join(said), Tone.DIM, grow=True))),
    )
