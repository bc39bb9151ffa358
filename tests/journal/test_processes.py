"""Several real processes on one journal: nothing is lost, whoever writes, and whoever is killed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import closing
from itertools import chain
from pathlib import Path

import pytest
from clocks import START, ManualClock
from journal_children import run, start
from patience import PATIENCE_S
from records import ticked

from cockpit.domain.effects import PostMessage
from cockpit.domain.facts import IncidentSeen, NoteRequested, Record, UpdateRequested
from cockpit.domain.model import Incident, Status, Urgency
from cockpit.journal.opening import open_journal
from cockpit.store import Store
from cockpit.store.scribe import FOLLOW_S


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "journal.db"


@pytest.fixture
async def store(path: Path) -> AsyncIterator[Store]:
    store = Store(lambda: open_journal(path, ManualClock()), ManualClock(), "ada", "pluto")
    await store.open()
    yield store
    await store.close()


def ids(path: Path) -> list[str]:
    with closing(open_journal(path, ManualClock())) as journal:
        return [record.id for record in journal.since(0, 1_000_000)]


def test_processes_that_append_at_the_same_time_lose_nothing_and_agree(path: Path) -> None:
    children = [start("append", path, name, 60) for name in "abc"]
    printed = [child.communicate() for child in children]
    (seen,), (again,) = run("order", path), run("order", path)

    assert [err for _, err in printed] == ["", "", ""]
    assert sorted(seen.split()) == sorted(f"{name}-{i}" for name in "abc" for i in range(60))
    assert seen == again
    for (out, _), name in zip(printed, "abc", strict=True):
        assert [i for i in seen.split() if i[0] == name] == out.split()


@pytest.mark.parametrize("told", [1, 2, 5, 17, 60, 150])
def test_what_was_told_as_recorded_survives_kill_9(path: Path, told: int) -> None:
    with start("append", path, "a", 100_000) as child:
        assert child.stdout is not None
        printed = [child.stdout.readline().strip() for _ in range(told)]
        child.kill()
        printed += child.stdout.read().split()

    there = ids(path)

    assert there[: len(printed)] == printed
    assert len(there) <= len(printed) + 1
    assert there == [f"a-{i}" for i in range(len(there))]


async def test_a_fact_of_another_process_arrives_while_one_watches(
    path: Path, store: Store
) -> None:
    arrived: asyncio.Queue[tuple[Record, ...]] = asyncio.Queue()
    store.listen(arrived.put_nowait)

    child = await asyncio.to_thread(start, "note", path, "hello")
    (record,) = await asyncio.wait_for(arrived.get(), PATIENCE_S)
    await asyncio.to_thread(child.communicate)

    assert record.fact == NoteRequested(id="hello", incident_id="", text="hello")
    assert store.state.seq == 1


async def test_facts_of_another_writer_are_looked_for_twice_in_half_a_second(
    path: Path, store: Store
) -> None:
    other = Store(lambda: open_journal(path, ManualClock()), ManualClock(), "grace", "mars")
    await other.open()
    arrived: asyncio.Queue[tuple[Record, ...]] = asyncio.Queue()
    store.listen(arrived.put_nowait)

    for step in ("a", "b", "c"):
        written = await other.append(ticked(step))
        assert await asyncio.wait_for(arrived.get(), PATIENCE_S) == written
    await other.close()

    assert store.state == other.state
    assert 2 * FOLLOW_S <= 0.5


async def test_each_effect_is_claimed_by_one_of_three_processes(path: Path, store: Store) -> None:
    incident = Incident(
        id="Q1",
        number=1,
        title="5xx",
        status=Status.TRIGGERED,
        urgency=Urgency.HIGH,
        created_at=START,
        changed_at=START,
    )
    effects = tuple(
        PostMessage(id=f"e{i}", incident_id="Q1", channel="C1", text="x") for i in range(30)
    )
    request = UpdateRequested(
        id="u", incident_id="Q1", known="k", trying="t", next_at=None, effects=effects
    )
    await store.append(IncidentSeen(incident=incident), request)

    children = [start("claim", path, name, len(effects)) for name in "abc"]
    printed = [await asyncio.to_thread(child.communicate) for child in children]
    await store.append(ticked())

    assert [err for _, err in printed] == ["", "", ""]
    claims = {name: out.split() for (out, _), name in zip(printed, "abc", strict=True)}
    assert sorted(chain(*claims.values())) == sorted(effect.id for effect in effects)
    for name, claimed in claims.items():
        assert {store.state.parcels[effect].claimed_by for effect in claimed} <= {name}
