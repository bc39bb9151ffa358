"""Where to read on about an incident: runbooks first, numbered, each address once."""

from cockpit.domain.incident_details import IncidentDetails, Link
from cockpit.domain.model import Incident
from cockpit.domain.situation import Situation
from cockpit.view.cells import Cell, Row, Tone

DIGITS = 9
"""Links that a digit reaches."""
_LABEL = 14


def links(situation: Situation, incident_id: str) -> tuple[Link, ...]:
    """Runbooks of the profile for the service, those of the alerts, then other links."""
    case = situation.state.cases.get(incident_id)
    if case is None:
        return ()
    return _links(situation, case.incident, situation.readings.dossier(incident_id).details)


def address(situation: Situation, incident_id: str, number: int) -> str:
    """The address of the link of this number, from 1; empty when there is none."""
    known = links(situation, incident_id)
    return known[number - 1].url if 0 < number <= len(known) else ""


def rows(situation: Situation, incident: Incident, details: IncidentDetails | None) -> list[Row]:
    """A row for each link, and what is not known about them."""
    known = _links(situation, incident, details)
    found = []
    for number, link in enumerate(known, start=1):
        name = f"{number if number <= DIGITS else ' '} {'runbook' if link.is_runbook else 'link'}"
        title = "" if link.title in {link.url, "runbook"} else f"{link.title}: "
        found.append(_field(name, f"{title}{link.url}", Tone.ACCENT))
    if details is None or details.alerts.problem:
        found.append(_field("", "those in the alerts are not known", Tone.DIM))
    elif not any(link.is_runbook for link in known):
        found.append(_field("runbook", "none in the alerts, none in the profile", Tone.DIM))
    return found


def _field(name: str, value: str, tone: Tone) -> Row:
    return Row((Cell(f"  {name}", Tone.DIM, width=_LABEL), Cell(value, tone, grow=True)))


def _links(
    situation: Situation, incident: Incident, details: IncidentDetails | None
) -> tuple[Link, ...]:
    own = [
        Link(title=book.title, url=book.url, is_runbook=True)
        for book in situation.procedure.runbooks
        if book.url and (not book.service or book.service.casefold() == incident.service.casefold())
    ]
    given: list[Link] = []
    if details is not None:
        given += [link for alert in details.alerts.items for link in alert.links]
        given += [link for change in details.changes.items for link in change.links]
    given.sort(key=lambda link: not link.is_runbook)
    pager = [Link(title="the pager", url=incident.url)] if incident.url else []
    known: dict[str, Link] = {}
    for link in (*own, *given, *pager):
        known.setdefault(link.url, link)
    return tuple(known.values())
