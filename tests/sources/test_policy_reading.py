"""Policies are read although no incident follows them, and again at once after our own change."""

from collections.abc import AsyncIterator

import pytest
from clocks import START, ManualClock
from desks import page
from far_side import ANA, FarSide

from cockpit.domain.effects import Effect, OverrideSchedule, RewritePolicy
from cockpit.domain.facts import ChangeRequested, EffectDone, Fact, Record
from cockpit.domain.fold import apply
from cockpit.domain.model import EscalationPolicy, OnCall
from cockpit.domain.state import EMPTY
from cockpit.sources.pager import PagerSource


class Policies(FarSide):
    """A pager that counts how often its policies and its on-call are read."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []

    async def policy(self, policy_id: str) -> EscalationPolicy:
        self.read.append(policy_id)
        return EscalationPolicy(id=policy_id, name=policy_id, levels=())

    async def on_call(self, policy_ids: tuple[str, ...]) -> tuple[OnCall, ...]:
        assert "POL" in policy_ids
        self.read.append("on call")
        return ()


class Scene:
    """A source over a state that takes in what it says."""

    def __init__(self, *policy_ids: str) -> None:
        self.pager = Policies()
        self.clock = ManualClock()
        self.state = EMPTY
        self.focus = ""
        self.source = PagerSource(
            self.pager, lambda: self.state, lambda: self.focus, self.clock, policy_ids=policy_ids
        )

    def told(self, *facts: Fact) -> None:
        for fact in facts:
            record = Record(
                seq=self.state.seq + 1,
                id=f"x{self.state.seq}",
                at=self.clock.now(),
                noted_at=self.clock.now(),
                author="Ana",
                host="jump",
                fact=fact,
            )
            self.state = apply(self.state, record)

    async def poll(self) -> list[str]:
        self.pager.read.clear()
        told: AsyncIterator[Fact] = self.source.poll()
        self.told(*[fact async for fact in told])
        return list(self.pager.read)


async def test_the_policies_of_the_configuration_are_read_without_any_incident() -> None:
    scene = Scene("POL", "OTHER")
    scene.pager.incidents.clear()

    assert await scene.poll() == ["POL", "OTHER", "on call"]
    assert set(scene.state.policies) == {"POL", "OTHER"}
    assert await scene.poll() == []


@pytest.mark.parametrize(
    "effect",
    [
        RewritePolicy(id="r.p", incident_id="", policy_id="POL", levels=()),
        OverrideSchedule(
            id="r.p", incident_id="", schedule_id="S", person_id=ANA.id, start=START, end=START
        ),
    ],
)
async def test_what_we_have_changed_is_read_back_at_once(effect: Effect) -> None:
    scene = Scene("POL")
    scene.pager.incidents.clear()
    await scene.poll()
    scene.told(ChangeRequested(id="r", incident_id="", words="change", effects=(effect,)))
    assert await scene.poll() == []

    scene.told(EffectDone(effect="r.p", done_at=START))

    assert await scene.poll() == ["POL", "on call"]
    assert await scene.poll() == []


async def test_a_policy_on_screen_is_read_once_although_it_is_configured_too() -> None:
    scene = Scene("POL")
    scene.told(page())
    scene.pager.incidents = {"Q1": page().incident}
    scene.focus = "Q1"

    read = await scene.poll()

    assert read.count("POL") == 1
    assert "POL" in scene.state.policies
