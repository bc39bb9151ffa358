"""The outbox in full: everything that has not left yet, how it stands, and what can be done."""

from datetime import datetime

from cockpit.domain.changes import Scene, sending
from cockpit.domain.dispatch import asks_a_person, standing
from cockpit.domain.effect_words import short
from cockpit.domain.overtaken import overtaken
from cockpit.domain.situation import Situation
from cockpit.domain.state import Parcel, Phase
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone, text
from cockpit.view.words import age

_KIND_WIDTH = 12


def sheet(situation: Situation, now: datetime, _space: Space) -> Sheet:
    """Oldest first, as it will leave; what waits for a person stands out."""
    unsent = situation.state.unsent()
    if not unsent:
        return Sheet("Outbox", (text("Everything has left.", Tone.GOOD),))
    stale = overtaken(situation.state)
    rows = []
    for parcel in unsent:
        rows += _rows(situation, parcel, now, is_stale=parcel.effect.id in stale)
    waits = sum(1 for p in unsent if _waits_for_you(p) or p.effect.id in stale)
    note = f"{len(unsent)} unsent" + (f", {waits} for you to decide" if waits else "")
    return Sheet("Outbox", tuple(rows), note=note, note_tone=Tone.WARN if waits else Tone.DIM)


def _rows(situation: Situation, parcel: Parcel, now: datetime, *, is_stale: bool) -> list[Row]:
    key = f"effect:{parcel.effect.id}"
    scene = Scene(
        state=situation.state, procedure=situation.procedure, zone=situation.zone, now=now
    )
    told = sending(parcel.effect, scene)
    gone = age((now - parcel.requested_at).total_seconds())
    case = situation.state.cases.get(parcel.effect.incident_id)
    number = f"#{case.incident.number} " if case else ""
    loud = _waits_for_you(parcel) or is_stale
    mark, tone = ("▲", Tone.BAD if not is_stale else Tone.WARN) if loud else ("…", Tone.DIM)
    words = standing(situation.state, parcel, now)
    rows = [
        Row(
            (
                Cell(mark, tone, width=1),
                Cell(short(parcel.effect), Tone.STRONG, width=_KIND_WIDTH),
                Cell(f"{number}to {told.target}", grow=True),
                Cell(f"{gone} old", Tone.DIM),
            ),
            id=key,
        ),
        _under(" ".join(told.text.split()), Tone.DIM, key),
        _under(words, tone if loud else Tone.WARN, key),
    ]
    # The question is the mend of what only a person can tell.
    mend = "" if asks_a_person(parcel) else parcel.mend
    return [*rows, *([_under(f"▸ {mend}", Tone.PLAIN, key)] if mend else [])]


def _under(words: str, tone: Tone, key: str) -> Row:
    return Row((Cell("", width=1), Cell(words, tone, grow=True)), id=key)


def _waits_for_you(parcel: Parcel) -> bool:
    return parcel.phase is Phase.FAILED or asks_a_person(parcel)
