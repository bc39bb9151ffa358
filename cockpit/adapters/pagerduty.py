"""The pager port, met by PagerDuty; what to ask it when is not decided here."""

from datetime import datetime, timedelta

from cockpit.adapters import pagerduty_json as read
from cockpit.adapters.loose_json import Node
from cockpit.adapters.pagerduty_account import PagerDutyAccount
from cockpit.adapters.pagerduty_change_log import PagerDutyChangeLog
from cockpit.adapters.pagerduty_changes import Changes
from cockpit.adapters.pagerduty_details import changes_of, details_of
from cockpit.adapters.pagerduty_directory import PagerDutyDirectory, PagerDutySilences
from cockpit.adapters.pagerduty_lists import Lists
from cockpit.adapters.pagerduty_shifts import Shifts
from cockpit.adapters.pagerduty_speech import Params, segment
from cockpit.adapters.pagerduty_traces import Since, Traces
from cockpit.adapters.pagerduty_wire import Token, Wire
from cockpit.domain.effects import PagerChange
from cockpit.domain.incident_details import Change, IncidentDetails
from cockpit.domain.model import (
    EscalationPolicy,
    Incident,
    LogEntry,
    Person,
    Status,
)
from cockpit.ports.outside import Changed, Clock, Garbled, Happened, OpenPage, Refused, ServerTime
from cockpit.ports.plain import plain

_NO_USER = frozenset({"400", "404", "2100", "2001", "1008"})
"""What PagerDuty answers to "who am I" when the token is the account's and nobody's own."""


class PagerDuty(Shifts):
    """PagerDuty's REST API v2 as one person.

    Args:
        api_url: without a slash at the end; another region has another one.
        token: asked for before the first question, and again after the token was refused.
        email: the person's address at PagerDuty; every write is done in this name.
        team_ids: only incidents and changes of these teams; empty: all that the token may see.
        timeout_s: for one answer.
        clock: tells how far the server's clock is off, and when a rate limit ends.
        shadow_schedules: whoever is on these schedules, by id, looks on to learn.
        readers: questions that are on their way at the same time.
    """

    def __init__(
        self,
        *,
        api_url: str,
        token: Token,
        email: str,
        timeout_s: float,
        clock: Clock,
        team_ids: tuple[str, ...] = (),
        shadow_schedules: tuple[str, ...] = (),
        readers: int = 2,
    ) -> None:
        self._wire = Wire(api_url, token, email, timeout_s, clock, readers=readers)
        super().__init__(self._wire, shadow_schedules)
        self.directory = PagerDutyDirectory(self._wire)
        self.account = PagerDutyAccount(self._wire, self.me)
        self.silences = PagerDutySilences(self._wire)
        self._email = email
        self._lists = Lists(self._wire, team_ids)
        self.change_log = PagerDutyChangeLog(self._wire, self._server_time, team_ids)
        self._clock = clock
        self._changes = Changes(self._wire, self.me, self._server_time)
        self._traces = Traces(self._wire, self.me, self._server_time)
        self._me: Person | None = None
        self._team_ids_of_me: tuple[str, ...] = ()

    async def me(self) -> Person:
        """The token's owner; for an account's token, whoever has the configured address."""
        if self._me is None:
            self._me = await self._find_me()
        return self._me

    async def _find_me(self) -> Person:
        try:
            answer = await self._wire.get("users/me")
        except Refused as error:
            if error.credentials or error.code not in _NO_USER:
                raise
            return await self._owner_of_address()
        user = answer.node("user")
        if not user.text("id"):
            raise Garbled("PagerDuty does not say who you are", "check pagerduty.api_url")
        return self._known(user)

    def _known(self, user: Node) -> Person:
        self._team_ids_of_me = read.ids(user.nodes("teams"))
        return read.person(user)

    async def _owner_of_address(self) -> Person:
        if self._email:
            answer = await self._wire.get("users", {"query": self._email})
            for user in answer.nodes("users"):
                if user.raw("email").lower() == self._email.lower() and user.text("id"):
                    return self._known(user)
        raise Refused(
            "the token belongs to no person, and no PagerDuty user has the configured address",
            "set person.email to your address in PagerDuty, or use your own user token",
        )

    async def teams(self) -> tuple[str, ...]:
        """The ids of the person's teams, from the same answer that says who they are."""
        await self.me()
        return self._team_ids_of_me

    async def details(self, incident_id: str) -> IncidentDetails:
        """All that is around one incident: five requests, at the same time."""
        return await details_of(self._wire, incident_id, segment(incident_id))

    async def changes(self, incident_id: str) -> tuple[Change, ...]:
        """The changes that it relates to an incident, newest first; one request."""
        return await changes_of(self._wire, segment(incident_id))

    async def open_incidents(self, start: int = 0) -> OpenPage:
        """Triggered and acknowledged ones however old, newest first, a page of them."""
        return await self._lists.open_incidents(start)

    async def ended(self, most: int) -> tuple[Incident, ...]:
        """The incidents that were resolved last, the latest first."""
        return await self._lists.ended(most)

    async def happened(self, since: datetime | None = None) -> Happened:
        """What was logged on all incidents from then on, or in the last moments."""
        return await self._lists.happened(since, self._server_time())

    async def incident(self, incident_id: str) -> Incident:
        """One incident, read now."""
        return _incident_in(await self._wire.get(f"incidents/{segment(incident_id)}"))

    async def log(self, incident_id: str, since: datetime | None = None) -> tuple[LogEntry, ...]:
        """The log of an incident, oldest first, the newest 500 lines."""
        return await self._lists.log(incident_id, since, self._server_time())

    async def policy(self, policy_id: str) -> EscalationPolicy:
        """An escalation policy as it stands now, which need not be the one an incident follows."""
        params: Params = {"include[]": "escalation_rule_assignment_strategies"}
        answer = await self._wire.get(f"escalation_policies/{segment(policy_id)}", params)
        found = read.policy(answer.node("escalation_policy"))
        if not found.id:
            raise Garbled("PagerDuty's escalation policy has no id", "look in PagerDuty")
        return found

    async def acknowledge(self, incident_id: str) -> Incident:
        """Acknowledge, unless it is done already; a resolved incident would be opened again."""
        path = f"incidents/{segment(incident_id)}"
        now = _incident_in(await self._wire.get(path, urgent=True))
        if now.status is Status.RESOLVED:
            raise Refused(
                "the incident is resolved; acknowledging it would open it again",
                "nothing is left to acknowledge",
                code="resolved",
            )
        if now.status is Status.ACKNOWLEDGED and now.acknowledged_by((await self.me()).id):
            return now
        body = {"incident": {"type": "incident_reference", "status": "acknowledged"}}
        answer = await self._wire.put(path, body)
        after = _incident_in(answer)
        if after.status is not Status.ACKNOWLEDGED:
            words = f"PagerDuty took the acknowledgement, but says {after.status.value}"
            raise Refused(words, "look in PagerDuty", code=after.status.value)
        return after

    async def add_note(self, incident_id: str, text: str, marker: str) -> str:
        """Write a note that ends in its marker; returns the note's id."""
        body = {"note": {"content": f"{text}\n{_marked(marker)}"}}
        answer = await self._wire.post(f"incidents/{segment(incident_id)}/notes", body)
        key = answer.node("note").text("id")
        if not key:
            raise Garbled("PagerDuty does not confirm the note", "look in PagerDuty")
        return key

    async def find_note(self, incident_id: str, marker: str) -> str | None:
        """The id of the note with this marker; notes come all at once, so None is certain."""
        answer = await self._wire.get(f"incidents/{segment(incident_id)}/notes")
        if not answer.is_list("notes"):
            raise Garbled("PagerDuty does not list the notes", "look in PagerDuty")
        for note in answer.nodes("notes"):
            if _marked(marker) in note.raw("content"):
                return note.text("id") or "unknown"
        return None

    async def change(self, change: PagerChange) -> Changed:
        """Change something, once; `pagerduty_changes` says how."""
        return await self._changes.make(change)

    async def find_change(
        self, change: PagerChange, since: datetime, twins: int | None = None
    ) -> Changed | None:
        """Whether it was changed; `pagerduty_traces` says how that is known."""
        return await self._traces.find(change, Since(since, twins))

    def _server_time(self) -> datetime:
        heard = self._wire.heard()
        ahead_s = (heard.low_s + heard.high_s) / 2 if heard else 0.0
        return self._clock.now() + timedelta(seconds=ahead_s)

    def heard(self) -> ServerTime | None:
        """What the dates on all answers so far say together."""
        return self._wire.heard()

    def close(self) -> None:
        """Let the threads end."""
        self._wire.close()


def _incident_in(answer: Node) -> Incident:
    found = read.incident(answer.node("incident"))
    if found is None:
        raise Garbled("PagerDuty's answer has no incident in it", "look in PagerDuty")
    return found


def _marked(marker: str) -> str:
    return f"(cockpit {plain(marker)})"
