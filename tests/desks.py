# ruff: noqa: ARG002 - the signatures are the ports'
"""A desk with a real journal, a real outbox and an outside in memory: what the screen sits at."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path

from clocks import START, ManualClock
from far_side import ANA, BEN, FarPage, FarSide, incident
from workplace import Workplace

from cockpit.adapters.clock import SystemClock
from cockpit.adapters.finder import ThreadFinder
from cockpit.adapters.papers import PaperPlaces
from cockpit.adapters.shell import LocalShell
from cockpit.adapters.threads import Threads
from cockpit.app import Cockpit
from cockpit.desk import room
from cockpit.desk.crew import Watch
from cockpit.desk.desk import Desk
from cockpit.desk.room import Post
from cockpit.domain.deploy_details import DeployDetails
from cockpit.domain.evidence import Deploy, Health, Report, Sample, Standing, Verdict
from cockpit.domain.facts import (
    CriterionTurned,
    DeploysFound,
    Fact,
    IncidentSeen,
    MeIdentified,
    OnCallSeen,
    PolicySeen,
    ProbeTurned,
    ReportsFound,
    SourceChanged,
)
from cockpit.domain.finding import Hit, Hits
from cockpit.domain.model import (
    EscalationPolicy,
    OnCall,
    PendingAction,
    Person,
    PolicyLevel,
    SourceStatus,
    Upcoming,
)
from cockpit.domain.probes import HttpProbe
from cockpit.domain.procedure import Procedure
from cockpit.domain.readings import Answered, Asked, Sampled
from cockpit.domain.watch import (
    CHAT,
    PAGER,
    PAGER_CHANGES,
    ChannelSpec,
    ReportFolderSpec,
    RepositorySpec,
    TrackerSpec,
    reports_source,
    repository_source,
)
from cockpit.journal.index import find
from cockpit.journal.looking_back import found
from cockpit.journal.opening import open_journal
from cockpit.journal.reading import everything
from cockpit.outbox.calls import Calls
from cockpit.outbox.delivery import Delivery
from cockpit.outbox.hatch import Hatch
from cockpit.outbox.outbox import Outbox, Surroundings
from cockpit.outbox.outlets import Outlets
from cockpit.ports.outside import Refused
from cockpit.ports.repositories import RepositoryReading
from cockpit.ports.services import Services
from cockpit.ports.shelves import Shelves
from cockpit.settings.load import settings_of
from cockpit.store import Store

LEA = Person(id="PLEA", name="Lea Moreau")
HERE = "jump:1:0"
"""This process."""
SOURCES = (
    PAGER,
    PAGER_CHANGES,
    CHAT,
    repository_source("cloud"),
    repository_source("gateway"),
    reports_source("reports"),
)


def procedure() -> Procedure:
    """The shipped profile, with an incident channel."""
    text = (
        'profile = "novavms"\n[slack]\ntoken_env = "T"\n[slack.channels]\nincident = "C1"\n'
        "[person]\nemail = 'ana@example.com'\n"
    )
    return settings_of(text, Path("/nowhere/config.toml")).procedure


class Shelf:
    """Reports in memory."""

    def __init__(self) -> None:
        self.texts = {"2026-03-03-soak.md": "# Session soak\n\nResult: FAILED after 6 h\n"}

    async def scan(
        self, spec: ReportFolderSpec, fingerprint: str
    ) -> tuple[tuple[Report, ...], str] | None:
        """Nothing changes here."""
        return None

    async def search(self, spec: ReportFolderSpec, words: str) -> Hits:
        """The lines that have these words."""
        hits = [
            Hit(folder=spec.name, path=path, title=path, number=number, line=line)
            for path, text in self.texts.items()
            for number, line in enumerate(text.splitlines(), start=1)
            if words and all(word in line for word in words.split())
        ]
        return Hits(hits=tuple(hits), searched=len(self.texts))

    async def read(self, spec: ReportFolderSpec, path: str) -> str:
        """The text of a report."""
        if path not in self.texts:
            raise Refused(f"{path} is gone", "look for it in the repository")
        return self.texts[path]


class Books:
    """Runbooks in memory."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    async def read(self, file: str) -> str:
        """The text of one."""
        if file not in self.texts:
            raise Refused(f"{file} cannot be read: no such file", "correct the runbook's file")
        return self.texts[file]


class Shed:
    """Repositories in memory: the details of the commits that a test puts there."""

    def __init__(self) -> None:
        self.details: dict[str, DeployDetails] = {}
        self.read: list[str] = []

    async def scan(
        self, spec: RepositorySpec, since: datetime, limit: int, fingerprint: str
    ) -> RepositoryReading | None:
        """Nothing changes here."""
        return None

    async def detail(self, spec: RepositorySpec, sha: str) -> DeployDetails:
        """What was put there."""
        self.read.append(sha)
        if sha not in self.details:
            raise Refused(f"{sha[:7]} is not in {spec.name}", "git fetch in the clone")
        return self.details[sha]


class Nook:
    """A room whose outside is in memory, and whose sources say only what a test says for them."""

    def __init__(
        self,
        far: FarSide,
        store: Store,
        new_id: Callable[[], str],
        services: Services | None = None,
        *,
        folder: Path,
    ) -> None:
        self.finder = ThreadFinder(
            partial(find, folder / "search.sqlite3", folder / "journal.sqlite3")
        )
        self.reports = Shelf()
        self.repositories = Shed()
        self.runbooks = Books()
        self.shelves = Shelves(
            *(self.reports, self.runbooks, self.repositories, self.finder),
            Threads("aside", size=1),
            past=partial(everything, folder / "journal.sqlite3", SystemClock()),
        )
        self.services = services
        self.silences = None
        self.papers = PaperPlaces(partial(found, folder / "journal.sqlite3"))
        self.checkup = far.check_ups
        self.tokens: list[str] = []
        self.hatch = Hatch(self.tokens)
        self._far = far
        self._folder = folder
        self._store = store
        self._new_id = new_id

    def outbox(self, seat: room.Seat) -> Outbox:
        """A real one."""
        around = Surroundings(
            state=lambda: seat.state,
            append_if=self._store.append_if,
            now=seat.now,
            process=HERE,
            alive=lambda _process: True,
            new_id=self._new_id,
        )
        far = self._far
        return Outbox(
            around,
            Delivery(
                Outlets(
                    pager=far,
                    chat=far,
                    mail=far,
                    page=FarPage(far),
                    shell=LocalShell([]),
                    papers=self.papers,
                    calls=Calls(self.services, self.hatch, HERE) if self.services else None,
                ),
                me=lambda: seat.me,
                now=seat.now,
                jitter=lambda: 0.5,
            ),
        )

    async def watches(self, seat: room.Seat) -> Sequence[Watch]:
        """None."""
        return ()

    def study(self, seat: room.Seat, incident_id: str) -> None:
        """Nobody reads details here."""

    async def look(self, seat: room.Seat) -> None:
        """There is nothing to see."""

    @property
    def directory(self) -> FarSide:
        """The far side knows people, too."""
        return self._far

    @property
    def workspace(self) -> Workplace:
        """Whom the chat knows."""
        return self._far.workplace

    def answered(self, source: str, at: datetime) -> None:
        """Nobody else wants to know."""

    def answered_at(self) -> datetime | None:
        """Never."""
        return None

    async def close(self) -> None:
        """The thread that searches."""
        self.finder.close()
        await self.papers.close()


@dataclass
class Seat:
    """A running cockpit, its outside, and its time."""

    app: Cockpit
    desk: Desk
    far: FarSide
    clock: ManualClock
    store: Store

    async def tell(self, *facts: Fact) -> None:
        """A source says this."""
        await self.store.append(*facts)

    def fresh(self, *sources: str) -> None:
        """These sources answered just now."""
        for source in sources or SOURCES:
            self.desk.note(Asked(source=source, at=self.clock.now()))
            self.desk.note(Answered(source=source, at=self.clock.now(), good=True))
        self.app._changed()  # As the next second would: one answer more is no news.

    def sample(self, probe: str, *samples: tuple[Health, float]) -> None:
        """A probe looked, once a second, the last time just now."""
        for place, (health, latency) in enumerate(samples):
            at = self.clock.now() - timedelta(seconds=len(samples) - 1 - place)
            status = 503 if health is Health.BAD else 200
            sample = Sample(
                at=at, health=health, status=status, latency_s=latency, detail=str(status)
            )
            self.desk.note(Sampled(probe=probe, sample=sample))


def page(**changes: object) -> IncidentSeen:
    """The page that a story is about: escalates 13 minutes from the start of the clock."""
    at = START - timedelta(seconds=120)
    pending = (PendingAction(kind=Upcoming.ESCALATE, at=START + timedelta(seconds=780)),)
    plain = incident(created_at=at, changed_at=at, pending=pending, policy_id="POL")
    return IncidentSeen(incident=replace(plain, **changes))


def bad_deploy() -> tuple[Fact, ...]:
    """A deploy 40 minutes old, 5xx, a page."""
    levels = tuple(
        PolicyLevel(delay_s=900, targets=(name,)) for name in ("1st", "2nd", "Lea Moreau")
    )
    commit = Deploy(
        repository="cloud",
        sha="a1b2c3d4" * 5,
        at=START - timedelta(minutes=40),
        author="Iris Vega",
        subject="Bump the connection pool to 200",
        tags=("v2.31.0",),
    )
    older = replace(commit, repository="gateway", sha="9f8e7d6c" * 5, tags=(),
                    at=START - timedelta(hours=9), subject="Retry on reset")  # fmt: skip
    report = Report(
        folder="reports",
        path="2026-03-03-soak.md",
        title="Session soak",
        day="2026-03-03",
        verdict=Verdict.FAILED,
    )
    return (
        MeIdentified(person=ANA),
        *(SourceChanged(source=s, status=SourceStatus.OK, since=START) for s in SOURCES),
        PolicySeen(policy=EscalationPolicy(id="POL", name="Cloud", levels=levels)),
        OnCallSeen(
            entries=tuple(
                OnCall(policy_id="POL", level=n, person=p)
                for n, p in enumerate((ANA, BEN, LEA), start=1)
            )
        ),
        page(),
        ProbeTurned(
            probe="api health",
            health=Health.BAD,
            since=START - timedelta(seconds=360),
            detail="503",
        ),
        ProbeTurned(
            probe="reads", health=Health.GOOD, since=START - timedelta(hours=4), detail="200"
        ),
        CriterionTurned(
            criterion="a",
            standing=Standing.MET,
            since=START - timedelta(seconds=360),
            words="api health: 503 for 6 min",
            probe="api health",
        ),
        DeploysFound(repository="cloud", found=(commit,)),
        DeploysFound(repository="gateway", found=(older,)),
        ReportsFound(folder="reports", found=(report,)),
    )


@asynccontextmanager
async def seat(
    folder: Path,
    *story: Fact,
    by: Procedure | None = None,
    channels: tuple[ChannelSpec, ...] = (),
    tracker: TrackerSpec | None = None,
    services: Services | None = None,
) -> AsyncIterator[Seat]:
    """Everything but a screen; `story` is in the journal already. `by`: another procedure."""
    clock, far, ids = ManualClock(), FarSide(), count(1)
    far.now = clock.now
    store = Store(lambda: open_journal(folder / "journal.sqlite3", clock), clock, "Ana", "jump")

    def new_id() -> str:
        return f"r{next(ids)}"

    post = Post(
        person=ANA,
        procedure=by or procedure(),
        zone=UTC,
        probes=(
            HttpProbe(name="api health", url="http://127.0.0.1:1/health"),
            HttpProbe(name="reads", url="http://127.0.0.1:1/reads"),
        ),
        repositories=(
            RepositorySpec(name="cloud", path="/cloud"),
            RepositorySpec(name="gateway", path="/gateway"),
        ),
        folders=(ReportFolderSpec(name="reports", path="/reports"),),
        channels=channels,
        tracker=tracker,
        pager_source=PAGER,
        process=HERE,
    )
    desk = Desk(post, store, Nook(far, store, new_id, services, folder=folder), new_id)
    if story:
        before = Store(
            lambda: open_journal(folder / "journal.sqlite3", clock), clock, "Ana", "jump"
        )
        await before.open()
        await before.append(*story)
        await before.close()
    app = Cockpit(desk, theme="cockpit-dark", rings_for=())
    try:
        yield Seat(app=app, desk=desk, far=far, clock=clock, store=store)
    finally:
        await asyncio.shield(desk.close())
