"""The action items of an incident: each with its owner, its day, and where it is tracked (G7)."""

from cockpit.documents.markdown import cell, link
from cockpit.documents.paper import Section
from cockpit.documents.postmortem_material import Material
from cockpit.domain.action_items import ActionItem, lacks, of_incident

_NONE = (
    "No action item is on record. In the cockpit, `I` adds one; in a shell, "
    "`cockpit items --help` says how. Each wants an owner and a day."
)


def actions(of: Material) -> Section:
    """What has still to be done, and what was done."""
    items = of_incident(of.state.items.values(), of.case.incident.id)
    body = _NONE
    if items:
        rows = [_row(of, item) for item in items]
        heads = "| Item | What | Owner | Due | State | Tracked |"
        body = "\n".join((heads, "| --- | --- | --- | --- | --- | --- |", *rows))
        left = [(item, lacks(item)) for item in items if lacks(item)]
        if left:
            said = "; ".join(f"{item.number} lacks {', '.join(words)}" for item, words in left)
            body += f"\n\nStill to be said: {said}."
    return Section(
        id="actions", title="Action items", body=body, items=tuple(_data(of, i) for i in items)
    )


def _row(of: Material, item: ActionItem) -> str:
    today = of.now.astimezone(of.zone).date()
    owner = of.names.call(item.owner.name) if item.owner else "nobody yet"
    due = f"{item.due:%Y-%m-%d}" if item.due else "no day yet"
    state = f"{item.state.value}, overdue" if item.is_overdue(today) else item.state.value
    where = item.ticket.key if item.ticket else ""
    tracked = " ".join((cell(where), link(item.link) if item.link else "")).strip()
    what = cell(of.names.words(item.title))
    cells = (str(item.number), what, cell(owner), due, state, tracked or "only here")
    return f"| {' | '.join(cells)} |"


def _data(of: Material, item: ActionItem) -> dict[str, object]:
    return {
        "number": item.number,
        "title": of.names.words(item.title),
        "owner": of.names.call(item.owner.name) if item.owner else None,
        "due": item.due.isoformat() if item.due else None,
        "state": item.state.value,
        "link": item.link or None,
        "ticket": item.ticket.key if item.ticket else None,
        "lacks": list(lacks(item)),
    }
