"""Sources, adapters and stand-ins together: what reaches the state, and at what cost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from clocks import ManualClock
from patience import PATIENCE_S
from slack_rig import saying
from stand import Stand

from cockpit.adapters.pagerduty import PagerDuty
from cockpit.adapters.slack import Slack
from cockpit.domain.effects import PostMessage
from cockpit.domain.facts import DeclarationRequested, EffectDone, Fact, Record
from cockpit.domain.fold import apply
from cockpit.domain.model import Status
from cockpit.domain.state import EMPTY
from cockpit.sources.keeper import Source
from cockpit.sources.pager import PagerSource
from cockpit.sources.thread import ThreadSource


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    with Stand(tmp_path) as made:
        yield made


class Desk:
    """A state that follows what sources say, beside a stand-in."""

    def __init__(self, stand: Stand) -> None:
        self.stand = stand
        self.clock = ManualClock(stand.now())
        self.state = EMPTY
        self.focus = str(stand.incident()["id"])

    def take(self, *facts: Fact) -> None:
        now = self.clock.now()
        for fact in facts:
            record = Record(seq=0, id="r", at=now, noted_at=now, author="", host="", fact=fact)
            self.state = apply(self.state, record)

    async def poll(self, source: Source) -> list[Fact]:
        told = [fact async for fact in source.poll()]
        self.take(*told)
        return told

    def reads(self) -> int:
        counts = self.stand.received()["counts"]
        return sum(n for what, n in counts.items() if what.startswith("pagerduty GET"))

    def pass_by(self, seconds: float) -> None:
        self.stand.advance(seconds)
        self.clock.advance(seconds)


async def test_a_page_its_escalation_and_its_end(stand: Stand) -> None:
    desk = Desk(stand)

    async def token() -> str:
        return "standin-key-ana"

    port = PagerDuty(
        api_url=stand.pagerduty,
        token=token,
        email="ana@novavms.example",
        timeout_s=PATIENCE_S,
        clock=desk.clock,
    )
    source = PagerSource(port, lambda: desk.state, lambda: desk.focus, desk.clock)
    await desk.poll(source)
    await desk.poll(source)
    before = desk.reads()
    assert desk.state.me is not None
    assert desk.state.cases[desk.focus].incident.assigned_to(desk.state.me.id)

    assert await desk.poll(source) == []
    assert desk.reads() - before <= 3

    desk.pass_by(16 * 60)
    await desk.poll(source)
    case = desk.state.cases[desk.focus]
    assert not case.incident.assigned_to(desk.state.me.id)
    assert any(moment.text.startswith("escalated to Ben") for moment in case.moments)

    stand.order("/pagerduty/resolve", who="ben", incident=desk.focus)
    await desk.poll(source)
    assert desk.state.cases[desk.focus].incident.status is Status.RESOLVED
    port.close()


async def test_a_colleagues_reply_reaches_the_timeline_and_our_own_does_not_come_back(
    stand: Stand,
) -> None:
    desk = Desk(stand)

    async def pager_token() -> str:
        return "standin-key-ana"

    async def chat_token() -> str:
        return "xoxb-standin-cockpit"

    pager = PagerDuty(
        api_url=stand.pagerduty, token=pager_token, email="", timeout_s=PATIENCE_S, clock=desk.clock
    )
    chat = Slack(api_url=stand.slack, token=chat_token, timeout_s=PATIENCE_S)
    await desk.poll(PagerSource(pager, lambda: desk.state, lambda: desk.focus, desk.clock))
    source = ThreadSource(chat, lambda: desk.state, lambda: desk.focus, desk.clock)
    assert await desk.poll(source) == []
    posted = await chat.post(saying("declared", "E1"), "")
    desk.take(
        DeclarationRequested(
            id="D1",
            incident_id=desk.focus,
            started_at=desk.clock.now(),
            paged_by="a monitor",
            hypothesis="unknown",
            effects=(
                PostMessage(id="E1", incident_id=desk.focus, channel="C0INCIDENT", text="declared"),
            ),
        ),
        EffectDone(effect="E1", ref=posted.ts, done_at=posted.at),
    )
    stand.advance(3)
    await chat.post(saying("an update", "E1"), posted.ts)
    stand.order("/slack/reply", who="ben", thread_ts=posted.ts, text="I take the database")

    await desk.poll(source)

    said = [m.text for m in desk.state.cases[desk.focus].moments if m.kind == "chat"]
    assert said == ["I take the database"]
    assert await desk.poll(source) == []
    pager.close()
    chat.close()
