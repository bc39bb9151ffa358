"""An incident goes from one engineer to another, who has to agree first."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from clocks import START
from desks import Seat, bad_deploy, page, seat
from far_side import ANA, BEN
from patience import PATIENCE_S

from cockpit.domain.actions import Acknowledge, ConcludeHandOver, Declare, OfferHandOver
from cockpit.domain.decisions import Refusal
from cockpit.domain.effects import ReassignIncident
from cockpit.domain.facts import IncidentSeen, ReplySeen
from cockpit.domain.model import Assignment, Reply, Status

CONCLUDE = ConcludeHandOver(incident_id="Q1")


async def asked(it: Seat) -> None:
    """Ana holds the incident, has declared it, and asks Ben."""
    await it.desk.open()
    it.desk.start(watching=False)
    for action in (
        Acknowledge(incident_id="Q1"),
        Declare(incident_id="Q1", started_at=START, paged_by="", hypothesis="unknown"),
        OfferHandOver(incident_id="Q1", person_id=BEN.id),
    ):
        assert not isinstance(await it.desk.act(action), Refusal)
        await it.desk.settle(it.desk.state.parcels, PATIENCE_S)


async def agreed(it: Seat) -> None:
    """Wait until it is on record that Ben agreed."""
    changed = asyncio.Event()
    stop = it.desk.listen(changed.set)
    async with asyncio.timeout(PATIENCE_S):
        while it.desk.state.cases["Q1"].hand_over.accepted_at is None:
            await changed.wait()
            changed.clear()
    stop()


def reply(it: Seat, text: str) -> ReplySeen:
    said = Reply(
        channel="C1",
        thread=it.far.messages[0].ts,
        ts="2000.1",
        at=it.clock.now(),
        author=BEN.name,
        text=text,
    )
    return ReplySeen(incident_id="Q1", reply=said)


async def test_a_reply_in_the_thread_is_enough_and_nothing_less(tmp_path: Path) -> None:
    async with seat(tmp_path, *bad_deploy()) as it:
        await asked(it)
        question = it.far.messages[-1]
        assert question.text.startswith("Ben: can you take #4217 from Ana?")
        assert question.thread == it.far.messages[0].ts

        await it.tell(reply(it, "what is it about?"))
        early = await it.desk.act(CONCLUDE)
        await it.tell(reply(it, "ok, taking it"))
        await agreed(it)
        assert not isinstance(await it.desk.act(CONCLUDE), Refusal)
        await it.desk.settle(it.desk.state.parcels, PATIENCE_S)

        assert isinstance(early, Refusal)
        assert "has not agreed yet: #4217 stays with you" in early.reason
        (change,) = it.far.changes
        assert isinstance(change, ReassignIncident)
        assert change.person_ids == (BEN.id,)
        words = [moment.text for moment in it.desk.state.cases["Q1"].moments]
        assert any(w.startswith("hand-over accepted: Ben wrote at") for w in words)


async def test_an_acknowledgement_at_the_pager_needs_no_reassignment(tmp_path: Path) -> None:
    async with seat(tmp_path, *bad_deploy()) as it:
        await asked(it)
        it.clock.advance(60)
        now = it.clock.now()
        held = (Assignment(person=BEN, at=now),)
        taken = page(
            status=Status.ACKNOWLEDGED, changed_at=now, acknowledgements=held, assignments=held
        )

        await it.tell(taken)
        await agreed(it)

        assert await it.desk.act(CONCLUDE) == ()
        assert it.far.changes == []


async def test_it_is_recorded_once_however_often_it_is_seen(tmp_path: Path) -> None:
    async with seat(tmp_path, *bad_deploy()) as it:
        await asked(it)
        for seconds in range(3):
            at = it.clock.now() + timedelta(seconds=seconds)
            said = reply(it, "I'll take it")
            await it.tell(replace(said, reply=replace(said.reply, ts=f"200{seconds}.1", at=at)))
        await agreed(it)
        await it.tell(IncidentSeen(incident=it.desk.state.cases["Q1"].incident))

        moments = it.desk.state.cases["Q1"].moments
        assert sum(m.text.startswith("hand-over accepted") for m in moments) == 1
        assert ANA.id in {a.person.id for a in it.far.incidents["Q1"].acknowledgements}
