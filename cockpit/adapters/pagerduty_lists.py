"""PagerDuty's long lists: open incidents, those that ended last, and logs; when is not known here.

Lists are asked for by offset while they move: an item may come twice, or not at all.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from cockpit.adapters import pagerduty_json as read
from cockpit.adapters.loose_json import Node
from cockpit.adapters.pagerduty_speech import Params, rfc3339, segment
from cockpit.adapters.pagerduty_wire import PAGE, Wire
from cockpit.domain.model import Incident, LogEntry
from cockpit.ports.outside import Garbled, Happened, OpenPage

MOST_PAGES = 5
"""Pages of one list that are read at a time."""
_END = 10_000
"""PagerDuty gives no item beyond this one."""
_AHEAD = timedelta(hours=1)
_JUST_NOW = timedelta(seconds=3)
_CHANNELS: Params = {"include[]": ["channels"]}


class Lists:
    """The part of the pager port that reads lists.

    Args:
        wire: where to ask.
        team_ids: only incidents of these teams; empty: all that the token may see.
    """

    def __init__(self, wire: Wire, team_ids: tuple[str, ...]) -> None:
        self._wire = wire
        self._teams: Params = {"team_ids[]": list(team_ids)} if team_ids else {}

    async def open_incidents(self, start: int = 0) -> OpenPage:
        """Triggered and acknowledged ones however old, newest first, a page of them.

        How many there are in all costs PagerDuty an effort: it is asked only beyond the first page.
        """
        params: Params = {
            "statuses[]": ["triggered", "acknowledged"],
            "date_range": "all",
            "sort_by": "created_at:desc",
            **self._teams,
            **({"total": "true"} if start else {}),
        }
        answer = await self._page("incidents", "incidents", params, start)
        after = start + PAGE
        return OpenPage(
            incidents=_newest_first(_incidents(answer)),
            next_start=after if answer.flag("more") and after + PAGE <= _END else None,
            total=answer.number("total") or None,
        )

    async def ended(self, most: int) -> tuple[Incident, ...]:
        """The incidents that were resolved last, the latest first; 500 at most."""
        params: Params = {
            "statuses[]": ["resolved"],
            "date_range": "all",
            "sort_by": "resolved_at:desc",
            **self._teams,
        }
        pages = min(-(-most // PAGE), MOST_PAGES)
        nodes, _ = await self._pages("incidents", "incidents", params, pages)
        return tuple({i.id: i for i in map(read.incident, nodes) if i is not None}.values())

    async def happened(self, since: datetime | None, now: datetime) -> Happened:
        """The log of all incidents, up to 500 lines of it; `now` by PagerDuty's clock."""
        params: Params = {**_span(since or now - _JUST_NOW, now), **_CHANNELS, **self._teams}
        nodes, whole = await self._pages("log_entries", "log_entries", params, MOST_PAGES)
        entries = (read.log_entry(node, node.node("incident").text("id")) for node in nodes)
        return Happened(
            entries=_in_order(e for e in entries if e and e.incident_id), up_to=now, whole=whole
        )

    async def log(
        self, incident_id: str, since: datetime | None, now: datetime
    ) -> tuple[LogEntry, ...]:
        """The log of an incident, oldest first, the newest 500 lines."""
        span = {} if since is None else _span(since, now)
        path = f"incidents/{segment(incident_id)}/log_entries"
        nodes, _ = await self._pages(path, "log_entries", {**span, **_CHANNELS}, MOST_PAGES)
        entries = (read.log_entry(node, incident_id) for node in nodes)
        return _in_order(e for e in entries if e is not None)

    async def _pages(
        self, path: str, key: str, params: Params, most: int
    ) -> tuple[list[Node], bool]:
        """The items of a list, page after page, up to a bound; and whether these are all."""
        found: list[Node] = []
        for number in range(most):
            answer = await self._page(path, key, params, number * PAGE)
            found += answer.nodes(key)
            if not answer.flag("more"):
                return found, True
        return found, False

    async def _page(self, path: str, key: str, params: Params, start: int) -> Node:
        window = {"limit": str(PAGE), "offset": str(start)}
        answer = await self._wire.get(path, {**params, **window})
        if not answer.is_list(key):
            words = f"PagerDuty's answer has no {key.replace('_', ' ')}"
            raise Garbled(words, "check pagerduty.api_url")
        return answer


def _span(since: datetime, now: datetime) -> Params:
    """Both ends are always named; clocks differ."""
    return {"since": rfc3339(since), "until": rfc3339(max(since, now) + _AHEAD)}


def _incidents(answer: Node) -> dict[str, Incident]:
    return {i.id: i for i in map(read.incident, answer.nodes("incidents")) if i is not None}


def _newest_first(found: dict[str, Incident]) -> tuple[Incident, ...]:
    return tuple(sorted(found.values(), key=lambda i: (i.created_at, i.id), reverse=True))


def _in_order(entries: Iterable[LogEntry]) -> tuple[LogEntry, ...]:
    """Oldest first, each once.

    Lines of the same second stay in the order that PagerDuty gives them, which is not promised to
    be newest first.
    """
    some = list(entries)
    if some and some[0].at >= some[-1].at:
        some.reverse()
    return tuple(sorted({e.id: e for e in some}.values(), key=lambda e: e.at))
