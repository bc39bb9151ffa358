"""Rows become lines of an exact width, whatever stands in them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, split_graphemes

from cockpit.panes.layout import columns, difference, fit, lay, showable, width_of
from cockpit.view.cells import Cell, Row, Tone, text

texts = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("漢字🔥é́\u200d\u202e\x1b\x9b\t\n\ufe0f\ud800 aA…─▁"),
    ),
    max_size=40,
)
cells = st.builds(
    Cell,
    texts,
    tone=st.sampled_from(Tone),
    width=st.none() | st.integers(0, 30),
    right=st.booleans(),
    joined=st.booleans(),
)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """A row with at most one growing cell, anywhere."""
    made = draw(st.lists(cells, max_size=6))
    if draw(st.booleans()):
        made.insert(draw(st.integers(0, len(made))), Cell(draw(texts), grow=True))
    return Row(tuple(made), id="x")


def shown(row: Row, width: int) -> str:
    return "".join(text for text, _ in lay(row, width))


@given(rows(), st.integers(0, 100))
def test_a_line_is_exactly_as_wide_as_asked(row: Row, width: int) -> None:
    assert cell_len(shown(row, width)) == width


@given(rows(), st.integers(0, 100))
def test_a_line_holds_nothing_that_a_terminal_obeys(row: Row, width: int) -> None:
    line = shown(row, width)

    assert not [c for c in line if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
    line.encode()


@given(texts, st.integers(0, 60))
def test_a_cut_text_ends_in_an_ellipsis_and_holds_whole_characters(value: str, width: int) -> None:
    value = showable(value)
    if width_of(value) <= width or width == 0:
        return

    whole = {value[a:b] for a, b, _ in split_graphemes(value)[0]}
    kept = fit(value, width).rstrip(" ")

    assert kept.endswith("…")
    assert {kept[a:b] for a, b, _ in split_graphemes(kept[:-1])[0]} <= whole


@given(rows(), rows(), st.integers(1, 60))
def test_all_that_differs_lies_within_the_difference(before: Row, after: Row, width: int) -> None:
    old, new = lay(before, width), lay(after, width)
    first, end = difference(old, new) or (0, 0)

    was, now = columns(old), columns(new)

    assert was[:first] == now[:first]
    assert was[end:] == now[end:]


def test_cells_stand_one_space_apart_unless_joined() -> None:
    row = Row((Cell("due", Tone.DIM), Cell("12"), Cell(":", joined=True), Cell("", joined=True)))

    assert shown(row, 8) == "due 12: "


def test_a_growing_cell_takes_what_is_left() -> None:
    row = Row((Cell("●"), Cell("checkout", grow=True), Cell("38ms", width=6, right=True)))

    assert shown(row, 24) == "● checkout          38ms"


def test_wide_characters_are_counted_as_the_terminal_draws_them() -> None:
    assert shown(Row((Cell("漢字", width=6), Cell("x"))), 8) == "漢字   x"
    assert shown(Row((Cell("漢字", width=3), Cell("x"))), 8) == "漢… x   "


def test_what_stands_right_of_the_growing_cell_gives_way_first() -> None:
    row = Row((Cell("07:58"), Cell("Bump pool size", grow=True), Cell("a1b2c3"), Cell("ana")))

    assert shown(row, 31) == "07:58 Bump pool size a1b2c3 ana"
    assert shown(row, 24) == "07:58 Bump pool … a1b2c3"
    assert shown(row, 22) == "07:58 Bump poo… a1b2c3"
    assert shown(row, 14) == "07:58 Bump po…"
    assert shown(row, 4) == "07:…"


def test_a_space_after_an_alarm_is_not_alarming() -> None:
    line = lay(Row((Cell(" P1 ", Tone.ALARM), text("down").cells[0])), 10)

    assert line == ((" P1 ", "alarm"), (" down ", "plain"))


@pytest.mark.parametrize(
    ("raw", "harmless"),
    [
        ("a\x1b[2Jb", "a[2Jb"),
        ("\x9b31mred", "31mred"),
        ("tab\there\nthere", "tab here there"),
        ("\u202eevil\u2066", "evil"),
        ("lone\ud800", "lone"),
        ("[P1] [@click=app.quit]x[/] [/var/log]", "[P1] [@click=app.quit]x[/] [/var/log]"),
    ],
)
def test_what_a_terminal_would_obey_is_dropped_and_markup_is_text(raw: str, harmless: str) -> None:
    assert showable(raw) == harmless
