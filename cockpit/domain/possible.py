"""Why something cannot be done to the incident on screen at this moment, in words; empty: it can.

What a key says before it opens anything; whether an act is accepted is decided in `decide`.
"""

from cockpit.domain.model import Status
from cockpit.domain.people import UNASSIGNED, holders, names
from cockpit.domain.schedules import schedules
from cockpit.domain.situation import Situation
from cockpit.domain.state import Phase
from cockpit.domain.watch import PAGER


def never(_situation: Situation) -> str:
    """Nothing is ever in the way."""
    return ""


def never_settled(_situation: Situation) -> bool:
    """It can be asked for again and again."""
    return False


def is_mine(situation: Situation) -> bool:
    """Whether the person has acknowledged the incident."""
    case, me = situation.case, situation.me
    acknowledged = case.incident.acknowledgements if case else ()
    return me is not None and me.id in {a.person.id for a in acknowledged}


def is_declared(situation: Situation) -> bool:
    """Whether the incident has its thread."""
    return situation.case is not None and situation.state.is_declared(situation.case)


def is_all_sent(situation: Situation) -> bool:
    """Whether nothing waits for a person before it can leave."""
    return not any(p.phase in (Phase.FAILED, Phase.UNCLEAR) for p in situation.state.unsent())


def needs_incident(situation: Situation) -> str:
    """It is about an incident."""
    if situation.case is not None:
        return ""
    if situation.readings.freshness(PAGER).answered_at is None:
        return "incidents are not known yet: the pager has not answered"
    return "no incident is open: nothing to do that to"


def needs_open(situation: Situation) -> str:
    """It is about an open incident."""
    case = situation.case
    if case is None:
        return needs_incident(situation)
    if case.incident.status is Status.RESOLVED:
        return f"#{case.incident.number} is resolved already"
    return ""


def needs_thread(situation: Situation) -> str:
    """It goes to the thread of a declaration, which an open incident can still get."""
    case = situation.case
    if case is not None and not situation.state.is_declared(case):
        return needs_open(situation)
    return needs_incident(situation)


def needs_another(situation: Situation) -> str:
    """It is about an open incident and others."""
    if refusal := needs_open(situation):
        return refusal
    running = [c for c in situation.state.cases.values() if c.incident.is_open]
    return "" if len(running) > 1 else "no other incident is open: there is nothing to merge"


def needs_mine(situation: Situation) -> str:
    """It is about an incident that rests with the person."""
    case, me = situation.case, situation.me
    if case is None or not case.incident.is_open:
        return needs_open(situation)
    held = holders(case.incident)
    if me is not None and me.id in {person.id for person in held}:
        return ""
    rests = f"it rests with {names(held)}" if held else f"it is {UNASSIGNED}"
    return f"#{case.incident.number} is not yours to hand over: {rests}"


def needs_somebody_elses(situation: Situation) -> str:
    """It is about somebody else's page."""
    case, me = situation.case, situation.me
    if case is None or not case.incident.is_open:
        return needs_open(situation)
    if me is not None and case.incident.assigned_to(me.id):
        return f"#{case.incident.number} is yours: + asks others to help"
    return ""


def needs_schedule(situation: Situation) -> str:
    """It is about a schedule that the pager has named."""
    if schedules(situation.state):
        return ""
    return "no schedule is known: the pager has named none in its escalation policies yet"


def needs_words_before(situation: Situation) -> str:
    """It goes to the thread of an open incident that was declared."""
    if refusal := needs_open(situation):
        return refusal
    case = situation.case
    if case is not None and not situation.state.is_declared(case):
        return f"#{case.incident.number} is not declared yet: d declares it"
    return ""


def needs_security(situation: Situation) -> str:
    """It goes to the security channel."""
    if not situation.procedure.channels.security:
        return "no security channel: set [procedure.channels] security"
    return needs_incident(situation)


def needs_customers(situation: Situation) -> str:
    """It is about the customer of an incident, by actions of the profile."""
    if not situation.procedure.http_actions:
        return "the profile has no customer steps: add [[procedure.http_actions]]"
    return needs_incident(situation)


def needs_group(situation: Situation) -> str:
    """It is about the user group of whoever is on call."""
    if not situation.procedure.oncall_group:
        return "no on-call group: set [procedure] oncall_group"
    return ""


def needs_tracker(situation: Situation) -> str:
    """It is about the errors of a tracker."""
    return "" if situation.tracker else "no errors are read: add [sentry] to the configuration"
