"""The checklist pane: the first ten minutes, each step with its key, its proof, its time."""

from datetime import datetime

from cockpit.domain.checklist import Standing, StepView, checklist
from cockpit.domain.situation import Situation
from cockpit.domain.triage import assess
from cockpit.view import handover_page
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone, text
from cockpit.view.words import moment

TITLE = "5 First ten minutes"
_HANDED = "5 Handed over to you"
"""While nothing is open, what whoever comes on call must know stands here (N4)."""
_WIDE = 40
"""From this width on the title has room for what was left out; the rows show it anyway."""
_DETAIL_ROWS = 8
"""Rows to spare from which on the next step is explained in place."""

_MARK = {
    Standing.DONE: ("✔", Tone.GOOD),
    Standing.NEXT: ("▶", Tone.ACCENT),
    Standing.OPEN: ("·", Tone.DIM),
    Standing.OPTIONAL: ("○", Tone.DIM),
    Standing.SKIPPED: ("-", Tone.WARN),
}
_WORDS = {
    Standing.DONE: Tone.DIM,
    Standing.NEXT: Tone.STRONG,
    Standing.OPEN: Tone.PLAIN,
    Standing.OPTIONAL: Tone.DIM,
    Standing.SKIPPED: Tone.DIM,
}


def sheet(situation: Situation, now: datetime, space: Space) -> Sheet:
    """The steps in order; what proves itself is ticked. The next one explains itself."""
    case = situation.case
    handed = handover_page.page(situation, now) if case is None else ()
    if handed:
        return Sheet(_HANDED, handed)
    if case is None:
        steps = situation.procedure.steps
        rows = tuple(
            Row(
                (
                    Cell(f"{n}", Tone.DIM, width=_digits(situation)),
                    Cell(s.title, Tone.DIM, grow=True),
                )
            )
            for n, s in enumerate(steps, start=1)
        )
        return Sheet(TITLE, rows or (text("the profile has no steps", Tone.DIM),))
    views = checklist(situation.state, case, situation.procedure, now)
    done = sum(1 for v in views if v.standing is Standing.DONE)
    left_out = sum(1 for v in views if v.standing is Standing.SKIPPED)
    talkative = space.height >= len(views) + _DETAIL_ROWS
    proving = space.height >= 2 * len(views) + _DETAIL_ROWS
    rows = tuple(
        row for view in views for row in _rows(situation, view, detailed=talkative, proving=proving)
    )
    rows = (*_alarms(situation, now), *rows)
    late = any(v.late for v in views)
    note = f"{done} of {len(views)}" + (
        f", {left_out} skipped" if left_out and space.width >= _WIDE else ""
    )
    note += ", late" if late else ""
    return Sheet(TITLE, rows, note=note, note_tone=Tone.WARN if late else Tone.DIM)


def _alarms(situation: Situation, now: datetime) -> tuple[Row, ...]:
    """What does not go together (N7), short; the triage screen behind its key says it in full."""
    found = assess(situation, now)
    if not found.alarms:
        return ()
    names = ", ".join(f"({name})" for name in found.unpaged)
    words = f"▲ {names} met, unpaged" if names else "▲ page and criteria differ"
    return (Row((Cell(words, Tone.BAD, grow=True), Cell("s", Tone.ACCENT, right=True))),)


def _rows(
    situation: Situation, view: StepView, *, detailed: bool, proving: bool
) -> tuple[Row, ...]:
    """The step, and where there is room what the next one is about, or what proves one."""
    row = _row(situation, view)
    words = ""
    if detailed and view.standing is Standing.NEXT:
        words = " ".join(view.step.detail.split())
    elif proving:
        words = view.proof
    if not words:
        return (row,)
    return row, Row((Cell("", width=3), Cell(words, Tone.DIM, grow=True)), id=row.id)


def _row(situation: Situation, view: StepView) -> Row:
    mark, tone = _MARK[view.standing]
    return Row(
        (
            Cell(mark, tone, width=1),
            Cell(f"{view.place}", tone, width=_digits(situation)),
            Cell(view.step.title, _WORDS[view.standing], grow=True),
            Cell(*_tail(situation, view), right=True),
        ),
        id=f"step:{view.step.id}",
    )


def _digits(situation: Situation) -> int:
    return len(str(len(situation.procedure.steps)))


def _tail(situation: Situation, view: StepView) -> tuple[str, Tone]:
    if view.at is not None:
        return moment(view.at, situation.zone, seconds=False), Tone.DIM
    if view.late:
        return "late", Tone.BAD
    if view.standing is Standing.OPTIONAL:
        return "if", Tone.DIM
    key = view.step.key
    if view.due is None or view.standing is not Standing.NEXT:
        return key, Tone.ACCENT
    return f"{key} by {moment(view.due, situation.zone, seconds=False)}".strip(), Tone.ACCENT
