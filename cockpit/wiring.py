"""The composition root: the only place that knows concrete classes; decides nothing."""

import asyncio
import random
import secrets
import socket
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from cockpit import services
from cockpit.adapters.clock import CorrectedClock, SystemClock
from cockpit.adapters.probers import Probers
from cockpit.adapters.processes import alive, login, process_id
from cockpit.adapters.pulse import Pulse
from cockpit.adapters.zone import zone
from cockpit.checkups import checkups
from cockpit.desk.crew import Watch
from cockpit.desk.desk import Desk
from cockpit.desk.room import Post, Seat
from cockpit.domain.facts import Seen, SourceChanged
from cockpit.domain.model import Person, SourceStatus
from cockpit.domain.state import State
from cockpit.journal.index import find
from cockpit.journal.opening import open_journal
from cockpit.journal.reading import everything
from cockpit.listeners import listeners
from cockpit.outbox.delivery import Delivery
from cockpit.outbox.hatch import Hatch
from cockpit.outbox.outbox import Outbox, Surroundings
from cockpit.paper_places import papers
from cockpit.ports.outside import Clock, Directory, Refused
from cockpit.ports.services import Services
from cockpit.ports.told import Workspace
from cockpit.settings.load import Settings
from cockpit.sources import deploys, pager
from cockpit.sources.details import DetailWatch
from cockpit.sources.health import HealthWatch
from cockpit.sources.keeper import Keeper, Sleep, Source
from cockpit.sources.rota import Rota
from cockpit.store import Store
from cockpit.ways import Ways

JOURNAL = "journal.sqlite3"
INDEX = "search.sqlite3"
PULSE = "answered"
_ID_BYTES = 6
READ_ONLY = "this cockpit is read only: nothing leaves it"


def build(settings: Settings, *, clock: Clock | None = None, refusal: str = "") -> Desk:
    """A desk for these settings; nothing is opened, asked or imported from a vendor yet.

    Args:
        settings: a configuration in force.
        clock: this machine's clocks; left out: the real ones.
        refusal: why nothing may leave this cockpit, in words; empty: as the settings say.
    """
    refusal = refusal or (READ_ONLY if settings.read_only else "")
    return assemble(settings, clock or SystemClock(), Wires, refusal)


def assemble(settings: Settings, clock: Clock, room: "type[Wires]", refusal: str = "") -> Desk:
    """As `build`, with a kind of room of the caller's."""
    person = settings.config.person
    author = person.name or person.email or login()
    host = socket.gethostname()
    path = settings.state_dir / JOURNAL
    store = Store(lambda: open_journal(path, clock, author=author, host=host), clock, author, host)
    post = Post(
        person=Person(id="", name=person.name or author, email=person.email),
        procedure=settings.procedure,
        zone=zone(settings.config.screen.time_zone),
        probes=settings.probes,
        repositories=settings.repositories,
        folders=settings.reports,
        channels=settings.channels,
        tracker=settings.tracker,
        papers=settings.papers,
        pager_source=pager.NAME if settings.config.pagerduty else "",
        process=process_id(),
        refusal=refusal,
    )
    return Desk(post, store, room(settings, store, clock, path.with_name(PULSE), refusal), new_id)


def new_id() -> str:
    """An id that nobody else has, short enough to be read in a note."""
    return secrets.token_hex(_ID_BYTES)


class Wires:
    """The `Room` of the real world."""

    sleep: Sleep = staticmethod(asyncio.sleep)
    """How sources wait from one look to the next."""

    def __init__(
        self, settings: Settings, store: Store, clock: Clock, pulse: Path, refusal: str
    ) -> None:
        self._settings = settings
        self._store = store
        self._clock = CorrectedClock(store.now, clock.monotonic)
        self._refusal = refusal
        self._pulse = Pulse(pulse)
        self.checkup = checkups(settings)
        self._tokens: list[str] = []
        self._pager = services.pager(settings, clock, self._tokens)
        self.silences = self._pager.silences if self._pager else None
        self._chat = services.chat(settings, self._tokens)
        self._tracker = services.tracker(settings, self._clock, self._tokens)
        folder = settings.state_dir
        self.papers = papers(settings, self._tokens, folder / JOURNAL)
        talk = (self._pager, self._chat, self.papers)
        self._ways = Ways(settings, self._clock, self._tokens, talk)
        self._prober = Probers(self._clock, services.probe_tokens(settings, self._tokens))
        self.shelves = services.shelves(
            settings,
            partial(find, folder / INDEX, folder / JOURNAL),
            partial(everything, folder / JOURNAL, clock),
        )
        self._calendars = services.calendars(settings, self._tokens)
        self._pager_source: pager.PagerSource | None = None
        self._detail_watch: DetailWatch | None = None

    def outbox(self, seat: Seat) -> Outbox:
        """The one that sends through whatever is configured."""
        around = Surroundings(
            state=lambda: self._store.state,
            append_if=self._store.append_if,
            now=self._store.now,
            process=process_id(),
            alive=alive,
            new_id=new_id,
            refusal=self._refusal,
        )
        delivery = Delivery(
            self._ways.outlets,
            me=lambda: seat.me,
            now=self._store.now,
            jitter=random.random,
        )
        return Outbox(around, delivery)

    async def watches(self, seat: Seat) -> Sequence[Watch]:
        """Everything that the settings say is to be watched."""
        watches = [self._kept(source, seat) for source in self.sources(seat)]
        weighing = services.criteria(
            self._settings, seat.situation, seat.append, (self._clock, self.sleep)
        )
        runs = (self.health(seat).run, weighing.run)
        return (*watches, *self.on_demand(seat), *(Watch(run=run) for run in runs))

    def on_demand(self, seat: Seat) -> tuple[Watch, ...]:
        """What is asked only while somebody looks at it."""
        studied = self._studied(seat)
        return (Watch(run=studied.run, nudge=studied.nudge),)

    def study(self, seat: Seat, incident_id: str) -> None:
        """The watch over details turns to this incident."""
        self._studied(seat).look_at(incident_id)

    def _studied(self, seat: Seat) -> DetailWatch:
        if self._detail_watch is None:
            self._detail_watch = DetailWatch(self._pager, seat.note, self._clock, sleep=self.sleep)
        return self._detail_watch

    def health(self, seat: Seat) -> HealthWatch:
        """The probes."""
        return HealthWatch(
            self._prober,
            self._settings.probes,
            state=lambda: seat.state,
            append=seat.append,
            note=seat.note,
            clock=self._clock,
            sleep=self.sleep,
        )

    async def look(self, seat: Seat) -> None:
        """One question to the pager; all that it says is recorded."""
        source = self._incidents(seat)
        if source is None:
            raise Refused("no pager is configured here", "add [pagerduty] to the configuration")
        facts: list[Seen] = [fact async for fact in source.poll()]
        known = seat.state.sources.get(source.name)
        if known is not None and known.status is not SourceStatus.OK:
            since = self._clock.now()
            facts.append(SourceChanged(source=source.name, status=SourceStatus.OK, since=since))
        await seat.append(*facts)

    def rotas(self, seat: Seat) -> list[Rota]:
        """Everybody who says who is on call in the time to come."""
        ports = (self._pager, self._calendars)
        return services.rotas(self._settings, ports, lambda: seat.state, self._clock)

    @property
    def tokens(self) -> Sequence[str]:
        """The tokens that were read; more come when a service is asked for the first time."""
        return self._tokens

    @property
    def directory(self) -> Directory | None:
        """The pager's own."""
        return self._pager.directory if self._pager else None

    @property
    def workspace(self) -> Workspace | None:
        """The chat's own."""
        return self._chat.workspace if self._chat else None

    @property
    def services(self) -> Services | None:
        """The organisation's own."""
        return self._ways.own

    @property
    def hatch(self) -> Hatch:
        """The one that the outbox uses."""
        return self._ways.hatch

    def answered(self, source: str, at: datetime) -> None:
        """Leaves a trace of the pager's answers for other processes."""
        if source == pager.NAME:
            self._pulse.beat(at)

    def answered_at(self) -> datetime | None:
        """What that trace says."""
        return self._pulse.last()

    async def close(self) -> None:
        """Hang up."""
        for service in (
            self._pager,
            self._chat,
            self.shelves,
            self._calendars,
        ):
            if service is not None:
                service.close()
        if self._tracker is not None:
            await self._tracker.close()
        await self._ways.close()
        await self.papers.close()
        await self._prober.close()

    def _incidents(self, seat: Seat) -> pager.PagerSource | None:
        table = self._settings.config.pagerduty
        if self._pager is None or table is None:
            return None
        if self._pager_source is None:
            self._pager_source = pager.PagerSource(
                self._pager,
                lambda: seat.state,
                lambda: seat.incident_id,
                self._clock,
                interval_s=table.poll,
                policy_ids=table.policy_ids,
            )
        return self._pager_source

    def sources(self, seat: Seat) -> list[Source]:
        """What is asked now and then, as opposed to looked at without end."""
        sources: list[Source] = []
        incidents = self._incidents(seat)
        if incidents is not None:
            sources.append(incidents)

        def state() -> State:
            return seat.state

        sources += listeners(
            self._settings,
            self._chat,
            self._clock,
            state=state,
            focus=lambda: seat.incident_id,
            note=seat.note,
        )
        given, clock, ports = self._settings, self._clock, (self.shelves.repositories, self._pager)
        sources += services.error_watch(given, self._tracker, state, seat.note, clock)
        sources += services.deployments(given, ports, state, clock)
        sources += services.folders(given, self.shelves.reports, state)
        sources += services.ticket_watch(given, self._ways.work, state)
        return [*sources, *self.rotas(seat)]

    def _kept(self, source: Source, seat: Seat) -> Watch:
        keeper = Keeper(source, seat.append, seat.note, self._clock, sleep=self.sleep)
        deploys.glance_first(source, keeper.nudge)
        return Watch(run=keeper.run, nudge=keeper.nudge, name=source.name)
