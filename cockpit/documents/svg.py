"""Pictures as SVG, drawn from numbers and words; every word is escaped, nothing runs in them.

Colours are named by what they mean, so that the page around a picture gives them for light, dark
and paper; shapes differ as well, since colour never carries meaning alone.
"""

from collections.abc import Iterable
from html import escape

Attributes = dict[str, str | float]


def tag(name: str, inside: str = "", **attributes: str | float) -> str:
    """An element; underscores in names of attributes stand for hyphens, `class_` for `class`."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
    )
    return f"<{name}{said}>{inside}</{name}>" if inside else f"<{name}{said}/>"


def words(text: str, x: float, y: float, kind: str = "", anchor: str = "start") -> str:
    """A line of text."""
    return tag("text", escape(text), x=x, y=y, class_=kind or "label", text_anchor=anchor)


def bar(box: tuple[float, float, float, float], kind: str, told: str) -> str:
    """A bar (x, y, width, height) that says on request what it is."""
    x, y, width, height = box
    inside = tag("title", escape(told))
    return tag("rect", inside, x=x, y=y, width=max(width, 1.5), height=height, rx=2, class_=kind)


def mark(shape: str, x: float, y: float, kind: str, told: str) -> str:
    """A mark at a point: a dot, a diamond, or a triangle."""
    inside = tag("title", escape(told))
    if shape == "dot":
        return tag("circle", inside, cx=x, cy=y, r=4, class_=kind)
    points = {
        "diamond": ((0, -6), (6, 0), (0, 6), (-6, 0)),
        "triangle": ((0, -6), (6, 5), (-6, 5)),
    }[shape]
    path = " ".join(f"{_value(x + dx)},{_value(y + dy)}" for dx, dy in points)
    return tag("polygon", inside, points=path, class_=kind)


def picture(width: float, height: float, title: str, told: str, parts: Iterable[str]) -> str:
    """The whole, with what it shows in words for those who do not see it."""
    inside = tag("title", escape(title)) + tag("desc", escape(told)) + "".join(parts)
    return tag(
        "svg",
        inside,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_value(width)} {_value(height)}",
        role="img",
        aria_label=title,
        class_="picture",
    )


def _value(value: str | float) -> str:
    if isinstance(value, str):
        return escape(value, quote=True)
    return f"{value:.1f}".rstrip("0").rstrip(".")
