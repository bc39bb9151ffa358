"""`[procedure.working_hours]`: when people work, and its conversion to the domain's words."""

from datetime import time
from typing import Annotated, Literal, get_args

from pydantic import Field

from cockpit.domain.working_hours import WorkingHours
from cockpit.settings.kinds import TimeOfDay
from cockpit.settings.table import Table

Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
"""A day of the week."""
DAYS: tuple[Day, ...] = get_args(Day)
"""All of them, from Monday."""


class WorkingHoursTable(Table):
    """`[procedure.working_hours]`: when people work, by the clock of whoever reads it."""

    opens: TimeOfDay = "09:00"
    """When a working day begins: until then an incident may rest."""
    days: Annotated[tuple[Day, ...], Field(min_length=1)] = DAYS[:5]
    """The working days."""


def working_hours_of(table: WorkingHoursTable) -> WorkingHours:
    """The domain's working hours; each day once."""
    days = sorted({DAYS.index(day) for day in table.days})
    return WorkingHours(opens=time.fromisoformat(table.opens), days=tuple(days))
