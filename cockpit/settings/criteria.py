"""`[[procedure.criteria]]`: what decides whether something is worth a page, and on what it rests.

Which keys go with which kind is a rule between keys, and stands in `criteria_checks`.
"""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from cockpit.domain.criterion import Criterion, CriterionKind, Measure
from cockpit.settings.kinds import Kind, Name, wrong
from cockpit.settings.spans import Span, StepId
from cockpit.settings.table import Table

_RANGE = re.compile(r"([1-5]\d\d)(?:-([1-5]\d\d))?", re.ASCII)


def _statuses(text: str) -> str:
    found = _RANGE.fullmatch(text)
    if found is None or int(found[2] or found[1]) < int(found[1]):
        raise wrong("is no HTTP status", 'write "503", or a range such as "500-599"')
    return text


Statuses = Annotated[str, Kind("HTTP status or range"), AfterValidator(_statuses)]
"""One HTTP status, or a range of them: "503", "500-599"."""
Finite = Annotated[float, Field(allow_inf_nan=False)]
"""A number."""


class CriterionTable(Table):
    """`[[procedure.criteria]]`: what decides whether something is worth a page."""

    id: StepId
    """A short name in small letters: "a"."""
    words: Name
    """What must be so, in a few words."""
    level: str = ""
    """The level that it proves, by its name."""
    kind: Annotated[CriterionKind, Field(strict=False)] = CriterionKind.PERSON
    """What it rests on: a probe's `status`; that it is `bad`; a `drop` of what it measures; a
    `stall`; a value `above` or `below` a limit; or a `person` who says so."""
    probes: tuple[Name, ...] = ()
    """Names of probes; any of them proves it, all of them disprove it."""
    lasts: Span = 0.0
    """How long it has to hold, one clear look starts anew; of a `stall`: without an event."""
    statuses: tuple[Statuses, ...] = ("500-599",)
    """Of a `status`: which ones count."""
    drop: Annotated[Finite, Field(gt=0, le=100)] = 10.0
    """Of a `drop`: by more than this share of the level before, in per cent."""
    window: Annotated[Span, Field(gt=0)] = 600.0
    """Of a `drop`: the time whose median is the level before; half of it must have been seen."""
    at_once: Annotated[Span, Field(gt=0)] = 120.0
    """Of a `drop`: the time within which it happens; the window ends that long ago."""
    measure: Annotated[Measure, Field(strict=False)] = Measure.AGE
    """Of a `stall`: the probe measures the `age` of the newest event in seconds, or a `counter`."""
    limit: Finite = 0.0
    """Of `above` and `below`: the limit."""
    gap: Span = 0.0
    """Time without a look that could look, after which what was seen before does not count; 0:
    three looks of the probe, and at least 30 seconds."""


def criterion_of(table: CriterionTable) -> Criterion:
    """The domain's criterion; durations become whole seconds."""
    return Criterion(
        id=table.id,
        words=table.words,
        level=table.level,
        kind=table.kind,
        probes=table.probes,
        for_s=round(table.lasts),
        statuses=tuple(_range(text) for text in table.statuses),
        percent=table.drop,
        window_s=round(table.window),
        at_once_s=round(table.at_once),
        limit=table.limit,
        measure=table.measure,
        gap_s=round(table.gap),
    )


def _range(text: str) -> tuple[int, int]:
    low, _, high = text.partition("-")
    return int(low), int(high or low)
