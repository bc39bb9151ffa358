"""The shift in a line or two, for the watch screen; what a person has to say about it now."""

from collections.abc import Iterator
from datetime import datetime

from cockpit.domain.handover_watch import OPEN, handovers, stage
from cockpit.domain.handover_words import for_incoming, for_outgoing, is_due
from cockpit.domain.own_shift import to_hand_over
from cockpit.domain.shift_plan import Turn
from cockpit.domain.shift_watch import watch
from cockpit.domain.situation import Situation
from cockpit.view.cells import Cell, Row, Tone
from cockpit.view.handover_page import TONES
from cockpit.view.words import day_moment


def lines(situation: Situation, now: datetime) -> tuple[Row, ...]:
    """For the watch screen: one calm line, and what is asked; v opens the rest."""
    found = watch(situation, now)
    told = [*handover_line(situation, now)]
    told += [_keyed(words, tone) for words, tone in asked_for(situation, now)]
    if found.own is None or found.begins is not None or found.ends is not None:
        return tuple(told)
    own, zone = found.own, situation.zone
    said = f"shift: {own.role} since {day_moment(own.begun_at, now, zone)}"
    if own.until is not None:
        said += f" until {day_moment(own.until, now, zone)}"
    count = len(situation.state.shifts.notes_of(own))
    said += f", {count} note{'' if count == 1 else 's'}" if count else ""
    return (_keyed(said, Tone.PLAIN), *told)


def handover_line(situation: Situation, now: datetime) -> Iterator[Row]:
    """What this person has to hand over, or did, and whether it is taken (N3, A14)."""
    key = Cell("V", Tone.ACCENT, width=1)
    if (due := to_hand_over(situation, now)) is not None:
        yield Row((key, Cell(is_due(situation, due, now), Tone.WARN, grow=True)))
    given = handovers(situation, now).given
    if given is not None:
        tone = TONES.get(stage(situation.state, given, now), Tone.WARN)
        yield Row((key, Cell(for_outgoing(situation, given, now), tone, grow=True)))


def pending(situation: Situation, now: datetime) -> tuple[Row, ...]:
    """While something else is on the screen: one calm line for each handover that waits."""
    found, due = handovers(situation, now), to_hand_over(situation, now)
    said = [is_due(situation, due, now)] if due is not None else []
    if found.received is not None and found.received.is_pending:
        said.append(for_incoming(situation, found.received, now))
    if found.given is not None and stage(situation.state, found.given, now) in OPEN:
        said.append(for_outgoing(situation, found.given, now))
    key = Cell("V", Tone.ACCENT, width=1)
    return tuple(Row((key, Cell(words, Tone.PLAIN, grow=True))) for words in said)


def _keyed(words: str, tone: Tone) -> Row:
    return Row((Cell("v", Tone.ACCENT, width=1), Cell(words, tone, grow=True)))


def asked_for(situation: Situation, now: datetime) -> Iterator[tuple[str, Tone]]:
    """What a person has to say now, the most urgent first."""
    found, zone = watch(situation, now), situation.zone
    if found.ends is not None and found.ends.until is not None:
        at = day_moment(found.ends.until, now, zone)
        yield f"your shift as {found.ends.role} ended {at} by the plan: end it", Tone.WARN
    if found.begins is not None:
        at = day_moment(found.begins.start, now, zone)
        yield f"your shift as {as_role(found.begins)} began {at}: begin it", Tone.ALARM
    elif found.soon is not None:
        at = day_moment(found.soon.start, now, zone)
        yield f"your shift as {as_role(found.soon)} begins {at}", Tone.WARN
    if found.triage:
        channel = situation.procedure.channels.name(found.triage)
        yield f"{channel} is to be gone through today", Tone.PLAIN


def as_role(turn: Turn) -> str:
    """What the person is in it: "primary", "shadow of the primary"."""
    return f"shadow of the {turn.role}" if turn.shadow else turn.role
