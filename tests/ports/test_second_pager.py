# ruff: noqa: ARG002 - the signatures are the ports'
"""A second vendor of pagers is one class: Klaxon, in memory, runs a night through the desk.

Klaxon has alarms that ring for a keeper, in steps, and knows no merging. Nothing but the class
below had to be written for it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from clocks import START, ManualClock
from desks import Nook, procedure
from far_side import FarSide

from cockpit.desk import room
from cockpit.desk.desk import Desk
from cockpit.desk.room import Post
from cockpit.domain.actions import (
    Acknowledge,
    Action,
    CallResponders,
    Escalate,
    Merge,
    Prioritise,
    Reassign,
    Rename,
    Resolve,
    Snooze,
    TakePager,
    WriteNote,
)
from cockpit.domain.decisions import Refusal
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
from cockpit.domain.escalation import countdown
from cockpit.domain.incident_details import Change, IncidentDetails
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
from cockpit.domain.state import Parcel, Phase
from cockpit.domain.watch import PAGER
from cockpit.journal.opening import open_journal
from cockpit.outbox.delivery import Delivery
from cockpit.outbox.outbox import Outbox, Surroundings
from cockpit.outbox.outlets import Outlets
from cockpit.ports.outside import Changed, Clock, Happened, OpenPage, Pager, Refused, ServerTime
from cockpit.sources.pager import PagerSource
from cockpit.store import Store

IDA, JO, KIM = (Person(id=f"k-{name}", name=name) for name in ("Ida", "Jo", "Kim"))
STEP = timedelta(minutes=5)
REASON = "Jo unreachable, all gateways down since 02:17 UTC"


@dataclass
class Alarm:
    """What Klaxon calls an incident."""

    label: str
    keepers: list[Person]
    step: int = 1
    ringing: bool = True
    over: bool = False
    hush_until: datetime | None = None
    colour: str = "red"
    since: datetime = START
    turned: datetime = START
    remarks: list[tuple[str, str]] = field(default_factory=list)
    callees: list[tuple[str, ...]] = field(default_factory=list)
    history: list[tuple[datetime, str]] = field(default_factory=list)


class Klaxon:
    """The pager port, met by Klaxon."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.alarms = {"a1": Alarm("gateways are offline", [IDA])}
        self.ladder = [[IDA], [JO], [KIM]]
        self.stand_ins: list[tuple[str, str, datetime, datetime]] = []

    async def me(self) -> Person:
        return IDA

    async def teams(self) -> tuple[str, ...]:
        return ()

    async def open_incidents(self, start: int = 0) -> OpenPage:
        ringing = [self._shown(key) for key, alarm in self.alarms.items() if not alarm.over]
        return OpenPage(incidents=tuple(ringing[start:]))

    async def ended(self, most: int) -> tuple[Incident, ...]:
        return tuple(self._shown(key) for key, alarm in self.alarms.items() if alarm.over)

    async def happened(self, since: datetime | None = None) -> Happened:
        raise Refused("Klaxon tells of one alarm at a time")

    async def incident(self, incident_id: str) -> Incident:
        return self._shown(incident_id)

    async def log(self, incident_id: str, since: datetime | None = None) -> tuple[LogEntry, ...]:
        return tuple(
            LogEntry(
                id=f"{incident_id}-{n}", incident_id=incident_id, at=at, kind="other", text=text
            )
            for n, (at, text) in enumerate(self.alarms[incident_id].history)
        )

    async def details(self, incident_id: str) -> IncidentDetails:
        raise Refused("Klaxon has no details")

    async def changes(self, incident_id: str) -> tuple[Change, ...]:
        return ()

    async def policy(self, policy_id: str) -> EscalationPolicy:
        levels = tuple(
            PolicyLevel(
                delay_s=300,
                targets=tuple(p.name for p in people),
                target_ids=tuple(f"user:{p.id}" for p in people),
            )
            for people in self.ladder
        )
        return EscalationPolicy(id=policy_id, name="the only ladder", levels=levels)

    async def on_call(self, policy_ids: tuple[str, ...]) -> tuple[OnCall, ...]:
        return tuple(
            OnCall(policy_id=policy_id, level=level, person=person)
            for policy_id in policy_ids
            for level, people in enumerate(self.ladder, start=1)
            for person in people
        )

    async def shifts(
        self,
        since: datetime,
        until: datetime,
        *,
        person_id: str = "",
        policy_ids: tuple[str, ...] = (),
    ) -> tuple[OnCall, ...]:
        raise Refused("Klaxon plans nothing ahead")

    async def acknowledge(self, incident_id: str) -> Incident:
        alarm = self._running(incident_id)
        alarm.ringing, alarm.keepers = False, [IDA]
        self._turn(alarm, "quieted by Ida")
        return self._shown(incident_id)

    async def add_note(self, incident_id: str, text: str, marker: str) -> str:
        self.alarms[incident_id].remarks.append((marker, text))
        return marker

    async def find_note(self, incident_id: str, marker: str) -> str | None:
        return next((m for m, _ in self.alarms[incident_id].remarks if m == marker), None)

    async def change(self, change: PagerChange) -> Changed:
        match change:
            case OverrideSchedule():
                spell = (change.schedule_id, change.person_id, change.start, change.end)
                self.stand_ins.append(spell)
                return Changed(ref=f"s{len(self.stand_ins)}")
            case RewritePolicy() | MergeIncidents():
                raise Refused("Klaxon cannot do that", "do it in Klaxon")
            case _:
                return self._changed(change)

    def _changed(self, change: PagerChange) -> Changed:
        alarm = self._running(change.incident_id)
        people = {p.id: p for p in (IDA, JO, KIM)}
        match change:
            case ResolveIncident():
                alarm.over = True
            case EscalateIncident(level=level):
                alarm.step, alarm.ringing = level, True
                alarm.keepers = list(self.ladder[level - 1])
            case ReassignIncident(person_ids=ids):
                alarm.keepers, alarm.ringing = [people[key] for key in ids], True
            case SnoozeIncident(until=until):
                alarm.hush_until = until
            case RenameIncident(title=title):
                alarm.label = title
            case PrioritiseIncident(priority=priority):
                alarm.colour = priority
            case AddResponders(person_ids=ids):
                alarm.callees.append(ids)
        self._turn(alarm, type(change).__name__)
        return Changed(at=self._clock.now(), incident=self._shown(change.incident_id))

    async def find_change(
        self, change: PagerChange, since: datetime, twins: int | None = None
    ) -> Changed | None:
        raise Refused("Klaxon keeps no record of that")

    def heard(self) -> ServerTime | None:
        return None

    def _running(self, key: str) -> Alarm:
        if self.alarms[key].over:
            raise Refused("the alarm is over")
        return self.alarms[key]

    def _turn(self, alarm: Alarm, what: str) -> None:
        alarm.turned = self._clock.now()
        alarm.history.append((alarm.turned, what))

    def _shown(self, key: str) -> Incident:
        alarm = self.alarms[key]
        held = tuple(Assignment(person=p, at=alarm.turned) for p in alarm.keepers)
        status = Status.TRIGGERED if alarm.ringing else Status.ACKNOWLEDGED
        pending = ()
        if alarm.hush_until:
            pending = (PendingAction(kind=Upcoming.UNACKNOWLEDGE, at=alarm.hush_until),)
        elif alarm.ringing and alarm.step < len(self.ladder):
            pending = (PendingAction(kind=Upcoming.ESCALATE, at=alarm.turned + STEP),)
        return Incident(
            id=key,
            number=int(key[1:]),
            title=alarm.label,
            status=Status.RESOLVED if alarm.over else status,
            urgency=Urgency.HIGH,
            created_at=alarm.since,
            changed_at=alarm.turned,
            priority=alarm.colour,
            policy_id="ladder",
            assignments=held,
            acknowledgements=() if alarm.ringing else held,
            pending=pending,
        )


class Shed(Nook):
    """A room with Klaxon in it."""

    def __init__(self, klaxon: Klaxon, store: Store, clock: Clock) -> None:
        self._ids = count(1)
        super().__init__(FarSide(clock.now), store, self.new_id, folder=Path("/nowhere"))
        self._klaxon: Pager = klaxon
        self._clock = clock

    def new_id(self) -> str:
        """An id that nobody has had."""
        return f"r{next(self._ids)}"

    def outbox(self, seat: room.Seat) -> Outbox:
        around = Surroundings(
            state=lambda: seat.state,
            append_if=self._store.append_if,
            now=seat.now,
            process="jump:1:0",
            alive=lambda _process: True,
            new_id=self.new_id,
        )
        delivery = Delivery(
            Outlets(pager=self._klaxon, chat=self._far),
            me=lambda: seat.me,
            now=seat.now,
            jitter=lambda: 0.5,
        )
        return Outbox(around, delivery)

    async def look(self, seat: room.Seat) -> None:
        source = PagerSource(
            self._klaxon, lambda: seat.state, lambda: seat.incident_id, self._clock
        )
        async for fact in source.poll():
            await seat.append(fact)


@dataclass
class Night:
    """A desk with Klaxon behind it."""

    desk: Desk
    klaxon: Klaxon

    async def do(self, action: Action) -> tuple[Parcel, ...]:
        """Ask for it, wait until it is over, and look again; what became of its effects."""
        before = set(self.desk.state.parcels)
        records = await self.desk.act(action)
        assert not isinstance(records, Refusal), records
        made = [key for key in self.desk.state.parcels if key not in before]
        parcels = await self.desk.settle(made, 5)
        assert await self.desk.look(5) == ""
        return parcels


@asynccontextmanager
async def night(folder: Path) -> AsyncIterator[Night]:
    """Ida sits at her desk, and one alarm rings."""
    clock = ManualClock()
    klaxon = Klaxon(clock)
    store = Store(lambda: open_journal(folder / "j.sqlite3", clock), clock, "Ida", "shed")
    plan = procedure()
    plan = replace(plan, channels=replace(plan.channels, oncall="C2"))
    post = Post(person=IDA, procedure=plan, zone=UTC, pager_source=PAGER)
    shed = Shed(klaxon, store, clock)
    desk = Desk(post, store, shed, shed.new_id)
    await desk.open()
    desk.start(watching=False)
    try:
        assert await desk.look(5) == ""
        yield Night(desk, klaxon)
    finally:
        await asyncio.shield(desk.close())


async def test_a_night_with_another_pager(tmp_path: Path) -> None:
    async with night(tmp_path) as it:
        alarm = it.klaxon.alarms["a1"]
        chain = countdown(it.desk.state, it.desk.state.cases["a1"].incident, procedure()).chain
        assert [rung.name for rung in chain] == ["Ida", "Jo", "Kim"]

        spell = TakePager(schedule_id="nights", start=START, end=START + timedelta(hours=2))
        done = [
            *await it.do(Acknowledge(incident_id="a1")),
            *await it.do(Snooze(incident_id="a1", until=START + timedelta(hours=1))),
            *await it.do(Rename(incident_id="a1", title="eu-1 has no uplink")),
            *await it.do(Prioritise(incident_id="a1", priority="violet")),
            *await it.do(WriteNote(incident_id="a1", text="the carrier knows", to_pager=True)),
            *await it.do(CallResponders(incident_id="a1", person_ids=("k-Kim",), message="come")),
            *await it.do(Reassign(incident_id="a1")),
            *await it.do(Escalate(incident_id="a1", level=3, reason=REASON)),
            *await it.do(spell),
            *await it.do(Resolve(incident_id="a1")),
        ]

        assert {p.phase for p in done} == {Phase.DONE}
        assert (alarm.label, alarm.colour, alarm.over) == ("eu-1 has no uplink", "violet", True)
        assert [text for _, text in alarm.remarks] == ["the carrier knows", REASON]
        assert (alarm.callees, alarm.keepers, alarm.step) == ([("k-Kim",)], [KIM], 3)
        assert it.klaxon.stand_ins[0][:2] == ("nights", "k-Ida")
        assert not it.desk.state.cases["a1"].incident.is_open


async def test_what_another_pager_cannot_do_is_refused_in_its_own_words(tmp_path: Path) -> None:
    async with night(tmp_path) as it:
        it.klaxon.alarms["a2"] = Alarm("gateways are slow", [IDA])
        assert await it.desk.look(5) == ""

        (parcel,) = await it.do(Merge(incident_id="a1", sources=("a2",)))

        assert parcel.phase is Phase.FAILED
        assert (parcel.reason, parcel.mend) == ("Klaxon cannot do that", "do it in Klaxon")


@pytest.mark.parametrize(
    "layer",
    ["ports", "domain", "desk", *(f"outbox/{n}.py" for n in ("outbox", "delivery", "outcome"))],
)
def test_nothing_behind_the_port_names_a_vendor(layer: str) -> None:
    """But for the name of its source, which stands in journals, and of the keys that it issues."""
    place = Path(__file__).parents[2] / "cockpit" / layer
    files = {f.name: f for f in ([place] if place.is_file() else sorted(place.glob("*.py")))}
    for named in ("watch.py", "secrecy.py"):
        files.pop(named, None)

    assert files
    assert not [n for n, f in files.items() if "pagerduty" in f.read_text("utf-8").lower()]
