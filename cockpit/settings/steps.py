"""`[[procedure.steps]]`: the first ten minutes, and their conversion to the domain's words."""

from typing import Annotated

from pydantic import Field

from cockpit.domain.procedure import Evidence, Step
from cockpit.settings.kinds import Name
from cockpit.settings.spans import Span, StepId
from cockpit.settings.table import Table


class StepTable(Table):
    """`[[procedure.steps]]`: one step of the first ten minutes."""

    id: StepId
    """A short name in small letters, for evidence and for scripts."""
    title: Name
    """What is to be done, in a few words."""
    detail: str = ""
    """What to know while doing it."""
    evidence: Annotated[Evidence, Field(strict=False)] = Evidence.PERSON
    """What proves that it was done; `person`: only a person can know."""
    key: str = ""
    """The key that does it, if one does."""
    within: Span = 0.0
    """Time from the page after which it is late; 0: never."""
    condition: str = ""
    """When it applies, in words; empty: always."""


def step_of(table: StepTable) -> Step:
    """The domain's step; durations become whole seconds."""
    return Step(
        id=table.id,
        title=table.title,
        detail=table.detail,
        evidence=table.evidence,
        key=table.key,
        within_s=round(table.within),
        condition=table.condition,
    )
