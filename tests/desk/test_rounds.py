"""What a handover note asks of the outside, over real HTTP: planned silences, closed orgs (N3)."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from patience import PATIENCE_S
from stand import Stand

from cockpit.desk.desk import Desk
from cockpit.settings.load import load
from cockpit.wiring import build

NOW = datetime(2026, 4, 21, 8, 44, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(tmp_path_factory.mktemp("world")) as stand:
        yield stand


@pytest.fixture
async def desk(stand: Stand) -> AsyncIterator[Desk]:
    stand.reset()
    desk = build(load(stand.config))
    await desk.open()
    try:
        yield desk
    finally:
        await desk.close()


def silenced(stand: Stand, count: int, words: str = "disks are swapped") -> None:
    """So many maintenance windows, one ending an hour after the other."""
    with stand.pd() as pager:
        key = pager.get("/services").json()["services"][0]["id"]
        for number in range(count):
            window = {
                "type": "maintenance_window",
                "start_time": (NOW + timedelta(minutes=1)).isoformat(),
                "end_time": (NOW + timedelta(hours=count - number)).isoformat(),
                "description": words,
                "services": [{"id": key, "type": "service_reference"}],
            }
            answer = pager.post(
                "/maintenance_windows",
                json={"maintenance_window": window},
                headers={"From": "ana@novavms.example"},
            )
            assert answer.status_code == 201, answer.text


async def test_windows_and_closed_orgs_are_read_together(stand: Stand, desk: Desk) -> None:
    silenced(stand, 2, "disks \x1b[31mare swapped")

    found = await desk.rounds.look(PATIENCE_S)
    first, second = found.windows or ()
    (org,) = found.orgs or ()

    assert (first.end, second.end) == (NOW + timedelta(hours=1), NOW + timedelta(hours=2))
    assert first.description == "disks are swapped"
    assert first.services
    assert first.by == "Ana Ribeiro"
    assert (org.name, org.owner, org.allows) == (
        "Stadtwerke Lindau",
        "j.brandt@lindau.example",
        False,
    )
    assert (found.windows_more, found.orgs_more) == (False, 0)


async def test_more_windows_than_a_page_are_all_read(stand: Stand, desk: Desk) -> None:
    silenced(stand, 103)

    found = await desk.rounds.look(PATIENCE_S)

    assert len(found.windows or ()) == 103


async def test_what_cannot_be_read_is_said_and_the_other_is_read(stand: Stand, desk: Desk) -> None:
    stand.fault("pagerduty", "garbage", path="/maintenance_windows")

    found = await desk.rounds.look(PATIENCE_S)

    assert found.windows is None
    assert found.windows_why
    assert len(found.orgs or ()) == 1


async def test_whoever_does_not_answer_holds_up_nobody(stand: Stand, desk: Desk) -> None:
    stand.fault("pagerduty", "hang", path="/maintenance_windows")

    found = await desk.rounds.look(0.3)

    assert found.windows is None
    assert found.windows_why == "no answer within 0.3 s"


async def test_nobody_is_asked_where_nothing_is_configured(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(
        'profile = "pulumi"\n[person]\nname = "Ana"\n[state]\ndir = "state"\n', encoding="utf-8"
    )
    desk = build(load(file))
    await desk.open()
    found = await desk.rounds.look(PATIENCE_S)
    await desk.close()

    assert found.windows_why == "no pager is configured here"
    assert 'of the kind "list"' in found.orgs_why
