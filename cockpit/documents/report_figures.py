"""The figures of a span of time for programs, and beside those of the span before."""

from collections.abc import Callable
from dataclasses import asdict

from cockpit.documents.paper import table
from cockpit.documents.report_ground import Ground
from cockpit.documents.spans import span
from cockpit.domain.case import Case
from cockpit.domain.page_load import Load, resolved_at


def figures(load: Load) -> dict[str, object]:
    """All of them; durations in seconds, instants as RFC 3339 in UTC."""
    return {
        "pages": len(load.pages),
        "others": len(load.others),
        "out_of_hours": load.out_of_hours,
        "at_night": load.at_night,
        "by_day": dict(load.by_day),
        "by_weekday_and_hour": [list(row) for row in load.by_hour],
        "budget": [
            {
                "from": week.week.start.isoformat(),
                "pages": week.pages,
                "out_of_hours": week.out_of_hours,
                "kept": week.kept,
            }
            for week in load.weeks
        ],
        "in_incidents_s": load.in_incidents_s,
        "acknowledging": asdict(load.acknowledging),
        "resolving": asdict(load.resolving),
        "late_acknowledgements": load.late_acknowledgements,
        "late_updates": load.late_updates,
    }


def incident(case: Case) -> dict[str, object]:
    """An incident in a list, for programs."""
    it, over = case.incident, resolved_at(case)
    return {
        "id": it.id,
        "number": it.number,
        "title": it.title,
        "service": it.service,
        "severity": case.severity or it.priority,
        "created_at": it.created_at.isoformat(),
        "acknowledged_at": case.acknowledged_at.isoformat() if case.acknowledged_at else None,
        "resolved_at": over.isoformat() if over else None,
        "status": it.status.value,
    }


def trend(ground: Ground) -> str:
    """What has become more or less since the span before, as a table."""
    rows = [
        (name, show(now), show(before), _change(now, before, show))
        for name, now, before, show in _pairs(ground.load, ground.earlier)
    ]
    return table(("", "this span", "the one before", "change"), rows)


Show = Callable[[float], str]


def _pairs(now: Load, before: Load) -> tuple[tuple[str, float, float, Show], ...]:
    median, resolved = "until acknowledged, median", "until resolved, median"
    return (
        ("pages", len(now.pages), len(before.pages), _number),
        ("out of hours", now.out_of_hours, before.out_of_hours, _number),
        ("time in incidents", now.in_incidents_s, before.in_incidents_s, span),
        (median, now.acknowledging.median_s, before.acknowledging.median_s, span),
        (resolved, now.resolving.median_s, before.resolving.median_s, span),
        ("late updates", now.late_updates, before.late_updates, _number),
    )


def _number(value: float) -> str:
    return f"{value:,.0f}"


def _change(now: float, before: float, show: Show) -> str:
    if now == before:
        return "the same"
    sign = "+" if now > before else "-"
    return f"{sign}{show(abs(now - before))}"
