"""How an incident was responded to: each figure beside what the procedure allows; no opinions."""

from collections.abc import Iterator

from cockpit.documents.paper import Section, bullets, table
from cockpit.documents.postmortem_material import Material
from cockpit.documents.spans import counted, instant, span
from cockpit.domain.cadence import interval_s
from cockpit.domain.response_figures import Figure, Kept, StepFigure

_NAMES = {
    "acknowledge": "Acknowledged",
    "declare": "Declared",
    "first update": "First update",
    "mitigate": "Users no longer hurt",
    "resolve": "Resolved",
}
_KEPT = {
    Kept.WITHIN: "in time",
    Kept.LATE: "late",
    Kept.MISSED: "never",
    Kept.UNKNOWN: "not known: nobody here looked then",
    Kept.OPEN: "not yet",
    Kept.UNTIMED: "no time is set",
    Kept.SKIPPED: "skipped",
    Kept.NOT_NEEDED: "did not apply",
}


def response(of: Material) -> Section:
    """Times, outward words, and the checklist."""
    parts = [
        table(("What", "When", "After the page", "Allowed", "Kept"), _figures(of)),
        "### Outward updates",
        bullets(_cadence(of)),
    ]
    if of.figures.steps:
        parts += [
            "### Checklist",
            _order(of),
            table(
                ("Step", "What", "When", "Kept", "By what"),
                (_step(of, s) for s in of.figures.steps),
            ),
        ]
    return Section(id="response", title="Response", body="\n\n".join(parts), items=_data(of))


def _figures(of: Material) -> Iterator[tuple[str, ...]]:
    for one in of.figures.figures:
        yield (
            _NAMES.get(one.id, one.id),
            instant(one.at, of.zone) if one.at else "-",
            span(one.took_s) if one.took_s is not None else "-",
            span(one.allowed_s) if one.allowed_s else "-",
            _kept(one),
        )


def _kept(one: Figure) -> str:
    words = _KEPT[one.kept]
    if one.kept is Kept.LATE and one.took_s is not None:
        return f"{words} by {span(one.took_s - one.allowed_s)}"
    return words


def _cadence(of: Material) -> Iterator[str]:
    cadence = of.figures.cadence
    told = cadence.told_at
    if not told:
        yield "Nobody was told anything outside, as far as the record shows"
        return
    every = interval_s(of.case, of.procedure)
    wanted = f"one every {span(every)} was asked for" if every else "no interval was set"
    longest = span(cadence.longest_gap_s)
    yield f"{counted(len(told), 'outward word')}; {wanted}; the longest silence was {longest}"
    if not cadence.late:
        yield "The cadence was kept: no word was late"
        return
    yield f"The cadence was not kept: {counted(len(cadence.late), 'word')} late or missing"
    for due in cadence.late:
        came = min((at for at in told if at > due), default=None)
        words = f"{span((came - due).total_seconds())} late" if came else "it never came"
        yield f"due {instant(due, of.zone)}: {words}"


def _order(of: Material) -> str:
    early = [str(s.place) for s in of.figures.steps if s.is_out_of_order]
    if early:
        return f"Not in its order: step {', '.join(early)} before an earlier one."
    return "In its order."


def _step(of: Material, step: StepFigure) -> tuple[str, ...]:
    kept = _KEPT[step.kept]
    allowed = step.step.within_s
    if step.kept is Kept.LATE and step.took_s is not None:
        kept = f"late by {span(step.took_s - allowed)}"
    elif step.kept is Kept.UNTIMED:
        kept = "done"
    if step.is_out_of_order:
        kept += ", out of order"
    when = f"{step.at:%H:%M:%S} UTC" if step.at else "-"
    return str(step.place), step.step.title, when, kept, of.names.words(step.proof)


def _data(of: Material) -> tuple[dict[str, object], ...]:
    cadence = of.figures.cadence
    figures: list[dict[str, object]] = [
        {
            "figure": one.id,
            "at": one.at.isoformat() if one.at else None,
            "seconds": one.took_s,
            "allowed_seconds": one.allowed_s or None,
            "kept": one.kept.value,
        }
        for one in of.figures.figures
    ]
    figures.append(
        {
            "figure": "cadence",
            "words": len(cadence.told_at),
            "late": [at.isoformat() for at in cadence.late],
            "longest_gap_seconds": cadence.longest_gap_s,
        }
    )
    figures += [
        {
            "figure": "step",
            "step": one.step.id,
            "at": one.at.isoformat() if one.at else None,
            "seconds": one.took_s,
            "kept": one.kept.value,
            "out_of_order": one.is_out_of_order,
        }
        for one in of.figures.steps
    ]
    return tuple(figures)
