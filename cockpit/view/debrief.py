"""The debrief as a page on the screen: what it was, the steps, what was missed, what went well."""

from collections.abc import Iterable
from datetime import datetime, tzinfo

from cockpit.domain.debriefing import Debriefing
from cockpit.domain.response_figures import Figure, Kept, StepFigure
from cockpit.view.cells import Cell, Row, Sheet, Tone, text
from cockpit.view.words import duration, moment

_TONES = {
    Kept.WITHIN: Tone.GOOD,
    Kept.LATE: Tone.WARN,
    Kept.MISSED: Tone.BAD,
    Kept.UNKNOWN: Tone.DIM,
    Kept.OPEN: Tone.DIM,
    Kept.UNTIMED: Tone.GOOD,
    Kept.SKIPPED: Tone.WARN,
    Kept.NOT_NEEDED: Tone.DIM,
}
_SYMBOLS = {
    Kept.WITHIN: "✔",
    Kept.LATE: "▲",
    Kept.MISSED: "✖",
    Kept.UNKNOWN: "?",
    Kept.OPEN: "·",
    Kept.UNTIMED: "✔",
    Kept.SKIPPED: "–",
    Kept.NOT_NEEDED: "–",
}
_NAME, _AFTER, _KEPT = 24, 8, 26


def sheet(of: Debriefing, zone: tzinfo) -> Sheet:
    """All of it; it is scrolled where it does not fit."""
    lasted = duration((of.figures.until - of.figures.paged_at).total_seconds())
    how = "broken off after" if of.is_open else "resolved after"
    rows = [text(f"#{of.number} {of.title}, {how} {lasted}", Tone.STRONG)]
    drill = of.exercise
    if drill is not None and drill.truth:
        rows += [*_heading("What it was"), text(drill.truth)]
    rows += _listed("What was missed", of.missed, ("✖", Tone.BAD), "nothing that is asked for")
    rows += _listed("What went well", of.good, ("✔", Tone.GOOD), "nothing that the record shows")
    rows += _heading("Times, from the page")
    rows += [_figure(figure) for figure in of.figures.figures]
    rows += _heading("First ten minutes")
    rows += [_step(step) for step in of.figures.steps]
    rows += [*_heading("Who was told what"), *_told(of, zone)]
    note = f"{drill.scenario}, seed {drill.seed}" if drill is not None else ""
    return Sheet("Debrief", tuple(rows), note=note)


def _heading(words: str) -> list[Row]:
    return [text(""), text(words, Tone.TITLE)]


def _listed(title: str, found: Iterable[str], mark: tuple[str, Tone], nothing: str) -> list[Row]:
    rows = [Row((Cell(*mark, width=1), Cell(words, grow=True))) for words in found]
    return [*_heading(title), *(rows or [text(nothing, Tone.DIM)])]


def _figure(figure: Figure) -> Row:
    return _line(figure.id, figure.took_s, figure.allowed_s, figure.kept)


def _step(step: StepFigure) -> Row:
    name = f"{step.place} {step.step.title}"
    allowed = 0 if step.step.condition else step.step.within_s
    return _line(name, step.took_s, allowed, step.kept, early=step.is_out_of_order)


def _line(
    name: str, took_s: float | None, allowed_s: int, kept: Kept, *, early: bool = False
) -> Row:
    took = "" if took_s is None else duration(took_s)
    of = f"of {duration(allowed_s)}" if allowed_s else ""
    order = ", out of order" if early else ""
    return Row(
        (
            Cell(_SYMBOLS[kept], _TONES[kept], width=1),
            Cell(name, width=_NAME),
            Cell(took, width=_AFTER, right=True),
            Cell(of, Tone.DIM, width=_AFTER + 3),
            Cell(f"{kept.value}{order}", Tone.WARN if early else _TONES[kept], width=_KEPT),
        )
    )


def _told(of: Debriefing, zone: tzinfo) -> list[Row]:
    if not of.told:
        return [text("nobody was told anything", Tone.BAD)]
    return [
        Row(
            (
                Cell(_when(line.at, zone), Tone.DIM),
                Cell(line.who, Tone.ACCENT),
                Cell("" if line.arrived else "did not leave:", Tone.BAD),
                Cell(line.what, grow=True),
            )
        )
        for line in of.told
    ]


def _when(at: datetime, zone: tzinfo) -> str:
    return moment(at, zone, seconds=False)
