"""Followed channels on the main screen: a pane of their own, answers by keys, smooth in a storm."""

import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import overheard
import pytest
from desks import bad_deploy
from overheard import ALERTS, CHANNELS, OPS, SOURCES, said
from textshot import assert_text_snapshot
from watching import Watching, watching

from cockpit.domain.facts import SourceChanged
from cockpit.domain.model import SourceStatus
from cockpit.domain.overheard import KEPT, Overheard
from cockpit.panes.pane import Pane


@asynccontextmanager
async def following(folder: Path, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Watching]:
    async with watching(folder, *bad_deploy(), size=size, channels=CHANNELS) as watch:
        seat = watch.seat
        now = seat.clock.now()
        for look in overheard.around(now):
            seat.desk.note(look)
        status = SourceStatus.OK
        await seat.tell(*(SourceChanged(source=s, status=status, since=now) for s in SOURCES))
        seat.fresh(*SOURCES)
        await watch.settle()
        yield watch


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_the_channels_have_a_place_at_any_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with following(tmp_path, size) as watch:
        assert_text_snapshot(f"channels-{size[0]}x{size[1]}", await watch.press("8"))


async def test_where_panes_take_turns_the_tab_says_that_an_alert_waits(tmp_path: Path) -> None:
    async with following(tmp_path, (80, 24)) as watch:
        strip = watch.text().splitlines()[1]
        there = (await watch.press("8")).splitlines()[1]

    assert "▲8 chat" in strip
    assert "▸8 chat" in there


async def test_without_followed_channels_there_is_no_such_pane(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        text = await watch.press("8")

    assert "Channels" not in text


async def test_an_alert_is_answered_in_its_thread_and_waits_no_longer(tmp_path: Path) -> None:
    async with following(tmp_path) as watch:
        waiting = watch.seat.desk.readings.talk(ALERTS.id).messages[1]
        await watch.press("8")
        pane = watch.seat.app.screen.query_one("#channels", Pane)
        pane.select(f"heard:{ALERTS.id}:{waiting.ts}")
        read = await watch.press("enter")
        preview = await watch.press("r", *"on it")
        text = await watch.press("ctrl+s")
        (posted,) = watch.seat.far.messages

    assert "▲ none yet: no reply, no reaction" in read
    assert "r answer in its thread" in read
    assert "Ana: on it" in preview
    assert "in the thread" in preview
    assert (posted.channel, posted.thread) == (ALERTS.id, waiting.ts)
    assert posted.text == "Ana: on it"
    assert "unanswered" not in text
    assert "answer monitor in" in text


async def test_a_message_that_is_forgotten_while_it_is_read_can_still_be_answered(
    tmp_path: Path,
) -> None:
    async with following(tmp_path) as watch:
        waiting = watch.seat.desk.readings.talk(ALERTS.id).messages[1]
        await watch.press("8")
        pane = watch.seat.app.screen.query_one("#channels", Pane)
        pane.select(f"heard:{ALERTS.id}:{waiting.ts}")
        await watch.press("enter")
        gone = Overheard(channel=ALERTS.id, at=watch.seat.clock.now(), messages=(), is_whole=True)
        watch.seat.desk.note(gone)
        await watch.press("r", *"on it")
        await watch.press("ctrl+s")
        (posted,) = watch.seat.far.messages

    assert posted.thread == waiting.ts


async def test_triage_says_which_announced_work_may_explain_it(tmp_path: Path) -> None:
    async with following(tmp_path) as watch:
        text = " ".join((await watch.press("s")).replace("│", " ").split())

    assert "Kofi Mensah announced “Shipping cloud v2.31.0 now” 01:35" in text
    assert "may explain it" in text


async def test_a_storm_in_the_channels_leaves_typing_smooth(tmp_path: Path) -> None:
    """Forty messages a second for two minutes, read every ten seconds, while somebody types."""
    async with following(tmp_path) as watch:
        desk, clock = watch.seat.desk, watch.seat.clock
        storm = []
        for look in range(12):
            at = clock.now() + timedelta(seconds=look * 10)
            messages = tuple(
                said(OPS, at + timedelta(milliseconds=25 * n), f"restarting node-{look}-{n} now")
                for n in range(400)
            )
            storm.append(Overheard(channel=OPS.id, at=at, messages=messages))
        await watch.press("n")
        idle = await _typing(watch, "calm until now ")
        begun = time.perf_counter()
        for look in storm:
            desk.note(look)
        noting = time.perf_counter() - begun
        busy = []
        for look, word in zip(storm, ["on "] * 12, strict=True):
            desk.note(look)
            busy.append(await _typing(watch, word))
        text = watch.text()

    assert "on on on" in " ".join(text.split())
    assert len(desk.readings.talk(OPS.id).messages) == KEPT
    assert noting < 2.0
    # The slowest key of a usual look: the machine may hold up one, a look must not hold up its own.
    assert statistics.median(busy) < 10 * idle + 0.25


async def _typing(watch: Watching, words: str) -> float:
    """Seconds that the slowest key took."""
    slowest = 0.0
    for letter in words:
        begun = time.perf_counter()
        await watch.pilot.press("space" if letter == " " else letter)
        slowest = max(slowest, time.perf_counter() - begun)
    return slowest
