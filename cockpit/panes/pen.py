"""Styled text as terminal sequences that say only what changes from one piece to the next."""

from dataclasses import dataclass
from functools import lru_cache

from rich.color import ColorSystem
from rich.style import Style

RESET = "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Ink:
    """A style as the parameters of its sequence: attributes, foreground and background."""

    attributes: frozenset[str] = frozenset()
    foreground: str = ""
    background: str = ""


PLAIN = Ink()


class Pen:
    """Writes pieces one after another; begins and ends with the terminal's plain style."""

    def __init__(self, colours: ColorSystem | None) -> None:
        """`colours` are those that the terminal knows; None: none at all."""
        self._colours = colours
        self._ink = PLAIN

    def write(self, text: str, style: Style | None) -> str:
        """The text, after what it takes to come to its style."""
        if style is not None and style.link:
            return self.lift() + style.render(text, color_system=self._colours)
        ink = PLAIN if style is None else _ink(style, self._colours)
        change, self._ink = _change(self._ink, ink), ink
        return change + text

    def lift(self) -> str:
        """What brings the terminal back to its plain style."""
        change, self._ink = _change(self._ink, PLAIN), PLAIN
        return change


@lru_cache(maxsize=1024)
def _change(before: Ink, after: Ink) -> str:
    if before == after:
        return ""
    if after == PLAIN:
        return RESET
    lost = (
        before.attributes - after.attributes
        or (before.foreground and not after.foreground)
        or (before.background and not after.background)
    )
    known = PLAIN if lost else before
    wanted = [
        *(["0"] if lost else []),
        *sorted(after.attributes - known.attributes),
        *([after.foreground] if after.foreground != known.foreground else []),
        *([after.background] if after.background != known.background else []),
    ]
    return f"\x1b[{';'.join(wanted)}m"


@lru_cache(maxsize=1024)
def _ink(style: Style, colours: ColorSystem | None) -> Ink:
    """Read from how Rich itself writes the style."""
    sequence = style.render("x", color_system=colours).partition("m")[0]
    if not sequence.startswith("\x1b["):
        return PLAIN
    numbers = sequence.removeprefix("\x1b[").split(";")
    attributes: set[str] = set()
    colour = {"3": "", "4": ""}
    while numbers:
        number = numbers.pop(0)
        ground = _ground(int(number))
        if not ground:
            attributes.add(number)
            continue
        taken = {"5": 2, "2": 4}[numbers[0]] if number in ("38", "48") else 0
        colour[ground] = ";".join([number, *numbers[:taken]])
        del numbers[:taken]
    return Ink(frozenset(attributes), colour["3"], colour["4"])


def _ground(number: int) -> str:
    """Which ground a parameter colours: 3 the fore-, 4 the background, or neither."""
    if number in range(30, 40) or number in range(90, 98):
        return "3"
    if number in range(40, 50) or number in range(100, 108):
        return "4"
    return ""
