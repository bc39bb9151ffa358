"""Pictures and text snapshots of a screen: true to it, and the same every time."""

import struct
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from draw import png, svg
from grid import Grid, grid, plain_text
from panes.gallery import Gallery
from shapes import rectangles
from textshot import WRITE, assert_text_snapshot, textshot

from cockpit.view.cells import Cell, Row, Sheet, Tone


async def shown() -> Grid:
    """A screen with all that is drawn in a way of its own."""
    app = Gallery()
    async with app.run_test(size=(40, 6)) as pilot:
        rows = (
            Row((Cell("✔", Tone.GOOD), Cell("<a & b> 漢", grow=True), Cell("▁▄█", Tone.BAD))),
            Row((Cell(" P1 ", Tone.ALARM), Cell("✖ ○ ◆"))),
        )
        app.pane("first").show(Sheet("Health", rows))
        await pilot.pause()
        return grid(app)


async def test_the_grid_is_what_is_on_screen() -> None:
    screen = await shown()

    assert plain_text(screen).splitlines()[2] == "│ ✔ <a & b> 漢 ▁▄█ ││ all well         │"
    assert screen[2][2].colour == "#7fc48d"
    assert screen[3][3].ground == "#ff8279"
    assert screen[3][3].bold


async def test_the_same_screen_gives_the_same_bytes() -> None:
    first, second = await shown(), await shown()

    assert svg(first) == svg(second)
    assert png(first) == png(second)


async def test_the_svg_is_well_formed_and_asks_nobody_for_anything() -> None:
    picture = svg(await shown())
    root = ET.fromstring(picture)  # noqa: S314 - our own

    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert any("<a & b>" in (text or "") for text in texts)
    assert "http" not in picture.replace("http://www.w3.org/2000/svg", "")


async def test_the_png_is_twice_the_size_of_the_svg() -> None:
    screen = await shown()
    root = ET.fromstring(svg(screen))  # noqa: S314 - our own
    image = png(screen)

    assert image.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", image[16:24])
    assert (width, height) == (2 * int(root.attrib["width"]), 2 * int(root.attrib["height"]))


def test_lines_of_neighbouring_cells_meet() -> None:
    across, corner, down = (rectangles(character) for character in "─┐│")

    assert max(right for _, _, right, _ in across) == 1
    assert min(left for left, _, _, _ in corner) == 0
    assert max(lower for _, _, _, lower in corner) == 1
    assert min(upper for _, upper, _, _ in down) == 0


async def test_a_snapshot_is_written_kept_and_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = Gallery()
    async with app.run_test(size=(40, 6)):
        text = textshot(app)
    monkeypatch.delenv(WRITE, raising=False)
    with pytest.raises(AssertionError, match="no snapshot"):
        assert_text_snapshot("gallery", text, tmp_path)

    monkeypatch.setenv(WRITE, "1")
    assert_text_snapshot("gallery", text, tmp_path)
    monkeypatch.delenv(WRITE)

    assert_text_snapshot("gallery", text, tmp_path)
    with pytest.raises(AssertionError, match="differs"):
        assert_text_snapshot("gallery", text.replace("Health", "Wealth"), tmp_path)
