"""Action items as a list, the overdue first; what each lacks, and what the tracker says of it."""

from datetime import date, datetime

from cockpit.domain.action_items import (
    ActionItem,
    ItemState,
    due_words,
    in_order,
    open_ones,
    overdue,
)
from cockpit.domain.item_drafts import long_term
from cockpit.domain.situation import Situation
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone, text

_SOON = 1
"""Days before it is due from which the line warns."""
_WIDE = 72
_DUE = 28
_OVER = 10
"""Items that are over and still shown."""
_STATES = {
    ItemState.OPEN: ("·", Tone.PLAIN),
    ItemState.IN_PROGRESS: ("●", Tone.ACCENT),
    ItemState.DONE: ("✔", Tone.DIM),
    ItemState.DROPPED: ("✖", Tone.DIM),
}


def sheet(
    situation: Situation, now: datetime, space: Space, incident_id: str = "", *, mine: bool = False
) -> Sheet:
    """All of them, or those of one incident, or mine; what is over stands last."""
    today = now.astimezone(situation.zone).date()
    items = tuple(
        item
        for item in situation.state.items.values()
        if (not incident_id or item.incident_id == incident_id)
        and (not mine or (situation.me is not None and item.is_owned_by(situation.me)))
    )
    ordered = in_order(items, today)
    still, over = open_ones(ordered), tuple(i for i in ordered if not i.is_open)
    rows = [*_recurring(situation, incident_id, now)]
    rows += [row for item in still for row in _rows(situation, item, today, space)]
    if not still:
        rows.append(text("nothing is to do", Tone.DIM))
    if over:
        rows += [text(""), text("over", Tone.DIM)]
        rows += [row for item in over[:_OVER] for row in _rows(situation, item, today, space)]
    late = len(overdue(items, today))
    note = f"{len(still)} open" + (f", ▲ {late} overdue" if late else "")
    return Sheet(
        _title(situation, incident_id, mine=mine),
        tuple(rows),
        note=note,
        note_tone=Tone.BAD if late else Tone.DIM,
    )


def row_id(item: ActionItem) -> str:
    """The id of its rows."""
    return f"item:{item.id}"


def summary(situation: Situation, now: datetime) -> tuple[str, Tone]:
    """In a line: "4 action items are open, 1 overdue: I"; empty when there are none."""
    today = now.astimezone(situation.zone).date()
    items = tuple(situation.state.items.values())
    still, late = len(open_ones(items)), len(overdue(items, today))
    if not still:
        return "", Tone.DIM
    words = "1 action item is open" if still == 1 else f"{still} action items are open"
    return (f"{words}, ▲ {late} overdue", Tone.WARN) if late else (words, Tone.DIM)


def _title(situation: Situation, incident_id: str, *, mine: bool) -> str:
    whose = "My action items" if mine else "Action items"
    case = situation.state.cases.get(incident_id)
    return f"{whose} of #{case.incident.number}" if case else whose


def _recurring(situation: Situation, incident_id: str, now: datetime) -> tuple[Row, ...]:
    """What keeps coming back is offered as a longer-term task (A7)."""
    case = situation.state.cases.get(incident_id or situation.incident_id)
    draft = long_term(situation.state, case, now) if case is not None else None
    if case is None or draft is None:
        return ()
    words = f"#{case.incident.number} keeps coming back: a adds a longer-term {draft.kind.value}"
    return (text(f"↻ {words}", Tone.WARN), text(draft.detail, Tone.DIM), text(""))


def _rows(situation: Situation, item: ActionItem, today: date, space: Space) -> tuple[Row, ...]:
    late = item.is_overdue(today)
    mark, tone = ("▲", Tone.BAD) if late else _STATES[item.state]
    title = Tone.DIM if not item.is_open else Tone.STRONG if late else Tone.PLAIN
    due = Cell(due_words(item, today), _due_tone(item, today), width=_DUE, right=True)
    head = Row(
        (
            Cell(mark, tone, width=1),
            Cell(str(item.number), Tone.ACCENT, width=3, right=True),
            Cell(item.title, title, grow=True),
            due if space.width >= _WIDE else Cell(""),
        ),
        id=row_id(item),
    )
    said = [] if space.width >= _WIDE else [due_words(item, today)]
    said += _beside(situation, item)
    indent = Cell("", width=5)
    beside = Row((indent, Cell(" · ".join(said), Tone.DIM, grow=True)), id=row_id(item))
    news = _tracker(item)
    if not news:
        return head, beside
    return head, beside, Row((indent, Cell(news, Tone.WARN, grow=True)), id=row_id(item))


def _due_tone(item: ActionItem, today: date) -> Tone:
    if not item.is_open or item.due is None:
        return Tone.DIM
    if item.is_overdue(today):
        return Tone.BAD
    return Tone.WARN if (item.due - today).days <= _SOON else Tone.PLAIN


def _beside(situation: Situation, item: ActionItem) -> list[str]:
    owner = (item.owner.name or item.owner.email) if item.owner else "nobody's yet"
    said = [owner, item.state.value, item.kind.value]
    case = situation.state.cases.get(item.incident_id)
    said += [f"#{case.incident.number}"] if case else []
    said += [item.ticket.key if item.ticket else item.link or "no ticket"]
    return [*said, *([item.reason] if item.reason and not item.is_open else [])]


def _tracker(item: ActionItem) -> str:
    """A gentle word where the tracker says otherwise."""
    ticket = item.ticket
    if ticket is None or not item.is_open:
        return ""
    if ticket.is_gone:
        return f"▲ {ticket.key} is gone from the tracker"
    return f'{ticket.key} says "{ticket.status}": is it done?' if ticket.is_done else ""
