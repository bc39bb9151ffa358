"""Changes at PagerDuty, each sent once: what it depends on is read just before, the answer checked.

An answer that does not show the change is `Garbled`: it may have been made all the same.
"""

import asyncio
import math
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import assert_never

from cockpit.adapters import pagerduty_json as read
from cockpit.adapters.loose_json import Node
from cockpit.adapters.pagerduty_speech import rfc3339, segment
from cockpit.adapters.pagerduty_wire import Wire
from cockpit.domain.effects import (
    AddResponders,
    EscalateIncident,
    MergeIncidents,
    OverrideSchedule,
    PagerChange,
    PrioritiseIncident,
    ReassignIncident,
    RenameIncident,
    ResolveIncident,
    RewritePolicy,
    SnoozeIncident,
)
from cockpit.domain.model import Incident, Person, PolicyLevel, Status, Upcoming, Urgency
from cockpit.ports.outside import Changed, Garbled, Refused
from cockpit.ports.plain import plain

OnIncident = (
    ResolveIncident
    | EscalateIncident
    | ReassignIncident
    | SnoozeIncident
    | RenameIncident
    | PrioritiseIncident
    | MergeIncidents
    | AddResponders
)
"""What is changed on one incident."""

WEEK_S = 604_800
"""The longest snooze that PagerDuty takes, seconds."""
SNOOZE_SLACK = timedelta(seconds=90)
"""How far a snooze may end from what was asked for: it is sent as a duration."""
_CREATED = 201
_LOOK = "look in PagerDuty"


class Changes:
    """Makes changes as one person.

    Args:
        wire: PagerDuty's API.
        me: who acts.
        now: the server's time, as well as it is known.
    """

    def __init__(
        self, wire: Wire, me: Callable[[], Awaitable[Person]], now: Callable[[], datetime]
    ) -> None:
        self._wire = wire
        self._me = me
        self._now = now

    async def make(self, change: PagerChange) -> Changed:
        """Make one, once; may raise the three errors."""
        if isinstance(change, OverrideSchedule):
            return await self._override(change)
        if isinstance(change, RewritePolicy):
            return await self._rewrite(change)
        return await self._on_incident(change)

    async def _on_incident(self, change: OnIncident) -> Changed:
        before = await self._read(change.incident_id)
        match change:
            case RenameIncident() | PrioritiseIncident():
                after = await self._name(change)
            case ResolveIncident():
                after = await self._resolve(change, before)
            case EscalateIncident():
                return await self._escalate(change, before)
            case ReassignIncident():
                after = await self._reassign(change, before)
            case SnoozeIncident():
                after = await self._snooze(change, before)
            case MergeIncidents():
                after = await self._merge(change, before)
            case AddResponders():
                return await self._responders(change, before)
            case _:
                assert_never(change)
        return Changed(incident=after)

    async def _name(self, change: RenameIncident | PrioritiseIncident) -> Incident:
        if isinstance(change, RenameIncident):
            after = await self._put(change.incident_id, {"title": change.title})
            shown = after.title == plain(change.title)
            return _must(shown, "does not show the title", after)
        after = await self._put(change.incident_id, {"priority": change.priority or None})
        shown = after.priority.casefold() == plain(change.priority).casefold()
        return _must(shown, "does not show the priority", after)

    async def _resolve(self, change: ResolveIncident, before: Node) -> Incident:
        must_be_open(before)
        how = {"resolution": change.resolution} if change.resolution else {}
        after = await self._put(change.incident_id, {"status": "resolved", **how})
        return _must(not after.is_open, "does not show it as resolved", after)

    async def _escalate(self, change: EscalateIncident, before: Node) -> Changed:
        must_be_open(before)
        was = incident_of(before)
        if was.urgency is Urgency.LOW or was.direct:
            why = "has low urgency" if was.urgency is Urgency.LOW else "was assigned directly"
            words = f"the incident {why} by now, and cannot be escalated"
            raise Refused(words, "re-assign it instead", code="1006")
        # The level alone: beside anything else PagerDuty would begin at the first level again.
        after = await self._put(change.incident_id, {"escalation_level": change.level})
        moved = [a.at for a in after.assignments if a not in was.assignments]
        _must(bool(moved) and not after.direct, "does not show whom it pages", after)
        return Changed(at=max(moved), incident=after)

    async def _reassign(self, change: ReassignIncident, before: Node) -> Incident:
        must_be_open(before)
        people = [{"assignee": {"id": key, "type": "user_reference"}} for key in change.person_ids]
        after = await self._put(change.incident_id, {"assignments": people})
        held = {a.person.id for a in after.assignments}
        return _must(held == set(change.person_ids), "does not show whom it is with", after)

    async def _snooze(self, change: SnoozeIncident, before: Node) -> Incident:
        must_be_open(before)
        if before.raw("status") != Status.ACKNOWLEDGED:
            words = "the incident is not acknowledged any more, and only what is can rest"
            raise Refused(words, "acknowledge it first", code="1012")
        seconds = math.ceil((change.until - self._now()).total_seconds())
        if seconds < 1:
            raise Refused("the time until which it should rest is over", "choose another one")
        path = f"incidents/{segment(change.incident_id)}/snooze"
        answer = await self._wire.post(path, {"duration": min(seconds, WEEK_S)})
        after = incident_of(answer.node("incident"))
        return _must(rests_until(after, change.until), "does not show how long it rests", after)

    async def _merge(self, change: MergeIncidents, before: Node) -> Incident:
        must_be_open(before)
        _must_be_mergeable(before)
        for source in await asyncio.gather(*(self._read(key) for key in change.sources)):
            must_be_open(source)
            _must_be_mergeable(source)
        sources = [{"id": key, "type": "incident_reference"} for key in change.sources]
        path = f"incidents/{segment(change.incident_id)}/merge"
        answer = await self._wire.put(path, {"source_incidents": sources})
        after = incident_of(answer.node("incident"))
        return _must(after.id == change.incident_id, "does not show the merge", after)

    async def _responders(self, change: AddResponders, before: Node) -> Changed:
        must_be_open(before)
        requester = (await self._me()).id
        targets = [
            {"responder_request_target": {"id": key, "type": "user_reference"}}
            for key in change.person_ids
        ]
        body = {
            "requester_id": requester,
            "message": change.message,
            "responder_request_targets": targets,
        }
        path = f"incidents/{segment(change.incident_id)}/responder_requests"
        request = (await self._wire.post(path, body, named=False)).node("responder_request")
        if not set(change.person_ids) <= called_in(request):
            raise Garbled("PagerDuty does not confirm whom it called", _LOOK)
        return Changed(ref=request.text("id"), at=request.time("requested_at"))

    async def _override(self, change: OverrideSchedule) -> Changed:
        override = {
            "start": rfc3339(change.start),
            "end": rfc3339(change.end),
            "user": {"id": change.person_id, "type": "user_reference"},
        }
        path = f"schedules/{segment(change.schedule_id)}/overrides"
        body = {"overrides": [override]}
        answer = await self._wire.post(path, body, named=False, listed=True)
        made = next(iter(answer.nodes("items")), Node(None))
        if made.number("status") not in {0, _CREATED}:
            said = "; ".join(made.texts("errors")[:2])
            raise Refused(f"PagerDuty does not take the override: {said or 'it does not say why'}")
        ref = made.node("override").text("id")
        if not ref:
            raise Garbled("PagerDuty does not confirm the override", _LOOK)
        return Changed(ref=ref)

    async def _rewrite(self, change: RewritePolicy) -> Changed:
        path = f"escalation_policies/{segment(change.policy_id)}"
        known = (await self._wire.get(path, urgent=True)).node("escalation_policy")
        name = known.raw("name") or known.raw("summary")
        if not name:
            raise Garbled("PagerDuty does not show the escalation policy", _LOOK)
        kept = {
            key: known.raw(key)
            for key in ("description", "on_call_handoff_notifications")
            if known.raw(key)
        }
        body = {
            **kept,
            "type": "escalation_policy",
            "name": name,
            "num_loops": known.number("num_loops"),
            "teams": [
                {"id": team.raw("id"), "type": "team_reference"} for team in known.nodes("teams")
            ],
            "escalation_rules": [_rule(level) for level in change.levels],
        }
        await self._wire.put(path, {"escalation_policy": body})
        after = (await self._wire.get(path, urgent=True)).node("escalation_policy")
        if not has_levels(after, change.levels):
            words = "PagerDuty took the escalation policy, and shows another one now"
            raise Garbled(words, "look at it in PagerDuty")
        return Changed(ref=change.policy_id)

    async def _read(self, incident_id: str) -> Node:
        """The incident just before a write that depends on it."""
        answer = await self._wire.get(f"incidents/{segment(incident_id)}", urgent=True)
        node = answer.node("incident")
        incident_of(node)
        return node

    async def _put(self, incident_id: str, fields: dict[str, object]) -> Incident:
        body = {"incident": {"type": "incident_reference", **fields}}
        answer = await self._wire.put(f"incidents/{segment(incident_id)}", body)
        return incident_of(answer.node("incident"))


def incident_of(node: Node) -> Incident:
    """The incident in an answer; its absence is `Garbled`."""
    found = read.incident(node)
    if found is None:
        raise Garbled("PagerDuty's answer has no incident in it", _LOOK)
    return found


def must_be_open(node: Node) -> None:
    """Refuse when it was resolved meanwhile: whatever was meant is left undone, and said."""
    if node.raw("status") != Status.RESOLVED:
        return
    who = node.node("last_status_change_by").text("summary", "name") or "somebody"
    at = node.time("resolved_at", "last_status_change_at")
    when = f" at {at:%H:%M} UTC" if at else ""
    number = node.number("incident_number")
    words = f"#{number} was resolved by {who}{when}; nothing was changed"
    raise Refused(words, "if it is not over, open it again in PagerDuty", code="1001")


def _must_be_mergeable(node: Node) -> None:
    if node.has("is_mergeable") and not node.flag("is_mergeable"):
        number = node.number("incident_number")
        raise Refused(f"PagerDuty says that #{number} cannot be merged", "leave it out")


def _must(shown: bool, fault: str, after: Incident) -> Incident:  # noqa: FBT001 - a check
    if not shown:
        raise Garbled(f"PagerDuty took the change, but {fault}", _LOOK)
    return after


def rests_until(incident: Incident, until: datetime) -> bool:
    """Whether it is acknowledged until then, give or take what sending takes."""
    return incident.status is Status.ACKNOWLEDGED and any(
        abs(p.at - until) <= SNOOZE_SLACK
        for p in incident.pending
        if p.kind is Upcoming.UNACKNOWLEDGE
    )


def called_in(request: Node) -> set[str]:
    """The ids of those who are called by a responder request."""
    wrapped = request.nodes("responder_request_targets")
    return {t.node("responder_request_target").text("id") or t.text("id") for t in wrapped}


def has_levels(policy: Node, levels: tuple[PolicyLevel, ...]) -> bool:
    """Whether a policy has these delays and targets, in this order."""
    shown = [(level.delay_s, level.target_ids) for level in read.policy(policy).levels]
    return shown == [(level.delay_s, level.target_ids) for level in levels]


def _rule(level: PolicyLevel) -> dict[str, object]:
    targets = (target.partition(":") for target in level.target_ids)
    turns = {"escalation_rule_assignment_strategy": {"type": "round_robin"}}
    return {
        **(turns if level.takes_turns else {}),
        "escalation_delay_in_minutes": level.delay_s // 60,
        "targets": [{"id": key, "type": f"{kind}_reference"} for kind, _, key in targets],
    }
