"""The list of change events of a whole PagerDuty account; those of one incident are elsewhere.

In which order PagerDuty lists them is not promised, and the list moves while it is read.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from cockpit.adapters.pagerduty_details import change_in
from cockpit.adapters.pagerduty_speech import Params, rfc3339
from cockpit.adapters.pagerduty_wire import PAGE, Wire
from cockpit.domain.incident_details import Change
from cockpit.ports.changes import ChangesRead
from cockpit.ports.outside import Garbled

MOST_PAGES = 5
"""Pages that are read at a time, one after another."""
_AHEAD = timedelta(hours=1)
"""Clocks of those who send events differ."""
_NEVER = datetime.min.replace(tzinfo=UTC)


class PagerDutyChangeLog:
    """The change log port, met by PagerDuty.

    Args:
        wire: where to ask.
        now: the time by PagerDuty's clock.
        team_ids: only changes of these teams; empty: all that the token may see.
    """

    def __init__(self, wire: Wire, now: Callable[[], datetime], team_ids: tuple[str, ...]) -> None:
        self._wire = wire
        self._now = now
        self._teams: Params = {"team_ids[]": list(team_ids)} if team_ids else {}

    async def since(self, at: datetime) -> ChangesRead:
        """Up to 500 of them; a request for every hundred."""
        until = max(at, self._now()) + _AHEAD
        span: Params = {"since": rfc3339(at), "until": rfc3339(until), **self._teams}
        found: dict[str, Change] = {}
        whole = False
        for number in range(MOST_PAGES):
            page, more = await self._page(span, number * PAGE)
            before = len(found)
            for change in page:
                if change.id:
                    found.setdefault(change.id, change)
            if not more or len(found) == before:
                whole = not more
                break
        dated = [change for change in found.values() if change.at is not None]
        return ChangesRead(
            changes=tuple(sorted(dated, key=_when, reverse=True)),
            whole=whole,
            has_newest=whole or not dated or _when(dated[0]) >= _when(dated[-1]),
        )

    async def _page(self, span: Params, start: int) -> tuple[list[Change], bool]:
        window = {"limit": str(PAGE), "offset": str(start)}
        answer = await self._wire.get("change_events", {**span, **window})
        if not answer.is_list("change_events"):
            words = "PagerDuty's answer has no change events"
            raise Garbled(words, "check pagerduty.api_url")
        return [change_in(node) for node in answer.nodes("change_events")], answer.flag("more")


def _when(change: Change) -> tuple[datetime, str]:
    return change.at or _NEVER, change.id
