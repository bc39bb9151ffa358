"""Looks customers up at the desk (N8.6): asked, shown, and on record with who asked and when."""

from cockpit.desk.room import Post, Seat
from cockpit.domain import http_actions
from cockpit.domain.customers import Search, meant
from cockpit.domain.decide_customer import lookup_refusal
from cockpit.domain.facts import CustomerSearched
from cockpit.domain.http_actions import HttpAction
from cockpit.ports.outside import Refused
from cockpit.ports.plain import plain
from cockpit.ports.services import Services

_LONGEST = 200
"""Characters of what is looked for."""


class CustomerBook:
    """Asks the profile's look-up, for an incident.

    Args:
        services: where; None: no service is configured.
        post: whose procedure says what a look-up is, and whether anything may leave.
        seat: who asks, what is known, and where it is recorded.
    """

    def __init__(self, services: Services | None, post: Post, seat: Seat) -> None:
        self._services = services
        self._post = post
        self._seat = seat

    async def look_up(self, incident_id: str, query: str, action_id: str = "") -> Search | None:
        """What fits an org's id, or its Owner's address; recorded before it is shown.

        Args:
            incident_id: for which incident.
            query: what is looked for.
            action_id: which look-up; empty: the profile's first.

        Raises:
            PortError: it was not possible, or not allowed.
            JournalError: it was, and could not be recorded.
        """
        query = plain(query, _LONGEST)
        case = self._seat.state.cases.get(incident_id)
        action = self._action(action_id)
        why = self._post.refusal or lookup_refusal(case, self._post.procedure.http_actions, query)
        if why or case is None or action is None:
            raise Refused(why or f"the profile has no look-up {action_id}")
        if self._services is None or action.service not in self._post.procedure.http_services:
            mend = f'add [[http]] with name = "{action.service}"'
            raise Refused(f"no address of {action.service} is configured here", mend)
        me = self._seat.me
        values = {
            "query": query,
            "incident_id": incident_id,
            "incident_number": str(case.incident.number),
            "person": me.name,
            "person_email": me.email,
        }
        found = await self._services.look_up(action, values)
        only = meant(query, found.orgs, found.total)
        fact = CustomerSearched(
            incident_id=incident_id,
            action=action.id,
            query=query,
            found=found.orgs if only is None else (only,),
            total=found.total if only is None else 1,
        )
        await self._seat.append(fact)
        return self._seat.state.cases[incident_id].search

    def _action(self, action_id: str) -> HttpAction | None:
        lookups = http_actions.lookups(self._post.procedure.http_actions)
        return http_actions.named(lookups, action_id) if action_id else next(iter(lookups), None)
