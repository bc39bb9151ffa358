"""Blocking calls never hold up the loop, nor the end of the program."""

import asyncio
import subprocess
import sys
import threading

import pytest
from patience import PATIENCE_S

from cockpit.adapters.threads import Threads
from cockpit.ports.outside import Unreachable


async def test_a_call_gives_its_value_or_its_error() -> None:
    threads = Threads("git")

    assert await threads.call(lambda: 42, PATIENCE_S) == 42
    with pytest.raises(ZeroDivisionError):
        await threads.call(lambda: 1 // 0, PATIENCE_S)
    threads.close()


async def test_a_call_that_hangs_is_left_behind_and_others_go_on() -> None:
    threads, gate = Threads("the pager", size=1), threading.Event()
    began = threading.Event()

    with pytest.raises(Unreachable, match=r"the pager did not answer within 0\.5 s") as caught:
        await threads.call(lambda: began.set() or gate.wait(), 0.5)

    assert caught.value.maybe_sent is began.is_set() is True
    assert threads.stuck == 1
    assert await threads.call(lambda: "next", PATIENCE_S) == "next"
    gate.set()
    threads.close()


async def test_a_call_that_never_began_was_certainly_not_sent() -> None:
    threads, gate = Threads("the pager", size=1), threading.Event()
    began = threading.Event()
    first = asyncio.ensure_future(threads.call(lambda: began.set() or gate.wait(), PATIENCE_S))
    while not began.is_set():
        await asyncio.sleep(0)

    with pytest.raises(Unreachable) as caught:
        await threads.call(lambda: "second", 0.01)

    assert not caught.value.maybe_sent
    gate.set()
    assert await first is True
    threads.close()


async def test_with_too_many_left_behind_it_says_so_at_once() -> None:
    threads, gate = Threads("git", size=2, most_stuck=3), threading.Event()
    while threads.stuck < 3:  # One that has not begun when its time is up is not left behind.
        with pytest.raises(Unreachable):
            await threads.call(gate.wait, 0.01)

    with pytest.raises(Unreachable, match="3 earlier questions to git still hang"):
        await threads.call(lambda: 1, PATIENCE_S)

    gate.set()
    while threads.stuck:
        await asyncio.sleep(0)
    assert await threads.call(lambda: 1, PATIENCE_S) == 1
    threads.close()


async def test_a_caller_that_is_cancelled_leaves_its_call_behind() -> None:
    threads, gate, began = Threads("git", size=1), threading.Event(), threading.Event()
    task = asyncio.ensure_future(threads.call(lambda: began.set() or gate.wait(), 60))
    while not began.is_set():
        await asyncio.sleep(0)
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    assert await threads.call(lambda: 1, PATIENCE_S) == 1
    gate.set()
    threads.close()


async def test_no_more_threads_than_asked_for() -> None:
    threads = Threads("git", size=3)

    names = await asyncio.gather(
        *(threads.call(lambda: threading.current_thread().name, PATIENCE_S) for _ in range(40))
    )

    assert len(set(names)) <= 3
    threads.close()


def test_the_program_ends_while_a_call_hangs() -> None:
    program = (
        "import asyncio, threading\n"
        "from cockpit.adapters.threads import Threads\n"
        "async def main():\n"
        "    try: await Threads('x').call(threading.Event().wait, 0.01)\n"
        "    except Exception as error: print(error)\n"
        "asyncio.run(main())\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=True,
    )

    assert "did not answer within 0.01 s" in ended.stdout
