"""The list of incidents, the most pressing first."""

from datetime import datetime

from cockpit.domain.focus import ranking
from cockpit.domain.model import Incident, Status
from cockpit.domain.situation import Situation
from cockpit.domain.watch import PAGER
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone, text
from cockpit.view.words import age, first_name, freshness, nothing_open, trouble

CLOSED = 20
"""Resolved incidents that are still listed."""
_WIDE = 90


def sheet(situation: Situation, now: datetime, space: Space) -> Sheet:
    """Open incidents, then the latest resolved ones; the one on screen is marked."""
    running = [c.incident for c in ranking(situation.state, situation.me)]
    over = [c.incident for c in situation.state.cases.values() if not c.incident.is_open]
    over.sort(key=lambda i: i.created_at, reverse=True)
    note, tone = freshness(situation, (PAGER,), now)
    problems = [text(said, Tone.BAD) for said in trouble(situation, (PAGER,))]
    rows = [_row(situation, incident, now, space) for incident in (*running, *over[:CLOSED])]
    if not rows:
        rows = [text(*nothing_open(situation, now))]
    return Sheet("Incidents", (*problems, *rows), note=note, note_tone=tone)


_STATUS = {
    Status.TRIGGERED: ("✖ triggered", Tone.BAD),
    Status.ACKNOWLEDGED: ("● acknowledged", Tone.ACCENT),
    Status.RESOLVED: ("✔ resolved", Tone.DIM),
    Status.OTHER: ("? unknown", Tone.WARN),
}


def _row(situation: Situation, incident: Incident, now: datetime, space: Space) -> Row:
    words, tone = _STATUS[incident.status]
    holders = ", ".join(first_name(a.person.name) for a in incident.assignments)
    here = incident.id == situation.incident_id
    me = situation.me
    mine = me is not None and incident.assigned_to(me.id)
    return Row(
        (
            Cell("▶" if here else " ", Tone.ACCENT, width=1),
            Cell(words, tone, width=14),
            Cell(incident.priority or incident.urgency.value, tone, width=4),
            Cell(f"#{incident.number}", Tone.STRONG, width=7),
            Cell(incident.title, Tone.PLAIN if incident.is_open else Tone.DIM, grow=True),
            Cell(incident.service if space.width >= _WIDE else "", Tone.DIM),
            Cell("you" if mine else holders, Tone.STRONG if mine else Tone.DIM, width=10),
            Cell(age((now - incident.created_at).total_seconds()), Tone.DIM, width=6, right=True),
        ),
        id=f"incident:{incident.id}",
    )
