"""The channels pane: what is said in followed channels, newest last; what wants an answer."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from cockpit.domain.announcements import explanations, words
from cockpit.domain.chat import Heard
from cockpit.domain.overheard import being_answered, unanswered
from cockpit.domain.situation import Situation
from cockpit.domain.watch import ChannelSpec, channel_source
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone, text
from cockpit.view.words import age, day, first_name, freshness, moment, problems, trouble

TITLE = "8 Channels"
ROWS = 200
"""Messages in the pane, of all channels together."""
_WIDE = 66
_OFF = "no channels are followed: set alerts and operations in [slack.channels]"
_GAP = "… more was said here than is read: look in the chat"

Marks = dict[tuple[str, str], str]
"""What is to be said of a message, by its channel and ts."""


def sheet(situation: Situation, now: datetime, space: Space) -> Sheet:
    """The messages of all followed channels by their time, and what is wrong with a channel."""
    if not situation.channels:
        return Sheet(TITLE, (text(_OFF, Tone.DIM),), note="off")
    if situation.is_past:
        words = "What was said in channels is not kept; the thread's answers are in the timeline."
        return Sheet(TITLE, (text(words, Tone.DIM),), note="not kept")
    sources = tuple(channel_source(spec.name) for spec in situation.channels)
    waiting, work = waiting_in(situation, now), _explaining(situation)
    rows: list[Row] = []
    last_day = day(now, situation.zone)
    for spec, message in _merged(situation):
        today = day(message.at, situation.zone)
        if today != last_day:
            rows.append(text(today, Tone.DIM))
            last_day = today
        if message.ts in situation.readings.talk(spec.id).gaps:
            rows.append(text(_GAP, Tone.WARN))
        key = (message.channel, message.ts)
        if key in waiting:
            mark = Cell(f"▲ unanswered {_since(message, now)}", Tone.BAD)
        else:
            mark = Cell("◆ may explain it" if key in work else "", Tone.WARN)
        rows.append(_row(situation, (spec, message), mark, space))
    rows += problems(situation, sources)
    old, tone = freshness(situation, sources, now)
    note = f"{len(waiting)} unanswered · {old}" if waiting else old
    return Sheet(
        TITLE,
        tuple(rows or [text("nothing was said lately", Tone.DIM)]),
        note=note,
        note_tone=Tone.BAD if waiting else tone,
        follow=True,
    )


def waiting_in(situation: Situation, now: datetime) -> frozenset[tuple[str, str]]:
    """The alerts that nobody has answered, by channel and ts (I9)."""
    specs = [spec for spec in situation.channels if spec.alerts]
    after_s = situation.procedure.unanswered_s
    if not specs or not after_s:
        return frozenset()
    answers = being_answered(situation.state.parcels)
    return frozenset(
        (message.channel, message.ts)
        for spec in specs
        for message in unanswered(
            spec, situation.readings.talk(spec.id).messages, answers, now, after_s
        )
    )


def announced(situation: Situation) -> tuple[Row, ...]:
    """Announced work that may explain the incident on screen, or why nobody can say (A5)."""
    rows: list[Row] = []
    found = _explaining(situation)
    rows += [text(f"◆ {said}", Tone.WARN) for said in found.values()]
    for spec in situation.channels if situation.case else ():
        if not spec.operations:
            continue
        talk = situation.readings.talk(spec.id)
        wrong = trouble(situation, (channel_source(spec.name),))
        if talk.read_at is None:
            why = wrong[0][0] if wrong else f"{spec.name} has not been read yet"
            rows.append(text(f"? announced work is not known: {why}", Tone.WARN))
        elif wrong or not found:
            words_ = "" if found else _nothing_seen(len(talk.messages), spec.name)
            late = f"; {wrong[0][0]}" if wrong else ""
            rows.append(text((words_ + late).removeprefix("; "), Tone.WARN if wrong else Tone.DIM))
    return tuple(rows)


def _nothing_seen(count: int, channel: str) -> str:
    """Words of people are read by a program: it may have missed what a reader would see."""
    if not count:
        return f"nothing was said in {channel} lately: no announced work is seen"
    last = "the last message" if count == 1 else f"the last {count} messages"
    return f"no announced work is seen in {last} of {channel}: read them"


def detail(situation: Situation, name: str, now: datetime) -> Sheet | None:
    """One message in full, by "channel:ts"; None: it is no longer kept."""
    found = message_of(situation, name)
    if found is None:
        return None
    spec, message = found
    zone = situation.zone
    at = f"{day(message.at, zone)} {moment(message.at, zone)}, {_since(message, now)} ago"
    rows = [_field("in", spec.name), _field("by", message.author), _field("at", at)]
    if (message.channel, message.ts) in waiting_in(situation, now):
        rows.append(_field("answer", "▲ none yet: no reply, no reaction", Tone.BAD))
    if message.replies:
        rows.append(_field("replies", f"{message.replies}, in its thread"))
    rows += [
        _field(f":{reaction.name}:", ", ".join(reaction.people) or "somebody")
        for reaction in message.reactions
    ]
    said = _explaining(situation).get((message.channel, message.ts))
    if said:
        rows.append(_field("◆", said, Tone.WARN))
    rows += [text(""), *(text(line) for line in message.text.splitlines())]
    return Sheet(f"Message in {spec.name}", tuple(rows))


def message_of(situation: Situation, name: str) -> tuple[ChannelSpec, Heard] | None:
    """The message of a row by "channel:ts", with its channel; None: it is no longer kept."""
    channel, _, ts = name.rpartition(":")
    spec = next((s for s in situation.channels if s.id == channel), None)
    if spec is None:
        return None
    kept = situation.readings.talk(spec.id).messages
    message = next((m for m in kept if m.ts == ts), None)
    return None if message is None else (spec, message)


def _merged(situation: Situation) -> Iterable[tuple[ChannelSpec, Heard]]:
    """The newest messages of all channels, oldest first."""
    kept = [
        (spec, message)
        for spec in situation.channels
        for message in situation.readings.talk(spec.id).messages
    ]
    kept.sort(key=lambda pair: pair[1].at)
    return kept[-ROWS:]


def _explaining(situation: Situation) -> Marks:
    """Why a message may explain the incident on screen, the likeliest first."""
    case = situation.case
    if case is None:
        return {}
    specs = {spec.id: spec for spec in situation.channels if spec.operations}
    messages = [m for key in specs for m in situation.readings.talk(key).messages]
    zone = situation.zone
    return {
        (found.heard.channel, found.heard.ts): words(found, specs[found.heard.channel].name, zone)
        for found in explanations(case.incident, messages, zone)
        if found.heard.channel in specs
    }


def _row(situation: Situation, said: tuple[ChannelSpec, Heard], mark: Cell, space: Space) -> Row:
    spec, message = said
    row_id = f"heard:{spec.id}:{message.ts}"
    when = Cell(moment(message.at, situation.zone, seconds=False), Tone.DIM, width=5)
    words_ = " ".join(message.text.split())
    author = first_name(message.author) or "somebody"
    several = len(situation.channels) > 1
    if space.width >= _WIDE:
        where = Cell(spec.name if several else "", Tone.DIM, width=_longest(situation) or None)
        mark = replace(mark, text=f"{mark.text}:") if mark.text else mark
        name = Cell(f"{author}:", Tone.STRONG)
        echo = _echo(message)
        after = (Cell(echo, Tone.DIM),) if echo else ()
        return Row((when, where, mark, name, Cell(words_, grow=True), *after), id=row_id)
    place = f"{spec.name} " if several else ""
    lead = f"{mark.text}: " if mark.text else ""
    tone = mark.tone if mark.text else Tone.PLAIN
    return Row((when, Cell(f"{lead}{place}{author}: {words_}", tone, grow=True)), id=row_id)


def _longest(situation: Situation) -> int:
    names = [len(spec.name) for spec in situation.channels]
    return min(max(names), 16) if len(names) > 1 else 0


def _echo(message: Heard) -> str:
    """How others took it, in a few characters."""
    parts = [f"{message.replies} replies" if message.replies > 1 else ""]
    parts += ["1 reply" if message.replies == 1 else ""]
    parts += [f":{reaction.name}:" for reaction in message.reactions[:2]]
    return " ".join(part for part in parts if part)


def _since(message: Heard, now: datetime) -> str:
    return age((now - message.at).total_seconds())


def _field(name: str, value: str, tone: Tone = Tone.PLAIN) -> Row:
    return Row((Cell(name, Tone.DIM, width=11), Cell(value, tone, grow=True)))
