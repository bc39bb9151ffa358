"""The changes that the pager relates to the incident on screen, over real HTTP."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from pager_scene import PagerScene
from stand import Stand

from cockpit.domain.evidence import DeployKind
from cockpit.domain.facts import ChangesRelated, Fact, SourceChanged
from cockpit.domain.model import SourceStatus
from cockpit.domain.watch import PAGER_RELATED
from cockpit.sources.pager import PagerSource


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(Path(tmp_path_factory.mktemp("stand"))) as stand:
        yield stand


class Scene(PagerScene):
    """Ana's incident over the stand-in."""

    def __init__(self, stand: Stand) -> None:
        super().__init__(stand)
        self.key = str(stand.incident("4217")["id"])
        self.source = PagerSource(self.port, lambda: self.state, lambda: self.key, self.clock)

    async def poll(self, after: float = 5.0) -> list[Fact]:
        return await self.told(after)

    async def polls(self, count: int) -> list[Fact]:
        return [fact for _ in range(count) for fact in await self.poll()]

    def asked(self) -> int:
        counts = self.stand.received()["counts"]
        return sum(n for what, n in counts.items() if "related_change_events" in what)


@pytest.fixture
async def scene(shared: Stand) -> AsyncIterator[Scene]:
    scene = Scene(shared)
    yield scene
    scene.port.close()


async def test_they_join_the_case_as_deploys_once(scene: Scene) -> None:
    told = [f for f in await scene.polls(4) if isinstance(f, ChangesRelated)]

    assert len(told) == 1
    (one,) = scene.state.cases[scene.key].changes
    assert one.reason == "the latest change before it"
    assert (one.change.kind, one.change.repository) == (DeployKind.CHANGE, "PagerDuty")
    assert (one.change.author, one.change.subject) == (
        "deploy-bot",
        "cloud v2026.16.2 to production",
    )


async def test_they_are_asked_for_every_two_minutes_at_most(scene: Scene) -> None:
    await scene.polls(4)
    before = scene.asked()
    await scene.polls(20)
    assert scene.asked() == before
    await scene.poll(60)

    assert scene.asked() == before + 1


async def test_what_has_no_time_or_no_id_is_left_out(scene: Scene) -> None:
    odd = [{"id": "C1", "summary": "no time"}, {"timestamp": "2026-04-21T08:00:00Z"}]
    scene.stand.order("/pagerduty/distort", which="4217", change_events=odd)

    await scene.polls(4)

    assert len(scene.state.cases[scene.key].changes) == 1


@pytest.mark.parametrize("kind", ["status", "garbage"])
async def test_where_they_cannot_be_read_nothing_else_is_hidden(scene: Scene, kind: str) -> None:
    path = f"/incidents/{scene.key}/related_change_events"
    scene.stand.fault("pagerduty", kind, path=path, times=0, status=403)

    told = [f for f in await scene.polls(4) if isinstance(f, SourceChanged)]

    assert [f.source for f in told] == [PAGER_RELATED]
    assert told[0].status in (SourceStatus.CREDENTIALS, SourceStatus.REFUSED)
    assert scene.state.cases[scene.key].incident.is_open
