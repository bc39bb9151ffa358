"""A journal on disk, and processes with a store and an outbox on it that can be killed anywhere."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from itertools import count
from pathlib import Path

from clocks import START, ManualClock
from far_side import ANA, FarPage, FarSide, incident
from patience import PATIENCE_S

from cockpit.domain import dispatch
from cockpit.domain.actions import Acknowledge, Action, Declare, PostUpdate, WriteNote
from cockpit.domain.channels import Channels
from cockpit.domain.decide import decide
from cockpit.domain.decisions import Ground, Refusal
from cockpit.domain.effects import Effect, PostMessage, Purpose
from cockpit.domain.facts import (
    ChangeRequested,
    EffectClaimed,
    EffectReleased,
    Fact,
    IncidentSeen,
    MeIdentified,
    Record,
)
from cockpit.domain.lanes import heads
from cockpit.domain.model import Person
from cockpit.domain.overtaken import overtaken
from cockpit.domain.procedure import Procedure
from cockpit.domain.state import Parcel, Phase, State
from cockpit.journal.opening import open_journal
from cockpit.outbox.calls import Calls
from cockpit.outbox.delivery import Delivery
from cockpit.outbox.hatch import Hatch
from cockpit.outbox.outbox import Decide, Outbox, Surroundings
from cockpit.outbox.outlets import Outlets
from cockpit.ports.services import Services
from cockpit.ports.shell import Shell
from cockpit.ports.told import Mail, StatusPage
from cockpit.store import Store

DEADLINE_S = PATIENCE_S
"""Real seconds after which a call that hangs is given up: no call that goes on takes so long."""
PROCEDURE = Procedure(name="test", channels=Channels(incident="C1", oncall="C2"))


async def _skip(event: asyncio.Event, seconds: float | None) -> None:
    """Wait for the event; let mere time pass at once."""
    await asyncio.sleep(0) if seconds is not None else await event.wait()


class Killer:
    """Kills at the n-th moment of a run; counts the moments when there is none to kill at."""

    def __init__(self, at: int | None = None) -> None:
        self.at = at
        self.seen = 0
        self.struck = asyncio.Event()

    async def moment(self, _what: str = "") -> None:
        """One more moment has come; at the chosen one nothing goes on ever after."""
        self.seen += 1
        await asyncio.sleep(0)
        if self.at is not None and self.seen >= self.at:
            self.struck.set()
            await asyncio.Event().wait()


@dataclass(frozen=True)
class Word:
    """What leaves for an incident without being an update, whatever asks for it."""

    effects: Callable[[str, str], tuple[Effect, ...]]
    """From the id of the request and the effect that opened the thread."""
    incident_id: str = "Q1"

    def asked(self, state: State, request: str) -> Fact:
        """The request of it."""
        case = state.cases[self.incident_id]
        thread = case.declaration.effect if case.declaration else ""
        return ChangeRequested(
            id=request,
            incident_id=self.incident_id,
            words="asked for",
            effects=self.effects(request, thread),
        )


@dataclass
class Process:
    """One cockpit, as far as the outbox is concerned."""

    name: str
    store: Store
    outbox: Outbox
    rig: "Rig"
    hatch: Hatch

    @property
    def state(self) -> State:
        """What this process knows."""
        return self.store.state

    async def act(self, *actions: Action | Word) -> list[str]:
        """Do these; the ids of their effects."""
        effects: list[str] = []
        for action in actions:
            before = set(self.state.parcels)
            ground = Ground(
                procedure=PROCEDURE,
                me=ANA,
                now=self.store.now(),
                zone=UTC,
                new_id=self.rig.new_id,
            )
            refusals: list[Refusal] = []

            def facts(state: State, action: Action | Word = action) -> tuple[Fact, ...]:
                if isinstance(action, Word):
                    return (action.asked(state, self.rig.new_id()),)
                decision = decide(state, action, ground)  # noqa: B023 - used before the next turn
                if isinstance(decision, Refusal):
                    refusals.append(decision)  # noqa: B023 - the same
                    return ()
                return decision

            await self.store.append_if(facts)
            assert not refusals, refusals
            effects += [e for e in self.state.parcels if e not in before]
        return effects

    async def release(self, effect: str) -> None:
        """The person says that it may be tried again."""
        await self.store.append(EffectReleased(effect=effect))

    async def settle(self, rounds: int = 60) -> None:
        """Work, letting time pass in between, until nothing will happen any more by itself."""
        for _ in range(rounds):
            await self.outbox.drain()
            stale = overtaken(self.state)
            if all(p.phase is Phase.FAILED or p.effect.id in stale for p in heads(self.state)):
                return
            self.rig.clock.advance(5)
        raise AssertionError(f"never settles: {self.state.unsent()}")

    def standing(self, effect: str) -> str:
        """Where an effect stands, in words."""
        return dispatch.standing(self.state, self.state.parcels[effect], self.store.now())

    def parcel(self, effect: str) -> Parcel:
        """An effect and what became of it."""
        return self.state.parcels[effect]


@dataclass
class Rig:
    """What several processes share: the disk, the time, the outside."""

    folder: Path
    clock: ManualClock = field(default_factory=ManualClock)
    far: FarSide = field(default_factory=FarSide)
    mail: Mail | None = None
    """Left out: the far side takes e-mails too."""
    page: StatusPage | None = None
    """Likewise."""
    shell: Shell | None = None
    """Left out: nothing is run."""
    services: Services | None = None
    """Left out: there are none of one's own."""
    dead: set[str] = field(default_factory=set)
    _names: Iterator[int] = field(default_factory=lambda: count(1))
    _ids: Iterator[int] = field(default_factory=lambda: count(1))
    _open: list[Process] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.far.now = self.clock.now

    def new_id(self) -> str:
        """An id that nobody has had."""
        return f"r{next(self._ids)}"

    async def process(
        self,
        killer: Killer | None = None,
        *,
        refusal: str = "",
        trouble: Iterator[Exception] | None = None,
        trouble_after_claim: Iterator[Exception] | None = None,
        chat: bool = True,
        me: Person = ANA,
        deadline_s: float = DEADLINE_S,
    ) -> Process:
        """Start another cockpit on the journal; its outbox meets this trouble with it."""
        name, hatch = f"host:{next(self._names)}:0", Hatch([])
        path = self.folder / "journal.sqlite3"
        store = Store(lambda: open_journal(path, self.clock), self.clock, "Ana", "host")
        await store.open()
        killer = killer or Killer()
        self.far.at_write = killer.moment

        async def append_if(decide: Decide) -> tuple[Record, ...]:
            await killer.moment()
            facts = decide(store.state)
            claims = bool(facts) and isinstance(facts[0], EffectClaimed)
            if error := next((trouble if claims else trouble_after_claim) or iter(()), None):
                raise error
            records = await store.append_if(decide)
            await killer.moment()
            return records

        around = Surroundings(
            state=lambda: store.state,
            append_if=append_if,
            now=store.now,
            process=name,
            alive=lambda process: process not in self.dead,
            new_id=self.new_id,
            refusal=refusal,
            wait=_skip,
        )
        delivery = Delivery(
            Outlets(
                pager=self.far,
                chat=self.far if chat else None,
                mail=self.mail or self.far,
                page=self.page or FarPage(self.far),
                shell=self.shell,
                calls=Calls(self.services, hatch, name) if self.services else None,
            ),
            me=lambda: me,
            now=store.now,
            jitter=lambda: 0.5,
            deadline_s=deadline_s,
        )
        process = Process(
            name=name, store=store, outbox=Outbox(around, delivery), rig=self, hatch=hatch
        )
        store.listen(lambda _records: process.outbox.wake())
        self._open.append(process)
        return process

    async def kill(self, process: Process) -> None:
        """End a process without a word, as kill -9 does."""
        await process.outbox.close(0)
        await process.store.close()
        self.dead.add(process.name)
        self._open.remove(process)

    async def close(self) -> None:
        """End all."""
        for process in list(self._open):
            await self.kill(process)


async def known_incident(process: Process, number: int = 1) -> None:
    """The pager has described an incident, and said who sits here."""
    await process.store.append(MeIdentified(person=ANA), IncidentSeen(incident=incident(number)))


def declare(incident_id: str = "Q1") -> Declare:
    """Open the thread."""
    return Declare(incident_id=incident_id, started_at=START, paged_by="", hypothesis="unknown")


def update(known: str, incident_id: str = "Q1") -> PostUpdate:
    """One more outward update."""
    return PostUpdate(
        incident_id=incident_id, known=known, trying="", next_at=START + timedelta(minutes=15)
    )


def remark(words: str, incident_id: str = "Q1") -> Word:
    """A word in the thread that is no update: nothing newer overtakes it."""

    def effects(request: str, thread: str) -> tuple[Effect, ...]:
        return (
            PostMessage(
                id=f"{request}.post",
                incident_id=incident_id,
                channel="C1",
                text=f"Known: {words}",
                thread_of=thread,
                purpose=Purpose.NOTE,
            ),
        )

    return Word(effects, incident_id)


def pager_note(text: str, incident_id: str = "Q1") -> WriteNote:
    """A note that goes to the pager too."""
    return WriteNote(incident_id=incident_id, text=text, to_pager=True)


ACK = Acknowledge(incident_id="Q1")


def run(folder: Path, story: Callable[[Rig], Awaitable[None]]) -> None:
    """Tell a story on a fresh rig, in a loop of its own."""

    async def told() -> None:
        rig = Rig(folder)
        try:
            await story(rig)
        finally:
            await rig.close()

    asyncio.run(told())
