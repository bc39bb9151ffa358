"""What is typed and pasted: pastes come whole whatever is in them, keys as they were meant."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from cockpit.terminal.typed import END, START, Typed, harmless

COLOURED = "\x1b[32m12:01\x1b[0m \x1b[1;31mERROR\x1b[m pool \x1b]8;;http://x\x07is\x1b]8;;\x07 full"


def read(*pieces: str) -> list[str]:
    """What comes of these reads: keys by their names, pastes in brackets."""
    typed = Typed()
    found = [event for piece in pieces for event in typed.feed(piece)]
    return [f"[{e.text}]" if isinstance(e, events.Paste) else e.key for e in found]


def test_a_coloured_paste_loses_its_colours_and_no_letter() -> None:
    assert read(f"a{START}{COLOURED}\r{COLOURED}{END}b") == [
        "a",
        "[12:01 ERROR pool is full\n12:01 ERROR pool is full]",
        "b",
    ]


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)),
    st.lists(st.integers(1, 9), min_size=1, max_size=20),
)
def test_however_it_is_cut_a_paste_is_one_and_the_same(parts: list[str], cuts: list[int]) -> None:
    text = "\x1b[3".join(part.replace("\x1b[201~", "") for part in parts)
    sent, pieces, turn = f"x{START}{text}{END}y", [], 0
    while sent:
        cut = cuts[turn % len(cuts)]
        pieces, sent, turn = [*pieces, sent[:cut]], sent[cut:], turn + 1

    assert read(*pieces) == ["x", f"[{harmless(text)}]", "y"]


@given(st.text(st.sampled_from("ab é\n"), max_size=30), st.integers(0, 3))
def test_colours_anywhere_take_nothing_with_them(text: str, count: int) -> None:
    coloured = re.sub("(?=[abé])", "\x1b[38;5;9m" * count, text)

    assert harmless(coloured) == text


@pytest.mark.parametrize("cut", range(1, len(START)))
def test_a_mark_that_comes_in_two_reads_is_a_mark(cut: int) -> None:
    assert read(f"a{START[:cut]}", f"{START[cut:]}b{END[:cut]}", f"{END[cut:]}c") == [
        "a",
        "[b]",
        "c",
    ]


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        ("\x1bdx", ["alt+d", "x"]),
        ("\x1b[Ax", ["up", "x"]),
        ("\x1bOPx", ["f1", "x"]),
        ("\x1bbx", ["ctrl+left", "x"]),
        ("\x1b[Z\x1b\x1b[A", ["shift+tab", "escape", "up"]),
        (f"\x1b{START}a{END}", ["escape", "[a]"]),
        ("\x1b[32;2;32u", ["shift+space"]),
    ],
)
def test_keys_are_what_they_were_meant_to_be(sent: str, keys: list[str]) -> None:
    assert read(sent) == keys


def test_alt_with_a_letter_writes_no_letter() -> None:
    (key,) = Typed().feed("\x1bd")

    assert isinstance(key, events.Key)
    assert not key.is_printable


def test_an_end_that_is_missing_costs_nothing_that_was_pasted_before() -> None:
    assert read(f"{START}one{END}", f"{START}two", "three", END) == ["[one]", "[twothree]"]


def test_a_paste_costs_as_much_as_it_is_long() -> None:
    """Ten times as long: ten times as much, and not a hundred; measured in turn."""

    def cost_s(lines: int) -> float:
        sent = START + (COLOURED + "\r") * lines + END
        typed, begun = Typed(), time.process_time()
        for place in range(0, len(sent), 1024):
            list(typed.feed(sent[place : place + 1024]))
        return time.process_time() - begun

    costs = [(cost_s(1_000), cost_s(10_000)) for _ in range(3)]

    assert min(long for _, long in costs) < 40 * min(short for short, _ in costs)
