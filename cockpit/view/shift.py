"""The shift: the screen with whose it is and how it starts, in full."""

from datetime import datetime

from cockpit.domain import rota_words
from cockpit.domain.persons import is_same
from cockpit.domain.shift_book import EndedBy, Shift
from cockpit.domain.shift_plan import PROFILE, Seat, Turn
from cockpit.domain.shift_start import StartItem, start_items
from cockpit.domain.shift_watch import watch
from cockpit.domain.situation import Situation
from cockpit.view import shift_notes
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone, text
from cockpit.view.oncall import sources
from cockpit.view.shift_line import asked_for
from cockpit.view.words import freshness, problems

TITLE = "Shift"
_WIDE = 60
_HEAD_WIDE, _HEAD_NARROW = 13, 10
"""Columns of what stands left of the words."""


def sheet(situation: Situation, now: datetime, space: Space) -> Sheet:
    """Whose shift, what is to be done about it, what was written down, and what comes."""
    note, tone = freshness(situation, sources(situation), now)
    found = watch(situation, now)
    rows = [*problems(situation, sources(situation))]
    rows += [_asked(words, tone) for words, tone in asked_for(situation, now)]
    head = _HEAD_WIDE if space.width >= _WIDE else _HEAD_NARROW
    for seat in found.seats:
        rows += _seat(situation, seat, now, head)
    rows += [text(f"▲ {words}", Tone.WARN) for words in found.odds]
    shift = situation.state.shifts.shown(situation.me)
    if shift is not None:
        rows += _start(situation, shift, now)
        rows += shift_notes.notes(situation, shift, now, head)
    rows += shift_notes.absences(situation, found, now, head)
    rows += shift_notes.turns(situation, found, now, head)
    return Sheet(TITLE, tuple(rows), note=note, note_tone=tone)


def _asked(words: str, tone: Tone) -> Row:
    mark = Cell("▸", Tone.ACCENT) if tone is Tone.PLAIN else Cell("▲", tone)
    return Row((mark, Cell(words, tone, grow=True)))


def _seat(situation: Situation, seat: Seat, now: datetime, head: int) -> list[Row]:
    """Who holds it since when and until when, who looks on, who comes next."""
    begun = [s for s in situation.state.shifts.open() if s.role == seat.role]
    said = [(_holds(situation, turn, begun, now), Tone.STRONG) for turn in seat.now]
    planned = [turn.person for turn in seat.now]
    said += [
        (f"{s.person.name}, begun {_when(situation, s.begun_at, now)}, by no plan", Tone.STRONG)
        for s in begun
        if not any(is_same(s.person, person) for person in planned)
    ]
    if not said:
        why = "nobody is planned" if seat.source else "not known"
        said.append((why, Tone.WARN))
    said += [
        (f"shadow: {t.person.name}, until {_when(situation, t.end, now)}", Tone.DIM)
        for t in seat.shadows
    ]
    said += [(f"then {_then(situation, seat, t, now)}", Tone.PLAIN) for t in seat.next]
    return [
        Row((Cell("" if place else seat.role, Tone.ACCENT, width=head), Cell(w, tone, grow=True)))
        for place, (w, tone) in enumerate(said)
    ]


def _holds(situation: Situation, turn: Turn, begun: list[Shift], now: datetime) -> str:
    until = _when(situation, turn.end, now)
    own = next((s for s in begun if is_same(s.person, turn.person)), None)
    name = turn.person.name
    source = " by the profile" if turn.source == PROFILE else ""
    if own is not None:
        return f"{name}, since {_when(situation, own.begun_at, now)}, until {until}"
    is_mine = situation.me is not None and is_same(turn.person, situation.me)
    waits = ", not begun yet" if is_mine else ""
    return f"{name}, from {_when(situation, turn.start, now)}, until {until}{source}{waits}"


def _then(situation: Situation, seat: Seat, turn: Turn, now: datetime) -> str:
    ends = {t.end for t in seat.now}
    start = "" if turn.start in ends else f" from {_when(situation, turn.start, now)}"
    return f"{turn.person.name}{start}"


def _when(situation: Situation, at: datetime, now: datetime) -> str:
    return rota_words.when(at, situation.zone, now)


def _start(situation: Situation, shift: Shift, now: datetime) -> list[Row]:
    if not shift.is_open:
        how = "ended" if shift.ended_by is EndedBy.PERSON else "was ended by the next one"
        at = _when(situation, shift.ended_at or now, now)
        said = f"The shift of {shift.person.name} as {shift.role} {how} {at}"
        return [text(""), text(said, Tone.TITLE)]
    rows = [text(""), text("At the start", Tone.TITLE)]
    return [*rows, *(_item(item) for item in start_items(situation, shift, now))]


def _item(item: StartItem) -> Row:
    mark, tone = {True: ("✔", Tone.GOOD), False: ("▸", Tone.WARN), None: ("?", Tone.DIM)}[item.done]
    words = Cell(item.words, Tone.PLAIN if item.done else tone, grow=True)
    key = Cell("" if item.done else item.key, Tone.ACCENT)
    return Row((Cell(mark, tone, width=1), words, key))
