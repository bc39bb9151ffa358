"""What a search through the store found, as text and for scripts."""

from dataclasses import asdict
from datetime import tzinfo

from cockpit.documents.spans import stamp
from cockpit.domain.questions import Findings, Found
from cockpit.domain.state import State


def text(found: Findings, state: State, zone: tzinfo) -> str:
    """A line for each passage, newest first: when, which incident, what, by whom, the words."""
    lines = [_line(one, state, zone) for one in found.found]
    if not lines:
        lines = [f"nothing in {found.searched:,} passages"]
    elif found.more:
        lines.append("and more, older ones: add a word, or give --until or --limit")
    return "\n".join(lines) + "\n"


def _line(found: Found, state: State, zone: tzinfo) -> str:
    case = state.cases.get(found.incident_id)
    number = f"#{case.incident.number}" if case else "-"
    said = " · ".join(line for line in found.text.splitlines() if line != number)
    when = found.at.astimezone(zone)
    whose = f"{found.author}: " if found.author else ""
    return f"{when:%Y-%m-%d %H:%M}  {number:<6}  {found.kind:<12}  {whose}{said}"


def jsonable(found: Findings, state: State) -> dict[str, object]:
    """What was found, with the number of each incident, null where there is none."""
    return {
        "found": [
            {**asdict(one), "at": stamp(one.at), "incident": _number(one, state)}
            for one in found.found
        ],
        "more": found.more,
        "searched": found.searched,
    }


def _number(found: Found, state: State) -> int | None:
    case = state.cases.get(found.incident_id)
    return case.incident.number if case else None
