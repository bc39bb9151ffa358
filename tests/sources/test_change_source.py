"""The pager's list of changes of the whole account, over real HTTP."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from pager_scene import PagerScene
from stand import Stand

from cockpit.domain.evidence import DeployKind
from cockpit.domain.facts import ChangesFound
from cockpit.ports.outside import Garbled, Refused
from cockpit.sources.changes import AGAIN_S, ChangeSource

DAY_S = 86_400.0


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(Path(tmp_path_factory.mktemp("stand"))) as stand:
        yield stand


class Scene(PagerScene):
    """The list of changes over the stand-in."""

    def __init__(self, stand: Stand) -> None:
        super().__init__(stand)
        log = self.port.change_log
        self.source = ChangeSource(log, lambda: self.state, self.clock, window_s=DAY_S)

    async def poll(self, after: float = 120.0) -> list[ChangesFound]:
        return [fact for fact in await self.told(after) if isinstance(fact, ChangesFound)]

    def send(self, *changes: dict, odd: tuple[dict, ...] = ()) -> None:
        self.stand.order("/pagerduty/changes", changes=list(changes), odd=list(odd))

    def refuse(self, status: int) -> None:
        body = '{"error": {"message": "no"}}'
        where = {"path": "/change_events", "times": 1}
        self.stand.fault("pagerduty", "status", status=status, body=body, **where)

    def asked(self) -> int:
        counts = self.stand.received()["counts"]
        return sum(n for what, n in counts.items() if what.endswith(" /change_events"))

    def subjects(self) -> list[str]:
        assert self.state.changes is not None
        return [deploy.subject for deploy in self.state.changes.deploys]


@pytest.fixture
async def scene(shared: Stand) -> AsyncIterator[Scene]:
    scene = Scene(shared)
    yield scene
    scene.port.close()


def _change(at: float, summary: str, **more: object) -> dict:
    return {"at": at, "summary": summary, **more}


async def test_changes_are_deploys_also_without_an_incident(scene: Scene) -> None:
    link = {"href": "https://ci.example.com/7", "text": "build 7"}
    scene.send(_change(60, "queue 3 to beta", links=[link], custom_details={"by": "hand"}))

    await scene.poll()

    assert scene.state.changes is not None
    newest, older, _ = scene.state.changes.deploys
    assert (newest.kind, newest.repository) == (DeployKind.CHANGE, "PagerDuty")
    assert (newest.subject, newest.author, newest.url) == ("queue 3 to beta", "", link["href"])
    assert newest.services == ("Cloud API",)
    assert (older.subject, older.author) == ("cloud v2026.16.2 to production", "deploy-bot")


async def test_only_what_differs_is_told(scene: Scene) -> None:
    await scene.poll()
    quiet = await scene.poll()
    scene.send(_change(200, "a flag"))
    (news,) = await scene.poll()

    assert quiet == []
    assert [d.subject for d in news.found] == ["a flag"]


async def test_that_there_are_none_is_a_fact_too(scene: Scene) -> None:
    scene.clock.advance(10 * DAY_S)
    told = await scene.poll()

    assert told == [ChangesFound()]
    assert scene.subjects() == []


async def test_what_has_grown_too_old_goes(scene: Scene) -> None:
    await scene.poll()
    (gone,) = await scene.poll(DAY_S)

    assert len(gone.gone) == 2
    assert scene.subjects() == []


async def test_a_long_list_is_read_page_by_page_up_to_a_bound(scene: Scene) -> None:
    scene.send(*(_change(-n, f"change {n}") for n in range(620)))

    (found,) = await scene.poll()

    assert (len(found.found), found.more, scene.asked()) == (500, True, 5)
    assert scene.subjects()[0] == "change 0"
    assert scene.source.warning == "only the newest 500 changes are read; there are more"


async def test_what_has_no_time_or_no_id_is_left_out_and_foreign_text_is_harmless(
    scene: Scene,
) -> None:
    at = "2026-04-21T08:00:00Z"
    odd = (
        {"id": "C1", "summary": "no time"},
        {"timestamp": at, "summary": "no id"},
        {"id": "C2", "timestamp": at, "summary": "red \x1b[31m\u202eflag", "links": "no list"},
        {"id": "C2", "timestamp": at, "summary": "twice"},
    )
    scene.send(odd=odd)

    await scene.poll()

    assert scene.subjects()[:2] == ["cloud v2026.16.2 to production", "red flag"]
    assert len(scene.subjects()) == 3


@pytest.mark.parametrize("status", [402, 403, 404])
async def test_a_token_that_may_not_read_it_is_not_asked_again_soon(
    scene: Scene, status: int
) -> None:
    scene.refuse(status)

    with pytest.raises(Refused) as refused:
        await scene.poll()

    assert refused.value.retry_after_s == AGAIN_S
    assert "may not be read" in refused.value.reason
    assert "change_events.read" in refused.value.mend


async def test_a_worthless_token_is_no_matter_of_this_list(scene: Scene) -> None:
    scene.refuse(401)

    with pytest.raises(Refused) as refused:
        await scene.poll()

    assert refused.value.retry_after_s is None


async def test_a_page_of_a_proxy_is_no_empty_list(scene: Scene) -> None:
    scene.stand.fault("pagerduty", "garbage", path="/change_events", times=1)

    with pytest.raises(Garbled):
        await scene.poll()

    assert scene.state.changes is None
