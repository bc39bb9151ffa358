"""When an overdue countdown asks the pager at once, instead of waiting for the next question; pure.

What the pager has announced for an instant has then happened or not: a countdown that stood still
at zero would be a lie either way.
"""

from datetime import datetime

from cockpit.domain.escalation import countdown, pager_is_lost
from cockpit.domain.model import Incident
from cockpit.domain.situation import Situation

EVERY_SECOND_S = 3
"""Seconds after zero during which the pager is asked every second."""
AFTERWARDS_S = 5
"""Then it is asked this often."""
GIVE_UP_S = 60
"""After that only when it is due anyway: the pager knows something that we do not."""


def asks_pager(situation: Situation, now: datetime) -> bool:
    """Whether the pager is to be asked at this second, for the incident on screen or one of mine.

    To be asked once a second. Not while the pager cannot be reached: then the countdown goes on by
    itself, and asking is its source's business.
    """
    if pager_is_lost(situation.state):
        return False
    return any(_is_awaited(situation, incident, now) for incident in _watched(situation))


def is_time(over_s: int) -> bool:
    """Whether so many whole seconds after zero are a time to ask."""
    if not 0 <= over_s <= GIVE_UP_S:
        return False
    return over_s < EVERY_SECOND_S or over_s % AFTERWARDS_S == 0


def _watched(situation: Situation) -> list[Incident]:
    me = situation.me
    return [
        case.incident
        for case in situation.state.cases.values()
        if case.incident.is_open
        and (
            case.incident.id == situation.incident_id
            or (me is not None and case.incident.assigned_to(me.id))
        )
    ]


def _is_awaited(situation: Situation, incident: Incident, now: datetime) -> bool:
    found = countdown(situation.state, incident, situation.procedure)
    left = found.left_s(now)
    return left is not None and left <= 0 and is_time(int(-left))
