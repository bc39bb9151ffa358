"""A diff is there at once, and its colours when they are found; nothing about it holds up a key."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from changes import DIFF, long_diff

from cockpit.adapters.threads import Threads
from cockpit.ports.outside import Unreachable
from cockpit.screens.painting import STEP, Painting
from cockpit.view.cells import Row, Tone

T = TypeVar("T")
COLOURED = {Tone.ACCENT, Tone.LITERAL}


def tones(rows: tuple[Row, ...]) -> set[Tone]:
    """Of everything but the head of the file."""
    return {cell.tone for row in rows[1:] for cell in row.cells}


class Slow:
    """Works out the first piece, the lines; what follows is never ready in time."""

    def __init__(self) -> None:
        self.pieces = 0

    async def call(self, call: Callable[[], T], deadline_s: float) -> T:
        self.pieces += 1
        if self.pieces > 1:
            raise Unreachable(f"no answer within {deadline_s:g} s")
        return call()


async def test_the_plain_diff_is_there_before_its_colours() -> None:
    painting, seen = Painting(DIFF), []

    await painting.paint(80, lambda: seen.append(tones(painting.rows())), Threads("aside", size=1))

    assert not seen[0] & COLOURED
    assert seen[-1] >= COLOURED


async def test_code_that_keeps_a_lexer_busy_stays_plain() -> None:
    painting, slow = Painting(long_diff(1000)), Slow()

    await painting.paint(80, lambda: None, slow)
    await painting.paint(60, lambda: None, slow)

    assert len(painting.rows()) > 1000
    assert not tones(painting.rows()) & COLOURED
    assert slow.pieces == 2, "it is not tried again"


async def test_another_width_is_laid_in_steps_and_keeps_the_colours() -> None:
    painting, aside, turns = Painting(long_diff(20 * STEP)), Threads("aside", size=1), 0
    await painting.paint(80, lambda: None, aside)
    before = painting.rows()

    assert not painting.fits(20)
    again = asyncio.ensure_future(painting.paint(20, lambda: None, aside))
    while not again.done():
        turns += 1
        await asyncio.sleep(0)

    assert painting.fits(20)
    assert turns > 20
    assert tones(painting.rows()) == tones(before)
    assert len(painting.rows()) > len(before)
