"""The reports pane: reliability reports, newest first, failed soaks told apart in words.

Above them come by themselves those that speak of what fails now, with the words they share.
"""

from collections.abc import Iterable
from datetime import datetime

from cockpit.domain.evidence import Report, Verdict
from cockpit.domain.precedents import Precedent, is_recent, is_recent_failure, precedents
from cockpit.domain.situation import Situation
from cockpit.domain.watch import reports_source
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone, text
from cockpit.view.words import freshness, is_read, problems

TITLE = "4 Reliability reports"
_VERDICT = {
    Verdict.FAILED: ("✖", "soak FAILED", Tone.BAD),
    Verdict.PASSED: ("✔", "passed", Tone.GOOD),
    Verdict.UNCLEAR: ("·", "unclear", Tone.DIM),
}
_UNREAD = ("?", "not read", Tone.WARN)
_WIDE = 40
_WORDS = 3
"""Words of a report that are said to be shared."""


def sheet(situation: Situation, now: datetime, space: Space) -> Sheet:
    """All folders together, newest first, after those that fit what fails."""
    sources = tuple(reports_source(f.name) for f in situation.folders)
    if not sources:
        return Sheet(TITLE, (text("no report folder: add [[reports]]", Tone.DIM),), note="off")
    note, tone = freshness(situation, sources, now)
    names = {folder.name for folder in situation.folders}
    known = [f.reports for name, f in situation.state.folders.items() if name in names]
    reports = sorted((r for some in known for r in some), key=_newest, reverse=True)
    fitting = [p for p in precedents(situation) if p.report in reports]
    up = {_row_id(p.report) for p in fitting}
    recent_s = situation.procedure.soak_recent_s
    rows = [_precedent(precedent, space) for precedent in fitting]
    rows += [
        _row(report, space, recent=is_recent_failure(report, now, recent_s))
        for report in reports
        if _row_id(report) not in up
    ]
    return Sheet(
        _title(reports, now, recent_s),
        (*problems(situation, sources), *(rows or [_nothing(situation)])),
        note=note,
        note_tone=tone,
    )


def _newest(report: Report) -> tuple[str, str]:
    return report.day, report.path


def _row_id(report: Report) -> str:
    return f"report:{report.folder}:{report.path}"


def _title(reports: Iterable[Report], now: datetime, recent_s: int) -> str:
    """How many soaks failed lately, which is what the checklist asks for, as far as was read."""
    lately = [report for report in reports if is_recent(report, now, recent_s)]
    count = sum(1 for report in lately if is_recent_failure(report, now, recent_s))
    unread = sum(1 for report in lately if not report.is_read)
    if unread:  # No room for more: both numbers are worth more than the days.
        return f"4 Reports, {count} failed, {unread} not read"
    return f"4 Reports, {count} failed in {recent_s / 86_400:g} d" if count else TITLE


def _precedent(precedent: Precedent, space: Space) -> Row:
    """A report that speaks of what fails; its verdict by its symbol alone."""
    report = precedent.report
    symbol, _, tone = _VERDICT[report.verdict]
    shared = ", ".join(precedent.words[:_WORDS])
    wide = space.width >= _WIDE
    return Row(
        (
            Cell("▸", Tone.ACCENT, width=1),
            Cell(report.day or "no date", Tone.PLAIN, width=10),
            Cell(symbol, tone, width=1),
            Cell(report.title, Tone.STRONG, grow=True),
            Cell(f"on {shared}" if wide else "", Tone.ACCENT),
        ),
        id=_row_id(report),
    )


def _row(report: Report, space: Space, *, recent: bool) -> Row:
    symbol, words, tone = _VERDICT[report.verdict] if report.is_read else _UNREAD
    loud = tone if recent else Tone.PLAIN
    return Row(
        (
            Cell(symbol, tone, width=1),
            Cell(report.day or "no date", Tone.DIM, width=10),
            Cell(report.title, loud, grow=True),
            Cell(words if space.width >= _WIDE else "", tone),
        ),
        id=_row_id(report),
    )


def _nothing(situation: Situation) -> Row:
    names = [f.name for f in situation.folders]
    unread = [name for name in names if not is_read(situation, reports_source(name))]
    if unread:
        return text(f"not read: {', '.join(unread)}", Tone.WARN)
    return text(f"no report in {', '.join(names)}", Tone.DIM)
