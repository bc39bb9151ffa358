"""A journal that takes its time holds up no screen, and nothing looks known before it is read."""

import asyncio
from pathlib import Path
from threading import Event

from desks import bad_deploy, seat
from patience import PATIENCE_S
from textshot import textshot

WORDS = "still reading the journal"


async def test_a_screen_says_that_the_journal_is_still_read_until_it_is(tmp_path: Path) -> None:
    may_open = Event()
    async with seat(tmp_path, *bad_deploy()) as sat:
        opens = sat.store._open_journal

        def slowly():
            assert may_open.wait(PATIENCE_S)
            return opens()

        sat.store._open_journal = slowly
        async with sat.app.run_test(size=(120, 36)) as pilot, asyncio.timeout(PATIENCE_S):
            while WORDS not in textshot(sat.app):
                await pilot.pause()
            waiting = textshot(sat.app)
            may_open.set()
            while "TRIGGERED" not in textshot(sat.app):
                await pilot.pause()

            assert "TRIGGERED" not in waiting
            assert WORDS not in textshot(sat.app)
