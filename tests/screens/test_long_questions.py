"""What is long is read to its end before it is answered, whatever the size of the terminal."""

from dataclasses import replace
from pathlib import Path

import pytest
from declared import TELLS, declared, strict
from textual.widgets import Static

from cockpit.domain.demands import Way

LONG = "\n".join(f"line {number} of the text" for number in range(1, 41))


def at_length():
    plain = strict()
    tells = tuple(replace(t, text=LONG) if t.way in (Way.COPY, Way.EMAIL) else t for t in TELLS)
    levels = tuple(replace(x, tells=tells) if x.name == "P1" else x for x in plain.levels)
    return replace(plain, levels=levels)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_question_is_read_by_the_page_and_its_keys_stay(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with declared(tmp_path, size=size, by=at_length()) as watch:
        asked = await watch.press("t", *["down"] * 4, "enter")
        assert "line 1 of the text" in asked
        assert "y or Enter they were told" in asked

        read = await watch.press(*["pagedown"] * 4)
        assert "line 40 of the text" in read
        assert "y or Enter they were told" in read


async def test_an_email_is_previewed_whole(tmp_path: Path) -> None:
    async with declared(tmp_path, by=at_length()) as watch:
        asked = await watch.press("t", "down", "enter")
        assert "Ctrl+Enter or Ctrl+S send it" in asked
        assert watch.seat.app.screen.query_one(".preview", Static).size.height > 40

        read = await watch.press(*["pagedown"] * 4)
        assert "line 40 of the text" in read
