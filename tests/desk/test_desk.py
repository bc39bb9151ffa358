# ruff: noqa: ARG002 - the signatures are the ports'
"""The desk: what it says is on screen, what it records, how it ends."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from clocks import START, ManualClock
from desks import Books, Shed
from far_side import ANA, BEN, FarSide, incident
from patience import PATIENCE_S

from cockpit.adapters.finder import ThreadFinder
from cockpit.adapters.threads import Threads
from cockpit.desk.crew import Watch
from cockpit.desk.desk import Desk
from cockpit.desk.room import Post, Seat
from cockpit.domain.actions import Acknowledge, Declare, LookAt, WriteNote
from cockpit.domain.channels import Channels
from cockpit.domain.decisions import Refusal
from cockpit.domain.facts import (
    Fact,
    IncidentSeen,
    MeIdentified,
    NoteRequested,
    ServerClockRead,
    SourceChanged,
)
from cockpit.domain.model import Incident, Person, SourceStatus, Status
from cockpit.domain.procedure import Procedure
from cockpit.domain.questions import Findings
from cockpit.domain.readings import Answered, Asked
from cockpit.domain.state import Phase
from cockpit.domain.watch import ReportFolderSpec
from cockpit.journal.opening import open_journal
from cockpit.outbox.delivery import Delivery
from cockpit.outbox.hatch import Hatch
from cockpit.outbox.outbox import Outbox, Surroundings
from cockpit.outbox.outlets import Outlets
from cockpit.ports.journal import Journal, JournalFull
from cockpit.ports.outside import (
    Refused,
    Unreachable,
)
from cockpit.ports.shelves import Shelves
from cockpit.store import Store

NAME = "pager"


class Office:
    """A `Room` with the outside in memory."""

    def __init__(self, store: Store, far: FarSide, refusal: str = "") -> None:
        self.store = store
        self.far = far
        self.refusal = refusal
        self.beats: list[tuple[str, datetime]] = []
        self.tokens: Sequence[str] = ()
        self.nudged = asyncio.Event()
        self.running = asyncio.Event()
        self.stubborn = False
        self.looks: list[Exception | tuple[Fact, ...]] = []
        self.services = None
        self.checkup = far.check_ups
        self.hatch = Hatch([])
        self.ids = iter(f"r{n}" for n in range(1, 1000))

    def outbox(self, seat: Seat) -> Outbox:
        around = Surroundings(
            state=lambda: self.store.state,
            append_if=self.store.append_if,
            now=self.store.now,
            process="host:1:0",
            alive=lambda _process: True,
            new_id=lambda: next(self.ids),
            refusal=self.refusal,
        )
        delivery = Delivery(
            Outlets(pager=self.far, chat=self.far),
            me=lambda: seat.me,
            now=self.store.now,
            jitter=lambda: 0.5,
        )
        return Outbox(around, delivery)

    async def watches(self, seat: Seat) -> Sequence[Watch]:
        return (Watch(run=self._watch, nudge=self.nudged.set),)

    async def _watch(self) -> None:
        self.running.set()
        while True:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                if not self.stubborn:
                    raise

    def study(self, seat: Seat, incident_id: str) -> None:
        """Nobody reads details here."""

    async def look(self, seat: Seat) -> None:
        answer = self.looks.pop(0)
        if isinstance(answer, Exception):
            raise answer
        await seat.append(*answer)

    papers = None

    @property
    def shelves(self) -> Shelves:
        finder = ThreadFinder(lambda _question, _most: Findings())
        return Shelves(Shelf(), Books(), Shed(), finder, Threads("aside"), finder.close)

    @property
    def workspace(self) -> None:
        return None

    silences = None

    @property
    def directory(self) -> None:
        """Nobody is looked up here."""
        return None

    def answered(self, source: str, at: datetime) -> None:
        self.beats.append((source, at))

    def answered_at(self) -> datetime | None:
        return self.beats[-1][1] if self.beats else None

    async def close(self) -> None:
        self.far.calls += 0


class Shelf:
    """One report."""

    async def scan(self, spec: ReportFolderSpec, fingerprint: str) -> None:
        return None

    async def read(self, spec: ReportFolderSpec, path: str) -> str:
        return f"{spec.name}/{path}"


class Bench:
    """A desk on a folder, and its parts."""

    def __init__(self, folder: Path, refusal: str = "", *, full: bool = False) -> None:
        self.clock = ManualClock()

        def journal() -> Journal:
            opened = open_journal(folder / "journal.sqlite3", self.clock)
            return Full(opened) if full else opened

        self.store = Store(journal, self.clock, "Ana", "host")
        self.far = FarSide(self.clock.now)
        self.office = Office(self.store, self.far, refusal)
        post = Post(
            person=Person(id="", name="Ana", email=ANA.email),
            procedure=Procedure(name="test", channels=Channels(incident="C1")),
            zone=UTC,
            folders=(ReportFolderSpec(name="soaks", path="."),),
            pager_source=NAME,
        )
        ids = iter(f"a{n}" for n in range(1, 1000))
        self.desk = Desk(post, self.store, self.office, lambda: next(ids))

    async def told(self, *facts: Fact) -> None:
        """A source has recorded these, and the listeners have been called."""
        await self.store.append(*facts)
        await asyncio.sleep(0)
        await asyncio.sleep(0)


class Full:
    """A journal whose disk is full."""

    def __init__(self, journal: Journal) -> None:
        self.since, self.changed, self.close = journal.since, journal.changed, journal.close
        self.draft, self.keep_drafts = journal.draft, journal.keep_drafts

    def append(self, *_drafts: object, **_more: object) -> None:
        raise JournalFull("The disk is full.", "Make room.")


OK = SourceChanged(source=NAME, status=SourceStatus.OK, since=START)


def newer(minutes: int, **changes: object) -> Incident:
    """Another incident, opened later."""
    at = START + timedelta(minutes=minutes)
    return incident(2, created_at=at, changed_at=at, **changes)


async def test_the_last_known_incident_is_on_screen_before_anybody_was_asked(
    tmp_path: Path,
) -> None:
    first = Bench(tmp_path)
    await first.desk.open()
    await first.told(IncidentSeen(incident=incident()), MeIdentified(person=ANA))
    await first.desk.close()

    bench = Bench(tmp_path)
    await bench.desk.open()
    try:
        assert bench.desk.incident_id == "Q1"
        assert bench.desk.situation().case is not None
        assert bench.desk.me == ANA
    finally:
        await bench.desk.close()


async def test_the_first_answer_decides_what_is_on_screen_and_nothing_after_it(
    tmp_path: Path,
) -> None:
    bench = Bench(tmp_path)
    await bench.desk.open()
    try:
        await bench.told(IncidentSeen(incident=incident()), MeIdentified(person=ANA))
        resolved = incident(status=Status.RESOLVED)
        await bench.told(IncidentSeen(incident=resolved), IncidentSeen(incident=newer(1)), OK)
        assert bench.desk.incident_id == "Q2", "the journal was old: Q1 was resolved meanwhile"

        third = replace(newer(2), id="Q3", number=4219)
        await bench.told(IncidentSeen(incident=third))
        assert bench.desk.incident_id == "Q2", "a new page never switches the screen"
        await bench.told(IncidentSeen(incident=newer(1, status=Status.RESOLVED)))
        assert bench.desk.incident_id == "Q2", "a resolved one stays"

        bench.desk.choose("Q3")
        bench.desk.choose("no such")
        assert bench.desk.incident_id == "Q3"
    finally:
        await bench.desk.close()


async def test_what_was_acted_on_stays_on_screen(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    await bench.desk.open()
    try:
        await bench.told(IncidentSeen(incident=incident(assignments=())))
        await bench.desk.act(WriteNote(incident_id="Q1", text="here"))
        await bench.told(MeIdentified(person=ANA), IncidentSeen(incident=newer(1)))

        assert bench.desk.incident_id == "Q1"
    finally:
        await bench.desk.close()


async def test_acting_is_recorded_then_sent_and_settle_waits_for_it(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    await bench.desk.open()
    try:
        await bench.told(IncidentSeen(incident=incident()), MeIdentified(person=ANA))
        result = await bench.desk.act(Acknowledge(incident_id="Q1"))
        assert not isinstance(result, Refusal)
        assert bench.far.calls == 0
        bench.desk.start()
        (parcel,) = await bench.desk.settle(["a1.ack", "unknown"], PATIENCE_S)

        assert parcel.phase is Phase.DONE
        assert bench.far.acknowledged == ["Q1"]
    finally:
        await bench.desk.close()


async def test_settle_does_not_wait_for_what_is_stuck(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    await bench.desk.open()
    try:
        await bench.told(IncidentSeen(incident=incident()))
        bench.far.faults = ["connection refused"] * 50
        await bench.desk.act(
            Declare(incident_id="Q1", started_at=START, paged_by="", hypothesis="")
        )
        bench.desk.start()
        (parcel,) = await bench.desk.settle(["a1.post"], PATIENCE_S, tries=1)
        assert parcel.phase is Phase.WAITING
        assert parcel.reason == "connection refused"

        bench.far.faults = []
        bench.desk.nudge()
        (parcel,) = await bench.desk.settle(["a1.post"], PATIENCE_S)
        assert parcel.phase is Phase.DONE, "a nudge does not wait for the next attempt"
    finally:
        await bench.desk.close()


async def test_considering_changes_nothing(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    await bench.desk.open()
    try:
        await bench.told(IncidentSeen(incident=incident()))
        before = bench.desk.state.seq
        decision = bench.desk.consider(WriteNote(incident_id="Q1", text="a\x1b[2Jb"))

        assert not isinstance(decision, Refusal)
        assert isinstance(decision[0], NoteRequested)
        assert decision[0].text == "ab"
        assert bench.desk.state.seq == before
    finally:
        await bench.desk.close()


async def test_what_a_paste_brings_along_never_reaches_the_journal(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    await bench.desk.open()
    try:
        text = "one\x1b]0;title\x07\ntwo\u202e \x9b31mthree"
        result = await bench.desk.act(WriteNote(incident_id="", text=text))

        assert not isinstance(result, Refusal)
        assert isinstance(result[0].fact, NoteRequested)
        assert result[0].fact.text == "one\ntwo three"
    finally:
        await bench.desk.close()


async def test_a_journal_that_takes_nothing_is_a_refusal_in_words(tmp_path: Path) -> None:
    bench = Bench(tmp_path, full=True)
    await bench.desk.open()
    try:
        result = await bench.desk.act(WriteNote(incident_id="", text="x"))

        assert result == Refusal(reason="not recorded: The disk is full. Make room.")
    finally:
        await bench.desk.close()


async def test_read_only_refuses_what_would_leave_and_lets_the_rest_be_recorded(
    tmp_path: Path,
) -> None:
    bench = Bench(tmp_path, refusal="read-only: nothing leaves this cockpit")
    await bench.desk.open()
    try:
        await bench.told(IncidentSeen(incident=incident()), MeIdentified(person=ANA))
        refused = await bench.desk.act(Acknowledge(incident_id="Q1"))
        noted = await bench.desk.act(WriteNote(incident_id="Q1", text="seen"))

        assert refused == Refusal(reason="read-only: nothing leaves this cockpit")
        assert not isinstance(noted, Refusal)
        assert await bench.desk.act(LookAt(incident_id="Q1", evidence="health", what="x")) == ()
    finally:
        await bench.desk.close()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Unreachable("connection refused", "check the network"), "connection refused; check"),
        (Refused("wrong token", "set another", credentials=True), "wrong token; set another"),
    ],
)
async def test_a_look_that_fails_says_why(tmp_path: Path, answer: Exception, words: str) -> None:
    bench = Bench(tmp_path)
    await bench.desk.open()
    try:
        bench.office.looks = [answer]

        assert (await bench.desk.look(5)).startswith(words)
        assert bench.desk.answered_at is None
    finally:
        await bench.desk.close()


async def test_a_look_that_succeeds_is_recorded_and_dated(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    await bench.desk.open()
    try:
        bench.office.looks = [(IncidentSeen(incident=incident()),)]

        assert await bench.desk.look(5) == ""
        assert bench.desk.incident_id == "Q1"
        assert bench.desk.answered_at == START
    finally:
        await bench.desk.close()


async def test_time_is_the_servers(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    await bench.desk.open()
    try:
        await bench.told(ServerClockRead(offset_s=-90.0))

        assert bench.desk.now() == START - timedelta(seconds=90)
    finally:
        await bench.desk.close()


async def test_listeners_hear_of_facts_and_readings_until_they_leave(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    await bench.desk.open()
    try:
        calls: list[int] = []
        leave = bench.desk.listen(lambda: calls.append(bench.desk.state.seq))
        bench.desk.note(Asked(source=NAME, at=START))
        bench.desk.note(Answered(source=NAME, at=START, good=True))
        await bench.told(OK)
        heard = list(calls)
        leave()
        bench.desk.note(Asked(source=NAME, at=START))

        assert heard == [0, 1], "a question alone is nothing to be drawn"
        assert calls == heard
        assert bench.office.beats == [(NAME, START)]
    finally:
        await bench.desk.close()


async def test_reports_are_read_by_folder(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    await bench.desk.open()
    try:
        assert await bench.desk.library.read("soaks", "a.md") == "soaks/a.md"
        with pytest.raises(Refused, match="no folder of reports is called nowhere"):
            await bench.desk.library.read("nowhere", "a.md")
    finally:
        await bench.desk.close()


async def test_a_draft_survives(tmp_path: Path) -> None:
    first = Bench(tmp_path)
    await first.desk.open()
    await first.desk.keep_draft("update:Q1", "half a sen")
    await first.desk.close()

    bench = Bench(tmp_path)
    await bench.desk.open()
    try:
        assert await bench.desk.draft("update:Q1") == "half a sen"
    finally:
        await bench.desk.close()


def waits_asked_for(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds of each wait that this task begins from now on, one after the other."""
    loop, waits, mine = asyncio.get_running_loop(), list[float](), asyncio.current_task()
    call_at = loop.call_at

    def noted(when: float, *args: object, **more: object) -> asyncio.TimerHandle:
        if asyncio.current_task() is mine:
            waits.append(when - loop.time())
        return call_at(when, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(loop, "call_at", noted)
    return waits


async def test_the_end_comes_within_two_seconds_whatever_hangs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench(tmp_path)
    await bench.desk.open()
    await bench.told(IncidentSeen(incident=incident()), MeIdentified(person=BEN))
    bench.office.stubborn = True
    bench.far.held = asyncio.Event()
    bench.desk.start()
    await bench.office.running.wait()
    await bench.desk.act(Declare(incident_id="Q1", started_at=START, paged_by="", hypothesis=""))
    while bench.desk.state.parcels["a1.post"].phase is not Phase.CLAIMED:
        await asyncio.sleep(0)
    waits = waits_asked_for(monkeypatch)
    await bench.desk.close()
    bench.office.stubborn = False
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()

    assert 0 < sum(waits) <= 2, waits


async def test_what_is_being_sent_at_the_end_still_gets_its_outcome(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cockpit.desk.desk._GRACE_S", PATIENCE_S)
    bench = Bench(tmp_path)
    await bench.desk.open()
    await bench.told(IncidentSeen(incident=incident()), MeIdentified(person=ANA))
    bench.far.held = asyncio.Event()
    bench.desk.start()
    await bench.desk.act(Declare(incident_id="Q1", started_at=START, paged_by="", hypothesis=""))
    while bench.desk.state.parcels["a1.post"].phase is not Phase.CLAIMED:
        await asyncio.sleep(0)
    asyncio.get_running_loop().call_soon(bench.far.held.set)
    await bench.desk.close()

    assert bench.desk.state.parcels["a1.post"].phase is Phase.DONE
