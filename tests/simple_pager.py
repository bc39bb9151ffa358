"""A pager as simple as can be, for one incident: what it will do by itself, and when.

It knows nothing of the cockpit's arithmetic: it keeps timers, and lets them run out one by one.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cockpit.domain.facts import Fact, IncidentLogRead, IncidentSeen
from cockpit.domain.model import (
    Assignment,
    EscalationPolicy,
    Incident,
    LogEntry,
    OnCall,
    PendingAction,
    Person,
    PolicyLevel,
    Status,
    Upcoming,
    Urgency,
)

POLICY_ID = "POL1"
INCIDENT_ID = "Q1"
Levels = tuple[tuple[int, tuple[Person, ...]], ...]
"""Per level: minutes, and whoever is on call there."""


def policy_of(levels: Levels, loops: int) -> EscalationPolicy:
    """The policy as it is read from the pager; its targets are schedules."""
    rungs = (PolicyLevel(delay_s=60 * minutes, targets=("a schedule",)) for minutes, _ in levels)
    return EscalationPolicy(id=POLICY_ID, name="cloud", levels=tuple(rungs), loops=loops)


def on_call_of(levels: Levels) -> tuple[OnCall, ...]:
    """Who is on call."""
    return tuple(
        OnCall(policy_id=POLICY_ID, level=level, person=person)
        for level, (_, people) in enumerate(levels, start=1)
        for person in people
    )


@dataclass
class SimplePager:
    """One incident; `now` only moves forward."""

    now: datetime
    levels: Levels
    loops: int
    ack_timeout_s: int = 0
    announces: bool = True
    """Whether it says what it will do by itself."""
    logs: bool = True
    """Whether its log can be read."""
    names_levels: bool = True
    """Whether its log names the level of an escalation by hand."""
    status: Status = Status.TRIGGERED
    level: int = 0
    lap: int = 0
    direct: bool = False
    is_again: bool = False
    is_snoozed: bool = False
    holders: tuple[Person, ...] = ()
    held_since: datetime | None = None
    takers: tuple[Assignment, ...] = ()
    rises_at: datetime | None = None
    lapses_at: datetime | None = None
    changed_at: datetime | None = None
    fresh: list[LogEntry] = field(default_factory=list)
    written: int = 0

    def __post_init__(self) -> None:
        self.created_at = self.changed_at = self.now
        self._log("trigger")
        self._climb(1, "assign", "")

    # --- what happens by itself ---

    def run(self, until: datetime) -> bool:
        """Let the next thing happen that is due by then; False when nothing is left to happen."""
        timers = [t for t in (self.rises_at, self.lapses_at) if t is not None]
        if not timers or min(timers) > until:
            self.now = until
            return False
        self.now = min(timers)
        if self.lapses_at == self.now:
            self._lapse()
        else:
            self._rise()
        return True

    def _lapse(self) -> None:
        self._log("unacknowledge")
        self.status, self.lapses_at, self.takers = Status.TRIGGERED, None, ()
        self.is_again, self.is_snoozed, self.changed_at = True, False, self.now
        if not self.direct:
            self._wait()

    def _rise(self) -> None:
        self.rises_at = None
        if not self._climb(self.level + 1, "escalate", ""):
            if self.lap < self.loops:
                self.lap += 1
                self._log("repeat_escalation_path")
                self._climb(1, "escalate", "")
            else:
                self._log("exhaust_escalation_path")

    def _climb(self, start: int, kind: str, by: str) -> bool:
        for level in range(start, len(self.levels) + 1):
            people = self.levels[level - 1][1]
            if people:
                self.level, self.holders, self.held_since = level, people, self.now
                self.status, self.takers, self.lapses_at = Status.TRIGGERED, (), None
                self.direct = self.is_again = self.is_snoozed = False
                self.changed_at = self.now
                named = level if by and self.names_levels else 0
                self._log(kind, by=by, people=people, level=named)
                self._wait()
                return True
        return False

    def _wait(self) -> None:
        if self.level:
            self.rises_at = self.now + timedelta(minutes=self.levels[self.level - 1][0])

    # --- what people do; False when the pager refuses it ---

    def acknowledge(self, by: Person) -> bool:
        if self.status is Status.RESOLVED:
            return False
        self.status, self.takers = Status.ACKNOWLEDGED, (Assignment(person=by, at=self.now),)
        self.holders, self.held_since, self.changed_at = (by,), self.now, self.now
        self.rises_at, self.is_again, self.is_snoozed = None, False, False
        timeout = timedelta(seconds=self.ack_timeout_s)
        self.lapses_at = self.now + timeout if timeout else None
        self._log("acknowledge", by=by.id, until=self.lapses_at)
        return True

    def snooze(self, by: Person, seconds: int) -> bool:
        if self.status is not Status.ACKNOWLEDGED:
            return False
        self.lapses_at, self.is_snoozed = self.now + timedelta(seconds=seconds), True
        self._log("snooze", by=by.id, until=self.lapses_at)
        return True

    def escalate(self, by: Person, level: int) -> bool:
        if self.status is Status.RESOLVED or not 0 < level <= len(self.levels):
            return False
        return bool(self.levels[level - 1][1]) and self._climb(level, "escalate", by.id)

    def assign(self, by: Person, to: Person) -> bool:
        if self.status is Status.RESOLVED:
            return False
        self.holders, self.held_since, self.direct = (to,), self.now, True
        self.status, self.takers, self.changed_at = Status.TRIGGERED, (), self.now
        self.rises_at = self.lapses_at = None
        self.is_again = self.is_snoozed = False
        self._log("assign", by=by.id, people=(to,))
        return True

    def resolve(self, by: Person) -> bool:
        if self.status is Status.RESOLVED:
            return False
        self.status, self.changed_at = Status.RESOLVED, self.now
        self.holders, self.takers, self.rises_at, self.lapses_at = (), (), None, None
        self._log("resolve", by=by.id)
        return True

    # --- what it tells ---

    def next(self) -> tuple[str, int]:
        """Who is paged after the present level, and in which lap; "" when nobody is left."""
        names = ["/".join(p.name for p in people) for _, people in self.levels]
        above = [name for name in names[self.level :] if name]
        if above:
            return above[0], self.lap
        every = [name for name in names if name]
        return (every[0], self.lap + 1) if every and self.lap < self.loops else ("", self.lap)

    def told(self) -> tuple[Fact, ...]:
        """What a source finds out now."""
        news = tuple(self.fresh)
        self.fresh.clear()
        read = (IncidentLogRead(incident_id=INCIDENT_ID, entries=news),) if self.logs else ()
        return (IncidentSeen(incident=self.incident()), *read)

    def incident(self) -> Incident:
        """The incident as the pager describes it."""
        pending = []
        if self.rises_at is not None and self.next()[0]:
            pending.append(PendingAction(kind=Upcoming.ESCALATE, at=self.rises_at))
        if self.lapses_at is not None:
            pending.append(PendingAction(kind=Upcoming.UNACKNOWLEDGE, at=self.lapses_at))
        assert self.changed_at is not None
        return Incident(
            id=INCIDENT_ID,
            number=4217,
            title="api 5xx above 5 %",
            status=self.status,
            urgency=Urgency.HIGH,
            created_at=self.created_at,
            changed_at=self.changed_at,
            policy_id=POLICY_ID,
            direct=self.direct,
            assignments=tuple(
                Assignment(person=p, at=self.held_since or self.now) for p in self.holders
            ),
            acknowledgements=self.takers,
            pending=tuple(pending) if self.announces else (),
            announces=self.announces,
        )

    def _log(
        self,
        kind: str,
        *,
        by: str = "",
        people: tuple[Person, ...] = (),
        level: int = 0,
        until: datetime | None = None,
    ) -> None:
        self.written += 1
        self.fresh.append(
            LogEntry(
                id=f"L{self.written}",
                incident_id=INCIDENT_ID,
                at=self.now,
                kind=kind,
                text=kind,
                person_id=by,
                people_ids=tuple(p.id for p in people),
                level=level,
                until=until,
            )
        )
