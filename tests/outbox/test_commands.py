"""Commands through the outbox, killed anywhere: run once, or a person is asked; never twice."""

import asyncio
from pathlib import Path

from outbox_rig import Killer, Process, Rig, known_incident, run
from patience import PATIENCE_S

from cockpit.adapters.shell import LocalShell
from cockpit.domain.actions_evidence import EndCommand, RunOne
from cockpit.domain.effects_local import RunCommand
from cockpit.domain.state import Parcel, Phase


def command(process: Process) -> Parcel:
    """The one that was asked for."""
    found = process.state.parcels.values()
    return next(p for p in found if isinstance(p.effect, RunCommand))


def asks_a_person(parcel: Parcel) -> bool:
    """Whether it waits for a person, and for nothing else."""
    in_doubt = "unclear whether it happened" in parcel.reason
    return parcel.phase is Phase.FAILED and in_doubt and parcel.retry_at is None


def counting(folder: Path, words: str = "done") -> RunOne:
    """A command that leaves a line behind each time it is run."""
    return RunOne(incident_id="Q1", command=f"echo run >> {folder}/runs; echo {words}")


def runs(folder: Path) -> int:
    """How often it was run."""
    place = folder / "runs"
    return len(place.read_text().splitlines()) if place.exists() else 0


def test_a_command_is_run_once_and_what_it_prints_is_in_the_journal(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        rig.shell = LocalShell([])
        one = await rig.process()
        await known_incident(one)
        await one.act(counting(tmp_path))
        await one.settle()
        await rig.kill(one)
        heir = await rig.process()

        parcel = command(heir)
        assert (parcel.phase, parcel.output, parcel.warning) == (Phase.DONE, "done\n", "")
        assert runs(tmp_path) == 1

    run(tmp_path, story)


def test_a_command_that_fails_was_run_and_is_not_run_again(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        rig.shell = LocalShell([])
        one = await rig.process()
        await known_incident(one)
        await one.act(counting(tmp_path, "bad; exit 7"))
        await one.settle()

        parcel = command(one)
        assert parcel.phase is Phase.DONE
        assert (parcel.output, parcel.warning) == ("bad\n", "it ended with exit status 7")
        assert runs(tmp_path) == 1

    run(tmp_path, story)


def test_a_kill_at_any_moment_runs_it_at_most_once_and_else_asks(tmp_path: Path) -> None:
    struck, moments, seen = True, 0, set[str]()
    while struck:
        moments += 1
        folder = tmp_path / str(moments)
        folder.mkdir()

        async def story(rig: Rig, at: int = moments, folder: Path = folder) -> None:
            nonlocal struck
            rig.shell = LocalShell([])
            killer = Killer(at)
            one = await rig.process(killer)
            await known_incident(one)
            await one.act(counting(folder))
            work = asyncio.create_task(one.settle())
            blow = asyncio.create_task(killer.struck.wait())
            await asyncio.wait({work, blow}, return_when=asyncio.FIRST_COMPLETED)
            struck = killer.struck.is_set()
            for task in (work, blow):
                task.cancel()
            await asyncio.gather(work, blow, return_exceptions=True)
            await rig.kill(one)
            heir = await rig.process()
            await heir.settle()

            parcel, count = command(heir), runs(folder)
            assert count <= 1
            assert asks_a_person(parcel) or (parcel.phase is Phase.DONE and count == 1)
            seen.add(f"{parcel.phase.value} {count}")

        run(folder, story)

    assert moments > 2
    assert len(seen) > 1


def test_a_kill_in_the_middle_of_it_asks_a_person(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        rig.shell = LocalShell([])
        one = await rig.process()
        await known_incident(one)
        await one.act(RunOne(incident_id="Q1", command=f"echo run >> {tmp_path}/runs; sleep 600"))
        work = asyncio.create_task(one.outbox.drain())
        async with asyncio.timeout(PATIENCE_S):
            while not runs(tmp_path):
                await asyncio.sleep(0)
        work.cancel()
        await rig.kill(one)
        heir = await rig.process()
        await heir.settle()

        assert asks_a_person(command(heir))
        assert runs(tmp_path) == 1

    run(tmp_path, story)


def test_a_command_may_take_longer_than_anything_else_and_keeps_its_claim(tmp_path: Path) -> None:
    """Nobody takes it for given up while it still runs."""

    async def story(rig: Rig) -> None:
        rig.shell = LocalShell([])
        one = await rig.process()
        await known_incident(one)
        held = f"echo run >> {tmp_path}/runs; until test -e {tmp_path}/go; do sleep 0.05; done"
        await one.act(RunOne(incident_id="Q1", command=held))
        work = asyncio.create_task(one.outbox.drain())
        async with asyncio.timeout(PATIENCE_S):
            while not runs(tmp_path):
                await asyncio.sleep(0)
        rig.clock.advance(65)
        two = await rig.process()
        await two.outbox.drain()
        claimed = command(two).phase
        (tmp_path / "go").touch()
        await work

        assert claimed is Phase.CLAIMED
        assert command(one).phase is Phase.DONE
        assert runs(tmp_path) == 1

    run(tmp_path, story)


def test_a_cockpit_that_only_looks_runs_nothing(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        rig.shell = LocalShell([])
        one = await rig.process()
        await known_incident(one)
        await one.act(counting(tmp_path))
        looking = await rig.process(refusal="this cockpit is read only")
        await looking.outbox.drain()

        assert runs(tmp_path) == 0
        assert looking.outbox.refusal((command(looking).effect,)) == "this cockpit is read only"

    run(tmp_path, story)


def test_whoever_wants_a_command_ended_has_it_ended_by_the_process_that_runs_it(
    tmp_path: Path,
) -> None:
    async def story(rig: Rig) -> None:
        rig.shell = LocalShell([])
        one = await rig.process()
        await known_incident(one)
        held = f"echo begun; echo run >> {tmp_path}/runs; sleep 600"
        await one.act(RunOne(incident_id="Q1", command=held))
        work = asyncio.create_task(one.outbox.run())
        async with asyncio.timeout(PATIENCE_S):
            while not runs(tmp_path):
                await asyncio.sleep(0)
            await one.act(EndCommand(incident_id="Q1", effect=command(one).effect.id))
            asked = command(one)
            one.outbox.wake()
            while command(one).phase is not Phase.DONE:
                await asyncio.sleep(0)
        work.cancel()

        assert (asked.phase, asked.end_asked_by) == (Phase.CLAIMED, "Ana")
        parcel = command(one)
        assert parcel.output == "begun\n"
        assert parcel.warning.startswith("ended by Ana after ")

    run(tmp_path, story)
