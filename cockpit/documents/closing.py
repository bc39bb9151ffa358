"""The closing checklist of an incident as plain text and for scripts (G8)."""

from collections.abc import Sequence

from cockpit.domain.closing import Mark, PointView, missing
from cockpit.domain.state import Case

_SIGNS = {Mark.MET: "[x]", Mark.MISSING: "[ ]", Mark.NOT_NEEDED: "[-]"}


def text(case: Case, views: Sequence[PointView]) -> str:
    """The checklist, a line for each point, and how it stands."""
    incident, closed = case.incident, case.closing.closed
    lines = [f"#{incident.number} {incident.title}: {standing(case, views)}"]
    lines += [f"{_SIGNS[view.mark]} {view.point.title}: {view.words}" for view in views]
    if not views:
        lines.append("the profile asks for nothing before an incident is closed")
    if closed is not None and closed.reason:
        lines.append(f"closed all the same: {closed.reason}")
        lines += [f"  was missing: {words}" for words in closed.missing]
    return "\n".join(lines) + "\n"


def standing(case: Case, views: Sequence[PointView]) -> str:
    """How far it has come, in words."""
    if case.is_closed:
        return "closed"
    if case.incident.is_open:
        return "open at the pager"
    left = len(missing(tuple(views)))
    if not left:
        return "resolved, ready to close"
    return f"resolved, {left} of {len(views)} to do before it is closed"


def jsonable(case: Case, views: Sequence[PointView]) -> dict[str, object]:
    """Keys: incident, id, title, resolved, closed, missing (how many), points: id, title, mark
    (met, missing, not needed), words; review (ISO date or null), reason."""
    review, closed = case.closing.review, case.closing.closed
    return {
        "incident": case.incident.number,
        "id": case.incident.id,
        "title": case.incident.title,
        "resolved": not case.incident.is_open,
        "closed": case.is_closed,
        "missing": len(missing(tuple(views))),
        "review": review.day.isoformat() if review else None,
        "reason": closed.reason if closed else "",
        "points": [
            {
                "id": view.point.id,
                "title": view.point.title,
                "mark": view.mark.value,
                "words": view.words,
            }
            for view in views
        ],
    }
