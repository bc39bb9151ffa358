"""Every tone can be read in every theme, and tells itself apart without colour."""

import pytest
from panes.gallery import Gallery
from textual.color import Color

from cockpit.panes.pane import Pane
from cockpit.themes import CONTRAST, DARK, LIGHT, NAMES, Palette, stylesheet
from cockpit.view.cells import Cell, Row, Sheet, Tone

READ = ("plain", "dim", "strong", "accent", "good", "warn", "bad")
LEAST = [(DARK, 4.5), (LIGHT, 4.5), (CONTRAST, 7.0)]


def luminance(colour: Color) -> float:
    """WCAG 2's relative luminance."""
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.normalized
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """WCAG 2's contrast ratio, 1 to 21."""
    dark, light = sorted(luminance(Color.parse(name)) for name in (first, second))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("palette", "least"), LEAST)
@pytest.mark.parametrize("tone", READ)
def test_text_stands_out_also_in_the_selected_row(
    palette: Palette, least: float, tone: str
) -> None:
    colour = getattr(palette, tone)

    assert contrast(colour, palette.background) >= least
    assert contrast(colour, palette.selection) >= least


@pytest.mark.parametrize(("palette", "least"), LEAST)
def test_an_alarm_stands_out_most(palette: Palette, least: float) -> None:
    assert contrast(palette.alarm, palette.alarm_background) >= least
    assert contrast(palette.alarm_background, palette.background) >= 4.5


@pytest.mark.parametrize("name", NAMES)
async def test_each_theme_gives_each_tone_its_look(name: str) -> None:
    app = Gallery(name)
    async with app.run_test(size=(80, 16)) as pilot:
        rows = tuple(Row((Cell(tone.value, tone),)) for tone in Tone)
        app.pane("first").show(Sheet("Tones", rows))
        await pilot.pause()

        looks = [app.pane("first").render_line(y + 1) for y in range(len(Tone))]

    styles = {strip.text.split()[1]: segment_style(strip, 2) for strip in looks}
    signals = [str(styles[tone]) for tone in ("plain", "good", "warn", "bad", "alarm")]
    assert len(set(signals)) == len(signals)
    assert styles["bad"].bold
    assert styles["alarm"].bold


def segment_style(strip: object, column: int) -> object:
    """The style at a column."""
    for segment in strip.divide([column, column + 1])[1]:
        return segment.style
    raise AssertionError("nothing there")


async def test_sixteen_colours_are_the_terminals_own() -> None:
    app = Gallery("cockpit-ansi")
    async with app.run_test(size=(80, 12)) as pilot:
        await pilot.pause()
        used = [
            colour
            for y in range(12)
            for pane in app.query(Pane)
            if y < pane.size.height
            for segment in pane.render_line(y)
            for colour in (segment.style.color, segment.style.bgcolor)
            if colour is not None
        ]

    assert used
    assert not [colour for colour in used if colour.triplet is not None]


async def test_only_our_themes_are_offered() -> None:
    app = Gallery()
    async with app.run_test():
        assert set(app.available_themes) == set(NAMES)


async def test_a_new_theme_is_seen_at_once() -> None:
    app = Gallery("cockpit-dark")
    async with app.run_test(size=(80, 12)) as pilot:
        before = app.export_screenshot()
        app.theme = "cockpit-light"
        await pilot.pause()

        assert LIGHT.background in app.export_screenshot()
        assert LIGHT.background not in before


async def test_without_colour_the_focus_and_the_selection_are_still_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "")
    app = Gallery("cockpit-ansi")
    async with app.run_test(size=(80, 12)) as pilot:
        await pilot.press("down")
        focused = [strip.text for strip in map(app.pane("first").render_line, range(3))]
        other = app.pane("second").render_line(0).text

    assert focused[0].startswith("┍")
    assert focused[2].startswith("│▸two")
    assert other.startswith("┌")


def test_the_stylesheet_is_found() -> None:
    assert stylesheet().name == "cockpit.tcss"
