"""Reads escalation policies and who is on call, when that is due; part of watching the pager."""

from collections.abc import Callable, Iterable

from cockpit.domain.effects import OverrideSchedule, RewritePolicy
from cockpit.domain.facts import OnCallSeen, PolicySeen, Seen
from cockpit.domain.model import Incident, Status
from cockpit.domain.state import Phase, State
from cockpit.ports.outside import Clock, Pager
from cockpit.sources.agenda import Agenda

_POLICY_S = 180.0
_ON_CALL_S = 300.0

POLICY = "escalation policy"
ON_CALL = "on call"


class Duty:
    """Who is paged, and after whom.

    Args:
        pager: where to ask.
        state: the state as it is now.
        clock: tells how long a shift still lasts.
        agenda: when what is asked for.
        policy_ids: policies that are wanted although no incident follows them.
    """

    def __init__(
        self,
        pager: Pager,
        state: Callable[[], State],
        clock: Clock,
        agenda: Agenda,
        policy_ids: tuple[str, ...],
    ) -> None:
        self._pager = pager
        self._state = state
        self._clock = clock
        self._agenda = agenda
        self._policy_ids = policy_ids
        self._on_call_of: tuple[str, ...] = ()

    async def policies(self, incident: Incident | None) -> list[Seen] | None:
        """That of this incident and the wanted ones; None: not asked."""
        if not self._agenda.is_due(POLICY):
            return None
        case = self._state().cases.get(incident.id) if incident else None
        own = incident.policy_id if incident else ""
        born = own if incident and incident.is_open and not (case and case.policy) else ""
        wanted = dict.fromkeys(key for key in (own, *self._policy_ids) if key)
        facts: list[Seen] | None = None
        for policy_id in wanted:
            if policy_id != born and not self._may_read(policy_id):
                continue
            facts = facts or []
            self._agenda.asked += 1
            policy = await self._pager.policy(policy_id)
            self._agenda.next(self._due(policy_id), _POLICY_S)
            if policy_id == born or self._state().policies.get(policy.id) != policy:
                facts.append(PolicySeen(policy=policy))
        return facts

    async def on_call(self, incidents: Iterable[Incident]) -> list[Seen] | None:
        """For the open ones among these incidents, and the wanted policies; None: not asked."""
        running = {i.policy_id for i in incidents if i.is_open and i.status is not Status.OTHER}
        policies = tuple(sorted({*self._policy_ids, *running} - {""}))
        asked_for = (*policies, self._rewritten())
        is_new = asked_for != self._on_call_of
        may_read = self._agenda.is_due(ON_CALL) and self._agenda.has_room
        if not policies or not (is_new or may_read):
            return None
        self._agenda.asked += 1
        entries = await self._pager.on_call(policies)
        now = self._clock.now()
        ends = [(e.end - now).total_seconds() for e in entries if e.end and e.end > now]
        self._agenda.next(ON_CALL, min([_ON_CALL_S, *(max(end, 1.0) for end in ends)]))
        self._on_call_of = asked_for
        state = self._state()
        if (state.on_call, state.on_call_of) == (entries, policies):
            return []
        return [OnCallSeen(entries=entries, policy_ids=policies)]

    def _may_read(self, policy_id: str) -> bool:
        what = self._due(policy_id)
        has_room = self._agenda.has_room or self._agenda.is_new(what)
        return self._agenda.is_due(what) and has_room

    def _due(self, policy_id: str) -> str:
        """What a policy was rewritten to is read back at once."""
        return f"policy {policy_id} {self._rewritten()}"

    def _rewritten(self) -> str:
        """The last of our own changes to who is on call that certainly arrived; empty: none."""
        changes = (
            p
            for p in self._state().parcels.values()
            if isinstance(p.effect, RewritePolicy | OverrideSchedule) and p.phase is Phase.DONE
        )
        last = max(changes, key=lambda p: p.done_at or p.requested_at, default=None)
        return last.effect.id if last else ""
