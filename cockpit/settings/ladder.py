"""The ladder, the policy at the pager, and paging further up: who is paged after whom."""

from typing import Annotated

from pydantic import Field

from cockpit.domain.rungs import PagingUp, Rung, WantedLevel
from cockpit.settings.kinds import Name
from cockpit.settings.spans import Span
from cockpit.settings.table import Table


class RungTable(Table):
    """`[[procedure.ladder]]`: who is paged after whom."""

    role: Name
    """Who is paged: a role, as "primary"."""
    after: Span = 0.0
    """Time without acknowledgement before the next rung is paged; 0 on the last one."""
    reach: str = ""
    """How to reach whoever stands there, where the pager does not: a channel, a tool, a telephone
    tree."""


class PolicyTable(Table):
    """`[[procedure.policy]]`: a level of the escalation policy as it should be at the pager."""

    role: Name
    """Who stands there: a role, as "primary"."""
    after: Span = 0.0
    """Time without acknowledgement before the next level is paged."""
    target: str = ""
    """A person or schedule that always stands there, by name or id; empty: whoever is on shift."""


class EscalationTable(Table):
    """`[procedure.escalation]`: what is asked of whoever pages further up."""

    reason_above: str = "secondary"
    """The role of the ladder above which a reason is due; empty: none ever is."""
    example: Name = "primary unreachable, customer-facing outage since 08:42 UTC"
    """A reason as it should be: what lacks is told with it."""
    least: Annotated[int, Field(ge=1, le=10)] = 3
    """Words of substance that a reason has; "escalating" has none."""
    since: bool = False
    """Whether a reason has to say since when."""
    words: str = ""
    """What is said to whoever hesitates to page, in the dialog that pages."""


def rung_of(table: RungTable) -> Rung:
    """The domain's rung; durations become whole seconds."""
    return Rung(role=table.role, after_s=round(table.after), reach=table.reach)


def wanted_of(table: PolicyTable) -> WantedLevel:
    """The domain's wanted level; likewise."""
    return WantedLevel(role=table.role, after_s=round(table.after), target=table.target)


def paging_up_of(table: EscalationTable) -> PagingUp:
    """The domain's rule of paging up."""
    return PagingUp(
        above=table.reason_above.strip(),
        example=table.example,
        least=table.least,
        since=table.since,
        words=" ".join(table.words.split()),
    )
