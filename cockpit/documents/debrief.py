"""The debrief of a drill, or of any incident, as Markdown and JSON; every word escaped."""

from datetime import tzinfo

from cockpit.documents.markdown import inert
from cockpit.documents.spans import instant, span, stamp
from cockpit.domain.debriefing import Debriefing
from cockpit.domain.debriefing_told import ToldLine
from cockpit.domain.response_figures import Figure, StepFigure
from cockpit.domain.texts import clock_time


def markdown(of: Debriefing, zone: tzinfo) -> str:
    """One page: what it was, what was missed, what went well, each time, who was told what."""
    lines = [f"# Debrief: #{of.number} {inert(of.title)}", "", *_head(of, zone), ""]
    if of.exercise is not None and of.exercise.truth:
        lines += ["## What it was", "", inert(of.exercise.truth), ""]
    lines += _list("What was missed", of.missed, "Nothing that the procedure asks for.")
    lines += _list("What went well", of.good, "Nothing that the record shows.")
    lines += [
        "## Times, from the page",
        "",
        "| What | After | Allowed | |",
        "| --- | --- | --- | --- |",
    ]
    lines += [_figure(figure) for figure in of.figures.figures]
    lines += ["", "## First ten minutes, step by step", ""]
    lines += ["| # | Step | After | Allowed | |", "| --- | --- | --- | --- | --- |"]
    lines += [_step(step) for step in of.figures.steps]
    lines += ["", "## Who was told what", ""]
    lines += _told(of, zone)
    return "\n".join(lines) + "\n"


def jsonable(of: Debriefing) -> dict[str, object]:
    """The same for programs; instants are RFC 3339 in UTC, spans are seconds.

    Keys: `incident` (number, title, open), `drill` (null for a real one), `paged_at`, `until`,
    `figures`, `cadence`, `steps`, `in_order`, `good`, `missed`, `told`.
    """
    drill, figures = of.exercise, of.figures
    return {
        "incident": {"number": of.number, "title": of.title, "open": of.is_open},
        "drill": drill
        and {
            "scenario": drill.scenario,
            "title": drill.title,
            "seed": drill.seed,
            "truth": drill.truth,
        },
        "paged_at": figures.paged_at.isoformat(),
        "until": figures.until.isoformat(),
        "figures": [_plain_figure(figure) for figure in figures.figures],
        "cadence": {
            "told_at": [at.isoformat() for at in figures.cadence.told_at],
            "late": [at.isoformat() for at in figures.cadence.late],
            "longest_gap_s": figures.cadence.longest_gap_s,
        },
        "steps": [_plain_step(step) for step in figures.steps],
        "in_order": figures.is_in_order,
        "good": list(of.good),
        "missed": list(of.missed),
        "told": [_plain_told(line) for line in of.told],
    }


def _head(of: Debriefing, zone: tzinfo) -> list[str]:
    lasted = span((of.figures.until - of.figures.paged_at).total_seconds())
    how = "broken off, still open" if of.is_open else "resolved"
    lines = [f"Paged at {instant(of.figures.paged_at, zone)}; {how} after {lasted}."]
    drill = of.exercise
    if drill is not None:
        title = f" ({inert(drill.title)})" if drill.title else ""
        lines.append(
            f"A drill: {inert(drill.scenario)}{title}, seed {drill.seed}. Nobody was paged."
        )
    return lines


def _list(title: str, found: tuple[str, ...], none: str) -> list[str]:
    return [f"## {title}", "", *([f"- {inert(words)}" for words in found] or [none]), ""]


def _figure(figure: Figure) -> str:
    took, allowed = _after(figure.took_s), _after(figure.allowed_s or None)
    return f"| {figure.id} | {took} | {allowed} | {figure.kept.value} |"


def _step(step: StepFigure) -> str:
    allowed = _after(step.step.within_s or None)
    order = ", out of order" if step.is_out_of_order else ""
    title = inert(step.step.title)
    return (
        f"| {step.place} | {title} | {_after(step.took_s)} | {allowed} | {step.kept.value}{order} |"
    )


def _after(seconds: float | None) -> str:
    return "-" if seconds is None else span(seconds)


def _told(of: Debriefing, zone: tzinfo) -> list[str]:
    if not of.told:
        return ["Nobody was told anything."]
    rows = ["| When | Whom | What |", "| --- | --- | --- |"]
    return [*rows, *(_told_row(line, zone) for line in of.told)]


def _told_row(line: ToldLine, zone: tzinfo) -> str:
    lost = "" if line.arrived else "did not leave: "
    return f"| {clock_time(line.at, zone)} | {inert(line.who)} | {lost}{inert(line.what)} |"


def _plain_figure(figure: Figure) -> dict[str, object]:
    return {
        "id": figure.id,
        "at": stamp(figure.at),
        "took_s": figure.took_s,
        "allowed_s": figure.allowed_s or None,
        "kept": figure.kept.value,
    }


def _plain_step(step: StepFigure) -> dict[str, object]:
    return {
        "id": step.step.id,
        "title": step.step.title,
        "place": step.place,
        "at": stamp(step.at),
        "took_s": step.took_s,
        "allowed_s": step.step.within_s or None,
        "kept": step.kept.value,
        "out_of_order": step.is_out_of_order,
        "proof": step.proof,
    }


def _plain_told(line: ToldLine) -> dict[str, object]:
    return {
        "at": line.at.isoformat(),
        "who": line.who,
        "what": line.what,
        "arrived": line.arrived,
    }
