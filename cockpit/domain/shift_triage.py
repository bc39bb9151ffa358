"""Whether the notification channel is still to be gone through on this business day (P4); pure."""

from datetime import datetime, tzinfo

from cockpit.domain.procedure import Procedure
from cockpit.domain.shift_rules import ShiftRules
from cockpit.domain.state import State


def day(rules: ShiftRules, zone: tzinfo, now: datetime) -> str:
    """Which day it is where the shift is, as "2026-03-04"."""
    return now.astimezone(rules.zone or zone).date().isoformat()


def is_due(state: State, procedure: Procedure, zone: tzinfo, now: datetime) -> bool:
    """Whether it is a business day that has begun, and nobody has said that it was done."""
    rules, hours = procedure.shift, procedure.working_hours
    if not rules.triage_channel:
        return False
    local = now.astimezone(rules.zone or zone)
    if local.weekday() not in hours.days or local.time() < hours.opens:
        return False
    return state.shifts.triage_of(local.date().isoformat(), rules.triage_channel) is None
