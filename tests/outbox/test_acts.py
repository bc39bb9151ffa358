"""Acts at services of one's own, killed at any moment: done at most once, and never in silence."""

import asyncio
from pathlib import Path

from customers import CANARY, FarServices, minting, stored
from outbox_rig import Killer, Process, Rig, Word, known_incident, run

from cockpit.domain.dispatch import asks_a_person
from cockpit.domain.state import Phase


def asked_by(process: Process, *, trace: bool = False) -> Word:
    """A token for whoever waits in this process."""
    return Word(
        effects=lambda request, _thread: (
            minting(id=f"{request}.http", process=process.name, trace=trace),
        )
    )


async def a_night(rig: Rig, killer: Killer, *, trace: bool) -> bool:
    """One process asks for a token, and works until it is done or killed; then another comes."""
    one = await rig.process(killer)
    await known_incident(one)
    with one.hatch.waiting():
        await one.act(asked_by(one, trace=trace))
        work = asyncio.create_task(one.settle())
        blow = asyncio.create_task(killer.struck.wait())
        await asyncio.wait({work, blow}, return_when=asyncio.FIRST_COMPLETED)
        blow.cancel()
        killed = killer.struck.is_set()
        if killed:
            work.cancel()
            await rig.kill(one)
        else:
            await work
    heir = await rig.process()
    await heir.settle()
    (parcel,) = heir.state.parcels.values()
    done = len(rig.services.calls) if isinstance(rig.services, FarServices) else 0
    assert done <= 1
    if parcel.phase is Phase.DONE:
        assert done == 1
    else:
        assert parcel.phase is Phase.FAILED
        assert asks_a_person(parcel) or (done == 0 and "nobody waits" in parcel.reason)
        assert not (trace and done)
    return killed


def test_a_kill_at_any_moment_does_nothing_twice_and_asks_where_nobody_can_know(
    tmp_path: Path,
) -> None:
    moments, killed = 0, True
    while killed:
        moments += 1
        for trace in (False, True):
            folder = tmp_path / f"{moments}-{trace}"
            folder.mkdir()

            async def story(rig: Rig, at: int = moments, trace: bool = trace) -> None:
                nonlocal killed
                far = FarServices()
                killer = Killer(at)
                far.at_write = killer.moment
                rig.services = far
                killed = await a_night(rig, killer, trace=trace)

            run(folder, story)
            assert CANARY.encode() not in stored(folder)

    assert moments > 4


def test_another_process_leaves_it_to_the_one_that_waits(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        rig.services = far = FarServices()
        one = await rig.process()
        await known_incident(one)
        (effect,) = await one.act(asked_by(one))
        other = await rig.process()
        with other.hatch.waiting():
            await other.outbox.drain()
        assert far.calls == []

        with one.hatch.waiting():
            await one.settle()
            assert one.parcel(effect).phase is Phase.DONE
            assert one.hatch.take(effect) is not None

    run(tmp_path, story)
