"""When the turns of a rotation begin, by the clock on the wall of its zone; knows no people."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cockpit.standins.scenario import Schedule


def begin(schedule: Schedule, start: datetime, number: int) -> datetime:
    """When a turn begins, in UTC; turn 0 is the one that runs when the scenario starts."""
    day = _first_day(schedule, start) + timedelta(days=number * schedule.days)
    return _handover(schedule, day)


def number(schedule: Schedule, start: datetime, at: datetime) -> int:
    """The number of the turn that runs at an instant."""
    passed = at.astimezone(ZoneInfo(schedule.zone)).date() - _first_day(schedule, start)
    turn = passed.days // schedule.days
    return turn if begin(schedule, start, turn) <= at else turn - 1


def _first_day(schedule: Schedule, start: datetime) -> date:
    """The day of the last handover before the scenario starts, or at its start."""
    local = start.astimezone(ZoneInfo(schedule.zone)).date()
    day = local - timedelta(days=(local.weekday() - schedule.weekday) % 7)
    day = day if _handover(schedule, day) <= start else day - timedelta(days=7)
    turns = (local - day).days // schedule.days
    later = day + timedelta(days=turns * schedule.days)
    return later if _handover(schedule, later) <= start else later - timedelta(days=schedule.days)


def _handover(schedule: Schedule, day: date) -> datetime:
    wall = datetime.combine(day, time(schedule.hour), tzinfo=ZoneInfo(schedule.zone))
    return wall.astimezone(UTC)
