"""`[procedure.closing]`: what has to be there before an incident is closed, and its conversion."""

from typing import Annotated

from pydantic import Field

from cockpit.domain.closing_points import ClosingPoint, ClosingRules, Proof
from cockpit.settings.kinds import Name
from cockpit.settings.spans import Span, StepId
from cockpit.settings.table import Table


class ClosingPointTable(Table):
    """`[[procedure.closing.points]]`: one point of the closing checklist."""

    id: StepId
    """A short name in small letters, for scripts."""
    title: Name
    """What has to be there, in a few words."""
    detail: str = ""
    """What to know about it."""
    evidence: Annotated[Proof, Field(strict=False)] = Proof.PERSON
    """What shows that it is met; `person`: only a person can know."""
    levels: tuple[Name, ...] = ()
    """Only for incidents of these severities; empty: for all."""


class ClosingTable(Table):
    """`[procedure.closing]`: closed is later than resolved."""

    levels: tuple[Name, ...] = ()
    """Severities whose incidents have to be closed also where nobody declared them."""
    review_within: Annotated[int, Field(ge=1, le=60)] = 3
    """Business days from the resolution within which the review takes place."""
    shown: Span = 2_592_000.0
    """For so long an incident that was resolved and is not closed is pointed at."""
    points: tuple[ClosingPointTable, ...] = ()
    """The checklist, in order; empty: a resolved incident has nothing to be closed."""


def closing_of(table: ClosingTable) -> ClosingRules:
    """The domain's rules; durations become whole seconds."""
    return ClosingRules(
        points=tuple(
            ClosingPoint(
                id=point.id,
                title=point.title,
                detail=point.detail,
                proof=point.evidence,
                levels=point.levels,
            )
            for point in table.points
        ),
        levels=table.levels,
        review_days=table.review_within,
        shown_s=round(table.shown),
    )
