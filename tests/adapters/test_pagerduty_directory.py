"""Looking people and priorities up at the PagerDuty stand-in, over real HTTP."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from stand import Stand

from cockpit.desk.desk import Desk
from cockpit.ports.outside import Garbled, Unreachable
from cockpit.settings.load import load
from cockpit.wiring import build


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(tmp_path_factory.mktemp("world")) as stand:
        yield stand


@pytest.fixture
async def desk(stand: Stand, tmp_path: Path) -> AsyncIterator[Desk]:
    stand.reset()
    desk = build(load(stand.config))
    await desk.open()
    try:
        yield desk
    finally:
        await desk.close()


async def test_people_are_found_by_a_part_of_their_name_or_address(desk: Desk) -> None:
    (ben,) = await desk.book.people("okafor")

    assert (ben.name, ben.email) == ("Ben Okafor", "ben@novavms.example")
    assert await desk.book.people("ben@novavms") == (ben,)
    assert await desk.book.people("nobody at all") == ()


async def test_whom_one_has_met_is_known_by_name(desk: Desk) -> None:
    (ben,) = await desk.book.people("okafor")

    await desk.book.meet(ben)
    before = desk.state.seq
    await desk.book.meet(ben)

    assert desk.state.people[ben.id] == ben
    assert desk.state.seq == before


async def test_priorities_come_the_highest_first(desk: Desk) -> None:
    names = await desk.book.priorities()

    assert names[0] == "P1"
    assert len(set(names)) == len(names)


async def test_an_account_without_priorities_has_none(stand: Stand, desk: Desk) -> None:
    body = '{"error": {"message": "Not Found", "code": 2100}}'
    stand.fault("pagerduty", "status", path="/priorities", status=404, body=body)

    assert await desk.book.priorities() == ()


@pytest.mark.parametrize(
    ("fault", "error"), [("garbage", Garbled), ("drop", Unreachable)], ids=["garbage", "drop"]
)
async def test_a_directory_that_makes_no_sense_says_so(
    stand: Stand, desk: Desk, fault: str, error: type[Exception]
) -> None:
    stand.fault("pagerduty", fault, path="/users", times=0)
    with pytest.raises(error):
        await desk.book.people("ben")
    stand.clear_faults()
