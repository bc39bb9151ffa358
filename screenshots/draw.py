"""Pictures of a screen: SVG without fonts from elsewhere, and PNG; the same bytes every time."""

import io
from collections.abc import Iterator
from html import escape
from itertools import groupby

import fontpkg
from grid import Glyph, Grid
from PIL import Image, ImageDraw, ImageFont
from shapes import rectangles, strokes

FONT = "JetBrains Mono"
FAMILIES = "'JetBrains Mono','Cascadia Mono','DejaVu Sans Mono',Menlo,Consolas,monospace"

WIDTH, HEIGHT = 10, 20
"""A cell in pixels of the SVG."""

SCALE = 2
"""Pixels of the PNG for one of the SVG."""

MARGIN = 12
FONT_SIZE = 16
BASELINE = 15
SMOOTH = 4
"""Lines that are not upright or level are drawn this much larger, and reduced."""

Run = tuple[int, int, str, Glyph]
"""Column, width, text and look of cells that look the same."""


def svg(shown: Grid) -> str:
    """The screen as SVG."""
    width, height = _size(shown)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"',
        f' width="{width}" height="{height}"',
        f' font-family="{FAMILIES}" font-size="{FONT_SIZE}">',
        f'<rect width="{width}" height="{height}" rx="8" fill="{_ground(shown)}"/>',
    ]
    for number, line in enumerate(shown):
        top = MARGIN + number * HEIGHT
        parts += [
            f'<rect x="{x}" y="{top}" width="{length}" height="{HEIGHT}" fill="{colour}"/>'
            for x, length, colour in _grounds(line, _ground(shown))
        ]
        parts += [part for run in _runs(line) for part in _svg_run(run, top)]
    return "\n".join([*parts, "</svg>", ""])


def _svg_run(run: Run, top: int) -> Iterator[str]:
    column, width, text, glyph = run
    if text.isspace():
        return
    x = MARGIN + column * WIDTH
    shapes = [*_svg_rectangles(text, x, top), *_svg_strokes(text, x, top)]
    if shapes:
        line, thickness = strokes(text[0])
        paint = (
            f'fill="none" stroke="{glyph.colour}" stroke-width="{_number(thickness * WIDTH)}"'
            if line
            else f'fill="{glyph.colour}"'
        )
        yield f'<path {paint} d="{"".join(shapes)}"/>'
        return
    weight = ' font-weight="700"' if glyph.bold else ""
    under = ' text-decoration="underline"' if glyph.underline else ""
    yield (
        f'<text x="{x}" y="{top + BASELINE}" textLength="{width * WIDTH}" '
        f'fill="{glyph.colour}" xml:space="preserve"{weight}{under}>{escape(text)}</text>'
    )


def _svg_rectangles(text: str, x: int, top: int) -> Iterator[str]:
    for number, character in enumerate(text):
        for left, upper, right, lower in rectangles(character):
            x1, x2 = x + (number + left) * WIDTH, x + (number + right) * WIDTH
            y1, y2 = top + upper * HEIGHT, top + lower * HEIGHT
            yield f"M{_number(x1)} {_number(y1)}H{_number(x2)}V{_number(y2)}H{_number(x1)}Z"


def _svg_strokes(text: str, x: int, top: int) -> Iterator[str]:
    for number, character in enumerate(text):
        for points in strokes(character)[0]:
            places = (
                f"{_number(x + (number + across) * WIDTH)} {_number(top + down * HEIGHT)}"
                for across, down in points
            )
            yield "M" + "L".join(places)


def png(shown: Grid) -> bytes:
    """The screen as PNG, twice the size of the SVG."""
    width, height = _size(shown)
    image = Image.new("RGB", (width * SCALE, height * SCALE), _ground(shown))
    draw = ImageDraw.Draw(image)
    fonts = {bold: _font(bold=bold) for bold in (False, True)}
    for number, line in enumerate(shown):
        top = (MARGIN + number * HEIGHT) * SCALE
        for x, length, colour in _grounds(line, _ground(shown)):
            box = (x * SCALE, top, (x + length) * SCALE - 1, top + HEIGHT * SCALE - 1)
            draw.rectangle(box, fill=colour)
        for column, glyph in enumerate(line):
            if glyph.text.strip():
                left = (MARGIN + column * WIDTH) * SCALE
                _png_glyph(image, glyph, (left, top), fonts[glyph.bold])
    file = io.BytesIO()
    image.quantize(256, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _png_glyph(
    image: Image.Image,
    glyph: Glyph,
    corner: tuple[int, int],
    font: ImageFont.FreeTypeFont,
) -> None:
    draw = ImageDraw.Draw(image)
    left, top = corner
    width, height = WIDTH * SCALE, HEIGHT * SCALE
    shapes = rectangles(glyph.text)
    for x1, y1, x2, y2 in shapes:
        first = round(left + x1 * width), round(top + y1 * height)
        last = round(left + x2 * width) - 1, round(top + y2 * height) - 1
        draw.rectangle((first, (max(first[0], last[0]), max(first[1], last[1]))), glyph.colour)
    lines, thickness = strokes(glyph.text)
    if lines:
        mask = Image.new("L", (width * SMOOTH, height * SMOOTH))
        for points in lines:
            places = [(x * width * SMOOTH, y * height * SMOOTH) for x, y in points]
            ImageDraw.Draw(mask).line(places, 255, round(thickness * width * SMOOTH), "curve")
        image.paste(glyph.colour, corner, mask.resize((width, height), Image.Resampling.BOX))
    elif not shapes:
        draw.text((left, top + BASELINE * SCALE), glyph.text, glyph.colour, font, anchor="ls")
    if glyph.underline:
        y = top + (BASELINE + 2) * SCALE
        draw.rectangle((left, y, left + width - 1, y + SCALE - 1), glyph.colour)


def _font(*, bold: bool) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(
        fontpkg.path(FONT), FONT_SIZE * SCALE, layout_engine=ImageFont.Layout.BASIC
    )
    font.set_variation_by_axes([700 if bold else 400])
    return font


def _size(shown: Grid) -> tuple[int, int]:
    return len(shown[0]) * WIDTH + 2 * MARGIN, len(shown) * HEIGHT + 2 * MARGIN


def _ground(shown: Grid) -> str:
    """The most frequent background: the margin has it too."""
    grounds = [glyph.ground for line in shown for glyph in line]
    return max(sorted(set(grounds)), key=grounds.count)


def _grounds(line: tuple[Glyph, ...], usual: str) -> Iterator[tuple[int, int, str]]:
    """Stretches of another background: x, width and colour."""
    column = 0
    for colour, group in groupby(line, key=lambda glyph: glyph.ground):
        length = len(list(group))
        if colour != usual:
            yield MARGIN + column * WIDTH, length * WIDTH, colour
        column += length


def _runs(line: tuple[Glyph, ...]) -> Iterator[Run]:
    """Neighbours that look the same and are drawn the same way."""
    column = 0
    for (kind, *_), group in groupby(line, key=_kind):
        glyphs = list(group)
        text = "".join(glyph.text for glyph in glyphs)
        if kind != "space":
            yield column, len(glyphs), text, glyphs[0]
        column += len(glyphs)


def _kind(glyph: Glyph) -> tuple[str, str, bool, bool]:
    if rectangles(glyph.text):
        kind = "rectangles"
    elif strokes(glyph.text)[0]:
        kind = f"strokes {glyph.text}"
    else:
        kind = "text"
    return kind, glyph.colour, glyph.bold, glyph.underline


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
