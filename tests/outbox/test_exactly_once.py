"""Whatever leaves, and wherever it breaks: each arrives once, in order, in the right place.

Every kind of effect is killed at every moment of its way out, and thousands of them meet random
faults. What cannot be looked up afterwards, an e-mail, goes to the person instead.
"""

import asyncio
import random
from collections import Counter
from pathlib import Path

import pytest
from far_side import MAYBE, UNSENT, incident
from outbox_rig import (
    ACK,
    Killer,
    Process,
    Rig,
    Word,
    declare,
    known_incident,
    pager_note,
    remark,
    run,
    update,
)
from outbox_wishes import customers, edit, group, long_update, mail, snippet, war_room

from cockpit.domain.actions import Action
from cockpit.domain.actions_talk import EditUpdate
from cockpit.domain.dispatch import is_stuck
from cockpit.domain.effects import AcknowledgeIncident, PostMessage
from cockpit.domain.effects_chat import (
    EditMessage,
    ShareSnippet,
)
from cockpit.domain.effects_outward import SendMail
from cockpit.domain.facts import IncidentSeen
from cockpit.domain.lanes import lane, parent_of
from cockpit.domain.overtaken import overtaken
from cockpit.domain.state import Phase

ASKED = "look there, then t to try again, or x to leave it"


def assert_exactly_once(process: Process) -> None:
    """Everything that was asked for took effect once, or waits for the person in words."""
    far, state = process.rig.far, process.state
    count = Counter(far.arrived)
    stale = overtaken(state)
    for name, parcel in state.parcels.items():
        if isinstance(parcel.effect, AcknowledgeIncident):
            assert parcel.phase is Phase.DONE
        elif name in stale:
            assert count[name] == 0, f"{name} is overtaken, and was sent"
        elif isinstance(parcel.effect, SendMail) and parcel.phase is Phase.FAILED:
            assert count[name] <= 1, "an unclear mail is not sent again by itself"
            assert parcel.mend == ASKED
            assert is_stuck(state, parcel, lambda _p: False)
        else:
            assert (parcel.phase, count[name]) == (Phase.DONE, 1), (name, parcel)
    assert set(count) <= set(state.parcels)
    assert_in_order(process)
    assert_in_place(process)


def assert_in_order(process: Process) -> None:
    """Within a lane, what arrived did so in the order of the requests."""
    state, lanes = process.state, dict[object, list[int]]()
    for name in process.rig.far.arrived:
        parcel = state.parcels[name]
        lanes.setdefault(lane(parcel.effect), []).append(parcel.order)
    assert all(orders == sorted(orders) for orders in lanes.values()), lanes


def assert_in_place(process: Process) -> None:
    """What builds on something else built on just that."""
    state, far = process.state, process.rig.far
    built = [
        (change, ref) for change, ref, _ in far.altered if not isinstance(change, ShareSnippet)
    ]
    built += [(update, ref) for update, _, ref in far.published]
    for effect, ref in built:
        parent = state.parcels.get(parent_of(effect))
        assert ref == (parent.ref if parent else "")
    threads = [(c, thread) for c, _, thread in far.altered if isinstance(c, ShareSnippet)]
    for snippet_, thread in threads:
        assert thread == state.parcels[snippet_.thread_of].ref
    posts = {m.marker: m for m in far.messages}
    for name, message in posts.items():
        effect = state.parcels[name].effect
        assert isinstance(effect, PostMessage)
        assert message.thread == (state.parcels[effect.thread_of].ref if effect.thread_of else "")


async def until_done_or_killed(rig: Rig, process: Process, killer: Killer) -> bool:
    """Work until nothing is left or the blow falls; whether it did."""
    work = asyncio.create_task(process.settle(120))
    blow = asyncio.create_task(killer.struck.wait())
    await asyncio.wait({work, blow}, return_when=asyncio.FIRST_COMPLETED)
    blow.cancel()
    if not killer.struck.is_set():
        await work
        return False
    work.cancel()
    await rig.kill(process)
    return True


KINDS: dict[str, tuple[Action | Word, ...]] = {
    "parts": (long_update("alpha"),),
    "edit": (update("alpha"), edit("bravo"), remark("charlie")),
    "snippet": (snippet("alpha"), update("bravo")),
    "overtaken": (update("alpha"), long_update("bravo"), remark("charlie"), update("delta")),
    "room": (war_room(),),
    "group": (group("alpha"), group("bravo")),
    "status page": (customers("alpha"),),
    "mail": (mail("alpha"), mail("bravo")),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "faults", [[], ["lost after"], ["garbled before", "connection refused", "hangs after"]]
)
def test_a_kill_at_any_moment_loses_and_doubles_nothing(
    tmp_path: Path, kind: str, faults: list[str]
) -> None:
    moments, killed = 0, True
    while killed:
        moments += 1
        folder = tmp_path / str(moments)
        folder.mkdir()

        async def story(rig: Rig, at: int = moments) -> None:
            nonlocal killed
            killer = Killer(at)
            one = await rig.process(killer)
            await known_incident(one)
            await one.act(declare(), *KINDS[kind])
            rig.far.faults = list(faults)
            killed = await until_done_or_killed(rig, one, killer)
            heir = await rig.process()
            await heir.settle(120)
            assert_exactly_once(heir)

        run(folder, story)

    assert moments > 8


def test_two_cockpits_of_one_person_send_everything_once(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        one, two = await rig.process(), await rig.process()
        await known_incident(one)
        await one.act(declare(), *(wish for wishes in KINDS.values() for wish in wishes))
        await two.store.append(IncidentSeen(incident=incident()))
        await two.act(war_room(), pager_note("x"), customers("y"), mail("z"), snippet("z"), ACK)
        await one.store.append(IncidentSeen(incident=incident()))
        await asyncio.gather(one.settle(), two.settle())
        await two.store.append(IncidentSeen(incident=incident()))
        await two.settle()

        assert_exactly_once(two)
        assert {p.attempts for p in two.state.parcels.values()} <= {0, 1}
        assert len(rig.far.mails) == 3

    run(tmp_path, story)


WISHES = (
    update,
    update,
    long_update,
    remark,
    pager_note,
    edit,
    snippet,
    group,
    customers,
    mail,
    lambda _word, case: war_room(case),
)
SEEDS = range(24)
WISHES_PER_SEED = 45
"""With the parts of what is more than one effect: some two thousand intents together."""


@pytest.mark.parametrize("seed", SEEDS)
def test_thousands_of_intents_meet_random_faults_and_each_arrives_once(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - faults, no secrets

    async def story(rig: Rig) -> None:
        process = await rig.process()
        await known_incident(process)
        await process.store.append(IncidentSeen(incident=incident(2)))
        await process.act(declare("Q1"), declare("Q2"))
        rig.far.blindness = chance.choices(("", "unreachable", "garbled"), (8, 1, 1), k=60)
        for place in range(WISHES_PER_SEED):
            case = chance.choice(("Q1", "Q2"))
            await process.act(chance.choice(WISHES)(f"word {place}", case))
            if chance.random() < 0.3:
                process = await worked(rig, process, chance)
        heir = await rig.process()
        await heir.settle(400)
        assert_exactly_once(heir)
        assert len(heir.state.parcels) > WISHES_PER_SEED

    run(tmp_path, story)


async def worked(rig: Rig, process: Process, chance: random.Random) -> Process:
    """Let it work for a while, and die perhaps; whoever goes on."""
    rig.far.faults = chance.choices(("", *UNSENT, *MAYBE), (20, *[1] * 8), k=12)
    if chance.random() < 0.5:
        await process.outbox.drain()
        rig.clock.advance(chance.choice((1, 5, 30)))
        return process
    killer = Killer(chance.randint(1, 60))
    other = await rig.process(killer)
    await until_done_or_killed(rig, other, killer)
    rig.clock.advance(chance.choice((1, 70)))
    await rig.kill(process)
    return await rig.process()


def test_an_unclear_mail_is_sent_again_only_when_the_person_says_so(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process()
        await known_incident(one)
        rig.far.faults = ["lost before"]
        (effect,) = await one.act(mail("alpha"))
        await one.settle()
        rig.clock.advance(3600)
        await one.settle()
        assert rig.far.mails == []
        assert "cannot be looked up" in one.parcel(effect).reason

        await one.release(effect)
        await one.settle()
        assert [m.subject for m in rig.far.mails] == ["alpha"]

    run(tmp_path, story)


def test_what_was_overtaken_offline_waits_for_the_person_and_the_rest_drains_in_order(
    tmp_path: Path,
) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process()
        await known_incident(one)
        rig.far.faults = ["connection refused"] * 4
        wishes = (declare(), update("alpha"), remark("bravo"), long_update("charlie"))
        effects = await one.act(*wishes)
        await one.outbox.drain()
        rig.clock.advance(60)
        await one.act(update("delta"))
        await one.settle()

        assert [m.text.split("\n")[0] for m in rig.far.messages[1:]] == [
            "Known: bravo",
            "Known: delta",
        ]
        stale = [effects[1], *effects[3:]]
        assert {one.standing(e) for e in stale} == {
            "overtaken by a newer update: x leaves it, t sends it all the same"
        }
        await one.release(effects[1])
        await one.settle()
        assert rig.far.messages[-1].text.startswith("Known: alpha")
        assert_each_once(one)

    run(tmp_path, story)


def assert_each_once(process: Process) -> None:
    """Nothing arrived twice."""
    assert max(Counter(process.rig.far.arrived).values()) == 1


def test_an_update_of_which_a_part_stands_is_finished_and_a_claim_is_looked_for(
    tmp_path: Path,
) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process()
        await known_incident(one)
        await one.act(declare())
        await one.settle()
        rig.far.faults = ["", "later"]
        parts = await one.act(long_update("alpha"))
        await one.outbox.drain()
        assert [one.parcel(p).phase for p in parts] == [Phase.DONE, Phase.WAITING]
        await one.act(update("bravo"))
        await one.settle()
        assert [m.marker for m in rig.far.messages[1:3]] == parts

        rig.far.faults = ["lost before"]
        (lost,) = await one.act(update("charlie"))
        await one.outbox.drain()
        assert one.parcel(lost).phase is Phase.UNCLEAR
        await one.act(update("delta"))
        await one.settle()
        assert one.standing(lost).startswith("overtaken")
        assert rig.far.messages[-1].text.startswith("Known: delta")
        assert_exactly_once(one)

    run(tmp_path, story)


def test_a_correction_goes_to_the_message_that_stands(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        one = await rig.process()
        await known_incident(one)
        _, told = await one.act(declare(), update("alpha"))
        await one.settle()
        plain = update("bravo")
        await one.act(EditUpdate(incident_id="Q1", known="bravo", trying="", next_at=plain.next_at))
        await one.settle()

        ((change, ref, _),) = rig.far.altered
        assert isinstance(change, EditMessage)
        assert ref == one.parcel(told).ref
        assert change.text.startswith("Known: bravo")

    run(tmp_path, story)
