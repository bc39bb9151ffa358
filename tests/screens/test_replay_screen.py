"""The replay: the panes of the main screen over the past, by keys, and no way to act."""

from dataclasses import replace
from pathlib import Path

from desks import bad_deploy
from situations import INCIDENT, STORY, engaged, journal
from textshot import textshot
from textual.app import App
from watching import watching

from cockpit.domain.film import Film
from cockpit.domain.reel import begun
from cockpit.panes.pane import Pane
from cockpit.replaying import Replaying
from cockpit.screens.replay import ReplayScreen

FILM = Film(journal(STORY), INCIDENT)
STAGE = replace(engaged(), incident_id="")


class Seconds:
    """A clock that a test moves by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def _app(speed: float = 1.0, size_s: Seconds | None = None) -> Replaying:
    seconds = size_s or Seconds()
    return Replaying(lambda _: ReplayScreen(begun(FILM, speed), STAGE, seconds), "")


def _banner(app: App[None]) -> str:
    rows = app.screen.query_one("#past", Pane).sheet.rows
    return " ".join(cell.text for row in rows for cell in row.cells)


def _rows(app: App[None], name: str) -> str:
    sheet = app.screen.query_one(f"#{name}", Pane).sheet
    lines = (" ".join(cell.text for cell in row.cells) for row in sheet.rows)
    return "\n".join([sheet.title, sheet.note, *lines])


async def test_the_past_is_marked_with_its_instant_and_pace():
    app = _app(10)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()

        assert f"{FILM.events[0]:%Y-%m-%d %H:%M:%S} UTC" in _banner(app)
        assert " REPLAY " in _banner(app)
        assert "\u00d710" in _banner(app)


async def test_keys_step_from_event_to_event_and_hold():
    app = _app()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("right", "right")

        assert "PAUSED" in _banner(app)
        assert f"event 3 of {len(FILM.events)}" in _banner(app)
        await pilot.press("left")
        assert "event 2 of" in _banner(app)
        await pilot.press("end")
        assert f"event {len(FILM.events)} of" in _banner(app)
        assert "I can revert it" in _rows(app, "timeline")
        await pilot.press("home")
        assert "event 0 of" in _banner(app)
        assert "no open incident was known then" in _rows(app, "header")


async def test_the_panes_show_what_was_known_then_and_say_what_was_not_kept():
    app = _app()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("end")

        assert "looks not kept" in _rows(app, "health")
        assert "as recorded" in _rows(app, "deploys")
        assert "asking" not in _rows(app, "health")


async def test_brackets_change_the_pace_and_space_holds():
    app = _app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("right_square_bracket", "right_square_bracket")
        assert "\u00d74" in _banner(app)
        await pilot.press("left_square_bracket")
        assert "\u00d72" in _banner(app)
        await pilot.press("space")
        assert "PAUSED" in _banner(app)
        await pilot.press("space")
        assert "PAUSED" not in _banner(app)


async def test_no_key_does_anything_to_the_past():
    app = _app()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("end")
        before = textshot(app)
        await pilot.press("a", "d", "u", "e", "R", "n", "enter", "ctrl+s", "m")

        assert textshot(app) == before
        assert isinstance(app.screen, ReplayScreen)


async def test_escape_is_the_way_out():
    app = _app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("escape")
        await pilot.pause()

    assert app.return_code == 0


async def test_from_the_list_and_from_the_main_screen_one_looks_back(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        past = await watch.press("i", "L")
        assert " REPLAY " in past
        assert "nothing can be done to it" in past
        assert "Incidents" in await watch.press("escape")
        await watch.press("escape")
        assert " REPLAY " in await watch.press("L")
        assert " REPLAY " not in await watch.press("q")
        assert watch.seat.app.is_running


async def test_what_begins_meanwhile_is_told_above_the_past() -> None:
    told = [""]
    seconds = Seconds()
    app = Replaying(lambda _: ReplayScreen(begun(FILM, 1), STAGE, seconds, lambda: told[0]), "")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("end")
        assert "NOW" not in textshot(app)
        told[0] = "NOW: #4218 Ingest stands still"
        await pilot.press("left")

        assert "NOW: #4218 Ingest stands still" in textshot(app)
