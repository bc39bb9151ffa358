"""What stands behind a selected row: a probe, a step, a moment, an effect, a message."""

from collections.abc import Callable
from datetime import datetime

from cockpit.domain.changes import Scene, sending
from cockpit.domain.checklist import Standing, checklist
from cockpit.domain.dispatch import asks_a_person, standing
from cockpit.domain.effect_words import title
from cockpit.domain.situation import Situation
from cockpit.domain.state import Kind
from cockpit.view import channels, errors, probe_detail
from cockpit.view.cells import Cell, Row, Sheet, Tone, text
from cockpit.view.timeline import ordered
from cockpit.view.words import day, moment

_AUTHOR = {Kind.PAGE: "the pager", Kind.PAGER: "the pager", Kind.CHAT: "somebody in the thread"}
"""Who said what nobody signed."""


def sheet(situation: Situation, row_id: str, now: datetime) -> Sheet | None:
    """The detail of a row by its id ("deploy:cloud:a1b2..."); None when there is none."""
    kind, _, name = row_id.partition(":")
    make = _DETAILS.get(kind)
    return make(situation, name, now) if make else None


def _field(name: str, value: str, tone: Tone = Tone.PLAIN) -> Row:
    return Row((Cell(name, Tone.DIM, width=11), Cell(value, tone, grow=True)))


def _step(situation: Situation, name: str, now: datetime) -> Sheet | None:
    case = situation.case
    if case is None:
        return None
    for view in checklist(situation.state, case, situation.procedure, now):
        if view.step.id != name:
            continue
        rows = [text(f"{view.place}. {view.step.title}", Tone.STRONG), text("")]
        rows += [text(line) for line in view.step.detail.splitlines()]
        rows.append(text(""))
        if view.step.condition:
            rows.append(_field("applies", view.step.condition))
        if view.standing is Standing.SKIPPED and view.at is not None:
            rows.append(_field("skipped", moment(view.at, situation.zone), Tone.WARN))
            rows.append(_field("reason", view.proof))
        elif view.at is not None:
            rows.append(_field("done", moment(view.at, situation.zone), Tone.GOOD))
            rows.append(_field("proved by", view.proof))
        else:
            if view.due is not None:
                rows.append(_field("due", moment(view.due, situation.zone)))
            rows.append(_field("done", "not yet", Tone.BAD if view.late else Tone.PLAIN))
            rows.append(_field("proved by", view.step.evidence.value))
        return Sheet("Step", tuple(rows))
    return None


def _moment(situation: Situation, name: str, now: datetime) -> Sheet | None:
    for entry in ordered(situation):
        if entry.id != name:
            continue
        at = f"{day(entry.at, situation.zone)} {moment(entry.at, situation.zone)}"
        rows = [
            _field("at", at),
            _field("by", entry.author or _AUTHOR.get(entry.kind, "the cockpit")),
            text(""),
        ]
        rows += [text(line) for line in entry.text.splitlines()]
        for effect in entry.effects:
            rows += [text(""), *_parcel(situation, effect, now)]
        return Sheet("Timeline", tuple(rows))
    return None


def _effect(situation: Situation, name: str, now: datetime) -> Sheet | None:
    rows = _parcel(situation, name, now)
    return Sheet("To be sent", rows) if rows else None


def _parcel(situation: Situation, effect_id: str, now: datetime) -> tuple[Row, ...]:
    parcel = situation.state.parcels.get(effect_id)
    if parcel is None:
        return ()
    rows = [_field("state", standing(situation.state, parcel, now), Tone.STRONG)]
    told = sending(parcel.effect, _scene(situation, now))
    rows += [_field("what", title(parcel.effect)), _field("goes to", told.target)]
    rows += [text(f"  {line}") for line in told.text.splitlines()]
    if parcel.mend and not asks_a_person(parcel):
        rows.append(_field("to mend", parcel.mend, Tone.WARN))
    if parcel.warning:
        rows.append(_field("warning", parcel.warning, Tone.WARN))
    rows += [text(f"  {line}", Tone.DIM) for line in parcel.output.splitlines()]
    return tuple(rows)


def _scene(situation: Situation, now: datetime) -> Scene:
    return Scene(state=situation.state, procedure=situation.procedure, zone=situation.zone, now=now)


_DETAILS: dict[str, Callable[[Situation, str, datetime], Sheet | None]] = {
    "probe": probe_detail.sheet,
    "probes": probe_detail.every,
    "step": _step,
    "moment": _moment,
    "effect": _effect,
    "heard": channels.detail,
    "error": errors.detail,
}
