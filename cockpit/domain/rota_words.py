"""How shifts are put into words: levels as roles, instants in the reader's zone with UTC beside."""

from datetime import datetime, timedelta, tzinfo

from cockpit.domain.model import OnCall, Place
from cockpit.domain.procedure import Procedure
from cockpit.domain.rota import Doubled, Gap
from cockpit.domain.rungs import role_at

NONE_PLANNED = "none is planned, as far as is known"
NOBODY_SAYS = "not known: no schedule or calendar has said, and procedure.shift.people is empty"
_HOUR = 3600
_DAY = 86_400


def role(level: int, procedure: Procedure) -> str:
    """What the procedure calls this level: "primary", else "level 5"."""
    return role_at(procedure.ladder, level)


def when(at: datetime, zone: tzinfo, now: datetime) -> str:
    """An instant for the reader: "12:00 CEST (10:00 UTC)", with its date when it is not today.

    The date of UTC is said where it is another one than the reader's.
    """
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    clock = f"{local:%H:%M}" if local.date() == today else f"{local:%a %d %b %H:%M}"
    if abs(local.date() - today) > timedelta(days=180):
        clock = f"{local:%a %d %b %Y %H:%M}"
    if local.utcoffset() == timedelta(0):
        return f"{clock} UTC"
    other = f"{at:%H:%M}" if at.date() == local.date() else f"{at:%a %H:%M}"
    return f"{clock} {_zone(local)} ({other} UTC)"


def period(shift: OnCall, zone: tzinfo, now: datetime) -> str:
    """From when to when; what has no end is permanent."""
    if shift.start is None and shift.end is None:
        return "always"
    if shift.end is None:
        start = when(shift.start, zone, now) if shift.start else ""
        return f"from {start}, without end"
    if shift.start is None:
        return f"until {when(shift.end, zone, now)}"
    return f"{when(shift.start, zone, now)} to {when(shift.end, zone, now)}"


def until(shift: OnCall, zone: tzinfo, now: datetime, *, at_least: bool = False) -> str:
    """For who holds it now: until when; `at_least`: it may go on beyond what was read."""
    if shift.end is None:
        return "always"
    return f"until {when(shift.end, zone, now)}" + (" at least" if at_least else "")


def distance(at: datetime, now: datetime) -> str:
    """How far ahead, coarsely: "in 5 d 2 h", "in 3 h", "in 12 min", "now"."""
    minutes = max(round((at - now).total_seconds() / 60), 0)
    days, rest = divmod(minutes, _DAY // 60)
    hours, mins = divmod(rest, _HOUR // 60)
    if days:
        return f"in {days} d {hours} h" if hours else f"in {days} d"
    if hours:
        return f"in {hours} h"
    return f"in {mins} min" if mins else "now"


def place(it: Place, procedure: Procedure) -> str:
    """A place by its role and the name of its policy or calendar."""
    name = it.policy or it.policy_id
    return f"{role(it.level, procedure)}, {name}" if name else role(it.level, procedure)


def gap(it: Gap, procedure: Procedure, zone: tzinfo, now: datetime) -> str:
    """That nobody holds a place, and when."""
    what = f"level {it.place.level} of {it.place.policy or it.place.policy_id}"
    called = role(it.place.level, procedure)
    what = what if called.startswith("level") else f"{what} ({called})"
    span = f"from {when(it.start, zone, now)} to {when(it.end, zone, now)}"
    return f"nobody on call at {what} {span}"


def doubled(it: Doubled, procedure: Procedure, zone: tzinfo, now: datetime) -> str:
    """That an escalation would page the same person again, and when."""
    roles = " and ".join(role(level, procedure) for level in it.levels)
    span = f"from {when(it.start, zone, now)} to {when(it.end, zone, now)}"
    held = f"{it.person.name} is {roles} of {it.policy} at once {span}"
    return f"{held}: escalating pages nobody new"


def _zone(local: datetime) -> str:
    """The short name of the zone, or its offset where it has none of letters."""
    name = local.tzname() or ""
    return name if name.isalpha() else f"UTC{local:%z}"
