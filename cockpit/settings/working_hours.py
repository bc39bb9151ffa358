"""`[procedure.working_hours]`, `page_budget`: when people work, and how much paging they take."""

from datetime import time
from typing import Annotated, Literal, get_args

from pydantic import Field

from cockpit.domain.working_hours import PageBudget, WorkingHours
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
    closes: TimeOfDay = "18:00"
    """When it ends: a page after that, or before it opens, is out of hours. Earlier than `opens`:
    on the morning after."""
    days: Annotated[tuple[Day, ...], Field(min_length=1)] = DAYS[:5]
    """The working days."""


class PageBudgetTable(Table):
    """`[procedure.page_budget]`: how many pages a week may have; more is a fault of its own."""

    week: Annotated[int, Field(ge=0, le=10_000)] = 0
    """Pages of seven days; 0: any number."""
    out_of_hours: Annotated[int, Field(ge=0, le=10_000)] = 0
    """Of those, outside working hours; 0: any number."""


def page_budget_of(table: PageBudgetTable) -> PageBudget:
    """The domain's budget."""
    return PageBudget(week=table.week, out_of_hours=table.out_of_hours)


def working_hours_of(table: WorkingHoursTable) -> WorkingHours:
    """The domain's working hours; each day once."""
    days = sorted({DAYS.index(day) for day in table.days})
    opens, closes = time.fromisoformat(table.opens), time.fromisoformat(table.closes)
    return WorkingHours(opens=opens, closes=closes, days=tuple(days))
