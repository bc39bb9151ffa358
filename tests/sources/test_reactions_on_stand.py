"""Reactions in the thread, over real HTTP, from a colleague's click to the timeline, each once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from clocks import ManualClock
from situations import INCIDENT, NOW, case_of, incident, record
from slack_rig import chat, saying
from stand import Stand

from cockpit.domain.effects import PostMessage
from cockpit.domain.facts import DeclarationRequested, EffectDone, Fact, IncidentSeen
from cockpit.domain.fold import fold
from cockpit.domain.state import EMPTY, Kind
from cockpit.sources.thread import ThreadSource


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    with Stand(tmp_path) as made:
        yield made


async def test_reactions_reach_the_timeline_and_their_end_does_too(stand: Stand) -> None:
    slack, clock, state = chat(stand.slack), ManualClock(), EMPTY

    def take(*facts: Fact) -> None:
        nonlocal state
        state = fold([record(fact, clock.now()) for fact in facts], state)

    async def polled() -> list[str]:
        clock.advance(61)
        take(*[fact async for fact in source.poll()])
        return [f"{m.author} {m.text}" for m in case_of(state).moments if m.kind is Kind.CHAT]

    source = ThreadSource(slack, lambda: state, lambda: INCIDENT, clock)
    parent = await slack.post(saying("declared", "E1"), "")
    post = PostMessage(id="E1", incident_id=INCIDENT, channel="C0INCIDENT", text="declared")
    take(
        IncidentSeen(incident=incident()),
        DeclarationRequested(
            id="D1",
            incident_id=INCIDENT,
            started_at=NOW,
            paged_by="a monitor",
            hypothesis="unknown",
            effects=(post,),
        ),
        EffectDone(effect="E1", ref=parent.ts, done_at=parent.at),
    )
    reply = stand.order("/slack/reply", who="ben", thread_ts=parent.ts, text="mine")
    on = {"channel": "novavms-incident-live", "who": "lea"}
    stand.order("/slack/react", ts=parent.ts, name="eyes", **on)
    stand.order("/slack/react", ts=reply["ts"], name="+1", **on)

    told = ["ben mine", "lea reacted :+1: to: mine", "lea reacted :eyes: to: the first message"]
    assert sorted(await polled()) == told
    assert sorted(await polled()) == told
    stand.order("/slack/unreact", ts=parent.ts, name="eyes", **on)
    stand.order("/slack/unreact", ts=reply["ts"], name="+1", **on)

    assert sorted(set(await polled()) - set(told)) == [
        "lea took :+1: back from: mine",
        "lea took :eyes: back from: the first message",
    ]
    assert len(await polled()) == 5
    slack.close()
