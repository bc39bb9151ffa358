"""One incident in full: people, links, bridge, alerts, changes, notes, and the pager's own log.

A part that could not be read says so, and why; "none" stands only where somebody has looked.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from cockpit.domain.incident_details import Alert, Block, Change, IncidentDetails, Note
from cockpit.domain.model import Assignment, Incident, LogEntry, Responder, Response, Upcoming
from cockpit.domain.people import UNASSIGNED
from cockpit.domain.readings import Dossier
from cockpit.domain.situation import Situation
from cockpit.view import incident_links
from cockpit.view.cells import Cell, Row, Sheet, Tone, text
from cockpit.view.incidents import STATUS
from cockpit.view.words import LIVE_S, age, day, duration, moment

T = TypeVar("T")

_TITLE_LIMIT = 300
_LABEL = 14
_WIDEST_LABEL = 30
_INDENT = 4
_GONE = "it is gone: the journal does not know it any more"


def facts(situation: Situation, incident_id: str, now: datetime) -> Sheet:
    """Everything but the log: who, where to read on, what was alerted, changed and noted."""
    incident = _incident(situation, incident_id)
    if incident is None:
        return Sheet("Incident", (text(_GONE, Tone.WARN),))
    dossier = situation.readings.dossier(incident_id)
    details = dossier.details
    rows = [*_head(situation, incident, now), *_failure(dossier)]
    rows += _people(situation, incident, now)
    rows += [
        *_heading("Links", "a digit copies"),
        *incident_links.rows(situation, incident, details),
    ]
    rows += _bridge(dossier)
    rows += _part("Alerts", dossier, lambda d: d.alerts, lambda a: _alert(situation, a, now))
    rows += _part("Changes", dossier, lambda d: d.changes, lambda c: _change(situation, c, now))
    rows += _part("Notes", dossier, lambda d: d.notes, lambda n: _note(situation, n, now))
    note, tone = _age(dossier, now)
    return Sheet(f"#{incident.number}", tuple(rows), note=note, note_tone=tone)


def story(situation: Situation, incident_id: str, now: datetime) -> Sheet:
    """The pager's log of it, oldest first."""
    dossier = situation.readings.dossier(incident_id)
    rows = _log(situation, dossier, now)
    entries = dossier.details.log.items if dossier.details else ()
    count = f"{len(entries)}" if entries else ""
    return Sheet("Log", tuple(rows), note=count, follow=True)


def whole(situation: Situation, incident_id: str, now: datetime) -> Sheet:
    """Both in one, for a terminal that has no room for two."""
    first, second = facts(situation, incident_id, now), story(situation, incident_id, now)
    rows = (*first.rows, *_heading("Log", second.note), *second.rows)
    return Sheet(first.title, rows, note=first.note, note_tone=first.note_tone)


def _incident(situation: Situation, incident_id: str) -> Incident | None:
    """As the list has it, which is read every few seconds; what only a look gives is added."""
    case = situation.state.cases.get(incident_id)
    return case.incident if case else None


def _age(dossier: Dossier, now: datetime) -> tuple[str, Tone]:
    old = "not read yet"
    if dossier.read_at is not None:
        gone = (now - dossier.read_at).total_seconds()
        old = "live" if gone < 2 * LIVE_S else f"{age(gone)} old"
    if dossier.reason:
        return f"could not be read, {old}", Tone.BAD
    return ("reading…" if dossier.read_at is None else old), Tone.DIM


def _failure(dossier: Dossier) -> list[Row]:
    if not dossier.reason:
        return []
    words = f"details could not be read: {dossier.reason}"
    return [text(f"{words}. {dossier.mend}" if dossier.mend else words, Tone.BAD)]


# --- rows ----------------------------------------------------------------------------------------


def _heading(words: str, note: str = "") -> list[Row]:
    return [text(""), Row((Cell(words, Tone.TITLE), Cell(note, Tone.DIM)))]


def _field(name: str, value: str, tone: Tone = Tone.PLAIN) -> Row:
    return Row((Cell(f"  {name}", Tone.DIM, width=_LABEL), Cell(value, tone, grow=True)))


def _at(situation: Situation, at: datetime | None, now: datetime) -> str:
    """A time of day; with its date when that is not today's."""
    if at is None:
        return "at an unknown time"
    when = moment(at, situation.zone)
    today = day(at, situation.zone) == day(now, situation.zone)
    return when if today else f"{day(at, situation.zone)} {when}"


def _head(situation: Situation, incident: Incident, now: datetime) -> list[Row]:
    words, tone = STATUS[incident.status]
    gone = age((now - incident.created_at).total_seconds())
    opened = f"opened {_at(situation, incident.created_at, now)}, {gone} ago"
    cells = [
        Cell(words, tone),
        Cell(incident.priority, Tone.STRONG),
        Cell(f"{incident.urgency.value} urgency", Tone.DIM),
        Cell(incident.service or "no service", Tone.STRONG if incident.service else Tone.WARN),
        Cell(opened, Tone.DIM, grow=True),
    ]
    rows = [text(incident.title[:_TITLE_LIMIT], Tone.STRONG), Row(tuple(cells))]
    rows += [
        text(f"{_COMING[p.kind]} in {duration((p.at - now).total_seconds())}", Tone.WARN)
        for p in incident.pending
        if p.kind in _COMING and p.at > now and incident.is_open
    ]
    return rows


_COMING = {
    Upcoming.ESCALATE: "escalates",
    Upcoming.UNACKNOWLEDGE: "is triggered again",
    Upcoming.RESOLVE: "is resolved by itself",
}


def _people(situation: Situation, incident: Incident, now: datetime) -> list[Row]:
    rows = _heading("People")
    rest = UNASSIGNED if incident.is_open else "nobody any more"
    rows += _held(situation, "assigned", incident.assignments, now, rest)
    rows += _held(situation, "acknowledged", incident.acknowledgements, now, "nobody")
    rows += [_responder(situation, responder, now) for responder in incident.responders]
    return rows


def _held(
    situation: Situation, name: str, held: tuple[Assignment, ...], now: datetime, nobody: str
) -> list[Row]:
    if not held:
        return [_field(name, nobody, Tone.DIM)]
    return [_field(name, _person(situation, a, now), Tone.STRONG) for a in held]


def _person(situation: Situation, assignment: Assignment, now: datetime) -> str:
    me, person = situation.me, assignment.person
    you = " (you)" if me is not None and me.id and me.id == person.id else ""
    return f"{person.name}{you} since {_at(situation, assignment.at, now)}"


_ANSWERS = {
    Response.PENDING: ("… asked, no answer yet", Tone.WARN),
    Response.JOINED: ("✔ joined", Tone.GOOD),
    Response.DECLINED: ("✖ declined", Tone.BAD),
    Response.OTHER: ("? answer unknown", Tone.WARN),
}


def _responder(situation: Situation, responder: Responder, now: datetime) -> Row:
    words, tone = _ANSWERS[responder.response]
    said = f"{responder.person.name}: {words}"
    if responder.asked_at is not None:
        said += f", asked {_at(situation, responder.asked_at, now)}"
    if responder.message:
        said += f" “{responder.message}”"
    return _field("responder", said, tone)


# --- parts that are read -------------------------------------------------------------------------


def _bridge(dossier: Dossier) -> list[Row]:
    def row(bridge: object) -> list[Row]:
        del bridge
        return []

    if dossier.details is None:
        return _part("Bridge", dossier, lambda d: d.bridge, row)
    rows = _heading("Bridge") + _problem(dossier.details.bridge)
    for bridge in dossier.details.bridge.items:
        rows += [_field("call", bridge.number, Tone.ACCENT)] if bridge.number else []
        rows += [_field("open", bridge.url, Tone.ACCENT)] if bridge.url else []
    return rows


def _part(
    words: str,
    dossier: Dossier,
    block_of: Callable[[IncidentDetails], Block[T]],
    rows_of: Callable[[T], list[Row]],
) -> list[Row]:
    if dossier.details is None:
        said = "not read" if dossier.reason else "reading…"
        return [*_heading(words), _field("", said, Tone.DIM)]
    block = block_of(dossier.details)
    count = f"{len(block.items)}{'+' if block.more else ''}" if block.items else ""
    rows = _heading(words, count) + _problem(block)
    for item in block.items:
        rows += rows_of(item)
    if block.more:
        rows.append(_field("", "more than these: see the pager", Tone.DIM))
    return rows


def _problem(block: Block[T]) -> list[Row]:
    """Why there is nothing to show: it could not be read, or there is none."""
    if block.problem:
        words = f"could not be read: {block.problem}"
        said = f"{words}. {block.mend}" if block.mend else words
        return [Row((Cell(" ", width=1), Cell(said, Tone.BAD, grow=True)))]
    return [] if block.items else [_field("", "none", Tone.DIM)]


_LOUD = {"critical": Tone.BAD, "error": Tone.BAD, "warning": Tone.WARN}


def _alert(situation: Situation, alert: Alert, now: datetime) -> list[Row]:
    status = f"{alert.severity or 'alert'} {alert.status}".strip()
    head = f"{status}: {alert.title[:_TITLE_LIMIT]}, {_at(situation, alert.at, now)}"
    rows = [Row((Cell(" ", width=1), Cell(head, _LOUD.get(alert.severity, Tone.PLAIN), grow=True)))]
    longest = max((len(path) for path, _ in alert.details), default=0)
    width = min(max(longest + _INDENT, _LABEL), _WIDEST_LABEL)
    for path, value in alert.details:
        cells = Cell(f"{' ' * _INDENT}{path}", Tone.DIM, width=width), Cell(value, grow=True)
        rows.append(Row(cells))
    if alert.more:
        rows.append(_field("", "the monitor wrote more than this", Tone.DIM))
    return rows


def _change(situation: Situation, change: Change, now: datetime) -> list[Row]:
    by = f" by {change.source}" if change.source else ""
    rows = [_field(_at(situation, change.at, now), f"{change.summary}{by}")]
    if change.reason:
        rows.append(_field("", f"shown as {change.reason}", Tone.DIM))
    return rows


def _note(situation: Situation, note: Note, now: datetime) -> list[Row]:
    first, *others = note.text.splitlines() or [""]
    rows = [_field(_at(situation, note.at, now), f"{note.author}: {first}")]
    return rows + [_field("", line) for line in others]


def _log(situation: Situation, dossier: Dossier, now: datetime) -> list[Row]:
    if dossier.details is None:
        return [text("not read" if dossier.reason else "reading…", Tone.DIM)]
    block = dossier.details.log
    rows = _problem(block)
    if block.more:
        rows.append(text("there was more before this: see the pager", Tone.DIM))
    last = day(now, situation.zone)
    for entry in block.items:
        today = day(entry.at, situation.zone)
        if today != last:
            rows.append(Row((Cell(today, Tone.DIM),)))
            last = today
        rows.append(_entry(situation, entry))
    return rows


_ENTRIES = {
    "trigger": Tone.STRONG,
    "escalate": Tone.WARN,
    "exhaust_escalation_path": Tone.BAD,
    "acknowledge": Tone.ACCENT,
    "resolve": Tone.GOOD,
    "notify": Tone.DIM,
}


def _entry(situation: Situation, entry: LogEntry) -> Row:
    at = Cell(moment(entry.at, situation.zone), Tone.DIM, width=8)
    said = " ".join(entry.text.split())
    return Row((at, Cell(said, _ENTRIES.get(entry.kind, Tone.PLAIN), grow=True)))
