"""Runbooks, lessons and earlier incidents of the same kind, as text and for scripts."""

from datetime import datetime

from cockpit.documents.spans import span
from cockpit.domain.recurrence import Recurrence, recurrence, words_of
from cockpit.domain.runbooks import lessons, runbooks
from cockpit.domain.situation import Situation


def text(situation: Situation, now: datetime) -> str:
    """A line for each: runbooks, those that fit first; then what was learnt and seen before."""
    lines = [
        f"{'>' if found.why else ' '} {found.runbook.title}{f', {found.why}' if found.why else ''}"
        for found in runbooks(situation, now)
    ] or ["no runbooks are configured"]
    learnt = lessons(situation)
    if learnt:
        lines += ["", "Learnt"]
    for lesson in learnt:
        ago = span((now - lesson.at).total_seconds())
        lines.append(f"  {lesson.line} ({lesson.author}, {ago} ago)")
    seen = _seen(situation)
    if seen is not None and seen.earlier:
        lines += ["", f"Seen before: {words_of(seen, now)}"]
        for earlier in seen.earlier:
            incident = earlier.case.incident
            helped = f", {earlier.helped} helped" if earlier.helped else ""
            lines.append(
                f"  #{incident.number} {incident.created_at:%Y-%m-%d} {incident.title}{helped}"
            )
    return "\n".join(lines) + "\n"


def jsonable(situation: Situation, now: datetime) -> dict[str, object]:
    """The same for scripts."""
    seen = _seen(situation)
    return {
        "runbooks": [
            {
                "title": found.runbook.title,
                "url": found.runbook.url,
                "file": found.runbook.file,
                "text": found.runbook.text,
                "service": found.runbook.service,
                "criterion": found.runbook.criterion,
                "why": found.why,
            }
            for found in runbooks(situation, now)
        ],
        "lessons": [
            {
                "at": lesson.at.isoformat(),
                "author": lesson.author,
                "service": lesson.service,
                "incident_id": lesson.incident_id,
                "text": lesson.text,
            }
            for lesson in lessons(situation)
        ],
        "seen_before": [
            {
                "number": earlier.case.incident.number,
                "at": earlier.case.incident.created_at.isoformat(),
                "title": earlier.case.incident.title,
                "helped": earlier.helped,
            }
            for earlier in (seen.earlier if seen else ())
        ],
    }


def _seen(situation: Situation) -> Recurrence | None:
    return recurrence(situation.state, situation.case) if situation.case else None
