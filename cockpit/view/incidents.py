"""The list of incidents: its rows, whose they are, what is hidden, and what is selected."""

from datetime import datetime

from cockpit.domain.closing import is_to_close, to_close
from cockpit.domain.incident_list import Listed, Order, Query, Scope, listed
from cockpit.domain.marks import Marks
from cockpit.domain.model import Incident, Person, Status, Upcoming
from cockpit.domain.people import UNASSIGNED
from cockpit.domain.situation import Situation
from cockpit.domain.watch import PAGER, PAGER_FEED, PAGER_LIST
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone, text
from cockpit.view.words import age, first_name, freshness, nothing_open, problems

_WIDE = 100
_WORDY = 84
_MIDDLE = 60
_TITLE_LIMIT = 300
"""Characters of a title that are looked at: no terminal shows more of them in one row."""

STATUS = {
    Status.TRIGGERED: ("✖ triggered", Tone.BAD),
    Status.ACKNOWLEDGED: ("● acknowledged", Tone.ACCENT),
    Status.RESOLVED: ("✔ resolved", Tone.DIM),
    Status.OTHER: ("? unknown", Tone.WARN),
}
"""How a status reads; the symbol alone tells them apart too."""
_TO_CLOSE = "✔ to close"
_BRIEF = {
    Status.TRIGGERED: "✖ trig",
    Status.ACKNOWLEDGED: "● ack",
    Status.RESOLVED: "✔ over",
    Status.OTHER: "? unkn",
}

EVERYTHING = Query()
NOTHING = Marks()


def row_id(incident_id: str) -> str:
    """The id of an incident's row."""
    return f"incident:{incident_id}"


def sheet(
    situation: Situation,
    now: datetime,
    space: Space,
    found: Listed | None = None,
    marks: Marks = NOTHING,
) -> Sheet:
    """Open incidents, then the latest that are over; the one on screen is marked.

    `found` is what the list holds; left out: everything.
    """
    if found is None:
        found = listed(situation.state, situation.me, EVERYTHING)
    note, tone = freshness(situation, (PAGER,), now)
    rows = [*problems(situation, (PAGER, PAGER_LIST, PAGER_FEED))]
    for heading, some in found.groups:
        if heading:
            rows.append(_heading(heading, some))
        rows += [_row(situation, incident, now, space, marks) for incident in some]
    if not found.shown:
        rows.append(_none(situation, now, found))
    if found.over:
        rows.append(Row((Cell("lately over", Tone.DIM), Cell(_to_close(situation, now), Tone.DIM))))
        rows += [_row(situation, incident, now, space, marks) for incident in found.over]
    title = f"Incidents, {len(found.shown)} open" if found.shown else "Incidents"
    return Sheet(title, tuple(rows), note=note, note_tone=tone)


def _heading(words: str, incidents: tuple[Incident, ...]) -> Row:
    triggered = _triggered(incidents)
    count = f"{len(incidents)} open" + (f", {triggered} triggered" if triggered else "")
    return Row((Cell(f"── {words}", Tone.TITLE), Cell(count, Tone.DIM)))


def _triggered(incidents: tuple[Incident, ...]) -> int:
    return sum(1 for i in incidents if i.status is Status.TRIGGERED)


def _none(situation: Situation, now: datetime, found: Listed) -> Row:
    hidden = len(found.unmatched) + len(found.outside)
    if hidden:
        how = "Esc clears the filter" if found.unmatched else "Tab shows others'"
        return text(f"no open incident fits: {hidden} hidden. {how}", Tone.WARN)
    return text(*nothing_open(situation, now))


def _row(
    situation: Situation, incident: Incident, now: datetime, space: Space, marks: Marks
) -> Row:
    words, tone = _standing(situation, incident)
    wide, wordy, middle = (space.width >= least for least in (_WIDE, _WORDY, _MIDDLE))
    title = Tone.PLAIN if incident.is_open else Tone.DIM
    return Row(
        (
            Cell("■" if incident.id in marks.ids else " ", Tone.STRONG, width=1),
            Cell("▶" if incident.id == situation.incident_id else " ", Tone.ACCENT, width=1),
            Cell(words, tone, width=14) if wordy else Cell(_BRIEF[incident.status], tone, width=6),
            Cell(incident.priority or incident.urgency.value, tone, width=4),
            Cell(f"#{incident.number}", Tone.STRONG, width=7 if wide else 6),
            Cell(incident.title[:_TITLE_LIMIT], title, grow=True),
            Cell(incident.service or "no service", Tone.DIM, width=14) if wide else Cell(""),
            _holder(situation.me, incident) if middle else Cell(""),
            _next(incident, now) if wide else Cell(""),
            Cell(age((now - incident.created_at).total_seconds()), Tone.DIM, width=6, right=True),
        ),
        id=row_id(incident.id),
    )


def _to_close(situation: Situation, now: datetime) -> str:
    """How many that are over have still to be closed (G8); empty: none."""
    count = len(to_close(situation.state, situation.procedure, now))
    return f"· {count} still to close: C" if count else ""


def _standing(situation: Situation, incident: Incident) -> tuple[str, Tone]:
    """Its status; one that is resolved and still to close says so, calmly."""
    case = situation.state.cases.get(incident.id)
    if case is not None and is_to_close(case, situation.procedure):
        return _TO_CLOSE, Tone.PLAIN
    return STATUS[incident.status]


def _holder(me: Person | None, incident: Incident) -> Cell:
    """With whom it rests; who has acknowledged it holds it."""
    held = incident.acknowledgements or incident.assignments
    if me is not None and me.id and any(a.person.id == me.id for a in held):
        return Cell("you", Tone.STRONG, width=len(UNASSIGNED))
    names = ", ".join(first_name(a.person.name) for a in held)
    return Cell(names or (UNASSIGNED if incident.is_open else ""), Tone.DIM, width=len(UNASSIGNED))


_SIGNS = {Upcoming.ESCALATE: "▲ esc", Upcoming.UNACKNOWLEDGE: "◂ back"}


def _next(incident: Incident, now: datetime) -> Cell:
    """What the pager will do next by itself, and in how long; coarse, so that it rarely ticks."""
    coming = [p for p in incident.pending if p.kind in _SIGNS and p.at > now]
    if not coming or not incident.is_open:
        return Cell("", width=13)
    first = min(coming, key=lambda action: action.at)
    words = f"{_SIGNS[first.kind]} {age((first.at - now).total_seconds())}"
    return Cell(words, Tone.WARN if first.kind is Upcoming.ESCALATE else Tone.DIM, width=13)


# --- around the list -----------------------------------------------------------------------------


def scopes(situation: Situation, query: Query) -> Sheet:
    """Whose incidents there are and how many of each, the order, and the words that filter."""
    cells: list[Cell] = []
    for scope in Scope:
        found = listed(situation.state, situation.me, Query(scope, "", Order.NEWEST))
        here = scope is query.scope
        count = "?" if found.unknown else str(len(found.shown))
        words = f" ▸{scope.value} {count}" if here else f"  {scope.value} {count}"
        cells.append(Cell(words, Tone.ACCENT if here else Tone.DIM))
    cells.append(Cell(f"· {query.order.value}", Tone.DIM))
    if query.words:
        cells.append(Cell(f"· / {query.words}", Tone.WARN))
    return Sheet("", (Row(tuple(cells)),))


def hidden(found: Listed, query: Query) -> str:
    """What the list does not show although somebody may wait for it; empty: nothing of the kind."""
    said = []
    if found.unknown:
        said.append(f"{found.unknown}: all are listed")
    by_words, by_scope = _triggered(found.unmatched), _triggered(found.outside)
    if by_words:
        said.append(f"{by_words} triggered {_be(by_words)} hidden by the filter")
    if by_scope:
        said.append(f"{by_scope} triggered {_be(by_scope)} not “{query.scope.value}”")
    return f"▲ {'; '.join(said)}" if said else ""


def _be(count: int) -> str:
    return "is" if count == 1 else "are"


def batch(found: Listed, marks: Marks, space: Space) -> Sheet:
    """The titles that an action would touch, as many as there is room for; empty: none."""
    if not marks.ids:
        return Sheet("")
    shown = [i for i in found.shown if i.id in marks.ids]
    head = f" {len(shown)} selected" + (", drawing a range" if marks.anchor else "")
    out_of_sight = len(marks.ids) - len(shown)
    if out_of_sight:
        more = "more " if shown else ""
        head += f"; {out_of_sight} {more}that {_be(out_of_sight)} hidden here will not be touched"
    rows = [Row((Cell(head, Tone.STRONG),))]
    room = max(space.height - 1, 0)
    listing = shown if len(shown) <= room else shown[: max(room - 1, 0)]
    rows += [_touched(incident) for incident in listing]
    if len(listing) < len(shown):
        rows.append(Row((Cell(f"   and {len(shown) - len(listing)} more", Tone.DIM),)))
    return Sheet("", tuple(rows))


def _touched(incident: Incident) -> Row:
    return Row(
        (
            Cell(" ■", Tone.STRONG),
            Cell(f"#{incident.number}", Tone.STRONG, width=7),
            Cell(incident.title[:_TITLE_LIMIT], grow=True),
        )
    )
