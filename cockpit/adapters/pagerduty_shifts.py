"""The shifts of a time to come, page after page; a list that cannot be had whole is refused.

Half a list would show gaps where there are none.
"""

from datetime import datetime

from cockpit.adapters import pagerduty_json as read
from cockpit.adapters.loose_json import Node
from cockpit.adapters.pagerduty_speech import Params, rfc3339
from cockpit.adapters.pagerduty_wire import Wire
from cockpit.domain.model import OnCall
from cockpit.ports.outside import Garbled, Refused

PAGE = 100
MOST_PAGES = 20
_AT_ONCE = 50
"""Ids in one query, so that its address does not grow too long."""


class Shifts:
    """The part of the pager port that says who is on call.

    Args:
        wire: where to ask.
        shadow_schedules: whoever is on these schedules, by id, looks on to learn.
    """

    def __init__(self, wire: Wire, shadow_schedules: tuple[str, ...]) -> None:
        self._shifts_wire = wire
        self._shadow_schedules = shadow_schedules

    async def on_call(self, policy_ids: tuple[str, ...]) -> tuple[OnCall, ...]:
        """Who is on call now, by policy and level."""
        return await on_call_of(self._shifts_wire, policy_ids, self._shadow_schedules)

    async def shifts(
        self,
        since: datetime,
        until: datetime,
        *,
        person_id: str = "",
        policy_ids: tuple[str, ...] = (),
    ) -> tuple[OnCall, ...]:
        """Who is on call between two instants, at most 90 days apart; up to 2,000 shifts."""
        wire, shadows = self._shifts_wire, self._shadow_schedules
        return await shifts_of(wire, (since, until), person_id, policy_ids, shadows)


async def on_call_of(
    wire: Wire, policy_ids: tuple[str, ...], shadow_schedules: tuple[str, ...]
) -> tuple[OnCall, ...]:
    """Who is on call now, by policy and level; each of them once at a level."""
    found: dict[tuple[str, int, str], OnCall] = {}
    if policy_ids:
        for entry in await _asked(wire, {}, policy_ids, shadow_schedules):
            found.setdefault((entry.policy_id, entry.level, entry.person.id), entry)
    return tuple(found[key] for key in sorted(found))


async def shifts_of(
    wire: Wire,
    span: tuple[datetime, datetime],
    person_id: str,
    policy_ids: tuple[str, ...],
    shadow_schedules: tuple[str, ...],
) -> tuple[OnCall, ...]:
    """Who is on call between two instants, each shift once; may raise the three errors.

    Both ends are always sent, as RFC 3339 in UTC: without one of them the answer is about now.
    """
    asked: Params = {"since": rfc3339(span[0]), "until": rfc3339(span[1])}
    who: Params = {"user_ids[]": [person_id]} if person_id else {}
    entries = await _asked(wire, {**asked, **who}, policy_ids, shadow_schedules)
    return tuple(dict.fromkeys(entries))


async def _asked(
    wire: Wire, params: Params, policy_ids: tuple[str, ...], shadow_schedules: tuple[str, ...]
) -> list[OnCall]:
    found: list[OnCall] = []
    for start in range(0, max(len(policy_ids), 1), _AT_ONCE):
        some = list(policy_ids[start : start + _AT_ONCE])
        policies: Params = {"escalation_policy_ids[]": some} if some else {}
        nodes = await _all(wire, {**params, **policies, "include[]": ["users"]})
        entries = (read.on_call(node, shadow_schedules) for node in nodes)
        found += [entry for entry in entries if entry is not None]
    return found


async def _all(wire: Wire, params: Params) -> list[Node]:
    found: list[Node] = []
    for number in range(MOST_PAGES):
        window = {"limit": str(PAGE), "offset": str(number * PAGE)}
        answer = await wire.get("oncalls", {**params, **window})
        if not answer.is_list("oncalls"):
            raise Garbled("PagerDuty's answer has no shifts", "check pagerduty.api_url")
        found += answer.nodes("oncalls")
        if not answer.flag("more"):
            return found
    raise Refused(
        f"PagerDuty has more than {MOST_PAGES * PAGE} shifts in this time",
        "name fewer policies in pagerduty.policy_ids",
    )
