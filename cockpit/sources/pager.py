"""Watches the pager: my open incidents, the one on screen more closely; sends nothing that acts.

When nothing changes, a question costs two requests: the open incidents, and the log of the one on
screen. Everything else is asked for when it is due.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import replace

from cockpit.domain.effects import OverrideSchedule, RewritePolicy
from cockpit.domain.facts import (
    IncidentLogRead,
    IncidentSeen,
    MeIdentified,
    OnCallSeen,
    PolicySeen,
    Seen,
    ServerClockRead,
    SourceChanged,
)
from cockpit.domain.model import Incident, SourceStatus, Status
from cockpit.domain.state import Case, Phase, State
from cockpit.domain.watch import PAGER
from cockpit.ports import Clock, Pager, Refused

NAME = PAGER

_LOST_S = 30.0
"""An open incident that the list no longer holds is looked at this often, seconds."""
_MOST_LOST = 5
"""How many of them at one time."""
_POLICY_S = 180.0
_ON_CALL_S = 300.0
_CLOSED_LOG_S = 60.0
_REFUSED_S = 300.0
"""What the token may not see is tried again after this long."""
_CLOCK_STEP_S = 0.5
"""A better estimate of the server's clock is told when it differs by this much."""


class PagerSource:
    """My incidents, as facts about what differs from the state.

    Args:
        pager: where to ask.
        state: the state as it is now.
        focus: the id of the incident on screen, or empty.
        clock: paces what is not asked every time.
        interval_s: seconds between questions.
        deadline_s: seconds for one question, which may be several requests.
        policy_ids: policies whose on-call is wanted although no incident follows them.
    """

    name = NAME
    warning = ""

    def __init__(
        self,
        pager: Pager,
        state: Callable[[], State],
        focus: Callable[[], str],
        clock: Clock,
        *,
        interval_s: float = 5.0,
        deadline_s: float = 30.0,
        policy_ids: tuple[str, ...] = (),
    ) -> None:
        self.interval_s = interval_s
        self.deadline_s = deadline_s
        self._pager = pager
        self._state = state
        self._focus = focus
        self._clock = clock
        self._policy_ids = policy_ids
        self._due: dict[str, float] = {}
        """By what is asked for: when it is next, by the monotonic clock."""
        self._on_call_of: tuple[str, ...] = ()

    async def poll(self) -> AsyncGenerator[Seen, None]:
        """The open incidents first, then what explains them."""
        open_now = await self._pager.open_incidents()
        for fact in self._clock_facts():
            yield fact
        for incident in open_now:
            if self._is_news(incident):
                yield IncidentSeen(incident=incident)
        async for fact in self._lost(open_now):
            yield fact
        for part, step in (
            ("who you are", self._me),
            ("log", self._log),
            ("escalation policy", self._policy),
            ("on call", self._on_call),
        ):
            for fact in await self._aside(part, step(open_now)):
                yield fact

    def _clock_facts(self) -> list[Seen]:
        heard = self._pager.heard()
        if heard is None:
            return []
        known, better = self._state().server_offset_s, (heard.low_s + heard.high_s) / 2
        fits = heard.low_s <= known <= heard.high_s
        if fits and abs(known - better) <= _CLOCK_STEP_S:
            return []
        return [ServerClockRead(offset_s=round(better, 3))]

    def _is_news(self, incident: Incident) -> bool:
        case = self._state().cases.get(incident.id)
        return case is None or case.incident != incident

    async def _lost(self, open_now: tuple[Incident, ...]) -> AsyncGenerator[Seen, None]:
        """Incidents that were open and are in the list no more: resolved, or out of sight."""
        listed = {incident.id for incident in open_now}
        for key in listed:
            self._due.pop(f"lost {key}", None)
        cases = self._state().cases.values()
        lost = [c.incident for c in cases if c.incident.is_open and c.incident.id not in listed]
        due = [incident for incident in lost if self._is_due(f"lost {incident.id}")]
        for known in due[:_MOST_LOST]:
            try:
                incident = await self._pager.incident(known.id)
            except Refused as error:
                if error.credentials or error.retry_after_s is not None:
                    raise
                incident = replace(known, status=Status.OTHER, pending=())
            self._next(f"lost {known.id}", _LOST_S)
            if incident != known:
                yield IncidentSeen(incident=incident)

    async def _aside(self, part: str, step: Awaitable[list[Seen] | None]) -> list[Seen]:
        """A question whose refusal must not hide the incidents: it is told under its own name."""
        name = f"{NAME}: {part}"
        known = self._state().sources.get(name)
        try:
            facts = await step
        except Refused as error:
            if error.retry_after_s is not None:
                raise
            self._next(part, _REFUSED_S)
            status = SourceStatus.CREDENTIALS if error.credentials else SourceStatus.REFUSED
            if known is not None and (known.status, known.mend) == (status, error.mend):
                return []
            return [self._word(name, status, error.reason, error.mend)]
        if facts is None:
            return []
        if known is not None and known.status is not SourceStatus.OK:
            facts.append(self._word(name, SourceStatus.OK, "", ""))
        return facts

    def _word(self, name: str, status: SourceStatus, reason: str, mend: str) -> SourceChanged:
        since = self._clock.now()
        return SourceChanged(source=name, status=status, since=since, reason=reason, mend=mend)

    async def _me(self, _open_now: tuple[Incident, ...]) -> list[Seen] | None:
        if not self._is_due("who you are"):
            return None
        me, team_ids = await self._pager.me(), await self._pager.teams()
        self._next("who you are", float("inf"))
        state = self._state()
        if (state.me, state.team_ids) == (me, team_ids):
            return []
        return [MeIdentified(person=me, team_ids=team_ids)]

    def _on_screen(self, open_now: tuple[Incident, ...]) -> tuple[Incident | None, Case | None]:
        key = self._focus()
        case = self._state().cases.get(key)
        found = next((i for i in open_now if i.id == key), case.incident if case else None)
        return found, case

    async def _log(self, open_now: tuple[Incident, ...]) -> list[Seen] | None:
        incident, case = self._on_screen(open_now)
        if incident is None or self._waits("log"):
            return None
        if not incident.is_open and not self._is_due(f"log {incident.id}"):
            return None
        entries = await self._pager.log(incident.id)
        if not incident.is_open:
            self._next(f"log {incident.id}", _CLOSED_LOG_S)
        known = case.log if case else frozenset[str]()
        fresh = tuple(entry for entry in entries if entry.id not in known)
        return [IncidentLogRead(incident_id=incident.id, entries=fresh)] if fresh else []

    async def _policy(self, open_now: tuple[Incident, ...]) -> list[Seen] | None:
        incident, case = self._on_screen(open_now)
        if self._waits("escalation policy"):
            return None
        own = incident.policy_id if incident else ""
        born = own if incident and incident.is_open and not (case and case.policy) else ""
        wanted = dict.fromkeys(key for key in (own, *self._policy_ids) if key)
        due = [key for key in wanted if key == born or self._is_due(self._policy_due(key))]
        facts: list[Seen] = []
        for policy_id in due:
            policy = await self._pager.policy(policy_id)
            self._next(self._policy_due(policy_id), _POLICY_S)
            if policy_id == born or self._state().policies.get(policy.id) != policy:
                facts.append(PolicySeen(policy=policy))
        return facts if due else None

    def _policy_due(self, policy_id: str) -> str:
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

    async def _on_call(self, open_now: tuple[Incident, ...]) -> list[Seen] | None:
        wanted = {*self._policy_ids, *(i.policy_id for i in open_now)} - {""}
        policies = tuple(sorted(wanted))
        asked_for = (*policies, self._rewritten())
        if not policies or (self._waits("on call") and asked_for == self._on_call_of):
            return None
        entries = await self._pager.on_call(policies)
        now = self._clock.now()
        ends = [(e.end - now).total_seconds() for e in entries if e.end and e.end > now]
        self._next("on call", min([_ON_CALL_S, *(max(end, 1.0) for end in ends)]))
        self._on_call_of = asked_for
        state = self._state()
        if (state.on_call, state.on_call_of) == (entries, policies):
            return []
        return [OnCallSeen(entries=entries, policy_ids=policies)]

    # --- pacing ------------------------------------------------------------------------------

    def _is_due(self, what: str) -> bool:
        return self._clock.monotonic() >= self._due.get(what, 0.0)

    def _waits(self, what: str) -> bool:
        return not self._is_due(what)

    def _next(self, what: str, seconds: float) -> None:
        self._due[what] = self._clock.monotonic() + seconds
