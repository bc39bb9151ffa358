"""The closing checklist of an incident (G8), and which incidents are still to close."""

from datetime import datetime

from cockpit.domain.closing import Mark, PointView, checklist, missing, to_close
from cockpit.domain.situation import Situation
from cockpit.domain.state import Case
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone, text
from cockpit.view.words import day_moment

_MARKS = {
    Mark.MET: ("✔", Tone.GOOD),
    Mark.MISSING: ("·", Tone.WARN),
    Mark.NOT_NEEDED: ("–", Tone.DIM),
}


def sheet(situation: Situation, now: datetime, _space: Space) -> Sheet:
    """Each point, what shows it or what is missing, and what comes next."""
    case = situation.case
    if case is None:
        return Sheet("Close", (text("nothing is left to close", Tone.GOOD),))
    views = situation.once(_views, now)
    rows = [*_standing(situation, case, views, now), text("")]
    rows += [row for view in views for row in _rows(view)]
    left, others = len(missing(views)), _others(situation, now)
    if others:
        rows += [text(""), text(f"{others} more to close: n goes to the next", Tone.DIM)]
    title = f"Close #{case.incident.number} {case.incident.title}"
    note = "closed" if case.is_closed else f"{len(views) - left} of {len(views)}"
    return Sheet(title, tuple(rows), note=note)


def row_id(view: PointView) -> str:
    """The id of its rows."""
    return f"point:{view.point.id}"


def summary(situation: Situation, now: datetime) -> tuple[str, Tone]:
    """In a line: "2 resolved incidents are to close: C"; empty when there are none."""
    count = len(to_close(situation.state, situation.procedure, now))
    if not count:
        return "", Tone.DIM
    words = "1 resolved incident is" if count == 1 else f"{count} resolved incidents are"
    return f"{words} to close", Tone.DIM


def _views(situation: Situation, now: datetime) -> tuple[PointView, ...]:
    case = situation.case
    if case is None:
        return ()
    return checklist(situation.state, case, situation.procedure, now, situation.zone)


def _standing(
    situation: Situation, case: Case, views: tuple[PointView, ...], now: datetime
) -> tuple[Row, ...]:
    closed, incident = case.closing.closed, case.incident
    if case.is_closed and closed is not None:
        at = day_moment(closed.at, now, situation.zone)
        said = [text(f"closed {at} by {closed.author or 'somebody'}", Tone.GOOD)]
        said += [text(f"all the same: {closed.reason}", Tone.DIM)] if closed.reason else []
        return (*said, *(text(f"  was missing: {words}", Tone.DIM) for words in closed.missing))
    if incident.is_open:
        return (text("open at the pager: it can be closed once it is resolved", Tone.WARN),)
    if not views:
        return (text("the profile asks for nothing before an incident is closed", Tone.DIM),)
    left = len(missing(views))
    at = day_moment(incident.changed_at, now, situation.zone)
    if not left:
        return (text(f"resolved {at}; nothing is missing: x closes it", Tone.GOOD),)
    return (text(f"resolved {at}; {left} still to do before it is closed", Tone.PLAIN),)


def _rows(view: PointView) -> tuple[Row, ...]:
    mark, tone = _MARKS[view.mark]
    title = Tone.PLAIN if view.mark is Mark.MISSING else Tone.DIM
    key = row_id(view)
    head = Row(
        (
            Cell(mark, tone, width=1),
            Cell(view.point.title, title, grow=True),
            Cell(view.key, Tone.ACCENT, width=1),
        ),
        id=key,
    )
    beside = view.words
    if view.mark is Mark.MISSING and view.point.detail:
        beside = f"{beside}. {view.point.detail}"
    return head, Row((Cell("", width=1), Cell(beside, Tone.DIM, grow=True)), id=key)


def _others(situation: Situation, now: datetime) -> int:
    cases = to_close(situation.state, situation.procedure, now)
    return sum(case.incident.id != situation.incident_id for case in cases)
