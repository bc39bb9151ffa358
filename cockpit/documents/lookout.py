"""Where to look, and whom to ask, as text and as JSON, for the command line (G3, G5)."""

from datetime import datetime

from cockpit.documents.spans import instant
from cockpit.domain.lookout import Lookout, Outlook, lookout
from cockpit.domain.situation import Situation


def text(situation: Situation, found: Lookout) -> str:
    """Service by service: metrics, logs, traces, then people."""
    span = found.window
    until = "now" if span.is_open else instant(span.until, situation.zone)
    lines = [f"{instant(span.since, situation.zone)} until {until}: {span.words}"]
    for outlook in found.outlooks:
        lines += ["", *_outlook(outlook)]
    if not found.outlooks:
        what = f'no service "{found.wanted}"' if found.wanted else "no services"
        lines += ["", f"The catalogue knows {what}: add it as [[procedure.services]]."]
    return "\n".join(lines) + "\n"


def _outlook(outlook: Outlook) -> list[str]:
    needed = f" ({outlook.needed_by} needs it)" if outlook.needed_by else ""
    lines = [f"{outlook.name}{needed}"]
    if outlook.service is None:
        return [*lines, "  not in the catalogue: add it as [[procedure.services]]"]
    for spot in outlook.spots:
        lines += [f"  {spot.kind.value:<8} {spot.title}", f"           {spot.url}"]
    for contact in outlook.contacts:
        lines.append(f"  ask {contact.level:<4} {contact.who}: {contact.reach}")
        lines += [f"           {contact.url}"] if contact.url else []
    if not outlook.spots:
        lines.append("  nowhere to look is configured")
    if not outlook.contacts:
        lines.append("  nobody to ask is configured")
    return lines


def jsonable(situation: Situation, now: datetime, wanted: str = "") -> dict[str, object]:
    """The same for scripts; instants are RFC 3339 in UTC.

    Keys, all always there: `at`, `incident_id` (empty: none), `since`, `until`, `is_open` (it goes
    on: `until` is now), `unknown` (the service that the catalogue does not know; empty: it knows
    it) and `services`, each with `name`, `known`, `needed_by` (empty: it is the one that fails),
    `looks` (kind, title, url) and `contacts` (level, who, reach, url).
    """
    found = lookout(situation, now, wanted)
    return {
        "at": now.isoformat(),
        "incident_id": situation.incident_id,
        "since": found.window.since.isoformat(),
        "until": found.window.until.isoformat(),
        "is_open": found.window.is_open,
        "unknown": found.wanted,
        "services": [
            {
                "name": outlook.name,
                "known": outlook.service is not None,
                "needed_by": outlook.needed_by,
                "looks": [
                    {"kind": s.kind.value, "title": s.title, "url": s.url} for s in outlook.spots
                ],
                "contacts": [
                    {"level": c.level, "who": c.who, "reach": c.reach, "url": c.url}
                    for c in outlook.contacts
                ],
            }
            for outlook in found.outlooks
        ],
    }
