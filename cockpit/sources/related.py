"""Reads which changes the pager relates to the incident on screen; part of watching the pager."""

from collections.abc import Callable

from cockpit.domain.evidence import Related
from cockpit.domain.facts import ChangesRelated, Seen
from cockpit.domain.incident_details import Change
from cockpit.domain.model import Incident
from cockpit.domain.state import State
from cockpit.ports.outside import Garbled, Pager, Refused
from cockpit.sources.agenda import Agenda
from cockpit.sources.changes import deploy_of

CHANGES = "related changes"
INTERVAL_S = 120.0
"""Seconds from one look at an incident's changes to the next: they are few, and seldom new."""


class RelatedChanges:
    """Changes as deploys of the incident's case; one question now and then, where there is room.

    Args:
        pager: where to ask.
        state: the state as it is now.
        agenda: when what is asked for.
    """

    def __init__(self, pager: Pager, state: Callable[[], State], agenda: Agenda) -> None:
        self._pager = pager
        self._state = state
        self._agenda = agenda

    async def read(self, incident: Incident | None) -> list[Seen] | None:
        """What differs from the state; None: not asked.

        Raises:
            Refused: they may not be read, or make no sense; nothing else is hidden by that.
        """
        if incident is None or not incident.is_open or not self._may_ask(incident.id):
            return None
        self._agenda.asked += 1
        self._agenda.next(_what(incident.id), INTERVAL_S)
        try:
            found = await self._pager.changes(incident.id)
        except Garbled as error:
            raise Refused(error.reason, error.mend) from error
        changes = tuple(one for change in found if (one := _related(change)) is not None)
        case = self._state().cases.get(incident.id)
        if case is None or case.changes == changes:
            return []
        return [ChangesRelated(incident_id=incident.id, changes=changes)]

    def _may_ask(self, incident_id: str) -> bool:
        is_due = self._agenda.is_due(CHANGES) and self._agenda.is_due(_what(incident_id))
        return is_due and self._agenda.has_room


def _what(incident_id: str) -> str:
    return f"{CHANGES} {incident_id}"


def _related(change: Change) -> Related | None:
    deploy = deploy_of(change)
    return None if deploy is None else Related(change=deploy, reason=change.reason)
