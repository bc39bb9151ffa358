"""The full screen as a drill: begun once, and marked on every screen; no world is played here."""

import asyncio
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

from clocks import START
from desks import bad_deploy, seat
from watching import Watching

from cockpit.domain.debriefing import Exercise
from cockpit.panes.pane import Pane
from cockpit.practice import Practice
from cockpit.screens.main import MainScreen


class Standstill:
    """A drill's control whose clock is not steered."""

    scenario = "lost-org"
    start = START
    ends = START + timedelta(hours=1)
    clock = SimpleNamespace(speed=1.0, paused=False)

    async def pace(self, factor: float) -> None:
        """Stays as it is, at any `factor`."""

    async def pause(self) -> None:
        """Goes on."""

    async def exercise(self) -> Exercise:
        """Nothing is known besides."""
        return Exercise(scenario=self.scenario)


async def test_a_drill_begins_once_and_is_watched_once(tmp_path: Path) -> None:
    async with seat(tmp_path, *bad_deploy()) as sat:
        sat.app = Practice(sat.desk, Standstill())
        async with sat.app.run_test(size=(120, 36)) as pilot:
            await Watching(sat, pilot).settle()

            mains = [one for one in sat.app.screen_stack if isinstance(one, MainScreen)]
            assert len(mains) == 1
            beginnings = [one for one in asyncio.all_tasks() if one.get_name() == "outbox"]
            assert len(beginnings) == 1
            rows = sat.app.screen.query_one("#banner", Pane).sheet.rows
            assert "DRILL" in " ".join(cell.text for row in rows for cell in row.cells)
