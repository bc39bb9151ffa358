"""Watches the pager: open incidents, the one on screen more closely; sends nothing that acts.

When nothing changes, a poll costs three questions at most, however many incidents are open: the
newest part of the list; what was logged on all incidents or, where that may not be read, on the
one on screen; and one thing in turn of all that is to be looked at now and then.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping
from datetime import datetime

from cockpit.domain.facts import (
    IncidentLogRead,
    IncidentSeen,
    MeIdentified,
    Seen,
    ServerClockRead,
    SourceChanged,
)
from cockpit.domain.model import Incident, SourceStatus
from cockpit.domain.state import State
from cockpit.domain.watch import PAGER, PAGER_FEED, PAGER_LIST
from cockpit.ports.outside import Clock, Pager, PortError, Refused
from cockpit.sources import duty, related
from cockpit.sources.agenda import Agenda
from cockpit.sources.duty import Duty
from cockpit.sources.happenings import OVERLAP
from cockpit.sources.incident_watch import IncidentWatch
from cockpit.sources.related import RelatedChanges

NAME = PAGER

_CLOSED_LOG_S = 60.0
_REFUSED_S = 300.0
"""What the token may not see is tried again after this long."""
_CLOCK_STEP_S = 0.5
"""A better estimate of the server's clock is told when it differs by this much."""


class PagerSource:
    """The incidents, as facts about what differs from the state.

    Args:
        pager: where to ask.
        state: the state as it is now.
        focus: the id of the incident on screen, or empty.
        clock: paces what is not asked every time.
        interval_s: seconds between questions.
        deadline_s: seconds for one poll, which may be several questions.
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
        self._agenda = Agenda(clock.monotonic)
        self._watch = IncidentWatch(pager, clock, self._known)
        self._duty = Duty(pager, state, clock, self._agenda, policy_ids)
        self._related = RelatedChanges(pager, state, self._agenda)
        self._told: dict[str, Incident] = {}
        """What this poll has read."""
        self._log_of: tuple[str, datetime | None] = ("", None)
        """The incident whose log has been read without a gap, and up to when."""

    async def poll(self) -> AsyncGenerator[Seen, None]:
        """The newest incidents first, then what else has changed, then what explains them."""
        until = self._clock.monotonic() + self.deadline_s / 2
        self._told, self._agenda.asked = {}, 1
        log_of, self._log_of = self._log_of, ("", None)
        newest = await self._watch.newest()
        for fact in (*self._clock_facts(), *self._seen(newest)):
            yield fact
        self._agenda.asked += await self._watch.hear()
        async for incident in self._watch.catch_up(until):
            for fact in self._seen((incident,)):
                yield fact
        for fact in self._limits():
            yield fact
        async for fact in self._explained(log_of):
            yield fact
        if self._agenda.has_room:
            for fact in self._seen(await self._watch.in_turn()):
                yield fact

    async def _explained(self, log_of: tuple[str, datetime | None]) -> AsyncGenerator[Seen, None]:
        on_screen = self._known().get(self._focus())
        steps: tuple[tuple[str, Callable[[], Awaitable[list[Seen] | None]]], ...] = (
            ("who you are", self._me),
            ("log", lambda: self._log(on_screen, *log_of)),
            (duty.POLICY, lambda: self._duty.policies(on_screen)),
            (duty.ON_CALL, lambda: self._duty.on_call(self._known().values())),
            (related.CHANGES, lambda: self._related.read(on_screen)),
        )
        for part, step in steps:
            for fact in await self._aside(part, step()):
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

    def _known(self) -> Mapping[str, Incident]:
        cases = self._state().cases
        return {**{key: case.incident for key, case in cases.items()}, **self._told}

    def _seen(self, incidents: Iterable[Incident]) -> list[Seen]:
        """Those that differ from what is known, and from what this poll has told of them."""
        facts: list[Seen] = []
        for incident in incidents:
            case = self._state().cases.get(incident.id)
            before = self._told.get(incident.id, case.incident if case else None)
            self._told[incident.id] = incident
            if incident != before:
                facts.append(IncidentSeen(incident=incident))
        return facts

    # --- what limits the truth of it -----------------------------------------------------------

    def _limits(self) -> list[Seen]:
        """How much of the list is known, and how late it may be known."""
        found, words = self._watch.list, ""
        if found.is_cut or found.is_behind:
            so_far = " so far" if found.is_behind else ""
            words = f"only the newest {found.size} of {found.total or 'more'} are read{so_far}"
        facts = self._changed(PAGER_LIST, SourceStatus.OK, words, "")
        refusal = self._watch.refusal
        if refusal is None or not found.is_long:
            return facts + self._changed(PAGER_FEED, SourceStatus.OK, "", "")
        late = found.round_length * self.interval_s
        words = f"{refusal.reason}; what happens to older incidents shows within {late:.0f} s"
        return facts + self._changed(PAGER_FEED, _status(refusal), words, refusal.mend)

    def _changed(self, name: str, status: SourceStatus, reason: str, mend: str) -> list[Seen]:
        """The word, unless it is known; a failure whose words alone have changed is the same."""
        known = self._state().sources.get(name)
        if status is SourceStatus.OK:
            is_news = (known.status, known.reason) != (status, reason) if known else bool(reason)
        else:
            is_news = known is None or (known.status, known.mend) != (status, mend)
        since = self._clock.now()
        word = SourceChanged(source=name, status=status, since=since, reason=reason, mend=mend)
        return [word] if is_news else []

    async def _aside(self, part: str, step: Awaitable[list[Seen] | None]) -> list[Seen]:
        """A question whose refusal must not hide the incidents: it is told under its own name."""
        name = f"{NAME}: {part}"
        try:
            facts = await step
        except Refused as error:
            if error.retry_after_s is not None:
                raise
            self._agenda.next(part, _REFUSED_S)
            return self._changed(name, _status(error), error.reason, error.mend)
        if facts is None:
            return []
        return facts + self._changed(name, SourceStatus.OK, "", "")

    # --- what explains the incidents -----------------------------------------------------------

    async def _me(self) -> list[Seen] | None:
        if not self._agenda.is_due("who you are"):
            return None
        me, team_ids = await self._pager.me(), await self._pager.teams()
        self._agenda.next("who you are", float("inf"))
        state = self._state()
        if (state.me, state.team_ids) == (me, team_ids):
            return []
        return [MeIdentified(person=me, team_ids=team_ids)]

    async def _log(
        self, incident: Incident | None, of: str, up_to: datetime | None
    ) -> list[Seen] | None:
        """The log of the one on screen: out of the log of all, once it was read as a whole."""
        if incident is None or not self._agenda.is_due("log"):
            return None
        key, news = incident.id, self._watch.news
        up_to = up_to if of == key else None
        if news is not None and not news.is_broken and of == key:
            entries = tuple(e for e in news.span if e.incident_id == key)
        elif incident.is_open or news is not None or self._agenda.is_due(f"log {key}"):
            self._agenda.asked += 1
            entries = await self._pager.log(key, up_to - OVERLAP if up_to else None)
            if not incident.is_open:
                self._agenda.next(f"log {key}", _CLOSED_LOG_S)
        else:
            self._log_of = (of, up_to)
            return None
        self._log_of = (key, max((e.at for e in entries), default=up_to))
        case = self._state().cases.get(key)
        known = case.log if case else frozenset[str]()
        fresh = tuple(entry for entry in entries if entry.id not in known)
        return [IncidentLogRead(incident_id=key, entries=fresh)] if fresh else []


def _status(error: PortError) -> SourceStatus:
    if not isinstance(error, Refused):
        return SourceStatus.UNREACHABLE
    return SourceStatus.CREDENTIALS if error.credentials else SourceStatus.REFUSED
