"""`[[procedure.ladder]]`, `[[procedure.policy]]`: who is paged after whom, as it should be."""

from cockpit.domain.rungs import Rung, WantedLevel
from cockpit.settings.kinds import Name
from cockpit.settings.spans import Span
from cockpit.settings.table import Table


class RungTable(Table):
    """`[[procedure.ladder]]`: who is paged after whom."""

    role: Name
    """Who is paged: a role, as "primary"."""
    after: Span = 0.0
    """Time without acknowledgement before the next rung is paged; 0 on the last one."""


class PolicyTable(Table):
    """`[[procedure.policy]]`: a level of the escalation policy as it should be at the pager."""

    role: Name
    """Who stands there: a role, as "primary"."""
    after: Span = 0.0
    """Time without acknowledgement before the next level is paged."""
    target: str = ""
    """A person or schedule that always stands there, by name or id; empty: whoever is on shift."""


def rung_of(table: RungTable) -> Rung:
    """The domain's rung; durations become whole seconds."""
    return Rung(role=table.role, after_s=round(table.after))


def wanted_of(table: PolicyTable) -> WantedLevel:
    """The domain's wanted level; likewise."""
    return WantedLevel(role=table.role, after_s=round(table.after), target=table.target)
