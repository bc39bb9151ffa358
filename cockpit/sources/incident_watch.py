"""Knows which incidents are open, by as few questions as that takes; makes no facts of it.

The newest part of the list shows what is new. The log of all incidents says what has happened to
the others, which are then read. Whatever both may miss, a round through the list finds, one part
at a time. An incident that is missing in the list is read before anybody says that it has ended.
"""

from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from dataclasses import replace

from cockpit.domain.model import Incident, LogEntry, Status
from cockpit.ports.outside import Clock, Pager, PortError, Refused
from cockpit.sources.happenings import Happenings, News
from cockpit.sources.open_list import OpenList

_LOST_S = 30.0
"""An open incident that the list no longer holds is looked at this often, seconds."""
_MOST_LOOKS = 5
"""Incidents that are read one by one at a time; of more, the lists are read."""
_FARTHEST = 8
_REFUSED_S = 300.0

Known = Callable[[], Mapping[str, Incident]]
"""The incidents as they are known now, by id, those that have ended too."""


class IncidentWatch:
    """The incidents that somebody may have to do something about.

    Args:
        pager: where to ask.
        clock: paces what is not asked every time.
        known: what is known by now.
    """

    def __init__(self, pager: Pager, clock: Clock, known: Known) -> None:
        self._pager = pager
        self._clock = clock
        self._known = known
        self._happenings = Happenings(pager, clock)
        self._stirred: set[str] = set()
        """Something has happened to them since they were read."""
        self._missing: dict[str, float] = {}
        """In no part of the list any more; looked at next at this, 0: not yet."""
        self._ended_from = 0.0
        self._reach = 1
        """How many times as many ended ones are read as are missing: others end too."""
        self._list_is_next = False
        self.list = OpenList(pager, clock.monotonic)
        self.news: News | None = None
        """What this poll has brought of the log; None: it may not be read."""
        self._here: frozenset[str] = frozenset()

    @property
    def refusal(self) -> PortError | None:
        """Why the log of all incidents cannot be read."""
        return self._happenings.refusal

    async def newest(self) -> tuple[Incident, ...]:
        """One question: the newest part of the list."""
        before = self._known()
        found = await self.list.newest()
        self._here = frozenset(i.id for i in found)
        self._met(found)
        oldest = before.get(found[-1].id) if found else None
        if oldest is None or not oldest.is_open:
            self.list.hurry()
        return found

    async def hear(self) -> bool:
        """One question, or after a storm a few: what has happened. Whether it was asked."""
        self.news = None
        asks = self._happenings.is_due
        self.news = await self._happenings.news()
        stirred = {e.incident_id for e in self.news.entries if _matters(e)} if self.news else set()
        self._missing |= dict.fromkeys(stirred & self._missing.keys(), 0.0)
        if not self.list.is_long:
            self._stirred = set()
            return asks
        # What happened to the newest after they were read shows in the newest part next time,
        # unless they are in another part by then.
        self._stirred = (self._stirred - self._here) | stirred
        if self.news is not None and self.news.is_broken:
            self.list.hurry()
        return asks

    async def catch_up(self, until: float) -> AsyncGenerator[Incident, None]:
        """Read what has changed; `until` bounds it, by the monotonic clock."""
        if len(self._stirred - self._here) > _MOST_LOOKS:
            self.list.hurry()
        read = self._read_rest(until) if self.list.is_behind else self._read_stirred()
        async for incident in read:
            yield incident
        self._count_missing()
        async for incident in self._find_missing():
            yield incident

    async def _read_rest(self, until: float) -> AsyncGenerator[Incident, None]:
        async for part in self.list.rest(until):
            self._met(part)
            self._stirred -= {i.id for i in part} - self._here
            for incident in part:
                yield incident
        if not self.list.is_behind:
            self._stirred &= self._here

    async def _read_stirred(self) -> AsyncGenerator[Incident, None]:
        for key in sorted(self._stirred - self._here)[:_MOST_LOOKS]:
            incident = await self._look(key)
            self._stirred.discard(key)
            if incident is not None:
                yield incident

    async def in_turn(self) -> tuple[Incident, ...]:
        """One question, if there is one: a part of the list, or who has been missing for long."""
        now = self._clock.monotonic()
        due = [(at, key) for key, at in self._missing.items() if 0 < at <= now]
        self._list_is_next = not self._list_is_next
        if due and not (self._list_is_next and self.list.is_long):
            incident = await self._look(min(due)[1])
            return () if incident is None else (incident,)
        found = await self.list.further()
        self._met(found)
        self._count_missing()
        return found

    def _met(self, found: Iterable[Incident]) -> None:
        for incident in found:
            self._missing.pop(incident.id, None)

    def _count_missing(self) -> None:
        running = [i for i in self._known().values() if i.is_open]
        for key in self.list.missing(running):
            self._missing.setdefault(key, 0.0)
        if self.list.is_cut:
            now = self._clock.monotonic()
            for incident in running:
                if self.list.is_beyond(incident):
                    self._missing.setdefault(incident.id, now)

    async def _find_missing(self) -> AsyncGenerator[Incident, None]:
        """How those have ended that are missing; a look for each, or a list of the ended ones."""
        fresh = [key for key, at in self._missing.items() if not at]
        if len(fresh) > _MOST_LOOKS and self._clock.monotonic() >= self._ended_from:
            for incident in await self._ended(len(fresh) * self._reach):
                if incident.id in fresh:
                    del self._missing[incident.id]
                    yield incident
            fresh = [key for key in fresh if key in self._missing]
            self._reach = min(2 * self._reach, _FARTHEST) if len(fresh) > _MOST_LOOKS else 1
        for key in fresh[:_MOST_LOOKS]:
            found = await self._look(key)
            if found is not None:
                yield found

    async def _ended(self, most: int) -> tuple[Incident, ...]:
        try:
            found = await self._pager.ended(most)
        except Refused as error:
            if error.retry_after_s is not None:
                raise
            self._ended_from = self._clock.monotonic() + _REFUSED_S
            return ()
        return tuple({i.id: i for i in found if not i.is_open}.values())

    async def _look(self, key: str) -> Incident | None:
        """Read one; None: it never was of interest. What may not be seen any more says so."""
        known = self._known().get(key)
        try:
            incident = await self._pager.incident(key)
        except Refused as error:
            if error.credentials or error.retry_after_s is not None:
                raise
            if known is None or not known.is_open:
                self._missing.pop(key, None)
                return None
            incident = replace(known, status=Status.OTHER, pending=())
        else:
            if incident.is_open:
                self.list.met(key)
        if incident.is_open and key in self._missing:
            self._missing[key] = self._clock.monotonic() + _LOST_S
        else:
            self._missing.pop(key, None)
        return incident if known is not None or incident.is_open else None


def _matters(entry: LogEntry) -> bool:
    """That somebody was notified changes nothing, unless a person had it done."""
    return entry.kind != "notify" or bool(entry.person_id)
