"""A change is drawn once there is something to draw it on, and never after the end."""

from pathlib import Path

from desks import bad_deploy
from watching import watching

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
