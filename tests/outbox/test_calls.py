"""What is shown once goes through memory alone: to whoever waits in this process, or to nobody."""

from dataclasses import replace

import pytest
from customers import CANARY, TRACED, FarServices, minting
from situations import NOW

from cockpit.outbox.calls import Calls
from cockpit.outbox.hatch import Hatch
from cockpit.ports.outside import Refused
from cockpit.ports.secret import Secret

HERE = "here:1:0"


async def test_nothing_is_asked_for_that_nobody_waits_for() -> None:
    far, hatch = FarServices(), Hatch([])

    with pytest.raises(Refused, match="nobody waits any more"):
        await Calls(far, hatch, HERE).send(minting())
    assert far.calls == []


async def test_nothing_is_asked_for_that_another_process_waited_for() -> None:
    far, hatch = FarServices(), Hatch([])

    with hatch.waiting(), pytest.raises(Refused, match="nobody waits any more"):
        await Calls(far, hatch, HERE).send(minting(process="there:2:0"))
    assert far.calls == []


async def test_whoever_waits_takes_it_once_and_it_is_hidden_until_it_is_forgotten() -> None:
    far, hidden = FarServices(), list[str]()
    hatch = Hatch(hidden)
    with hatch.waiting():
        changed = await Calls(far, hatch, HERE).send(minting())
        assert hidden == [CANARY]

        secret = hatch.take("r1.http")
        assert secret is not None
        assert secret.reveal() == CANARY
        assert hatch.take("r1.http") is None

    assert hidden == [CANARY]
    hatch.forget(secret)
    assert hidden == []
    assert CANARY not in repr(changed)


async def test_what_nobody_took_is_dropped_when_the_last_one_has_gone() -> None:
    hidden = list[str]()
    hatch = Hatch(hidden)
    with hatch.waiting():
        with hatch.waiting():
            assert hatch.give("r1.http", Secret(CANARY))
        assert hidden == [CANARY]

    assert hidden == []
    assert hatch.take("r1.http") is None
    assert not hatch.give("r2.http", Secret(CANARY))
    assert hidden == []


async def test_what_comes_too_late_is_lost_and_that_is_told() -> None:
    far, hatch = FarServices(), Hatch([])
    waiting = hatch.waiting()

    class Slow(FarServices):
        async def call(self, call):
            called = await far.call(call)
            waiting.__exit__(None, None, None)
            return called

    waiting.__enter__()
    changed = await Calls(Slow(), hatch, HERE).send(minting())

    assert changed.warning == "what it gives is shown once, and nobody was there: it is lost"


async def test_an_act_that_is_found_afterwards_has_lost_what_it_gave() -> None:
    far, hatch = FarServices(), Hatch([])
    calls = Calls(far, hatch, HERE)
    with hatch.waiting():
        await calls.send(minting(trace=True))
    found = await calls.find(minting(trace=True), NOW)

    assert TRACED.trace is not None
    assert found is not None
    assert found.warning == "it happened, and its answer was lost: so is what it gave"
    with pytest.raises(Refused, match="does not say where to look"):
        await calls.find(replace(minting(), trace=""), NOW)
