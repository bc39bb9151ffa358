"""Whom and what PagerDuty knows by name: users, priorities, and silences that are planned, which
are its maintenance windows; the pager port is elsewhere.
"""

from collections.abc import Iterator

from cockpit.adapters import pagerduty_json as read
from cockpit.adapters.loose_json import Node
from cockpit.adapters.pagerduty_wire import PAGE, Wire
from cockpit.domain.handover_looks import Window
from cockpit.domain.model import Person
from cockpit.ports.outside import Garbled, Refused
from cockpit.ports.silences import Windows

MOST = "100"
"""Items of a list that are read: the most that PagerDuty gives at once."""
_NO_PRIORITIES = frozenset({"403", "404", "2100"})
"""What it answers where an account has no priorities."""
MOST_PAGES = 3
"""Pages that are read; whoever has more windows than that reads them at PagerDuty."""
_MOST_SERVICES = 20


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


class PagerDutySilences:
    """The port of silences, met by PagerDuty."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def windows(self) -> Windows:
        """The windows that run now or begin later; one that moves while it is read counts once."""
        found: dict[str, Window] = {}
        more = True
        for number in range(MOST_PAGES):
            place = {"limit": str(PAGE), "offset": str(number * PAGE)}
            answer = await self._wire.get("maintenance_windows", {"filter": "open", **place})
            if not answer.is_list("maintenance_windows"):
                words = "PagerDuty's answer has no maintenance windows"
                raise Garbled(words, "check pagerduty.api_url")
            found |= {w.id: w for w in _windows(answer.nodes("maintenance_windows"))}
            more = answer.flag("more")
            if not more:
                break
        return Windows(windows=tuple(sorted(found.values(), key=lambda w: w.end)), more=more)


def _windows(nodes: list[Node]) -> Iterator[Window]:
    """Those that say from when to when: without that, nobody could tell what they silence."""
    for node in nodes:
        start, end = node.time("start_time"), node.time("end_time")
        if start is None or end is None or not node.text("id"):
            continue
        services = (one.text("summary", "name") for one in node.nodes("services"))
        by = node.node("created_by")
        yield Window(
            id=node.text("id"),
            start=start,
            end=end,
            services=tuple(name for name in services if name)[:_MOST_SERVICES],
            description=node.text("description", "summary"),
            by=read.person(by).name if by else "",
            url=node.text("html_url"),
        )
