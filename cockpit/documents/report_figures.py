"""The figures of a span of time for programs, and beside those of the span before."""

from collections.abc import Callable
from dataclasses import asdict

from cockpit.documents.paper import table
from cockpit.documents.report_ground import Ground
from cockpit.documents.spans import span
from cockpit.domain.case import Case
from cockpit.domain.page_load import Load, Times, resolved_at


def figures(load: Load) -> dict[str, object]:
    """All of them; durations in seconds, instants as RFC 3339 in UTC."""
    return {
        "pages": len(load.pages),
        "others": len(load.others),
        "merged": len(load.merged),
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
        "acknowledgements_not_known": load.unknown_answers,
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
        "paged_at": case.paged_at.isoformat() if case.paged_at else None,
        "acknowledged_at": case.acknowledged_at.isoformat() if case.acknowledged_at else None,
        "resolved_at": over.isoformat() if over else None,
        "status": it.status.value,
        "merged_into": it.merged_into or None,
    }


def trend(ground: Ground) -> str:
    """What has become more or less since the span before, as a table."""
    rows = [
        (name, _shown(now, show), _shown(before, show), _change(now, before, show))
        for name, now, before, show in _pairs(ground.load, ground.earlier())
    ]
    before = "the one before" if ground.is_over else "as much of the one before"
    return table(("", "this span", before, "change"), rows)


Show = Callable[[float], str]


def _pairs(now: Load, before: Load) -> tuple[tuple[str, float | None, float | None, Show], ...]:
    """Of what is compared: both figures, and how they are written; None: there is none."""
    median, resolved = "until acknowledged, median", "until resolved, median"
    return (
        ("pages", len(now.pages), len(before.pages), _number),
        ("out of hours", now.out_of_hours, before.out_of_hours, _number),
        ("time in incidents", now.in_incidents_s, before.in_incidents_s, span),
        (median, _median(now.acknowledging), _median(before.acknowledging), span),
        (resolved, _median(now.resolving), _median(before.resolving), span),
        ("late updates", now.late_updates, before.late_updates, _number),
    )


def _median(times: Times) -> float | None:
    return times.median_s if times.count else None


def _number(value: float) -> str:
    return f"{value:,.0f}"


def _shown(value: float | None, show: Show) -> str:
    return "" if value is None else show(value)


def _change(now: float | None, before: float | None, show: Show) -> str:
    if now is None or before is None:
        return ""
    if show(now) == show(before):
        return "the same"
    sign = "+" if now > before else "-"
    return f"{sign}{show(abs(now - before))}"
