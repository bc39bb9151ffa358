"""Whom and what PagerDuty knows by name: users and priorities; the pager port is elsewhere."""

from cockpit.adapters import pagerduty_json as read
from cockpit.adapters.pagerduty_wire import Wire
from cockpit.domain.model import Person
from cockpit.ports.outside import Garbled, Refused

MOST = "100"
"""Items of a list that are read: the most that PagerDuty gives at once."""
_NO_PRIORITIES = frozenset({"403", "404", "2100"})
"""What it answers where an account has no priorities."""


class PagerDutyDirectory:
    """The directory port, met by PagerDuty."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def people(self, words: str) -> tuple[Person, ...]:
        """The users whose name or address has these words in it."""
        answer = await self._wire.get("users", {"query": words, "limit": MOST})
        if not answer.is_list("users"):
            raise Garbled("PagerDuty's answer has no users", "check pagerduty.api_url")
        found = (read.person(node) for node in answer.nodes("users"))
        return tuple(person for person in found if person.id)

    async def priorities(self) -> tuple[str, ...]:
        """The names of the priorities, the highest first; none where they are not switched on."""
        try:
            answer = await self._wire.get("priorities", {"limit": MOST})
        except Refused as error:
            if error.credentials or error.code not in _NO_PRIORITIES:
                raise
            return ()
        if not answer.is_list("priorities"):
            raise Garbled("PagerDuty's answer has no priorities", "check pagerduty.api_url")
        return tuple(name for node in answer.nodes("priorities") if (name := node.text("name")))
