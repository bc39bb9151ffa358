"""The timeline pane: everything that happened, in the order in which it happened."""

import re
from datetime import datetime

from cockpit.domain.effects import PostMessage
from cockpit.domain.effects_local import RunCommand
from cockpit.domain.situation import Situation
from cockpit.domain.state import Kind, Moment, Parcel, Phase
from cockpit.domain.timeline import of_case_and_shift, of_shift
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone
from cockpit.view.words import day, first_name, moment, one_line

TITLE = "6 Timeline"
ROWS = 500
"""Lines kept in the pane; the documents show all."""
_WIDE = 46
_EXIT = re.compile(r"exit \d+")

_TONE = {
    Kind.PAGE: Tone.STRONG,
    Kind.PAGER: Tone.PLAIN,
    Kind.ACTION: Tone.ACCENT,
    Kind.HEALTH: Tone.WARN,
    Kind.CHAT: Tone.PLAIN,
    Kind.NOTE: Tone.PLAIN,
    Kind.STEP: Tone.DIM,
    Kind.SYSTEM: Tone.DIM,
}
_SENT = {
    Phase.FAILED: ("✖ not sent:", Tone.BAD),
    Phase.UNCLEAR: ("? unclear:", Tone.BAD),
    Phase.WAITING: ("… waiting:", Tone.WARN),
    Phase.CLAIMED: ("… sending:", Tone.WARN),
    Phase.DISCARDED: ("- given up:", Tone.DIM),
    Phase.DONE: ("✔", Tone.GOOD),
}
"""How an effect stands, the worst first."""


def sheet(situation: Situation, now: datetime, space: Space) -> Sheet:
    """The case's moments with the shift's around it, and a line for each day but today."""
    moments = ordered(situation)
    shown = moments[-ROWS:]
    rows: list[Row] = []
    last_day = day(now, situation.zone)
    for entry in shown:
        today = day(entry.at, situation.zone)
        if today != last_day:
            rows.append(Row((Cell(today, Tone.DIM),)))
            last_day = today
        rows.append(_row(situation, entry, space))
    note = f"{len(moments)}"
    return Sheet(TITLE, tuple(rows), note=note, follow=True)


def ordered(situation: Situation) -> tuple[Moment, ...]:
    """What belongs on this timeline, by the time at which it happened."""
    case = situation.case
    if case is None:
        return of_shift(situation.state)
    return of_case_and_shift(situation.state, case)


def _row(situation: Situation, entry: Moment, space: Space) -> Row:
    wide = space.width >= _WIDE
    author = first_name(entry.author)
    return Row(
        (
            Cell(moment(entry.at, situation.zone, seconds=wide), Tone.DIM, width=8 if wide else 5),
            _outcome(situation, entry),
            Cell(f"{author}:" if author else "", Tone.STRONG),
            Cell(one_line(entry.text), _TONE[entry.kind], grow=True),
        ),
        id=f"moment:{entry.id}",
    )


def _outcome(situation: Situation, entry: Moment) -> Cell:
    """How it went out: the worst of its effects speaks; some stand elsewhere than meant."""
    parcels = [situation.state.parcels[e] for e in entry.effects if e in situation.state.parcels]
    if not parcels:
        return Cell("")
    order = list(_SENT)
    worst = min(parcels, key=lambda p: order.index(p.phase))
    words, tone = _SENT[worst.phase]
    if worst.phase is Phase.DONE:
        odd = next(
            (p for p in parcels if p.warning and isinstance(p.effect, PostMessage | RunCommand)),
            None,
        )
        return Cell(f"▲ {_odd(odd)}:", Tone.WARN) if odd else Cell(words, tone)
    return Cell("… retrying:" if worst.phase is Phase.WAITING and worst.attempts else words, tone)


def _odd(parcel: Parcel) -> str:
    """What was odd, in a few words where a command follows: Enter tells all of it."""
    if not isinstance(parcel.effect, RunCommand):
        return parcel.warning
    if parcel.end_asked_by:
        return parcel.warning
    return parcel.ref if _EXIT.fullmatch(parcel.ref) else "was ended"
