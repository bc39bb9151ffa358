"""The store: durable before it is shown, one order for all, and errors for those who asked."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from contextvars import ContextVar
from datetime import timedelta
from pathlib import Path

import pytest
from clocks import START, ManualClock
from patience import PATIENCE_S
from records import new_record

from cockpit.domain.facts import Fact, JournalSalvaged, NoteRequested, Record, ServerClockRead
from cockpit.domain.fold import fold
from cockpit.domain.state import EMPTY, State
from cockpit.journal.opening import open_journal
from cockpit.journal.schema import VERSION
from cockpit.journal.sqlite import SqliteJournal
from cockpit.ports.journal import (
    Journal,
    JournalError,
    JournalFull,
    JournalLocked,
    JournalTooNew,
)
from cockpit.store import Store


def note(text: str) -> NoteRequested:
    return NoteRequested(id=text, incident_id="", text=text)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "journal.db"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


def store_at(path: Path, clock: ManualClock | None = None) -> Store:
    clock = clock or ManualClock()
    return Store(lambda: open_journal(path, clock), clock, "ada", "pluto")


@pytest.fixture
async def store(path: Path, clock: ManualClock) -> AsyncIterator[Store]:
    store = store_at(path, clock)
    await store.open()
    yield store
    await store.close()


def on_disk(path: Path) -> list[Record]:
    with closing(open_journal(path, ManualClock())) as journal:
        return journal.since(0, 1_000_000)


def commits(path: Path) -> int:
    """SQLite counts the transactions of a file in its header."""
    with path.open("rb") as file:
        file.seek(24)
        return int.from_bytes(file.read(4))


# --- appending -------------------------------------------------------------------------------


async def test_what_append_returns_is_durable_folded_and_signed(path: Path, store: Store) -> None:
    records = await store.append(note("a"), note("b"))

    assert on_disk(path) == list(records)
    assert [(r.seq, r.fact, r.author, r.host, r.at, r.noted_at) for r in records] == [
        (1, note("a"), "ada", "pluto", START, START),
        (2, note("b"), "ada", "pluto", START, START),
    ]
    assert store.state == fold(records)


async def test_appending_nothing_writes_nothing(path: Path, store: Store) -> None:
    assert await store.append() == ()
    assert on_disk(path) == []


async def test_what_was_there_is_there_again_after_a_start(path: Path, store: Store) -> None:
    await store.append(*(note(f"{i}") for i in range(2500)))

    again = store_at(path)
    assert again.state == EMPTY
    await again.open()

    assert again.state == store.state
    await again.close()


async def test_facts_happen_by_the_servers_clock_and_are_noted_by_ones_own(
    store: Store, clock: ManualClock
) -> None:
    await store.append(ServerClockRead(offset_s=90.0))
    clock.advance(10)
    (record,) = await store.append(note("a"))
    (told,) = await store.append(note("b"), at=START)

    assert store.now() == START + timedelta(seconds=100)
    assert (record.at, record.noted_at) == (store.now(), START + timedelta(seconds=10))
    assert (told.at, told.noted_at) == (START, START + timedelta(seconds=10))


async def test_appends_of_one_turn_share_one_transaction(path: Path, store: Store) -> None:
    before = commits(path)

    answers = await asyncio.gather(*(store.append(note(f"{i}")) for i in range(200)))

    assert commits(path) == before + 1
    assert [r.fact for records in answers for r in records] == [note(f"{i}") for i in range(200)]
    assert on_disk(path) == [r for records in answers for r in records]


async def test_a_fact_that_cannot_be_written_spares_those_beside_it(
    path: Path, store: Store
) -> None:
    naive = START.replace(tzinfo=None)

    before, wrong, after = await asyncio.gather(
        store.append(note("before")),
        store.append(note("wrong"), at=naive),
        store.append(note("after")),
        return_exceptions=True,
    )

    assert isinstance(wrong, ValueError)
    assert on_disk(path) == [*before, *after]


async def test_what_others_wrote_in_between_is_folded_in_its_place(
    path: Path, store: Store
) -> None:
    told: list[Record] = []
    store.listen(told.extend)
    with closing(open_journal(path, ManualClock())) as other:
        theirs = other.append([new_record("theirs")])
        mine = await store.append(note("mine"))

    assert told == [*theirs, *mine]
    assert store.state == fold(told)


# --- listening -------------------------------------------------------------------------------


async def test_listeners_are_told_before_append_returns(store: Store) -> None:
    told: list[tuple[tuple[Record, ...], State]] = []
    store.listen(lambda records: told.append((records, store.state)))

    records = await store.append(note("a"))

    assert told == [(records, fold(records))]


async def test_a_listener_that_breaks_is_reported_and_the_others_go_on(store: Store) -> None:
    reported: list[object] = []
    asyncio.get_running_loop().set_exception_handler(
        lambda _, context: reported.append(context["exception"])
    )
    told: list[Record] = []
    broken = RuntimeError("no screen")

    def raise_it(_: tuple[Record, ...]) -> None:
        raise broken

    store.listen(raise_it)
    store.listen(told.extend)
    records = await store.append(note("a"))

    assert told == list(records)
    assert reported == [broken]


async def test_who_has_left_is_told_no_more(store: Store) -> None:
    told: list[Record] = []
    leave = store.listen(told.extend)
    records = await store.append(note("a"))

    leave()
    leave()
    await store.append(note("b"))

    assert told == list(records)


async def test_who_leaves_while_others_are_told_is_told_no_more(store: Store) -> None:
    reported: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, what: reported.append(what))
    told: list[Record] = []
    leave: list[Callable[[], None]] = []
    store.listen(lambda _: leave[0]())
    leave.append(store.listen(told.extend))

    await store.append(note("a"))

    assert (told, reported) == ([], [])


async def test_a_listener_runs_in_the_context_in_which_it_began_to_listen(store: Store) -> None:
    app: ContextVar[str] = ContextVar("app", default="")
    seen: list[str] = []
    app.set("cockpit")
    store.listen(lambda _: seen.append(app.get()))
    app.set("")

    await store.append(note("a"))

    assert seen == ["cockpit"]


# --- deciding on the newest state ------------------------------------------------------------


def once(text: str) -> Callable[[State], tuple[Fact, ...]]:
    """Decide to note it unless somebody has noted something already."""
    return lambda state: () if state.seq else (note(text),)


async def test_a_decision_for_nothing_writes_nothing(path: Path, store: Store) -> None:
    assert await store.append_if(lambda _: ()) == ()
    assert on_disk(path) == []


async def test_of_decisions_that_exclude_each_other_one_is_written(
    path: Path, store: Store
) -> None:
    answers = await asyncio.gather(*(store.append_if(once(f"{i}")) for i in range(10)))

    assert sum(map(len, answers)) == 1
    assert len(on_disk(path)) == 1


async def test_a_decision_is_taken_again_on_what_another_process_wrote(
    path: Path, store: Store
) -> None:
    seen: list[int] = []

    def decide(state: State) -> tuple[Fact, ...]:
        seen.append(state.seq)
        return (note("mine"),)

    with closing(open_journal(path, ManualClock())) as other:
        other.append([new_record("theirs")])
        (record,) = await store.append_if(decide)

    assert seen == [0, 1]
    assert record.seq == 2


# --- drafts ----------------------------------------------------------------------------------


async def test_a_draft_goes_in_the_moment_in_which_its_words_are_recorded(
    path: Path, store: Store
) -> None:
    await store.keep_draft("update", "We know")
    await store.keep_draft("note", "x")
    seen: list[str | None] = []

    def decide(state: State) -> tuple[Fact, ...]:
        with closing(open_journal(path, ManualClock())) as other:
            seen.append(other.draft("update"))
            if not state.seq:
                other.append([new_record("in between")])
        return (note("We know"),)

    await store.append_if(decide, said="update")

    assert seen == ["We know", "We know"]
    assert len(on_disk(path)) == 2
    assert await store.draft("update") is None
    assert await store.draft("note") == "x"


async def test_drafts_survive_and_can_be_taken_back(path: Path, store: Store) -> None:
    await asyncio.gather(*(store.keep_draft("update", "We kno"[:i]) for i in range(1, 7)))
    await store.keep_draft("note", "x")
    await store.keep_draft("note", "")

    again = store_at(path)
    await again.open()

    assert await again.draft("update") == "We kno"
    assert await again.draft("note") is None
    assert on_disk(path) == []
    await again.close()


# --- ending ----------------------------------------------------------------------------------


async def test_what_was_asked_for_before_closing_is_written(path: Path, store: Store) -> None:
    asked = asyncio.gather(*(store.append(note(f"{i}")) for i in range(5)))
    await asyncio.sleep(0)
    await store.close()

    assert on_disk(path) == [r for records in await asked for r in records]


async def test_after_closing_one_is_told_that_nothing_is_recorded(path: Path, store: Store) -> None:
    await store.close()
    await store.close()

    with pytest.raises(JournalError, match="closed"):
        await store.append(note("a"))
    assert on_disk(path) == []


async def test_before_opening_one_is_told_that_nothing_is_recorded(path: Path) -> None:
    store = store_at(path)
    await store.close()

    with pytest.raises(JournalError, match="not open"):
        await store.append(note("a"))


# --- trouble ---------------------------------------------------------------------------------


async def test_a_journal_that_cannot_be_opened_says_so_at_once(path: Path) -> None:
    open_journal(path, ManualClock()).close()
    with closing(sqlite3.connect(path)) as conn:
        conn.execute(f"PRAGMA user_version={VERSION + 1}")

    with pytest.raises(JournalTooNew):
        await store_at(path).open()


async def test_what_is_not_durable_is_not_shown(path: Path) -> None:
    def opened() -> SqliteJournal:
        journal = open_journal(path, ManualClock())
        journal._conn.execute("PRAGMA max_page_count=1")
        return journal

    store = Store(opened, ManualClock(), "ada", "pluto")
    await store.open()
    told: list[Record] = []
    store.listen(told.extend)

    with pytest.raises(JournalFull):
        await store.append(note("x" * 100_000))
    with pytest.raises(JournalFull):
        await store.append_if(lambda _: (note("x" * 100_000),))
    with pytest.raises(JournalFull):
        await store.keep_draft("update", "x" * 100_000)

    assert (store.state, told, on_disk(path)) == (EMPTY, [], [])
    await store.close()


async def test_a_journal_that_cannot_be_followed_is_said_and_followed_again(path: Path) -> None:
    store = Store(
        lambda: open_journal(path, ManualClock(), patience_s=0.01), ManualClock(), "ada", "pluto"
    )
    await store.open()
    troubles: asyncio.Queue[JournalError | None] = asyncio.Queue()
    store.listen(lambda _: troubles.put_nowait(store.trouble))

    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        held = await asyncio.wait_for(troubles.get(), PATIENCE_S)
        other.execute("ROLLBACK")
    free = await asyncio.wait_for(troubles.get(), PATIENCE_S)
    await store.close()

    assert isinstance(held, JournalLocked)
    assert free is None


async def test_a_journal_that_another_process_salvaged_is_followed(
    path: Path, store: Store
) -> None:
    kept = await store.append(note("a"), note("b"))
    arrived: asyncio.Queue[tuple[Record, ...]] = asyncio.Queue()
    store.listen(arrived.put_nowait)

    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA application_id=1")
    on_disk(path)
    (salvaged,) = await asyncio.wait_for(arrived.get(), PATIENCE_S)
    written = await store.append(note("c"))

    assert isinstance(salvaged.fact, JournalSalvaged)
    assert on_disk(path) == [*kept, salvaged, *written]
    assert store.state == fold(on_disk(path))


async def test_an_append_on_a_replaced_journal_goes_to_the_new_one(
    path: Path, store: Store
) -> None:
    kept = await store.append(note("a"))
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA application_id=1")
    on_disk(path)

    (record,) = await store.append(note("b"))

    assert [r.id for r in on_disk(path)][::2] == [kept[0].id, record.id]


class ScriptedJournal:
    """A journal in memory that tells when it is asked, and can get stuck."""

    def __init__(self, asked: threading.Event, free: threading.Event) -> None:
        self.asked = asked
        self.free = free
        self.looks = 0

    def append(self, *_: object, **__: object) -> tuple[Record, ...]:
        self.asked.set()
        self.free.wait()
        raise RuntimeError("a bug")

    def since(self, *_: object, **__: object) -> list[Record]:
        return []

    def changed(self) -> bool:
        self.looks += 1
        if self.looks == 4:
            self.asked.set()
        return False

    def keep_drafts(self, *_: object) -> None:
        return

    def draft(self, *_: object) -> str | None:
        return None

    def close(self) -> None:
        return


def scripted(asked: threading.Event, free: threading.Event) -> Store:
    def opened() -> Journal:
        return ScriptedJournal(asked, free)

    return Store(opened, ManualClock(), "ada", "pluto")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
async def test_a_stuck_disk_holds_up_neither_the_loop_nor_the_end() -> None:
    asked, free = threading.Event(), threading.Event()
    store = scripted(asked, free)
    await store.open()
    waiting = asyncio.create_task(store.append(note("a")))
    await asyncio.to_thread(asked.wait)

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(store.close(), 0.05)

    threads = [t for t in threading.enumerate() if t.name == "cockpit-journal"]
    assert [t.daemon for t in threads] == [True]
    free.set()
    with pytest.raises(JournalError):
        await waiting
    threads[0].join(PATIENCE_S)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
async def test_nobody_waits_for_a_thread_that_has_died() -> None:
    free = threading.Event()
    free.set()
    store = scripted(threading.Event(), free)
    await store.open()
    threads = [t for t in threading.enumerate() if t.name == "cockpit-journal"]

    with pytest.raises(JournalError, match="closed"):
        await asyncio.wait_for(store.append(note("a")), PATIENCE_S)
    with pytest.raises(JournalError, match="closed"):
        await asyncio.wait_for(store.append(note("b")), PATIENCE_S)
    await asyncio.wait_for(store.close(), PATIENCE_S)
    for thread in threads:
        thread.join(PATIENCE_S)


class CountingLoop(asyncio.SelectorEventLoop):
    """A loop that counts how often other threads wake it."""

    woken = 0

    def call_soon_threadsafe(self, *args, **kwargs):
        self.woken += 1
        return super().call_soon_threadsafe(*args, **kwargs)


def test_while_nothing_changes_the_loop_sleeps() -> None:
    async def look_on(loop: CountingLoop) -> int:
        asked = threading.Event()
        store = scripted(asked, threading.Event())
        await store.open()
        before = loop.woken
        looked = asyncio.to_thread(asked.wait)
        await looked
        after = loop.woken
        await store.close()
        return after - before

    with asyncio.Runner(loop_factory=CountingLoop) as runner:
        loop = runner.get_loop()
        assert isinstance(loop, CountingLoop)

        assert runner.run(look_on(loop)) == 1, "the end of waiting itself, and nothing else"
