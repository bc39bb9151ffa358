"""The update pane: what others were told, when the next word is due, and what has not left yet."""

from datetime import datetime

from cockpit.domain.cadence import Word, confirmed, is_snoozed, last_word, update_due, words
from cockpit.domain.cadence_words import chosen, remark
from cockpit.domain.dispatch import standing
from cockpit.domain.effect_words import short
from cockpit.domain.overtaken import siblings
from cockpit.domain.progress import bulks
from cockpit.domain.roles import nudge_goes_to
from cockpit.domain.situation import Situation
from cockpit.domain.state import Case, Parcel, Phase
from cockpit.view import order
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone, text
from cockpit.view.words import age, moment, nothing_open, one_line

_WORDS_WIDTH = 7


def sheet(situation: Situation, now: datetime, _space: Space) -> Sheet:
    """The last word, the next one, and the outbox where it is not empty."""
    channel = situation.procedure.channels.incident
    name = situation.procedure.channels.name(channel) if channel else "no channel set"
    title = f"7 Update ▸ {name}"
    stuck = _unsent(situation, now)
    case = situation.case
    if case is None:
        return Sheet(title, (*stuck, text(*nothing_open(situation, now))))
    rows = (*stuck, *_told(situation, case, now))
    note, tone = _due(situation, case, now)
    return Sheet(title, rows, note=note, note_tone=tone)


def _told(situation: Situation, case: Case, now: datetime) -> tuple[Row, ...]:
    declaration = case.declaration
    if declaration is None or _is_given_up(situation, declaration.effect):
        return (
            text("Not declared yet.", Tone.STRONG),
            _key("d", "declare: opens the thread; needs no typing"),
            *order.rows(situation, case, now, declared=False),
        )
    said = words(situation.state, case)
    sent = confirmed(situation.state, case)
    rows = []
    if sent:
        last = sent[-1]
        rows += [_field("Known", last.known), _field("Trying", last.trying or "-")]
        if last.next_at:
            rows.append(_field("Next", moment(last.next_at, situation.zone, seconds=False)))
    else:
        rows.append(_field("Said" if said else "To say", declaration.hypothesis))
    rows += _when(situation, said, now)
    for told in (
        _chosen(situation, case, now),
        remark(situation.state, case, situation.procedure, now),
    ):
        rows += [text(told, Tone.WARN)] if told else []
    rows.append(_key("u", "write the next update; U: no change"))
    return (*order.rows(situation, case, now), *rows)


def _when(situation: Situation, said: tuple[Word, ...], now: datetime) -> list[Row]:
    """When that was, and who has spoken for the incident since: it counts as an update too."""
    rows = []
    own = [word.at for word in said if not word.by]
    if own:
        gone = age((now - own[-1]).total_seconds())
        rows.append(_field("Sent", f"{moment(own[-1], situation.zone)}, {gone} ago"))
    if said and said[-1].by:
        last = said[-1]
        at = moment(last.at, situation.zone, seconds=False)
        rows.append(_field("Then", f"{at} {last.by}: {last.text}"))
    return rows


def _chosen(situation: Situation, case: Case, now: datetime) -> str:
    words = chosen(case, situation.procedure, now, situation.zone)
    return f"nudges {words}" if words else ""


def _is_given_up(situation: Situation, effect: str) -> bool:
    parcel = situation.state.parcels.get(effect)
    return parcel is not None and parcel.phase is Phase.DISCARDED


def _field(name: str, value: str) -> Row:
    return Row(
        (Cell(name, Tone.DIM, width=_WORDS_WIDTH), Cell(one_line(value), Tone.PLAIN, grow=True))
    )


def _key(key: str, words: str) -> Row:
    return Row((Cell(key, Tone.ACCENT, width=1), Cell(words, Tone.DIM, grow=True)))


def _unsent(situation: Situation, now: datetime) -> tuple[Row, ...]:
    """What has not left; of a storm the count, of an update one line, and what awaits a person."""
    storms = {storm.request: storm for storm in bulks(situation.state)}
    alone = tuple(
        _stuck(situation, parcel, now)
        for parcel in situation.state.unsent()
        if parcel.request not in storms or parcel.phase is Phase.FAILED
        if siblings(situation.state, parcel)[0] is parcel
    )
    counts = (Cell(storm.words, Tone.WARN, grow=True) for storm in storms.values())
    return (*(Row((Cell("▲", Tone.WARN, width=1), count)) for count in counts), *alone)


def _stuck(situation: Situation, parcel: Parcel, now: datetime) -> Row:
    return Row(
        (
            Cell("▲", Tone.WARN, width=1),
            Cell(f"{short(parcel.effect)}:", Tone.PLAIN),
            Cell(standing(situation.state, parcel, now), Tone.WARN, grow=True),
            Cell(moment(parcel.requested_at, situation.zone, seconds=False), Tone.DIM),
        ),
        id=f"effect:{parcel.effect.id}",
    )


def _due(situation: Situation, case: Case, now: datetime) -> tuple[str, Tone]:
    due = update_due(situation.state, case, situation.procedure)
    if due is None or not case.incident.is_open:
        is_off = case.incident.is_open and last_word(situation.state, case) is not None
        return ("nudges off" if is_off else ""), Tone.DIM
    at = moment(due, situation.zone, seconds=False)
    left = (due - now).total_seconds()
    if whose := nudge_goes_to(case, situation.procedure, situation.state.me):
        return f"{whose}, {'due' if left > 0 else 'was due'} {at}", Tone.DIM
    if left > 0 and is_snoozed(case, due):
        return f"snoozed until {at}", Tone.DIM
    if left <= 0:
        return f"▲ was due {at}", Tone.BAD
    near = left <= situation.procedure.cadence_nudge_s
    return f"due {at}", Tone.WARN if near else Tone.DIM
