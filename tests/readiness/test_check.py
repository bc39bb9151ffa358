"""Running checks: all at once, each in its own time, whatever it does; time is virtual."""

import asyncio
from itertools import pairwise

import pytest
from virtual_time import VirtualTime

from cockpit.domain.readiness import Found, Group, Topic
from cockpit.ports.outside import Garbled, Refused, Unreachable
from cockpit.readiness.check import Check, passed, run

MEANING = "nobody hears of it"


def check(name, look, timeout_s=5.0, *, is_way=False):
    topic = Topic(id=name, group=Group.CHAT, title=name)
    return Check(topic=topic, look=look, timeout_s=timeout_s, meaning=MEANING, is_way=is_way)


def raising(error):
    async def look():
        raise error

    return look


async def well():
    return passed("it is")


async def hangs():
    await asyncio.get_running_loop().create_future()


async def stubborn():
    """Whatever it is told, it goes on."""
    while True:
        try:
            await asyncio.get_running_loop().create_future()
        except asyncio.CancelledError:
            if asyncio.current_task().cancelling() > 1:
                raise


async def examined(*checks, seconds=60.0):
    """The results, each with the instant at which it was told."""
    time, heard = VirtualTime(), []
    running = asyncio.ensure_future(
        run(
            checks,
            lambda result: heard.append((time.monotonic(), result)),
            sleep=time.sleep,
            monotonic=time.monotonic,
        )
    )
    begun = time.monotonic()
    await time.pass_by(seconds)
    results = await running
    return results, [(at - begun, result) for at, result in heard]


async def test_results_come_in_the_order_of_the_checks_whatever_ends_first():
    results, _ = await examined(check("slow", hangs), check("quick", well))

    assert [r.topic.id for r in results] == ["slow", "quick"]
    assert [r.found for r in results] == [Found.UNSEEN, Found.PASSED]


async def test_one_that_hangs_holds_up_nobody_and_all_end_with_the_slowest():
    checks = [check(f"{n}", hangs, timeout_s=n) for n in (3.0, 7.0, 5.0)]
    results, heard = await examined(check("quick", well), *checks)

    assert [round(at) for at, _ in heard] == [0, 3, 5, 7]
    assert max(at for at, _ in heard) == max(r.took_s for r in results)


async def test_one_that_will_not_be_ended_is_left_behind():
    (result,), _ = await examined(check("stubborn", stubborn, timeout_s=2.0))

    assert (result.found, result.words) == (Found.UNSEEN, "no answer within 2 s")


@pytest.mark.parametrize("error", [Unreachable("no way"), Garbled("no sense")])
@pytest.mark.parametrize(("is_way", "found"), [(True, Found.FAILED), (False, Found.UNSEEN)])
async def test_no_answer_is_a_failure_only_where_the_way_itself_is_checked(error, is_way, found):
    (result,), _ = await examined(check("x", raising(error), is_way=is_way))

    assert (result.found, result.words, result.meaning) == (found, error.reason, MEANING)


async def test_a_refusal_is_a_failure_with_its_mend():
    error = Refused("the token was revoked", "make a new one", credentials=True)
    (result,), _ = await examined(check("x", raising(error)))

    assert result.found is Found.FAILED
    assert (result.words, result.mend) == ("the token was revoked", "make a new one")


async def test_one_that_says_later_was_not_looked_at_and_says_when_to_look_again():
    later = Refused("the limit is reached", "nothing: cockpit waits", code="429", retry_after_s=30)
    (result,), _ = await examined(check("x", raising(later), is_way=True))

    assert (result.found, result.meaning) == (Found.UNSEEN, "")
    assert result.mend == "look again in 30 s: it was asked too often"


async def test_a_fault_of_our_own_spoils_no_other_check_and_repeats_nothing():
    error = KeyError("xoxb-secret")
    results, _ = await examined(check("broken", raising(error)), check("quick", well))

    assert [r.found for r in results] == [Found.UNSEEN, Found.PASSED]
    assert "KeyError" in results[0].words
    assert "xoxb" not in str(results)


async def test_each_result_is_told_as_it_comes_and_once():
    _, heard = await examined(*(check(f"{n}", hangs, timeout_s=n) for n in (1.0, 2.0, 3.0)))

    assert all(earlier <= later for (earlier, _), (later, _) in pairwise(heard))
    assert len({r.topic.id for _, r in heard}) == len(heard) == 3
