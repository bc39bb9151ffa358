"""What is sent makes the terminal show the update, and is no more than what differs."""

import pyte
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.geometry import Region, Size
from textual.strip import Strip

from cockpit.panes.layout import fit
from cockpit.panes.pen import Pen
from cockpit.panes.shown import Shown

WIDTH, HEIGHT = 24, 3
SIZE = Size(WIDTH, HEIGHT)
CONSOLE = Console(color_system="truecolor", force_terminal=True)
STYLES = (
    Style(),
    Style(color="red"),
    Style(bold=True, reverse=True),
    Style(color="#102030", bgcolor="color(200)", underline=True),
    Style(bgcolor="bright_blue"),
)

texts = st.text(st.sampled_from("ab漢é…─"), max_size=WIDTH)
screens = st.lists(st.tuples(texts, st.sampled_from(STYLES)), min_size=HEIGHT, max_size=HEIGHT)


def update(shot: list[tuple[str, Style]]) -> LayoutUpdate:
    strips = [[Strip([Segment(fit(text, WIDTH), style)])] for text, style in shot]
    return LayoutUpdate(strips, Region(0, 0, WIDTH, HEIGHT))


def display(screen: pyte.Screen) -> list[tuple[object, ...]]:
    cells = [screen.buffer[y][x] for y in range(HEIGHT) for x in range(WIDTH)]
    return [tuple(cell) for cell in cells]


@given(st.lists(screens, min_size=1, max_size=5))
def test_a_terminal_shows_the_last_update_as_if_it_were_the_only_one(
    shots: list[list[tuple[str, Style]]],
) -> None:
    shown, terminal, fresh = Shown(), pyte.Screen(WIDTH, HEIGHT), pyte.Screen(WIDTH, HEIGHT)
    stream = pyte.Stream(terminal)

    for shot in shots:
        stream.feed(shown.changes(update(shot), SIZE, CONSOLE))

    pyte.Stream(fresh).feed(update(shots[-1]).render_segments(CONSOLE))
    assert display(terminal) == display(fresh)


@given(screens)
def test_what_stands_there_already_is_not_sent(shot: list[tuple[str, Style]]) -> None:
    shown = Shown()
    shown.changes(update(shot), SIZE, CONSOLE)

    assert shown.changes(update(shot), SIZE, CONSOLE) == ""


def test_one_changed_digit_is_one_character_on_the_line() -> None:
    shown, plain = Shown(), Style()
    shown.changes(update([("age 18 s", plain)] * HEIGHT), SIZE, CONSOLE)

    after = [("age 18 s", plain), ("age 19 s", plain), ("age 18 s", plain)]

    assert shown.changes(update(after), SIZE, CONSOLE) == "\x1b[2;6H9"


def test_another_size_is_painted_whole() -> None:
    shown = Shown()
    shot = [("same", Style())] * HEIGHT
    first = shown.changes(update(shot), SIZE, CONSOLE)

    assert shown.changes(update(shot), Size(WIDTH, HEIGHT + 1), CONSOLE) == first


def test_a_colour_is_said_once_for_all_that_has_it() -> None:
    pen, style = Pen(ColorSystem.TRUECOLOR), Style(color="#010203", bgcolor="#040506")
    bold = style + Style(bold=True)

    written = [pen.write("a", style), pen.write("b", bold), pen.write("c", style), pen.lift()]

    assert written == [
        "\x1b[38;2;1;2;3;48;2;4;5;6ma",
        "\x1b[1mb",
        "\x1b[0;38;2;1;2;3;48;2;4;5;6mc",
        "\x1b[0m",
    ]


def test_a_link_stands_alone() -> None:
    pen = Pen(ColorSystem.TRUECOLOR)

    assert "\x1b]8;" in pen.write("here", Style(link="https://example.com"))
    assert pen.lift() == ""
