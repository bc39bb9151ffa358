"""Foreign text is harmless once it has passed `plain`."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cockpit.ports.plain import plain

NASTY = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from(
            "\x1b\x07\x00\r\n\t\x7f\x85\x9b\x9d\x9c[];:0m?H\\\u202e\u2066\u200b\u200d\u200f\ufeff"
            "\u2028\u2029\u00ad\ud800\udfff\ue000\U000e0041\u115f\u3164\u0301\u0300\ufe0f👩💻🏽é漢"
        ),
    ),
    max_size=80,
)


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("a\x1b[31mred\x1b[0m", "ared"),
        ("a\x9b31mred", "ared"),
        ("x\x1b]52;c;QUFB\x07y", "xy"),
        ("x\x1b]0;evil\x1b\\y", "xy"),
        ("x\x9d0;evil\x9cy", "xy"),
        ("x\x1bP1$r0m\x1b\\y", "xy"),
        ("x\x1b(0y", "xy"),
        ("x\x1bcy", "xy"),
        ("end\x1b", "end"),
        ("\x1b\x1b[31m[31mx", "[31mx"),
        ("open\x1b]0;to the line's end\nnext", "open next"),
        ("a\u202eb\u2066c\u200e", "abc"),
        ("zero\u200bwidth\ufeff\u00ad", "zerowidth"),
        ("tag\U000e0041\U000e0042", "tag"),
        ("private\ue000\U000f0000", "private"),
        ("filler\u3164\u115f\uffa0\u034f", "filler"),
        ("lone\ud800", "lone\ufffd"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("👩🏽\u200d💻", "👩🏽\u200d💻"),
        ("pay\u200dpal", "paypal"),
        ("tab\tand\u00a0space", "tab and space"),
        ("one\r\ntwo\u2028three\x0bfour", "one two three four"),
        ("e" + "\u0301" * 9, "e" + "\u0301" * 4),
        ("\u0301no base", "no base"),
        ("  ends  ", "ends"),
        ("[P1] [@click=app.quit]x[/]", "[P1] [@click=app.quit]x[/]"),
    ],
)
def test_what_is_shown_of(given_text: str, shown: str) -> None:
    assert plain(given_text) == shown


def test_lines_are_kept_where_they_are_meant() -> None:
    assert plain("a\r\nb\rc\u2029d\te\x1b[2J\n", lines=True) == "a\nb\nc\nd e\n"


def test_what_is_too_long_says_so() -> None:
    assert plain("x" * 50, 10) == "x" * 9 + "…"
    assert plain("word " * 50, 11) == "word word…"
    assert len(plain("\x1b[31m" * 100_000 + "late", 10)) <= 10


@given(NASTY, st.integers(1, 60), st.booleans())
@example("\U0001f469\u200d\U0001f4bb", 2, False)
def test_nothing_harmful_survives(text: str, limit: int, lines: bool) -> None:
    shown = plain(text, limit, lines=lines)

    assert len(shown) <= limit
    kinds = {unicodedata.category(c) for c in shown if c not in "\n\u200d"}
    assert not kinds & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    assert lines or "\n" not in shown
    shown.encode()


@given(NASTY, st.integers(1, 60), st.booleans())
def test_doing_it_twice_changes_nothing_more(text: str, limit: int, lines: bool) -> None:
    once = plain(text, limit, lines=lines)

    assert plain(once, limit, lines=lines) == once


@given(st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), max_size=60))
def test_visible_text_is_left_as_it_is(text: str) -> None:
    assert plain(text) == text
