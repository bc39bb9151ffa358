"""`[procedure.readiness]`: how ready one has to be before a shift, and its conversion."""

from typing import Annotated, Literal

from pydantic import Field

from cockpit.domain.reachability import Means, Reach
from cockpit.domain.readiness_wanted import Need, ReadinessWanted
from cockpit.settings.kinds import Name, Seconds
from cockpit.settings.spans import Span
from cockpit.settings.table import Table

_MB = 1_000_000


Way = Literal["push", "phone", "sms", "whatsapp", "email"]
"""What a page can arrive by."""


class ReachTable(Table):
    """`[[procedure.readiness.ladder]]`: by when a page has to arrive, and how."""

    by: Span
    """Time from the page by which one of the means has been used."""
    means: Annotated[tuple[Way, ...], Field(min_length=1)]
    """What will do: `push`, `phone`, `sms`, `whatsapp`, `email`."""
    every: Span = 0.0
    """Time after which it has to come again until it escalates; 0: once is enough."""


class ReadinessTable(Table):
    """`[procedure.readiness]`: what `cockpit doctor` wants before a shift."""

    ladder: tuple[ReachTable, ...] = ()
    """The notification rules that everybody on call has at the pager, as far as they matter."""
    needs: tuple[Annotated[Need, Field(strict=False)], ...] = ()
    """What a shift cannot do without: where it is not configured, the check fails instead of being
    skipped."""
    ssh: tuple[Name, ...] = ()
    """Machines that one must get to without being asked anything, as ssh knows them."""
    fetched: Span = 86_400.0
    """Age of a repository's last fetch from which it is out of date; 0: never."""
    skew: Annotated[float, Seconds(0.5, 3600)] = 5.0
    """How far this machine's clock may be off."""
    disk_mb: Annotated[int, Field(ge=1, le=1_000_000)] = 500
    """Megabytes that should be free where the journal is."""


def readiness_of(table: ReadinessTable) -> ReadinessWanted:
    """The domain's words; durations become whole seconds."""
    return ReadinessWanted(
        ladder=tuple(
            Reach(
                by_s=round(rung.by),
                means=tuple(Means(way) for way in rung.means),
                every_s=round(rung.every),
            )
            for rung in table.ladder
        ),
        needs=table.needs,
        ssh=table.ssh,
        fetched_s=round(table.fetched),
        skew_s=table.skew,
        disk_bytes=table.disk_mb * _MB,
    )
