"""Editing in the composer with what terminals send over SSH, byte for byte."""

from pathlib import Path

import pytest
from composing import Composing, composing
from textual import events

from cockpit.terminal.typed import Typed


async def send(composer: Composing, sent: str) -> None:
    """These bytes come from the terminal."""
    for event in Typed().feed(sent):
        if isinstance(event, events.Key):
            composer.seat.app.post_message(event)
            await composer.watch.pilot.pause()
    await composer.watch.settle()


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        ("\x1bbX", "one two Xthree"),
        ("\x1bb\x1bbX", "one Xtwo three"),
        ("\x1b[1;5DX", "one two Xthree"),
        ("\x01\x1bfX", "oneX two three"),
        ("\x01\x1b[1;5CX", "oneX two three"),
        ("\x01X", "Xone two three"),
        ("\x1b[HX", "Xone two three"),
        ("\x1b[1~X", "Xone two three"),
        ("\x01\x1b[FX", "one two threeX"),
        ("\x01\x1bdX", "X two three"),
        ("\x01\x1bf\x1bd and more", "one and more three"),
        ("\x17X", "one two X"),
        ("\x15X", "X"),
        ("\x01\x0bX", "X"),
        ("\x17\x1a", "one two three"),
        ("\x17\x1a\x19", "one two "),
        ("\x7f\x7f", "one two thr"),
    ],
)
async def test_keys_of_a_shell_prompt_work_in_a_field(tmp_path: Path, keys: str, left: str) -> None:
    async with composing(tmp_path) as composer:
        await composer.write("one two three")
        await send(composer, keys)

        assert composer.written() == left


async def test_keys_with_alt_work_where_the_terminal_names_them(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        await composer.write("one two three")
        await composer.press("ctrl+a", "alt+f", "alt+d", "alt+b", "X")

        assert composer.written() == "Xone three"
