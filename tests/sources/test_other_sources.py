"""Thread, health, deploys and reports: differences only, at the right pace."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from clocks import START, ManualClock
from virtual_time import VirtualTime

from cockpit.domain.deploy_details import DeployDetails
from cockpit.domain.effects import PostMessage
from cockpit.domain.effects_chat import ChatChange
from cockpit.domain.evidence import Deploy, Health, Report, Running, Sample, Verdict
from cockpit.domain.facts import (
    DeclarationRequested,
    DeploysFound,
    EffectDone,
    Fact,
    IncidentSeen,
    ProbeTurned,
    Record,
    ReplySeen,
    ReportsFound,
    RingsRead,
    SourceChanged,
)
from cockpit.domain.fold import apply
from cockpit.domain.model import Incident, Reply, SourceStatus, Status, Urgency
from cockpit.domain.probes import HttpProbe
from cockpit.domain.readings import Readings
from cockpit.domain.state import EMPTY, Kind, State
from cockpit.domain.watch import FetchSpec, ReportFolderSpec, RepositorySpec
from cockpit.ports.journal import JournalFull
from cockpit.ports.outside import Changed, PortError, Unreachable
from cockpit.ports.repositories import RepositoryReading
from cockpit.ports.told import Posted, Stretch
from cockpit.sources.deploys import MOST, RepositorySource
from cockpit.sources.fetching import FetchSource
from cockpit.sources.health import HealthWatch
from cockpit.sources.keeper import Source
from cockpit.sources.reports import ReportSource
from cockpit.sources.thread import ThreadSource
from cockpit.sources.turns import Turns


class Follower:
    """A state that follows facts."""

    def __init__(self, *facts: Fact) -> None:
        self.state: State = EMPTY
        self.facts: list[Fact] = []
        for fact in facts:
            self.take(fact)
        self.facts.clear()

    def take(self, fact: Fact) -> None:
        self.facts.append(fact)
        seq = self.state.seq + 1
        record = Record(
            seq=seq, id=f"r{seq}", at=START, noted_at=START, author="ana", host="h", fact=fact
        )
        self.state = apply(self.state, record)

    full = False

    async def append(self, *facts: Fact) -> None:
        if self.full:
            raise JournalFull("There is no room left.", "Free some.")
        for fact in facts:
            self.take(fact)

    async def poll(self, source: Source) -> list[Fact]:
        told = [fact async for fact in source.poll()]
        await self.append(*told)
        return told


# --- thread ----------------------------------------------------------------------------------

SEEN = IncidentSeen(
    incident=Incident(
        id="P1",
        number=1,
        title="down",
        status=Status.TRIGGERED,
        urgency=Urgency.HIGH,
        created_at=START,
        changed_at=START,
    )
)
DECLARED = DeclarationRequested(
    id="D",
    incident_id="P1",
    started_at=START,
    paged_by="x",
    hypothesis="unknown",
    effects=(PostMessage(id="E", incident_id="P1", channel="C1", text="declared"),),
)
IN_CHANNEL = EffectDone(effect="E", ref="100.000001", done_at=START)


def reply(ts: str, text: str = "hello") -> Reply:
    return Reply(channel="C1", thread="100.000001", ts=ts, at=START, author="Ben", text=text)


class FakeChat:
    def __init__(self) -> None:
        self.thread: list[Reply] = []
        self.asked: list[str] = []
        self.at_once = 1000

    async def check(self) -> None:
        self.asked.append("check")

    async def post(self, message: PostMessage, thread: str) -> Posted:
        raise NotImplementedError

    async def alter(self, change: ChatChange, ref: str, thread: str) -> Changed:
        raise NotImplementedError

    async def find_alteration(
        self, change: ChatChange, ref: str, thread: str, since: datetime
    ) -> Changed | None:
        raise NotImplementedError

    async def find(self, channel: str, thread: str, marker: str, since: datetime) -> Posted | None:
        raise NotImplementedError

    async def replies(self, channel: str, thread: str, after: str) -> Stretch:
        assert (channel, thread) == ("C1", "100.000001")
        self.asked.append(after)
        found = [r for r in self.thread if r.ts > after]
        some, more = found[: self.at_once], found[self.at_once :]
        return Stretch(replies=tuple(some), goes_on_after=some[-1].ts if more else "")


def threaded(follower: Follower, chat: FakeChat, clock: ManualClock) -> ThreadSource:
    return ThreadSource(chat, lambda: follower.state, lambda: "P1", clock)


async def test_new_and_edited_replies_are_told_once() -> None:
    follower, chat, clock = Follower(SEEN, DECLARED, IN_CHANNEL), FakeChat(), ManualClock()
    source = threaded(follower, chat, clock)
    chat.thread = [reply("101.000001"), reply("102.000001")]

    told = await follower.poll(source)
    assert [f.reply.ts for f in told if isinstance(f, ReplySeen)] == ["101.000001", "102.000001"]
    assert await follower.poll(source) == []
    chat.thread[0] = reply("101.000001", "edited")
    clock.advance(61)

    assert await follower.poll(source) == [
        ReplySeen(incident_id="P1", reply=reply("101.000001", "edited"))
    ]
    assert chat.asked == ["", "102.000001", ""]


def deleted(told: list[object]) -> list[str]:
    """What was told to stand there no more."""
    return [f.reply.ts for f in told if isinstance(f, ReplySeen) and f.reply.is_deleted]


async def test_a_reply_that_is_gone_twice_was_deleted_and_stays_on_record() -> None:
    follower, chat, clock = Follower(SEEN, DECLARED, IN_CHANNEL), FakeChat(), ManualClock()
    source = threaded(follower, chat, clock)
    chat.thread = [reply(f"10{n}.000001", f"word {n}") for n in range(1, 4)]
    await follower.poll(source)
    del chat.thread[1]
    clock.advance(61)
    once, twice = await follower.poll(source), await follower.poll(source)
    clock.advance(61)
    later = await follower.poll(source)

    assert (deleted(once), deleted(twice), deleted(later)) == ([], ["102.000001"], [])
    case = follower.state.cases["P1"]
    assert case.replies["102.000001"].text == "word 2"
    said = [m.text for m in case.moments if m.kind is Kind.CHAT]
    assert said == ["word 1", "word 2", "word 3", "Ben's message was deleted; it said: word 2"]


async def test_a_reply_that_one_page_leaves_out_was_not_deleted() -> None:
    follower, chat, clock = Follower(SEEN, DECLARED, IN_CHANNEL), FakeChat(), ManualClock()
    source = threaded(follower, chat, clock)
    chat.thread = everything = [reply(f"10{n}.000001") for n in range(1, 4)]
    await follower.poll(source)
    for chat.thread in (everything[:2], everything, everything[:2], everything):
        clock.advance(61)
        assert await follower.poll(source) == []


async def test_a_thread_longer_than_one_look_is_read_on_and_at_last_whole() -> None:
    follower, chat, clock = Follower(SEEN, DECLARED, IN_CHANNEL), FakeChat(), ManualClock()
    source, chat.at_once = threaded(follower, chat, clock), 10
    chat.thread = [reply(f"{1000 + n}.000001") for n in range(95)]
    warned = []
    for _ in range(10):
        await follower.poll(source)
        warned.append(bool(source.warning))

    assert list(follower.state.cases["P1"].replies) == [r.ts for r in chat.thread]
    assert len(chat.asked) == 10
    assert warned == [True] * 9 + [False]


async def test_while_a_long_thread_is_read_again_what_is_new_does_not_wait() -> None:
    follower, chat, clock = Follower(SEEN, DECLARED, IN_CHANNEL), FakeChat(), ManualClock()
    source, chat.at_once = threaded(follower, chat, clock), 10
    chat.thread = [reply(f"{1000 + n}.000001") for n in range(95)]
    for _ in range(10):
        await follower.poll(source)
    clock.advance(601)
    told = await follower.poll(source)
    chat.thread += [reply("2000.000001")]
    del chat.thread[50]
    news = [*await follower.poll(source), *await follower.poll(source)]
    for _ in range(60):
        told += await follower.poll(source)

    assert [f.reply.ts for f in news if isinstance(f, ReplySeen)] == ["2000.000001"]
    assert deleted(told) == ["1050.000001"]


async def test_without_a_thread_the_token_is_tried_now_and_then() -> None:
    follower, chat, clock = Follower(SEEN), FakeChat(), ManualClock()
    source = threaded(follower, chat, clock)

    for _ in range(10):
        await follower.poll(source)
        clock.advance(8)

    assert chat.asked == ["check"] * 3


# --- health ----------------------------------------------------------------------------------


class FakeProber:
    def __init__(self, time: VirtualTime) -> None:
        self.time = time
        self.health: dict[str, Health] = {}
        self.takes_s: dict[str, float] = {}
        self.looks: dict[str, list[float]] = {}
        self.remembered: dict[str, tuple[Sample, ...]] = {}

    async def past(self, spec: HttpProbe) -> tuple[Sample, ...]:
        return self.remembered.get(spec.name, ())

    async def look(self, spec: HttpProbe) -> Sample:
        at = self.time.now()
        self.looks.setdefault(spec.name, []).append(self.time.monotonic() - 1000)
        if spec.name in self.takes_s:
            await self.time.sleep(self.takes_s[spec.name])
        if spec.name == "broken":
            raise KeyError(spec.name)
        health = self.health.get(spec.name, Health.GOOD)
        return Sample(at=at, health=health, status=None, latency_s=None, detail=health.value)


async def watching(
    probes: tuple[HttpProbe, ...],
    script: Callable[[VirtualTime, FakeProber], Awaitable[None]],
    follower: Follower | None = None,
) -> tuple[Follower, Readings, FakeProber]:
    time, follower, readings = VirtualTime(), follower or Follower(), Readings()
    prober = FakeProber(time)
    watch = HealthWatch(
        prober,
        probes,
        state=lambda: follower.state,
        append=follower.append,
        note=readings.take,
        clock=time,
        sleep=time.sleep,
    )
    task = asyncio.ensure_future(watch.run())
    await script(time, prober)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return follower, readings, prober


def probe(name: str, interval_s: float = 5.0) -> HttpProbe:
    return HttpProbe(name=name, url="http://127.0.0.1/", interval_s=interval_s)


async def test_a_fault_that_every_probe_runs_into_is_told_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def script(time: VirtualTime, _prober: FakeProber) -> None:
        await time.pass_by(100)

    probes = tuple(replace(probe("broken"), url=f"http://127.0.0.1/{n}") for n in range(200))
    follower, _, _ = await watching(probes, script)

    (told,) = follower.facts
    assert isinstance(told, SourceChanged)
    assert told.status is SourceStatus.FAULTY
    assert len(caplog.records) == 1


async def test_a_turn_that_the_journal_did_not_take_is_told_later() -> None:
    async def script(time: VirtualTime, prober: FakeProber) -> None:
        await time.pass_by(6)
        follower.full, prober.health["api"] = True, Health.BAD
        await time.pass_by(60)
        follower.full = False
        await time.pass_by(10)

    follower = Follower()
    await watching((probe("api"),), script, follower)

    turns = [fact for fact in follower.facts if isinstance(fact, ProbeTurned)]
    assert [turn.health for turn in turns] == [Health.GOOD, Health.BAD]


async def test_only_turns_are_facts_and_they_begin_with_their_first_sample() -> None:
    async def script(time: VirtualTime, prober: FakeProber) -> None:
        await time.pass_by(22)
        prober.health["api"] = Health.BAD
        await time.pass_by(20)
        prober.health["api"] = Health.UNKNOWN
        await time.pass_by(10)

    follower, readings, _ = await watching((probe("api"),), script)

    turns = [f for f in follower.facts if isinstance(f, ProbeTurned)]
    assert [t.health for t in turns] == [Health.GOOD, Health.BAD, Health.UNKNOWN]
    assert turns[1].since == START + timedelta(seconds=25)
    assert len(readings.samples("api")) == 11


async def test_every_probe_keeps_its_own_beat_however_slow_another_is() -> None:
    async def script(time: VirtualTime, prober: FakeProber) -> None:
        prober.takes_s["slow"] = 12.0
        await time.pass_by(60)

    probes = (probe("slow", 5.0), probe("quick", 1.0))
    _, _, prober = await watching(probes, script)

    assert prober.looks["slow"] == [0, 15, 30, 45, 60]
    gaps = {round(b - a, 6) for a, b in pairwise(prober.looks["quick"])}
    assert gaps == {1.0}


async def test_a_fault_in_one_probe_stays_there() -> None:
    async def script(time: VirtualTime, prober: FakeProber) -> None:
        await time.pass_by(20)

    follower, _, prober = await watching((probe("broken"), probe("api")), script)

    assert len(prober.looks["api"]) >= 4
    assert [f.source for f in follower.facts if isinstance(f, SourceChanged)] == ["health"]


async def test_first_looks_are_spread() -> None:
    async def script(time: VirtualTime, prober: FakeProber) -> None:
        await time.pass_by(1)

    probes = tuple(probe(str(n), 1.0) for n in range(40))
    _, _, prober = await watching(probes, script)

    first = sorted(looks[0] for looks in prober.looks.values())
    assert max(b - a for a, b in pairwise(first)) < 0.1


# --- deploys ---------------------------------------------------------------------------------

CLOUD = RepositorySpec(name="cloud", path="/nowhere")


def deploy(sha: str, minutes: float = 10, **more: object) -> Deploy:
    at = START - timedelta(minutes=minutes)
    made = Deploy(repository="cloud", sha=sha, at=at, author="Ana", subject="x")
    return replace(made, **more)


class FakeRepositories:
    def __init__(self) -> None:
        self.reading: RepositoryReading = RepositoryReading(deploys=(), fingerprint="1")
        self.at_once = self.most_at_once = 0

    async def scan(
        self, spec: RepositorySpec, since: datetime, limit: int, fingerprint: str
    ) -> RepositoryReading | None:
        assert limit == MOST
        assert since.tzinfo is not None
        assert spec.path == CLOUD.path
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        await asyncio.sleep(0)
        self.at_once -= 1
        return None if fingerprint == self.reading.fingerprint else self.reading

    async def glance(self, spec: RepositorySpec, since: datetime, limit: int) -> RepositoryReading:
        assert (spec, limit) == (CLOUD, MOST)
        return replace(self.reading, deploys=tuple(d for d in self.reading.deploys if d.at > since))

    async def look_through(
        self, spec: RepositorySpec, since: datetime, limit: int
    ) -> RepositoryReading:
        raise AssertionError(f"nothing is hidden in {spec.name}: {since} {limit}")

    async def fetch(self, spec: RepositorySpec) -> None:
        raise AssertionError(f"nobody allowed to fetch {spec.name}")

    async def detail(self, spec: RepositorySpec, sha: str) -> DeployDetails:
        raise AssertionError(f"a source reads no details: {spec.name} {sha}")


async def test_deploys_as_differences() -> None:
    follower, repositories, clock = Follower(), FakeRepositories(), ManualClock()
    source = RepositorySource(
        repositories, CLOUD, lambda: follower.state, clock, asyncio.Semaphore(4), turns=Turns()
    )
    assert source.name == "repository cloud"

    assert await follower.poll(source) == [DeploysFound(repository="cloud")]
    assert await follower.poll(source) == []
    new = RepositoryReading(deploys=(deploy("a"), deploy("b", 20)), fingerprint="2", warning="w")
    repositories.reading = new
    (told,) = await follower.poll(source)
    assert told == DeploysFound(repository="cloud", found=new.deploys)
    assert source.warning == "w"
    tagged = deploy("a", tags=("v1",))
    repositories.reading = RepositoryReading(deploys=(tagged,), more=3, fingerprint="3")
    (told,) = await follower.poll(source)
    assert told == DeploysFound(repository="cloud", found=(tagged,), gone=("b",), more=3)


async def test_a_deploy_grows_too_old_although_nobody_commits() -> None:
    follower, repositories, clock = Follower(), FakeRepositories(), ManualClock()
    repositories.reading = RepositoryReading(
        deploys=(deploy("new"), deploy("old", 23 * 60)), fingerprint="1"
    )
    source = RepositorySource(
        repositories, CLOUD, lambda: follower.state, clock, asyncio.Semaphore(4), turns=Turns()
    )
    await follower.poll(source)
    clock.advance(2 * 3600)

    assert await follower.poll(source) == [DeploysFound(repository="cloud", gone=("old",))]
    assert await follower.poll(source) == []


async def test_suspects_stay_as_long_as_their_incident_is_open() -> None:
    paged = replace(SEEN.incident, status=Status.TRIGGERED)
    follower, repositories, clock = Follower(), FakeRepositories(), ManualClock()
    repositories.reading = RepositoryReading(deploys=(deploy("suspect", 60),), fingerprint="1")
    source = RepositorySource(
        repositories, CLOUD, lambda: follower.state, clock, asyncio.Semaphore(4), turns=Turns()
    )
    follower.take(IncidentSeen(incident=replace(paged, created_at=clock.now())))
    await follower.poll(source)
    clock.advance(30 * 3600)
    during = await follower.poll(source)
    over = replace(paged, status=Status.RESOLVED, created_at=clock.now(), changed_at=clock.now())
    follower.take(IncidentSeen(incident=over))

    assert during == []
    assert await follower.poll(source) == [DeploysFound(repository="cloud", gone=("suspect",))]


async def test_a_first_poll_is_a_glance_where_another_follows_at_once() -> None:
    """It adds what it sees, and takes nothing away: tags and old dates are looked at later."""
    before = DeploysFound(repository="cloud", found=(deploy("a", files=3), deploy("hidden")))
    follower, repositories, clock = Follower(before), FakeRepositories(), ManualClock()
    asked: list[str] = []
    source = RepositorySource(
        repositories, CLOUD, lambda: follower.state, clock, asyncio.Semaphore(4), turns=Turns()
    )
    source.again = lambda: asked.append("again")
    repositories.reading = RepositoryReading(deploys=(deploy("b"), deploy("a")), fingerprint="1")

    assert await follower.poll(source) == [DeploysFound(repository="cloud", found=(deploy("b"),))]
    assert asked == ["again"]
    (whole,) = await follower.poll(source)
    assert whole == DeploysFound(repository="cloud", found=(deploy("a"),), gone=("hidden",))


async def test_what_runs_in_the_rings_is_told_when_it_changes() -> None:
    follower, repositories, clock = Follower(), FakeRepositories(), ManualClock()
    live = Running(ring="production", sha="a", ref="v1")
    repositories.reading = RepositoryReading(deploys=(), fingerprint="1", rings=(live,))
    source = RepositorySource(
        repositories, CLOUD, lambda: follower.state, clock, asyncio.Semaphore(4), turns=Turns()
    )

    assert await follower.poll(source) == [
        DeploysFound(repository="cloud"),
        RingsRead(repository="cloud", rings=(live,)),
    ]
    repositories.reading = replace(repositories.reading, fingerprint="2")
    assert await follower.poll(source) == []


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (59, ""),
        (61, "not fetched for 1 h: newer commits are not seen"),
        (200, "not fetched for 3 h: newer commits are not seen"),
        (60 * 50, "not fetched for 2 d: newer commits are not seen"),
    ],
)
async def test_the_age_of_a_mirror_is_said(minutes: int, words: str) -> None:
    follower, repositories, clock = Follower(), FakeRepositories(), ManualClock()
    repositories.reading = RepositoryReading(deploys=(), fingerprint="1", fetched_at=clock.now())
    source = RepositorySource(
        repositories, CLOUD, lambda: follower.state, clock, asyncio.Semaphore(4), turns=Turns()
    )
    await follower.poll(source)

    clock.advance(minutes * 60)
    await follower.poll(source)

    assert source.warning == words


class Remote(FakeRepositories):
    """Repositories of which one can be fetched, when it answers."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched = 0
        self.problem: PortError | None = None

    async def fetch(self, spec: RepositorySpec) -> None:
        assert spec.fetch is not None
        if self.problem is not None:
            raise self.problem
        self.fetched += 1


async def test_a_fetch_says_nothing_but_that_it_failed() -> None:
    """What it brings is read by whoever watches the repository, and stays when it fails."""
    allowed = FetchSpec(interval_s=60.0, timeout_s=30.0)
    remote = Remote()
    source = FetchSource(remote, replace(CLOUD, fetch=allowed), allowed, asyncio.Semaphore(2))

    assert (source.name, source.interval_s, source.deadline_s) == ("fetch cloud", 60.0, 90.0)
    assert [fact async for fact in source.poll()] == []
    assert remote.fetched == 1
    remote.problem = Unreachable("the remote does not answer")
    with pytest.raises(Unreachable):
        assert [fact async for fact in source.poll()] == []


async def test_few_repositories_are_read_at_one_time() -> None:
    follower, repositories, clock = Follower(), FakeRepositories(), ManualClock()
    gate = asyncio.Semaphore(3)
    sources = [
        RepositorySource(
            repositories,
            replace(CLOUD, name=str(n)),
            lambda: follower.state,
            clock,
            gate,
            turns=Turns(),
        )
        for n in range(20)
    ]

    await asyncio.gather(*(follower.poll(source) for source in sources))

    assert repositories.most_at_once == 3
    assert len(follower.state.repositories) == 20


# --- reports ---------------------------------------------------------------------------------


def report(path: str, verdict: Verdict = Verdict.PASSED) -> Report:
    return Report(folder="reports", path=path, title=path, day="2026-03-01", verdict=verdict)


class FakeReports:
    def __init__(self) -> None:
        self.now: tuple[tuple[Report, ...], str] = ((), "1")

    async def scan(
        self, spec: ReportFolderSpec, fingerprint: str
    ) -> tuple[tuple[Report, ...], str] | None:
        assert spec.path == "x"
        return None if fingerprint == self.now[1] else self.now

    async def read(self, spec: ReportFolderSpec, path: str) -> str:
        raise NotImplementedError


@pytest.mark.parametrize(("name", "shown"), [("reports", "reports"), ("soaks", "reports soaks")])
async def test_reports_as_differences(name: str, shown: str) -> None:
    follower, reports = Follower(), FakeReports()
    source = ReportSource(reports, ReportFolderSpec(name=name, path="x"), lambda: follower.state)
    assert source.name == shown

    assert await follower.poll(source) == [ReportsFound(folder=name)]
    reports.now = ((report("a"), report("b")), "2")
    assert await follower.poll(source) == [ReportsFound(folder=name, found=reports.now[0])]
    assert await follower.poll(source) == []
    reports.now = ((report("a", Verdict.FAILED),), "3")
    assert await follower.poll(source) == [
        ReportsFound(folder=name, found=reports.now[0], gone=("b",))
    ]


def found(time: VirtualTime, before_s: float, health: Health) -> Sample:
    at = time.now() - timedelta(seconds=before_s)
    return Sample(at=at, health=health, status=None, latency_s=None, detail=health.value)


async def test_since_when_it_is_bad_may_be_known_from_before_the_first_look():
    ages = ((600, Health.BAD), (400, Health.GOOD), (250, Health.BAD), (130, Health.BAD))
    past = tuple(found(VirtualTime(), *age) for age in ages)

    async def script(time: VirtualTime, prober: FakeProber) -> None:
        prober.remembered["api"] = past
        prober.health["api"] = Health.BAD
        await time.pass_by(20)

    follower, readings, _ = await watching((probe("api"),), script)

    (turn,) = [f for f in follower.facts if isinstance(f, ProbeTurned)]
    assert (turn.health, turn.since) == (Health.BAD, past[2].at)
    assert readings.samples("api")[:4] == past


async def test_a_bad_past_does_not_make_a_good_present_bad():
    past = (found(VirtualTime(), 60, Health.BAD),)

    async def script(time: VirtualTime, prober: FakeProber) -> None:
        prober.remembered["api"] = past
        await time.pass_by(20)

    follower, _, _ = await watching((probe("api"),), script)

    (turn,) = [f for f in follower.facts if isinstance(f, ProbeTurned)]
    assert (turn.health, turn.since) == (Health.GOOD, VirtualTime().now())


async def test_since_when_it_is_bad_outlives_a_journal_that_takes_nothing_and_a_restart():
    async def script(time: VirtualTime, prober: FakeProber) -> None:
        prober.health["api"] = Health.BAD
        follower.full = True
        await time.pass_by(60)
        follower.full = False
        await time.pass_by(60)

    async def again(time: VirtualTime, prober: FakeProber) -> None:
        time.advance(900)
        await script(time, prober)

    follower = Follower()
    await watching((probe("api"),), script, follower)
    await watching((probe("api"),), again, follower)

    assert follower.state.probes["api"].since == VirtualTime().now()
    assert len([f for f in follower.facts if isinstance(f, ProbeTurned)]) == 1
