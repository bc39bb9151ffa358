"""Followed channels: few questions, honest states, no facts; in memory and on HTTP."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from clocks import START, ManualClock
from patience import PATIENCE_S
from scripted import free_port_url
from slack_rig import asked, chat
from stand import Stand
from virtual_time import VirtualTime
from workplace import Workplace

from cockpit.adapters.slack import Slack
from cockpit.domain.chat import Heard
from cockpit.domain.facts import Fact, SourceChanged
from cockpit.domain.model import SourceStatus
from cockpit.domain.overheard import KEPT, unanswered
from cockpit.domain.readings import Readings
from cockpit.domain.watch import ChannelSpec
from cockpit.ports.outside import PortError, Refused
from cockpit.ports.told import Backlog, Workspace
from cockpit.sources.channels import QUESTIONS_A_MINUTE, ChannelSource
from cockpit.sources.keeper import Keeper

ALERTS = ChannelSpec(id="C0ALERTS", name="#alerts", alerts=True)
OPS = ChannelSpec(id="C0OPS", name="#ops", operations=True)
NAME = "Slack #alerts"


class Talkative(Workplace):
    """A channel in memory, read as the port has it."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[Heard] = []
        self.afters: list[str] = []

    def say(self, count: int = 1) -> None:
        for _ in range(count):
            n = len(self.said)
            at = START + timedelta(seconds=n / 40)
            self.said.append(
                Heard(channel="C0ALERTS", ts=f"1{n:09}.000000", at=at, author="m", text=f"m{n}")
            )

    async def history(self, channel: str, after: str) -> Backlog:  # noqa: ARG002 - the port's
        self.afters.append(after)
        await self._answer()
        new = [m for m in self.said if m.ts > after]
        most = 400 if after else 100
        return Backlog(messages=tuple(new[-most:]), is_cut=bool(after) and len(new) > most)


def following(
    workspace: Workspace, readings: Readings, clock: ManualClock, spec: ChannelSpec = ALERTS
) -> ChannelSource:
    return ChannelSource(workspace, spec, readings.take, clock)


async def poll(source: ChannelSource) -> None:
    assert [fact async for fact in source.poll()] == []


async def test_only_what_is_new_is_read_and_now_and_then_all_of_it() -> None:
    place, readings, clock = Talkative(), Readings(), ManualClock()
    source = following(place, readings, clock)
    place.say(3)
    for _ in range(4):
        await poll(source)
        clock.advance(10)
    place.say()
    place.said[0] = replace(place.said[0], replies=1)
    await poll(source)

    newest = place.said[2].ts
    assert place.afters == ["", newest, newest, "", newest]
    assert [m.replies for m in readings.talk("C0ALERTS").messages] == [0, 0, 0, 0]
    clock.advance(31)
    await poll(source)
    assert [m.replies for m in readings.talk("C0ALERTS").messages] == [1, 0, 0, 0]


async def test_a_restart_reads_lately_once() -> None:
    place = Talkative()
    place.say(5000)
    source = following(place, readings := Readings(), ManualClock())
    await poll(source)

    assert place.afters == [""]
    assert len(readings.talk("C0ALERTS").messages) == 100
    assert readings.talk("C0ALERTS").gaps == frozenset()


async def test_a_storm_of_messages_stays_bounded_and_its_gaps_are_told() -> None:
    place, readings, clock = Talkative(), Readings(), ManualClock()
    source = following(place, readings, clock)
    for _ in range(12):  # Forty a second for two minutes.
        await poll(source)
        place.say(400)
        clock.advance(10)
    assert source.warning == ""
    place.say(401)
    clock.advance(-5)
    await poll(source)

    talk = readings.talk("C0ALERTS")
    assert len(talk.messages) == KEPT
    assert len(place.afters) == 13
    assert [m.text for m in talk.messages][-1] == "m5200"
    assert source.warning == "more is said than is read"


@pytest.mark.parametrize("among", [1, 2, 5, 10])
def test_all_channels_together_keep_to_their_share_of_questions(among: int) -> None:
    source = ChannelSource(
        Talkative(), ALERTS, Readings().take, ManualClock(), interval_s=1.0, among=among
    )

    assert among * 2 * 60 / source.interval_s <= QUESTIONS_A_MINUTE


async def test_how_far_it_can_be_believed_is_told_for_each_channel() -> None:
    place, time = Talkative(), VirtualTime()
    told: list[Fact] = []

    async def append(*facts: Fact) -> None:
        told.extend(facts)

    keeper = Keeper(
        ChannelSource(place, ALERTS, Readings().take, time),
        append,
        Readings().take,
        time,
        sleep=time.sleep,
        chance=lambda: 0.5,
    )
    running = asyncio.create_task(keeper.run())
    await time.pass_by(1)
    place.held = asyncio.Event()
    await time.pass_by(35)
    place.held = None
    place.fault = Refused("cockpit is not in the channel", "/invite it", code="not_in_channel")
    await time.pass_by(120)
    place.fault = None
    await time.pass_by(120)
    running.cancel()

    changes = [f for f in told if isinstance(f, SourceChanged)]
    assert {change.source for change in changes} == {NAME}
    assert [change.status for change in changes] == [
        SourceStatus.OK,
        SourceStatus.LATE,
        SourceStatus.UNREACHABLE,
        SourceStatus.REFUSED,
        SourceStatus.OK,
    ]
    assert changes[3].mend == "/invite it"
    assert len(told) == len(changes)


# --- on real HTTP ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(Path(tmp_path_factory.mktemp("stand"))) as stand:
        yield stand


@pytest.fixture
def stand(process: Stand) -> Stand:
    process.reset()
    return process


@pytest.fixture
async def slack(stand: Stand) -> AsyncIterator[Slack]:
    port = chat(stand.slack)
    yield port
    port.close()


class Listener:
    """A source on the stand-in, and what it has noted."""

    def __init__(self, stand: Stand, slack: Slack, spec: ChannelSpec) -> None:
        self.stand = stand
        self.spec = spec
        self.readings = Readings()
        self.clock = ManualClock(stand.now())
        self.source = following(slack.workspace, self.readings, self.clock, spec)

    async def again(self, after_s: float = 31.0) -> list[Heard]:
        self.clock.advance(after_s)
        await poll(self.source)
        return list(self.readings.talk(self.spec.id).messages)

    def waiting(self, after_s: float) -> list[str]:
        kept = self.readings.talk(self.spec.id).messages
        now = self.stand.now() + timedelta(seconds=after_s)
        return [m.text for m in unanswered(self.spec, kept, (), now, 300)]


async def test_alerts_wait_until_somebody_reacts_or_replies(stand: Stand, slack: Slack) -> None:
    alerts = Listener(stand, slack, ALERTS)
    *_, latency, errors = await alerts.again()

    assert alerts.waiting(10) == ["cloud-api: p99 latency above 4 s for 1 minute"]
    assert alerts.waiting(300) == [latency.text, errors.text]
    stand.order("/slack/react", channel="alerts", ts=latency.ts, name="eyes", who="ben")
    stand.order("/slack/reply", channel="alerts", thread_ts=errors.ts, who="ben", text="mine")
    await alerts.again()
    assert alerts.waiting(300) == []
    stand.order("/slack/unreact", channel="alerts", ts=latency.ts, name="eyes", who="ben")
    stand.order("/slack/delete", channel="alerts", ts=errors.ts)
    await alerts.again()
    assert alerts.waiting(300) == [latency.text]


async def test_forty_messages_a_second_cost_a_bounded_number_of_questions(
    stand: Stand, slack: Slack
) -> None:
    ops = Listener(stand, slack, OPS)
    await ops.again()
    before = asked(stand, "conversations.history")
    for n in range(401):
        stand.order("/slack/say", channel="ops", who="ben", text=f"m{n}")
    heard = await ops.again(10)

    assert asked(stand, "conversations.history") - before <= 2
    assert len(heard) == KEPT
    assert heard[-1].text == "m400"


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (ChannelSpec(id="C0RANDOM", name="#random"), "not in the channel"),
        (ChannelSpec(id="C0NOWHERE", name="#nowhere"), "no such channel"),
        (ChannelSpec(id="#nowhere", name="#nowhere"), "no channel #?nowhere"),
    ],
)
async def test_a_channel_that_cannot_be_followed_says_why(
    stand: Stand, slack: Slack, spec: ChannelSpec, words: str
) -> None:
    with pytest.raises(Refused, match=words) as caught:
        await Listener(stand, slack, spec).again()

    assert caught.value.mend


async def test_being_put_out_of_the_channel_keeps_what_was_read(stand: Stand, slack: Slack) -> None:
    alerts = Listener(stand, slack, ALERTS)
    before = await alerts.again()
    stand.order("/slack/expel", channel="alerts")
    with pytest.raises(Refused, match="not in the channel"):
        await alerts.again()

    assert list(alerts.readings.talk("C0ALERTS").messages) == before


async def test_a_missing_scope_is_named(stand: Stand) -> None:
    port = chat(stand.slack, token="xoxb-standin-narrow")
    with pytest.raises(Refused) as caught:
        await Listener(stand, port, ALERTS).again()
    port.close()

    assert "channels:history" in f"{caught.value.reason} {caught.value.mend}"


async def test_a_renamed_channel_is_still_followed_by_its_id(stand: Stand, slack: Slack) -> None:
    alerts = Listener(stand, slack, ALERTS)
    before = await alerts.again()
    stand.order("/slack/rename", channel="alerts", name="alarms")
    stand.order("/slack/say", channel="alarms", who="monitor", text="still here")

    assert [m.text for m in await alerts.again(1)] == [*(m.text for m in before), "still here"]


async def test_a_channel_by_a_name_that_it_had_says_how_it_is_called_now(
    stand: Stand, slack: Slack
) -> None:
    stand.order("/slack/rename", channel="alerts", name="alarms")
    with pytest.raises(Refused, match="#alarms was called so once") as caught:
        await Listener(stand, slack, ChannelSpec(id="#alerts", name="#alerts")).again()

    assert "id" in caught.value.mend


@pytest.mark.parametrize("fault", ["rate_limit", "drop", "garbage"])
async def test_after_a_failure_nothing_is_lost(stand: Stand, slack: Slack, fault: str) -> None:
    alerts = Listener(stand, slack, ALERTS)
    before = await alerts.again()
    stand.order("/slack/say", channel="alerts", who="monitor", text="meanwhile")
    more = {"retry_after": 7} if fault == "rate_limit" else {}
    stand.fault("slack", fault, path="/api/conversations.history", times=1, **more)
    with pytest.raises(PortError) as caught:
        await alerts.again(1)
    if isinstance(caught.value, Refused):
        assert caught.value.retry_after_s == 7

    assert [m.text for m in await alerts.again(1)] == [*(m.text for m in before), "meanwhile"]


async def test_a_chat_that_is_not_there_is_unreachable() -> None:
    port = chat(free_port_url() + "/api/", timeout_s=PATIENCE_S)
    told: list[SourceChanged] = []
    came = asyncio.Event()

    async def append(*facts: SourceChanged) -> None:
        told.extend(facts)
        came.set()

    source = following(port.workspace, Readings(), ManualClock())
    running = asyncio.create_task(Keeper(source, append, Readings().take, ManualClock()).run())
    async with asyncio.timeout(PATIENCE_S):
        await came.wait()
    running.cancel()
    port.close()

    assert [(change.source, change.status) for change in told] == [(NAME, SourceStatus.UNREACHABLE)]
