"""A change is drawn once there is something to draw it on, and never after the end."""

import asyncio
from pathlib import Path

from desks import bad_deploy
from patience import PATIENCE_S
from watching import watching

from cockpit.domain.evidence import Health
from cockpit.screens.frames import FRAME_S
from cockpit.screens.reader import Reader
from cockpit.view.cells import Sheet, text


async def test_a_change_while_a_screen_comes_up_is_drawn_when_it_is_there(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        app = watch.seat.app
        app.push_screen(Reader(lambda *_: Sheet("A reader", (text("what it says"),))))
        app._draw()
        await watch.settle()

        assert "what it says" in watch.text()


async def test_a_change_while_the_screen_goes_away_is_drawn_nowhere(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        await watch.seat.app._shutdown()
        watch.seat.app._draw()

    assert not watch.seat.app.is_running


async def test_a_sample_is_on_the_screen_within_one_frame_and_without_a_tick(
    tmp_path: Path,
) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        app, draws = watch.seat.app, []
        drawn = app._main.draw_health
        app._main.draw_health = lambda *given: (drawn(*given), draws.append(app._frames._frame_s))
        app._tick = app._draw = lambda: None
        async with asyncio.timeout(PATIENCE_S):
            for number in range(100):
                watch.seat.sample("reads", (Health.GOOD, 0.1 + number / 1000))
            while not draws:
                await watch.pilot.pause()

        assert "199 ms" in watch.text()
        assert len(draws) == 1
        assert app._frames._frame_s >= FRAME_S
