"""An incident's details from the pager to the readings, through everything that is real."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from patience import PATIENCE_S
from stand import Stand

from cockpit.desk.desk import Desk
from cockpit.domain.readings import Dossier
from cockpit.settings.load import load, settings_of
from cockpit.wiring import build


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(tmp_path_factory.mktemp("world")) as made:
        yield made


@asynccontextmanager
async def opened(desk: Desk) -> AsyncIterator[Desk]:
    await desk.open()
    desk.start()
    try:
        yield desk
    finally:
        await desk.close()


async def until(desk: Desk, incident_id: str, holds: Callable[[Dossier], object]) -> Dossier:
    """What is known of these details, once this holds of it."""
    changed = asyncio.Event()
    leave = desk.listen(changed.set)
    async with asyncio.timeout(PATIENCE_S):
        while not holds(desk.readings.dossier(incident_id)):
            await changed.wait()
            changed.clear()
    leave()
    return desk.readings.dossier(incident_id)


async def test_what_is_studied_is_read_and_nothing_of_it_is_journalled(stand: Stand) -> None:
    incident_id = str(stand.incident()["id"])
    stand.order("/pagerduty/note", incident=4217, who="ben", text="a note of many words")
    async with opened(build(load(stand.config))) as desk:
        desk.study(incident_id)
        found = (await until(desk, incident_id, lambda d: d.details)).details
        assert found is not None
        assert [n.text for n in found.notes.items] == ["a note of many words"]

        stand.fault("pagerduty", "status", path=f"/incidents/{incident_id}", times=0, status=500)
        desk.nudge()
        failed = await until(desk, incident_id, lambda d: d.reason)
        assert failed.details == found
        stand.clear_faults()

        kinds = {type(moment).__name__ for moment in desk.state.shift}
        assert "Detailed" not in kinds


async def test_before_anybody_looks_nobody_asks(stand: Stand) -> None:
    before = stand.received()["counts"]
    async with opened(build(load(stand.config))) as desk:
        await until(desk, "", lambda _: desk.incident_id)
        after = stand.received()["counts"]

    asked = {path for path, count in after.items() if count != before.get(path, 0)}
    assert not [path for path in asked if "alerts" in path or "related" in path]


async def test_without_a_pager_it_is_said(tmp_path: Path) -> None:
    settings = settings_of('[state]\ndir = "s"\n', tmp_path / "config.toml")
    async with opened(build(settings)) as desk:
        desk.study("Q1")
        failed = await until(desk, "Q1", lambda d: d.reason)

    assert "no pager is configured" in failed.reason
