"""The list of incidents as plain text and for scripts."""

from datetime import datetime

from cockpit.documents.spans import span
from cockpit.domain.incident_list import Listed, Query, Scope
from cockpit.domain.model import Incident, Person, Status
from cockpit.domain.people import holders, rests_with
from cockpit.domain.state import State
from cockpit.domain.watch import PAGER_FEED, PAGER_LIST


def text(
    found: Listed,
    query: Query,
    now: datetime,
    limits: tuple[str, ...] = (),
    width: int | None = None,
) -> str:
    """A line for each open incident, what is hidden, and what is not known (`limits`).

    The incidents' lines are cut to `width` characters; None: they are whole.
    """
    lines = [_cut(_line(incident, now), width) for incident in found.shown]
    if not lines:
        where = "" if query.scope is Scope.ALL else f" ({query.scope.value})"
        fitting = f' with "{query.words}"' if query.words else ""
        lines.append(f"no open incident{where}{fitting}")
    lines += [f"({found.unknown}: all are listed)"] if found.unknown else []
    hidden = _hidden(found)
    lines += [f"({hidden})"] if hidden else []
    lines += [f"({words})" for words in limits]
    return "\n".join(lines) + "\n"


def limits(state: State) -> tuple[str, ...]:
    """How much of the list was read, where that is not all of it, and why it may be late."""
    known = (state.sources.get(name) for name in (PAGER_LIST, PAGER_FEED))
    return tuple(
        f"{name}: {source.reason}"
        for name, source in zip((PAGER_LIST, PAGER_FEED), known, strict=True)
        if source is not None and source.reason
    )


def _cut(line: str, width: int | None) -> str:
    return line if width is None or len(line) <= width else f"{line[: max(width - 1, 0)]}…"


def _hidden(found: Listed) -> str:
    """How many are not listed, and how many of those are triggered."""
    hidden = (*found.outside, *found.unmatched)
    if not hidden:
        return ""
    triggered = sum(i.status is Status.TRIGGERED for i in hidden)
    return f"{len(hidden)} more are open, {triggered} of them triggered"


def _line(incident: Incident, now: datetime) -> str:
    status = "unknown" if incident.status is Status.OTHER else incident.status.value
    age = span((now - incident.created_at).total_seconds())
    parts = (
        f"{incident.priority or '-':4}",
        f"#{incident.number}",
        f"{status:12}",
        f"{age:>9}",
        f"{rests_with(incident):16}",
        f"{incident.service or 'no service'}: {incident.title}",
    )
    return "  ".join(parts)


def jsonable(found: Listed, query: Query, state: State, me: Person) -> dict[str, object]:
    """The open incidents in their order; instants are RFC 3339 in UTC.

    Keys: `scope`, `words`, `unknown` (why the scope could not be applied; empty: it was), `hidden`
    (how many are open besides), `limits` (what is not known, in words), and `incidents`: id,
    number, title, status, urgency, priority, service, created_at, people, mine,
    acknowledged_by_me, severity, url.
    """
    return {
        "scope": query.scope.value,
        "words": query.words,
        "unknown": found.unknown,
        "hidden": len(found.outside) + len(found.unmatched),
        "limits": list(limits(state)),
        "incidents": [_entry(incident, state, me) for incident in found.shown],
    }


def _entry(incident: Incident, state: State, me: Person) -> dict[str, object]:
    case = state.cases.get(incident.id)
    return {
        "id": incident.id,
        "number": incident.number,
        "title": incident.title,
        "status": incident.status.value,
        "urgency": incident.urgency.value,
        "priority": incident.priority,
        "service": incident.service,
        "created_at": incident.created_at.isoformat(),
        "people": [person.name for person in holders(incident)],
        "mine": incident.assigned_to(me.id),
        "acknowledged_by_me": incident.acknowledged_by(me.id),
        "severity": case.severity if case else "",
        "url": incident.url,
    }
