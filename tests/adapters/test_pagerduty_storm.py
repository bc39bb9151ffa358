"""Three hundred pages acknowledged in one gesture, against the stand-in and its rate limit."""

from collections.abc import Iterator
from pathlib import Path
from time import process_time

import pytest
from far_side import ANA as SOMEBODY
from far_side import FarSide
from outbox_rig import Rig
from patience import PATIENCE_S
from stand import Stand

from cockpit.adapters.pagerduty import PagerDuty
from cockpit.domain.actions import AcknowledgeMany
from cockpit.domain.facts import IncidentSeen, MeIdentified
from cockpit.domain.model import Incident
from cockpit.domain.progress import progress
from cockpit.domain.state import Phase
from cockpit.ports.outside import Refused
from cockpit.sources.open_list import OpenList

COUNT = 300
AT_ONCE = 4
"""Effects that the outbox has in hand: all of them may be on their way when a limit is reached."""


class Half(FarSide):
    """A chat in memory, and a pager that is reached over HTTP."""

    def __init__(self, pager: PagerDuty) -> None:
        super().__init__()
        self.pager = pager

    async def acknowledge(self, incident_id: str) -> Incident:
        return await self.pager.acknowledge(incident_id)

    async def incident(self, incident_id: str) -> Incident:
        return await self.pager.incident(incident_id)


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    with Stand(tmp_path / "stand") as stand:
        stand.order("/pagerduty/storm", count=COUNT)
        yield stand


async def everything(pager: PagerDuty) -> tuple[Incident, ...]:
    """The whole list."""
    found = OpenList(pager, lambda: 0.0)
    seen = list(await found.newest())
    seen += [i async for part in found.rest(1.0) for i in part]
    return tuple({i.id: i for i in seen}.values())


def refused(stand: Stand) -> int:
    """How often the stand-in had to say "later"."""
    return stand.received()["statuses"].get("pagerduty 429", 0)


async def acknowledged_by_storm(stand: Stand, folder: Path, *, polls: bool) -> tuple[Rig, str]:
    """Everything is acknowledged; the rig, and the id of the request."""

    async def token() -> str:
        return "standin-key-ana"

    rig = Rig(folder)
    rig.clock.advance((stand.now() - rig.clock.now()).total_seconds())
    pager = PagerDuty(
        api_url=stand.pagerduty,
        token=token,
        email="ana@novavms.example",
        timeout_s=PATIENCE_S,
        clock=rig.clock,
    )
    rig.far = Half(pager)
    one = await rig.process()
    seen = await everything(pager)
    me = await pager.me()
    await one.store.append(MeIdentified(person=me), *(IncidentSeen(incident=i) for i in seen))
    effects = await one.act(AcknowledgeMany(incident_ids=tuple(i.id for i in seen), sure=True))
    request = one.parcel(effects[0]).request

    for turn in range(20):
        await one.outbox.drain()
        if all(p.is_over for p in one.state.parcels.values()):
            break
        assert not any(p.phase is Phase.FAILED for p in one.state.parcels.values())
        if polls and not turn:
            with pytest.raises(Refused, match="rate limit"):
                await pager.open_incidents()
        stand.advance(20)
        rig.clock.advance(20)
    pager.close()
    counted = progress(one.state, request)
    assert counted is not None
    assert counted.done == counted.total == len(seen) >= COUNT
    assert SOMEBODY.id not in {a.person.id for i in seen for a in i.acknowledgements}
    return rig, request


def acknowledged(stand: Stand) -> int:
    writes = [w for w in stand.writes("pagerduty", "/incidents/") if w["method"] == "PUT"]
    assert len(writes) == len({w["path"] for w in writes}), "each once"
    return len(writes)


async def test_three_hundred_are_acknowledged_once_each_in_seconds(
    stand: Stand, tmp_path: Path
) -> None:
    begin = process_time()  # this process's own: others at work do not count

    rig, _ = await acknowledged_by_storm(stand, tmp_path, polls=False)

    assert acknowledged(stand) >= COUNT
    assert refused(stand) == 0
    assert process_time() - begin < 20
    await rig.close()


async def test_within_a_smaller_limit_it_takes_longer_and_each_is_still_done_once(
    stand: Stand, tmp_path: Path
) -> None:
    stand.order("/pagerduty/rate_limit", per_minute=240)

    rig, _ = await acknowledged_by_storm(stand, tmp_path, polls=True)

    assert acknowledged(stand) >= COUNT
    assert refused(stand) <= AT_ONCE
    assert not [p for p in (await rig.process()).state.parcels.values() if p.attempts > 4]
    await rig.close()
