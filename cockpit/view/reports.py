"""The reports pane: reliability reports, newest first, failed soaks told apart in words."""

from datetime import datetime

from cockpit.domain.evidence import Report, Verdict
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
_WIDE = 40


def sheet(situation: Situation, now: datetime, space: Space) -> Sheet:
    """All folders together, newest first."""
    sources = tuple(reports_source(f.name) for f in situation.folders)
    if not sources:
        return Sheet(TITLE, (text("no report folder: add [[reports]]", Tone.DIM),), note="off")
    note, tone = freshness(situation, sources, now)
    reports = sorted(
        (
            report
            for folder in situation.folders
            if folder.name in situation.state.folders
            for report in situation.state.folders[folder.name].reports
        ),
        key=lambda r: (r.day, r.path),
        reverse=True,
    )
    rows = [_row(report, space) for report in reports] or [_nothing(situation)]
    return Sheet(TITLE, (*problems(situation, sources), *rows), note=note, note_tone=tone)


def _row(report: Report, space: Space) -> Row:
    symbol, words, tone = _VERDICT[report.verdict]
    return Row(
        (
            Cell(symbol, tone, width=1),
            Cell(report.day or "no date", Tone.DIM, width=10),
            Cell(report.title, tone if tone is Tone.BAD else Tone.PLAIN, grow=True),
            Cell(words if space.width >= _WIDE else "", tone),
        ),
        id=f"report:{report.folder}:{report.path}",
    )


def _nothing(situation: Situation) -> Row:
    names = [f.name for f in situation.folders]
    unread = [name for name in names if not is_read(situation, reports_source(name))]
    if unread:
        return text(f"not read: {', '.join(unread)}", Tone.WARN)
    return text(f"no report in {', '.join(names)}", Tone.DIM)
