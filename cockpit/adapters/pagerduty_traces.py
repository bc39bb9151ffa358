"""What a change has left behind at PagerDuty, by which one knows afterwards that it was made.

PagerDuty takes no token that would tell one request from another, so each kind of change is known
by its own trace. Where two explanations are left, that is said (`Refused`), and a person decides.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from cockpit.adapters.loose_json import Node
from cockpit.adapters.pagerduty_changes import (
    called_in,
    has_levels,
    incident_of,
    must_be_open,
    rests_until,
)
from cockpit.adapters.pagerduty_speech import Params, rfc3339, segment
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
from cockpit.domain.model import Person
from cockpit.ports.outside import TWIN_SPAN, Changed, Garbled, Refused
from cockpit.ports.plain import plain

_MOST_PAGES = 5
_AHEAD = timedelta(hours=1)
_MESSAGE_LIMIT = 4000
_BY_ITSELF = frozenset({"timeout", "auto"})
_LOOK = "look in PagerDuty"


@dataclass(frozen=True, slots=True)
class Since:
    """What is from this instant on is ours; shortly before it, what is more than our `twins` are.

    Times have whole seconds: of two equal changes within one, only their number tells.
    """

    at: datetime
    twins: int | None = None

    @property
    def earliest(self) -> datetime:
        """What is older than this is of no interest."""
        return self.at if self.twins is None else self.at - TWIN_SPAN

    def own(self, found: list[Changed]) -> Changed | None:
        """Which of these traces is that of the change that is looked for."""
        once = {c.ref or n: c for n, c in enumerate(found)}
        some = sorted(once.values(), key=lambda c: c.at or self.at)
        late = [c for c in some if c.at is not None and c.at >= self.at]
        near = [c for c in some if c.at is not None and self.earliest <= c.at < self.at]
        if late:
            return late[0]
        return near[-1] if self.twins is not None and len(near) > self.twins else None


class Traces:
    """Looks for changes of one person.

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

    async def find(self, change: PagerChange, since: Since) -> Changed | None:
        """The change as it stands now; None when it certainly was not made at or after `since`."""
        match change:
            case EscalateIncident():
                return await self._logged(change.incident_id, "escalate", since)
            case ReassignIncident(person_ids=people):
                return await self._reassigned(change.incident_id, set(people), since)
            case AddResponders():
                return await self._called(change, since)
            case OverrideSchedule():
                return await self._overridden(change)
            case MergeIncidents():
                return await self._merged(change)
            case RewritePolicy(policy_id=policy_id, levels=levels):
                answer = await self._wire.get(_policy(policy_id), urgent=True)
                shown = has_levels(answer.node("escalation_policy"), levels)
                return Changed(ref=policy_id) if shown else None
            case ResolveIncident() | SnoozeIncident() | RenameIncident() | PrioritiseIncident():
                return await self._stands(change)
            case _:
                assert_never(change)

    async def _stands(
        self, change: ResolveIncident | SnoozeIncident | RenameIncident | PrioritiseIncident
    ) -> Changed | None:
        """Whether the incident is as it was meant to become: to bring that about twice is nothing.

        A snooze that was asked for and is not there is not worth a second one once it is over.
        """
        node = await self._read(change.incident_id)
        incident = incident_of(node)
        match change:
            case ResolveIncident():
                stands = not incident.is_open
            case RenameIncident(title=title):
                stands = incident.title == plain(title)
            case PrioritiseIncident(priority=priority):
                stands = incident.priority.casefold() == plain(priority).casefold()
            case SnoozeIncident(until=until):
                must_be_open(node)
                stands = rests_until(incident, until)
            case _:
                assert_never(change)
        return Changed(incident=incident) if stands else None

    async def _reassigned(self, incident_id: str, people: set[str], since: Since) -> Changed | None:
        incident = incident_of(await self._read(incident_id))
        if {a.person.id for a in incident.assignments} == people:
            return Changed(at=max(a.at for a in incident.assignments), incident=incident)
        return await self._logged(incident_id, "assign", since, people)

    async def _logged(
        self, incident_id: str, kind: str, since: Since, people: set[str] | None = None
    ) -> Changed | None:
        """The line that this person's own change left in the log of the incident.

        A line that nobody has signed, and that is not the pager's own doing, leaves it open.
        """
        path = f"incidents/{segment(incident_id)}/log_entries"
        span: Params = {
            "since": rfc3339(since.earliest),
            "until": rfc3339(self._now() + _AHEAD),
            "include[]": ["channels"],
        }
        me, open_question, found = (await self._me()).id, False, list[Changed]()
        for entry in await self._wire.pages(path, "log_entries", span, most=_MOST_PAGES):
            if entry.raw("type").removesuffix("_reference") != f"{kind}_log_entry":
                continue
            at = entry.time("created_at")
            whom = {node.text("id") for node in entry.nodes("assignees")}
            if at is None or at < since.earliest or (people is not None and whom != people):
                continue
            agent = entry.node("agent")
            if agent.raw("type").startswith("user"):
                if agent.text("id") == me:
                    found.append(Changed(ref=entry.text("id"), at=at))
            elif at >= since.at and entry.node("channel").raw("type") not in _BY_ITSELF:
                open_question = True
        own = since.own(found)
        if own is None and open_question:
            words = "PagerDuty's log has it, and does not say who did it"
            raise Refused(words, _LOOK)
        return own

    async def _called(self, change: AddResponders, since: Since) -> Changed | None:
        node = await self._read(change.incident_id)
        if not node.is_list("responder_requests"):
            raise Refused("PagerDuty does not list whom it has called", _LOOK)
        me = (await self._me()).id
        message, found = plain(change.message, _MESSAGE_LIMIT), list[Changed]()
        for request in node.nodes("responder_requests"):
            alike = (
                request.node("requester").text("id") == me
                and request.text("message", limit=_MESSAGE_LIMIT) == message
                and set(change.person_ids) <= called_in(request)
            )
            if not alike:
                continue
            at = request.time("requested_at")
            if at is None:
                raise Refused("PagerDuty has called them, and does not say when", _LOOK)
            found.append(Changed(ref=request.text("id"), at=at))
        return since.own(found)

    async def _overridden(self, change: OverrideSchedule) -> Changed | None:
        path = f"schedules/{segment(change.schedule_id)}/overrides"
        span: Params = {"since": rfc3339(change.start), "until": rfc3339(change.end)}
        answer = await self._wire.get(path, span, urgent=True)
        if not answer.is_list("overrides"):
            raise Garbled("PagerDuty does not list the overrides", _LOOK)
        end = rfc3339(change.end)
        for override in answer.nodes("overrides"):
            until = override.time("end")
            mine = override.node("user").text("id") == change.person_id
            if mine and until is not None and rfc3339(until) == end:
                return Changed(ref=override.text("id"))
        return None

    async def _merged(self, change: MergeIncidents) -> Changed | None:
        merged = 0
        for key in change.sources:
            reason = (await self._read(key)).node("resolve_reason")
            merged += reason.node("incident").text("id") == change.incident_id
        if not merged:
            return None
        if merged < len(change.sources):
            raise Refused(f"{merged} of {len(change.sources)} were merged, the others not", _LOOK)
        return Changed(incident=incident_of(await self._read(change.incident_id)))

    async def _read(self, incident_id: str) -> Node:
        answer = await self._wire.get(f"incidents/{segment(incident_id)}", urgent=True)
        node = answer.node("incident")
        incident_of(node)
        return node


def _policy(policy_id: str) -> str:
    return f"escalation_policies/{segment(policy_id)}"
