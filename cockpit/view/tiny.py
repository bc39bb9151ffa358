"""The least that helps where panes have no room: status, countdown, next step."""

from datetime import datetime

from cockpit.domain.checklist import Standing, checklist
from cockpit.domain.clocks import clocks
from cockpit.domain.escalation import countdown
from cockpit.domain.model import Status
from cockpit.domain.situation import Situation
from cockpit.domain.triage import assess
from cockpit.domain.watch import PAGER
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone, text
from cockpit.view.focal import focal_clock
from cockpit.view.words import freshness, nothing_open

_TONE = {
    Status.TRIGGERED: Tone.BAD,
    Status.ACKNOWLEDGED: Tone.PLAIN,
    Status.RESOLVED: Tone.GOOD,
    Status.OTHER: Tone.WARN,
}


def sheet(situation: Situation, now: datetime, space: Space) -> Sheet:
    """At most as many rows as there are, the most important first."""
    case = situation.case
    if case is None:
        rows = [*_alarm(situation, now), text(*nothing_open(situation, now))]
    else:
        incident = case.incident
        rows = [
            Row(
                (
                    Cell(f"#{incident.number}", Tone.STRONG),
                    Cell(incident.status.value, _TONE[incident.status], grow=True),
                )
            )
        ]
        rows += _alarm(situation, now)
        age, tone = freshness(situation, (PAGER,), now)
        if tone is not Tone.DIM or age != "live":
            rows.append(text(f"{PAGER}: {age}", tone))
        state = countdown(situation.state, incident, situation.procedure, now)
        focal = focal_clock(
            situation, state, clocks(situation.state, case, situation.procedure), now
        )
        if focal is not None:
            rows.append(
                Row((Cell(focal.value, focal.tone), Cell(focal.label, Tone.DIM, grow=True)))
            )
        steps = checklist(situation.state, case, situation.procedure, now)
        following = [s for s in steps if s.standing is Standing.NEXT]
        rows += [text(f"▶ {s.step.key or s.place} {s.step.title}") for s in following]
        rows.append(text(incident.title, Tone.DIM))
    rows.append(text("enlarge the terminal: 80x24", Tone.DIM))
    return Sheet("", tuple(rows[: max(space.height, 1)]))


def _alarm(situation: Situation, now: datetime) -> list[Row]:
    """A page without a met criterion, or the other way round."""
    return [text(f"▲ {alarm}", Tone.BAD) for alarm in assess(situation, now).alarms[:1]]
