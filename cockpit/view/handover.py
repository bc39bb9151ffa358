"""The handover of a shift in full: how it stands, whom it is for, and the note part by part."""

from dataclasses import dataclass
from datetime import datetime

from cockpit.domain.handover_watch import OPEN, Stage, handovers, stage, ts_of
from cockpit.domain.handover_words import (
    advice,
    beside,
    channel,
    for_incoming,
    for_outgoing,
    how_to_take,
)
from cockpit.domain.situation import Situation
from cockpit.view.cells import Cell, Row, Sheet, Tone, text
from cockpit.view.handover_page import TITLE, TONES, line

GIVEN, RECEIVED = "status:given", "status:received"
"""Rows that say how a handover stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of the note, as it will be read."""

    title: str
    lines: tuple[str, ...]
    is_edited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The note that is being written here."""

    to: str
    """Who takes over; empty: nobody is known."""
    how: str = ""
    """Why it is them: "next by the plan"."""
    pieces: tuple[Piece, ...] = ()
    is_looking: bool = False
    """What is asked for it has not all come yet."""
    problem: str = ""


def sheet(situation: Situation, now: datetime, written: Written) -> Sheet:
    """What waits first, then the note, a part at a time; Enter edits one."""
    rows = [*_standing(situation, now), *_whom(situation, written)]
    if written.problem:
        rows += [text(f"▲ {written.problem}", Tone.BAD), text("")]
    for place, piece in enumerate(written.pieces):
        rows += _piece(place, piece)
    note = "looking…" if written.is_looking else ""
    return Sheet(TITLE, tuple(rows), note=note)


def _standing(situation: Situation, now: datetime) -> list[Row]:
    found, rows = handovers(situation, now), []
    if (given := found.given) is not None:
        how = stage(situation.state, given, now)
        rows.append(_status(for_outgoing(situation, given, now), how, GIVEN))
        if ts_of(situation.state, given):
            rows.append(text(f"it stands in {channel(situation, given)}: o copies its link"))
        more = advice(situation, given, now) if how in OPEN else ()
        rows += [text(f"▸ {words}") for words in more]
        if found.lost is not None:
            rows.append(text(f"▸ {beside(situation, given, found.lost, now)}", Tone.BAD))
        rows.append(text(""))
    if (taken := found.received) is not None:
        how = stage(situation.state, taken, now)
        rows.append(_status(for_incoming(situation, taken, now), how, RECEIVED))
        if taken.is_pending:
            rows.append(text(f"▸ {how_to_take(situation, taken)}: o copies its link"))
        rows += [Row((Cell("i reads it in full", Tone.ACCENT),)), text("")]
    return rows


def _status(words: str, how: Stage, name: str) -> Row:
    return Row((Cell(words, TONES.get(how, Tone.WARN), grow=True),), id=name)


def _whom(situation: Situation, written: Written) -> list[Row]:
    rules = situation.procedure.shift
    where = situation.procedure.channels.name(rules.channel) if rules.channel else ""
    to = Cell(written.to or "nobody is known to come next: t says who", grow=True)
    if not written.to:
        to = Cell(to.text, Tone.WARN, grow=True)
    how = f" ({written.how})" if written.how and written.to else ""
    rows = [Row((Cell("To", Tone.ACCENT, width=4), Cell(f"{to.text}{how}", to.tone, grow=True)))]
    said = Cell(where, grow=True)
    if not where:
        said = Cell(
            "nowhere: the profile names no channel; c copies the text", Tone.WARN, grow=True
        )
    return [*rows, Row((Cell("In", Tone.ACCENT, width=4), said)), text("")]


def _piece(place: int, piece: Piece) -> list[Row]:
    edited = (Cell("edited", Tone.DIM, right=True),) if piece.is_edited else ()
    head = Row((Cell(piece.title, Tone.TITLE, grow=True), *edited), id=f"part:{place}")
    body = [line(one) for one in piece.lines] or [text("left out", Tone.DIM)]
    return [head, *body, text("")]
