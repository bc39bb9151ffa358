"""Changes at the pager on their way out: exactly once, in fair turns, none for ever in the way."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from clocks import START
from far_side import ANA, MAYBE, UNSENT, incident
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from outbox_rig import Killer, Process, Rig, known_incident, run

from cockpit.domain.actions import (
    AcknowledgeMany,
    Action,
    CallResponders,
    Escalate,
    Rename,
    Snooze,
    TakePager,
)
from cockpit.domain.effects import (
    AddResponders,
    EscalateIncident,
    OverrideSchedule,
    RenameIncident,
    SnoozeIncident,
)
from cockpit.domain.facts import IncidentSeen, MeIdentified
from cockpit.domain.state import Phase

REASON = "primary unreachable, customer-facing outage since 08:42 UTC"
PAGE = Escalate(incident_id="Q1", level=2)
CALL = CallResponders(incident_id="Q1", person_ids=("PBEN",), message="the database is read-only")
TAKE = TakePager(schedule_id="S1", start=START, end=START + timedelta(hours=9), reason="a deploy")
PAGING: dict[str, tuple[Action, type]] = {
    "escalation": (PAGE, EscalateIncident),
    "responders": (CALL, AddResponders),
    "override": (TAKE, OverrideSchedule),
}


async def storm(process: Process, count: int) -> tuple[str, ...]:
    """So many incidents page Ana."""
    seen = [IncidentSeen(incident=incident(n)) for n in range(1, count + 1)]
    process.rig.far.incidents = {s.incident.id: s.incident for s in seen}
    await process.store.append(MeIdentified(person=ANA), *seen)
    return tuple(process.rig.far.incidents)


async def until_done_or_killed(rig: Rig, process: Process, killer: Killer) -> bool:
    """Work until nothing is left or the blow falls; whether it did."""
    work = asyncio.create_task(process.settle())
    blow = asyncio.create_task(killer.struck.wait())
    await asyncio.wait({work, blow}, return_when=asyncio.FIRST_COMPLETED)
    blow.cancel()
    if not killer.struck.is_set():
        await work
        return False
    work.cancel()
    await rig.kill(process)
    return True


@pytest.mark.parametrize("what", PAGING)
@pytest.mark.parametrize("faults", [[], ["lost after"], ["garbled before", "hangs after"]])
def test_a_kill_at_any_moment_pages_exactly_once(
    tmp_path: Path, what: str, faults: list[str]
) -> None:
    action, kind = PAGING[what]
    moments, killed = 0, True
    while killed:
        moments += 1
        folder = tmp_path / str(moments)
        folder.mkdir()

        async def story(rig: Rig, at: int = moments) -> None:
            nonlocal killed
            rig.far.faults = list(faults)
            killer = Killer(at)
            one = await rig.process(killer)
            await known_incident(one)
            await one.act(action)
            killed = await until_done_or_killed(rig, one, killer)
            heir = await rig.process()
            await heir.settle()

            assert [type(c) for c in rig.far.changes] == [kind]
            assert all(p.phase is Phase.DONE for p in heir.state.parcels.values())

        run(folder, story)

    assert moments > 4


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    faults=st.lists(st.sampled_from(["", *UNSENT, *MAYBE]), max_size=6),
    looks=st.lists(st.sampled_from(["", "unreachable", "garbled", "hangs"]), max_size=4),
    kills=st.lists(st.integers(1, 30), max_size=3),
)
def test_whatever_fails_and_whoever_dies_each_pages_exactly_once(
    faults: list[str], looks: list[str], kills: list[int]
) -> None:
    async def story(rig: Rig) -> None:
        rig.far.faults, rig.far.blindness = list(faults), list(looks)
        process = await rig.process()
        await known_incident(process)
        await process.act(PAGE, CALL, TAKE)
        for at in kills:
            killer = Killer(at)
            process = await rig.process(killer)
            await until_done_or_killed(rig, process, killer)
        heir = await rig.process()
        await heir.settle(120)

        kinds = sorted(type(c).__name__ for c in rig.far.changes)
        assert kinds == ["AddResponders", "EscalateIncident", "OverrideSchedule"]
        assert all(p.phase is Phase.DONE for p in heir.state.parcels.values())

    with TemporaryDirectory() as folder:
        run(Path(folder), story)


def tell(tmp_path: Path, story: Callable[[Rig, Process], Awaitable[None]]) -> None:
    """A story of one process that knows one incident."""

    async def told(rig: Rig) -> None:
        one = await rig.process()
        await known_incident(one)
        await story(rig, one)

    run(tmp_path, told)


@pytest.mark.parametrize("what", PAGING)
def test_what_cannot_be_found_out_goes_to_the_person_and_is_not_sent_again(
    tmp_path: Path, what: str
) -> None:
    async def story(rig: Rig, one: Process) -> None:
        rig.far.faults, rig.far.blindness = ["lost before"], ["refused"]
        effect, *_ = await one.act(PAGING[what][0])
        for pause_s in (0, 5, 3600):
            rig.clock.advance(pause_s)
            await one.outbox.drain()

        parcel = one.parcel(effect)
        assert parcel.phase is Phase.FAILED
        assert parcel.reason.startswith("unclear whether it happened: missing_scope")
        assert parcel.mend == "look there, then t to try again, or x to leave it"
        assert rig.far.calls == 1

    tell(tmp_path, story)


def test_two_escalations_within_a_minute_are_two(tmp_path: Path) -> None:
    async def story(rig: Rig, one: Process) -> None:
        await one.act(PAGE)
        await one.settle()
        rig.clock.advance(20)
        rig.far.faults = ["lost before"]
        (second,) = await one.act(PAGE)
        await one.settle()

        assert len(rig.far.changes) == 2
        assert one.parcel(second).phase is Phase.DONE

    tell(tmp_path, story)


@pytest.mark.parametrize("faults", [["lost before"], ["lost after"], ["lost before", "lost after"]])
def test_two_escalations_within_a_second_are_two(tmp_path: Path, faults: list[str]) -> None:
    async def story(rig: Rig, one: Process) -> None:
        await one.act(PAGE)
        await one.settle()
        rig.far.faults = list(faults)
        (second,) = await one.act(PAGE)
        await one.settle()

        assert len(rig.far.changes) == 2
        assert one.parcel(second).phase is Phase.DONE

    tell(tmp_path, story)


def test_a_note_that_hangs_or_fails_holds_up_no_page(tmp_path: Path) -> None:
    async def story(rig: Rig, one: Process) -> None:
        rig.far.faults = ["no"]
        note, page = await one.act(Escalate(incident_id="Q1", level=3, reason=REASON))
        await one.settle()

        assert one.parcel(note).phase is Phase.FAILED
        assert one.parcel(page).phase is Phase.DONE
        assert [c.level for c in rig.far.changes] == [3]

    tell(tmp_path, story)


def test_a_change_that_failed_gives_way_to_a_newer_one(tmp_path: Path) -> None:
    async def story(rig: Rig, one: Process) -> None:
        rig.far.faults = ["no"]
        (first,) = await one.act(Rename(incident_id="Q1", title="one"))
        await one.settle()
        (second,) = await one.act(Rename(incident_id="Q1", title="two"))
        await one.settle()

        assert one.parcel(first).phase is Phase.FAILED
        assert one.parcel(second).phase is Phase.DONE
        assert [c.title for c in rig.far.changes if isinstance(c, RenameIncident)] == ["two"]

    tell(tmp_path, story)


def test_a_snooze_waits_for_the_acknowledgement_that_was_asked_for_with_it(
    tmp_path: Path,
) -> None:
    async def story(rig: Rig, one: Process) -> None:
        rig.far.faults = ["no"]
        ack, snooze = await one.act(Snooze(incident_id="Q1", until=START + timedelta(hours=1)))
        await one.outbox.drain()
        assert one.standing(snooze) == "waiting behind an acknowledgement that was not sent"
        assert rig.far.changes == []

        await one.release(ack)
        await one.settle()

        assert rig.far.acknowledged == ["Q1"]
        assert [type(c) for c in rig.far.changes] == [SnoozeIncident]

    tell(tmp_path, story)


def test_a_word_about_an_override_waits_until_it_is_in_place(tmp_path: Path) -> None:
    async def story(rig: Rig, one: Process) -> None:
        rig.far.faults = ["no"]
        override, post = await one.act(TAKE)
        await one.outbox.drain()
        assert one.standing(post) == "waiting behind a schedule override that was not sent"
        assert rig.far.messages == []

        await one.release(override)
        await one.settle()

        assert "takes the pager" in rig.far.messages[0].text

    tell(tmp_path, story)


def test_a_storm_is_worked_on_a_few_at_a_time_and_all_of_it_is_done(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process()
        keys = await storm(one, 40)
        go, held = asyncio.Event(), asyncio.Event()

        async def hold(_moment: str) -> None:
            if rig.far.under_way == 4:
                held.set()
            await go.wait()

        rig.far.at_write = hold
        await one.act(AcknowledgeMany(incident_ids=keys))
        work = asyncio.create_task(one.outbox.drain())
        await held.wait()
        await one.store.append(IncidentSeen(incident=incident(1, title="news")))
        go.set()
        await work

        assert sorted(rig.far.acknowledged) == sorted(keys)
        assert rig.far.most_under_way == 4

    run(tmp_path, story)


def test_what_is_asked_for_now_does_not_wait_behind_a_storm(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process()
        keys = await storm(one, 40)
        begun: list[int] = []

        async def count(moment: str) -> None:
            if moment == "before":
                begun.append(len(rig.far.changes))
                await asyncio.sleep(0)

        rig.far.at_write = count
        await one.act(AcknowledgeMany(incident_ids=keys))
        work = asyncio.create_task(one.outbox.drain())
        while len(begun) < 4:
            await asyncio.sleep(0)
        await one.act(PAGE)
        asked = len(begun)
        await work

        assert begun.index(1) <= asked + 8, "the page left among the first"

    run(tmp_path, story)


def test_a_pager_that_cannot_be_reached_is_not_knocked_at_by_a_whole_storm(
    tmp_path: Path,
) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process()
        keys = await storm(one, 40)
        rig.far.faults = ["connection refused"] * 200
        await one.act(AcknowledgeMany(incident_ids=keys))
        for _ in range(60):
            await one.outbox.drain()
            rig.clock.advance(1)
        tried = {p.effect.id for p in one.state.parcels.values() if p.attempts}

        assert 4 <= len(tried) <= 28
        rig.far.faults = []
        await one.settle()
        assert sorted(rig.far.acknowledged) == sorted(keys)

    run(tmp_path, story)


def test_later_is_believed_for_the_rest_of_the_storm_too(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process()
        keys = await storm(one, 40)
        rig.far.faults = ["later"] * 4
        await one.act(AcknowledgeMany(incident_ids=keys))
        await one.outbox.drain()
        assert rig.far.calls == 4
        rig.clock.advance(6)
        await one.outbox.drain()
        assert rig.far.calls == 4

        rig.clock.advance(2)
        await one.settle()
        assert sorted(rig.far.acknowledged) == sorted(keys)

    run(tmp_path, story)


def test_a_storm_tells_each_result(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process()
        keys = await storm(one, 6)
        rig.far.faults = ["", "no"]
        effects = await one.act(AcknowledgeMany(incident_ids=keys))
        await one.settle()

        phases = [one.parcel(e).phase for e in effects]
        assert sorted(phases) == [Phase.DONE] * 5 + [Phase.FAILED]
        assert len(rig.far.acknowledged) == 5

    run(tmp_path, story)
