"""How much work a rule of recurrence may make; knows no library, and expands nothing.

A rule of thirty bytes can keep a computer busy for hours, so it is weighed before it is followed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

MOST_STEPS = 4_000_000
"""Steps that all rules of a calendar may take together; a few seconds."""

_UNIT_S = {"HOURLY": 3600, "DAILY": 86_400, "WEEKLY": 604_800, "MONTHLY": 2_419_200}
_YEAR_S = 31_536_000
_LAST_YEAR = 10_000
_MOST_TIMES = 24
_FILTERS = ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS")
"""Parts that can make a rule that is never met: it is followed to the end of all years."""


class BadRuleError(ValueError):
    """A rule that makes no sense, or too much work."""


def steps(rule: Mapping[str, Sequence[object]], start: datetime, until: datetime) -> int:
    """How many steps it takes to follow a rule from its start to an instant.

    Raises:
        BadRuleError: it repeats too often to be a shift, or makes no sense.
    """
    unit = _unit(str(rule.get("FREQ", [""])[0]).upper())
    interval = rule.get("INTERVAL", [1])[0]
    if not isinstance(interval, int) or interval < 1:
        raise BadRuleError
    times = 1
    for part in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        times *= max(len(rule.get(part, ())), 1)
    filtered = [part for part in _FILTERS if rule.get(part)]
    if times > _MOST_TIMES or (unit == _UNIT_S["HOURLY"] and (filtered or times > 1)):
        raise BadRuleError
    span = max((until - start).total_seconds(), 0.0)
    if filtered:
        span = max(_LAST_YEAR - start.year, 0) * float(_YEAR_S)
    return int(span / (unit * (1 if filtered else interval))) * times + times


def _unit(frequency: str) -> int:
    """Its period in seconds, at least; `BadRuleError` for minutes, seconds, and what is unknown."""
    if frequency == "YEARLY":
        return _YEAR_S
    if frequency not in _UNIT_S:
        raise BadRuleError
    return _UNIT_S[frequency]
