"""The details of the incident that somebody looks at, and of no other."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from clocks import START, ManualClock

from cockpit.domain.incident_details import IncidentDetails
from cockpit.domain.readings import DOSSIERS, Detailed, DetailsFailed, Reading, Readings
from cockpit.ports.outside import Refused
from cockpit.sources.details import DetailWatch


class Desk:
    """A pager that answers when it is told to, and who listens."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers: dict[str, asyncio.Future[IncidentDetails]] = {}
        self.noted: list[Reading] = []
        self.readings = Readings()
        self.slept: list[float] = []
        self.clock = ManualClock()
        self.watch = DetailWatch(self, self._note, self.clock, sleep=self._sleep)  # type: ignore[arg-type]

    def _note(self, reading: Reading) -> None:
        self.noted.append(reading)
        self.readings.take(reading)

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.Event().wait()

    async def details(self, incident_id: str) -> IncidentDetails:
        """The port's."""
        self.asked.append(incident_id)
        self.answers[incident_id] = asyncio.get_running_loop().create_future()
        return await self.answers[incident_id]

    def answer(self, incident_id: str) -> None:
        """The pager answers about this one."""
        future = self.answers[incident_id]
        if not future.cancelled():
            future.set_result(IncidentDetails(incident_id=incident_id))


async def turn() -> None:
    """Let everything run that can."""
    for _ in range(20):
        await asyncio.sleep(0)


@asynccontextmanager
async def running() -> AsyncIterator[Desk]:
    desk = Desk()
    task = asyncio.create_task(desk.watch.run())
    await turn()
    yield desk
    task.cancel()
    await asyncio.wait({task})


def told(desk: Desk) -> list[str]:
    return [r.details.incident_id for r in desk.noted if isinstance(r, Detailed)]


async def test_nobody_is_asked_while_nobody_looks() -> None:
    async with running() as desk:
        assert desk.asked == []


async def test_one_looks_and_is_told_and_is_asked_for_again_later() -> None:
    async with running() as desk:
        desk.watch.look_at("Q1")
        await turn()
        desk.answer("Q1")
        await turn()

        assert told(desk) == ["Q1"]
        assert desk.readings.dossier("Q1").read_at == START
        assert desk.slept == [15.0]


async def test_an_answer_about_another_incident_is_dropped() -> None:
    """Rule 6: an answer carries the id that it was asked for."""
    async with running() as desk:
        desk.watch.look_at("Q1")
        await turn()
        desk.watch.look_at("Q2")
        desk.answer("Q1")
        await turn()
        desk.answer("Q2")
        await turn()

        assert desk.asked == ["Q1", "Q2"]
        assert told(desk) == ["Q2"]


async def test_away_and_back_again_does_not_take_the_old_answer() -> None:
    async with running() as desk:
        desk.watch.look_at("Q1")
        await turn()
        old = desk.answers["Q1"]
        desk.watch.look_at("Q2")
        desk.watch.look_at("Q1")
        await turn()

        assert old.cancelled()
        assert desk.asked == ["Q1", "Q1"]
        desk.answer("Q1")
        await turn()
        assert told(desk) == ["Q1"]


async def test_whoever_looks_away_is_told_nothing_more() -> None:
    async with running() as desk:
        desk.watch.look_at("Q1")
        await turn()
        desk.watch.look_at("")
        desk.answer("Q1")
        await turn()

        assert desk.noted == []


async def test_a_failure_keeps_what_was_read_and_says_why() -> None:
    async with running() as desk:
        desk.watch.look_at("Q1")
        await turn()
        desk.answer("Q1")
        await turn()
        desk.watch.nudge()
        await turn()
        desk.answers["Q1"].set_exception(Refused("the token may not", "use another"))
        await turn()

        dossier = desk.readings.dossier("Q1")
        assert dossier.details is not None
        assert (dossier.reason, dossier.mend) == ("the token may not", "use another")
        assert desk.slept == [15.0, 15.0]


async def test_without_a_pager_it_says_so() -> None:
    noted: list[Reading] = []

    async def sleep(_seconds: float) -> None:
        await asyncio.Event().wait()

    watch = DetailWatch(None, noted.append, ManualClock(), sleep=sleep)
    task = asyncio.create_task(watch.run())
    watch.look_at("Q1")
    await turn()
    task.cancel()
    await asyncio.wait({task})

    (failed,) = noted
    assert isinstance(failed, DetailsFailed)
    assert "no pager is configured" in failed.reason


async def test_a_pager_that_never_answers_is_given_up() -> None:
    desk = Desk()
    watch = DetailWatch(desk, desk._note, desk.clock, sleep=desk._sleep, deadline_s=0.0)  # type: ignore[arg-type]
    task = asyncio.create_task(watch.run())
    watch.look_at("Q1")
    await turn()
    task.cancel()
    await asyncio.wait({task})

    assert "no answer within 0 s" in desk.readings.dossier("Q1").reason


def test_few_incidents_are_remembered() -> None:
    readings = Readings()
    for n in range(3 * DOSSIERS):
        readings.take(Detailed(at=START, details=IncidentDetails(incident_id=f"Q{n}")))

    kept = [n for n in range(3 * DOSSIERS) if readings.dossier(f"Q{n}").details]
    assert kept == list(range(2 * DOSSIERS, 3 * DOSSIERS))
