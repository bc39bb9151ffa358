"""The drill's clock: it runs as fast as it is told, stands still, and never goes back."""

import asyncio
from datetime import UTC, datetime, timedelta

from cockpit.adapters.drill_clock import DrillClock

START = datetime(2026, 4, 21, 8, 44, 10, tzinfo=UTC)


async def test_a_paused_clock_stands_still_and_nobody_waits_it_out():
    clock = DrillClock(START, 1000.0)
    clock.set(START, 1000.0, paused=True)
    waiting = asyncio.create_task(clock.sleep(1.0))
    await asyncio.sleep(0)
    stood = clock.now(), clock.monotonic()

    assert (clock.now(), clock.monotonic()) == stood
    assert not waiting.done()

    clock.set(clock.now(), 1000.0, paused=False)
    async with asyncio.timeout(10):
        await waiting


async def test_an_hour_is_slept_in_a_moment_when_the_clock_is_fast():
    clock = DrillClock(START, 1_000_000.0)

    async with asyncio.timeout(10):
        await clock.sleep(3600)

    assert clock.now() >= START + timedelta(hours=1)


async def test_a_sleeper_follows_the_pace_that_comes_meanwhile():
    clock = DrillClock(START, 0.001)
    waiting = asyncio.create_task(clock.sleep(60))
    await asyncio.sleep(0)

    clock.set(clock.now(), 1_000_000.0, paused=False)

    async with asyncio.timeout(10):
        await waiting


def test_seconds_only_grow_whatever_the_time_of_day_is_set_to():
    clock = DrillClock(START, 10.0)
    before = clock.monotonic()
    clock.set(START - timedelta(hours=1), 2.0, paused=False)

    assert clock.monotonic() >= before
