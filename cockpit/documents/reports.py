"""Reliability reports, and what a search through them found, as text and for scripts."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from cockpit.domain.evidence import Report
from cockpit.domain.finding import Hits
from cockpit.domain.precedents import is_recent_failure, precedents
from cockpit.domain.situation import Situation

_VERDICT = {"failed": "soak FAILED", "passed": "passed", "unclear": "unclear"}


def text(situation: Situation, now: datetime) -> str:
    """A line for each, newest first, after those that speak of what fails now."""
    fitting = precedents(situation)
    lines = [f"> {_line(p.report)}, on {', '.join(p.words)}" for p in fitting]
    up = [p.report for p in fitting]
    recent_s = situation.procedure.soak_recent_s
    for report in _reports(situation):
        if report not in up:
            mark = "!" if is_recent_failure(report, now, recent_s) else " "
            lines.append(f"{mark} {_line(report)}")
    return "\n".join(lines or ["no reports are known"]) + "\n"


def _line(report: Report) -> str:
    if not report.is_read:
        words = f"{report.title}: {report.line}"
        return f"{report.day or 'no date   '}  {'not read':<11}  {words}"
    return f"{report.day or 'no date   '}  {_VERDICT[report.verdict]:<11}  {report.title}"


def _reports(situation: Situation) -> list[Report]:
    names = {folder.name for folder in situation.folders}
    known = [f.reports for name, f in situation.state.folders.items() if name in names]
    return sorted((r for some in known for r in some), key=lambda r: (r.day, r.path), reverse=True)


def jsonable(
    situation: Situation, now: datetime, unread: Sequence[tuple[str, str]] = ()
) -> dict[str, object]:
    """All of them, newest first; `words`: by which one speaks of what fails now."""
    fitting = {(p.report.folder, p.report.path): p.words for p in precedents(situation)}
    recent_s = situation.procedure.soak_recent_s
    return {
        "reports": [
            {
                **asdict(report),
                "recent_failure": is_recent_failure(report, now, recent_s),
                "words": list(fitting.get((report.folder, report.path), ())),
            }
            for report in _reports(situation)
        ],
        "unread": [{"source": name, "reason": reason} for name, reason in unread],
    }


def hits(found: Hits) -> str:
    """A line for each hit, as grep writes it."""
    lines = [f"{hit.path}:{hit.number}: {hit.line}" for hit in found.hits]
    if not lines:
        lines = [f"nothing in {found.searched} reports"]
    return "\n".join((*lines, *(("and more: add a word",) if found.more else ()))) + "\n"


def hits_jsonable(found: Hits) -> dict[str, object]:
    """What was found, and how far it could look."""
    return asdict(found)
