"""What the composer shows beside its fields: what would leave, to whom, and what was said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from cockpit.domain.chat import Mention, Reach
from cockpit.domain.compose import named, only_text, places, reach_words
from cockpit.domain.dispatch import standing
from cockpit.domain.effects import Purpose
from cockpit.domain.model import Reply
from cockpit.domain.parts import weight
from cockpit.domain.situation import Situation
from cockpit.domain.state import Case, Declaration, Phase, State, Update
from cockpit.view.cells import Cell, Row, Sheet, Tone, text
from cockpit.view.words import moment

Broken = Callable[[str], list[str]]
"""A line of a text in as many as fit."""

_GLUE = "\u00a0"
"""Between the words of a name, so that it is not broken."""
_ALIKE = (Purpose.UPDATE.value, Purpose.DECLARATION.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What would leave if it were sent now."""

    target: str
    members: str
    """How many people can read it there, in words."""
    parts: tuple[str, ...] = ()
    """The messages; more than one when it is split."""
    mentions: tuple[Mention, ...] = ()
    written: str = ""
    """The words as they were typed."""
    replaces: str = ""
    """What it takes the place of, in words; empty: nothing."""


def preview(outgoing: Outgoing, broken: Broken) -> Sheet:
    """The very messages as the chat will show them, whoever is notified marked."""
    count = len(outgoing.parts)
    size = sum(weight(part, outgoing.mentions) for part in outgoing.parts)
    split = f", in {count} messages" if count > 1 else ""
    title = f"To {outgoing.target}: {size} characters{split}"
    rows: list[Row] = []
    if outgoing.replaces:
        rows += _said(outgoing.replaces, Tone.WARN, broken)
    rows += _said(notified(outgoing), Tone.DIM, broken)
    loose = only_text(outgoing.written, outgoing.mentions)
    if loose:
        words = ", ".join(f"@{name}" for name in loose)
        rows += _said(f"{words} is only text there: it notifies nobody", Tone.WARN, broken)
    for part in outgoing.parts:
        rows.append(Row())
        rows += _message(part, outgoing.mentions, broken)
    return Sheet(title, tuple(rows))


def notified(outgoing: Outgoing) -> str:
    """Who is notified by name and number, and how many others can read it."""
    whom = ", ".join(f"@{m.name} ({reach_words(m)})" for m in outgoing.mentions)
    return f"notifies {whom or 'nobody by name'}; {outgoing.target}: {outgoing.members}"


def chosen(mentions: Sequence[Mention]) -> str:
    """Those who were chosen, for the line under the fields; empty: nobody."""
    if not mentions:
        return ""
    marks = (f"{'▲ ' if m.reach is not Reach.PERSON else ''}@{m.name}" for m in mentions)
    people = (f"{mark} ({reach_words(m)})" for mark, m in zip(marks, mentions, strict=True))
    return f"Notifies {', '.join(people)} · Ctrl+R takes the last one out"


def _said(words: str, tone: Tone, broken: Broken) -> list[Row]:
    return [text(line, tone) for line in broken(words)]


def _within(row: Row) -> Row:
    return Row((Cell("", width=1), *row.cells))


def _message(part: str, mentions: tuple[Mention, ...], broken: Broken) -> list[Row]:
    """A message; a chat that finds code in it has those who are named stand in front."""
    there = named(part, mentions)
    if "`" in part and there:
        front = " ".join(dict.fromkeys(f"@{m.name}" for m in there))
        first = [Row((Cell(front, Tone.ACCENT, grow=True),))]
        return first + [text(line) for row in part.splitlines() for line in broken(row)]
    rows: list[Row] = []
    for line in part.splitlines():
        glued = line
        for found in reversed(places(line, there)):
            start, end = found.span()
            glued = glued[:start] + found[0].replace(" ", _GLUE) + glued[end:]
        rows += [_marked(piece.replace(_GLUE, " "), there) for piece in broken(glued)]
    return rows


def _marked(line: str, mentions: tuple[Mention, ...]) -> Row:
    cells: list[Cell] = []
    last = 0
    for found in places(line, mentions):
        cells += [_piece(line[last : found.start()]), _piece(found[0], Tone.ACCENT)]
        last = found.end()
    cells.append(_piece(line[last:]))
    return Row(tuple(c for c in cells if c.text))


def _piece(words: str, tone: Tone = Tone.PLAIN) -> Cell:
    return Cell(words, tone, joined=True)


# --- what was said before ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Word:
    at: datetime
    who: str
    rows: tuple[tuple[str, Tone], ...]
    effects: tuple[str, ...] = ()
    kind: str = ""


def history(situation: Situation, case: Case, now: datetime, broken: Broken) -> Sheet:
    """What others were told so far, the newest first, with what it said before it was corrected."""
    words = sorted(_words(case, situation), key=lambda word: word.at)[::-1]
    rows: list[Row] = []
    for word in words:
        mark, how = _standing(situation.state, word, now)
        head = f"{mark} {moment(word.at, situation.zone, seconds=False)} {word.who}"
        rows += _said(f"{head}{word.kind}{how}", Tone.STRONG, broken)
        for line, tone in word.rows:
            rows += [_within(row) for row in _said(line, tone, broken)]
    note = f"{len(words)}" if words else ""
    return Sheet("Said before", tuple(rows) or (text("Nothing yet.", Tone.DIM),), note=note)


def _words(case: Case, situation: Situation) -> list[_Word]:
    words = [_declaration(case.declaration)] if case.declaration is not None else []
    words += [_update(update, situation.zone) for update in case.updates]
    parcels = situation.state.parcels
    elsewhere = (r for r in case.replies.values() if r.ours not in parcels and r.purpose in _ALIKE)
    return [*words, *(_elsewhere(reply) for reply in elsewhere)]


def _update(update: Update, zone: tzinfo) -> _Word:
    texts = [(e.known, e.trying, e.next_at) for e in update.edits]
    said = [(update.known, update.trying, update.next_at), *texts]
    known, trying, next_at = said[-1]
    rows = [(line, Tone.PLAIN) for line in _lines(known, trying)]
    if next_at:
        rows.append((f"next: {moment(next_at, zone, seconds=False)}", Tone.DIM))
    for edit, (before, tried, _) in reversed(list(zip(update.edits, said, strict=False))):
        at = moment(edit.at, zone, seconds=False)
        rows.append((f"corrected {at} by {edit.author}; said before:", Tone.DIM))
        rows += [(line, Tone.DIM) for line in _lines(before, tried)]
    kind = f", {update.phase}" if update.phase else ""
    # A correction stands once its own effect is done: `_standing` tells of the newest one.
    effects = (update.edits[-1].effect,) if update.edits else update.effects
    return _Word(update.at, update.author, tuple(rows), effects, kind)


def _lines(known: str, trying: str) -> list[str]:
    return [*known.splitlines(), *(f"trying: {line}" for line in trying.splitlines()[:1]),
            *trying.splitlines()[1:]]  # fmt: skip


def _declaration(declared: Declaration) -> _Word:
    rows = tuple((line, Tone.PLAIN) for line in declared.hypothesis.splitlines())
    return _Word(declared.at, declared.author, rows, (declared.effect,), " declared it")


def _elsewhere(reply: Reply) -> _Word:
    rows = tuple((line, Tone.PLAIN) for line in reply.text.splitlines())
    return _Word(reply.at, reply.author, rows, (), ", from another cockpit")


def _standing(state: State, word: _Word, now: datetime) -> tuple[str, str]:
    """A sign and words for how it went out; what stands in the channel needs no words."""
    parcels = [state.parcels[e] for e in word.effects if e in state.parcels]
    behind = next((p for p in parcels if p.phase is not Phase.DONE), None)
    if behind is None:
        return "✔", ""
    return "▲", f": {standing(state, behind, now)}"
