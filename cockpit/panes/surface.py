"""The part of a pane that draws: lines of runs, of which only what differs is repainted."""

from typing import Any
from weakref import WeakKeyDictionary

from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.dom import DOMNode
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from cockpit.panes.layout import Line, difference

_INKS: WeakKeyDictionary[App[Any], dict[tuple[str, str], Style]] = WeakKeyDictionary()
"""What the stylesheet says of a part, by theme and part.

One for all surfaces of an app: as component classes, the parts of every pane would be worked out
anew whenever a class or the focus changes, which was most of what the first frame cost.
"""


class Surface(Widget):
    """Draws what `lines` says; `redraw` when that may have changed. Never causes a layout."""

    ALLOW_SELECT = False

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002 - Textual's own word
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._drawn: tuple[Line, ...] = ()
        self._looks: dict[str, Style] = {}
        self._in_layout = False

    def lines(self) -> tuple[Line, ...]:
        """What should stand on this surface now, each line as wide as it is."""
        return ()

    def redraw(self) -> None:
        """Repaint the cells that differ from what was drawn before; hidden: nothing yet."""
        if not self._in_layout or not self.size:
            return
        before, after = self._drawn, self.lines()
        self._drawn = after
        if len(before) != len(after):
            self.refresh()
            return
        regions = [
            Region(span[0], y, span[1] - span[0], 1)
            for y, (old, new) in enumerate(zip(before, after, strict=True))
            if (span := difference(old, new)) is not None
        ]
        if regions:
            self.refresh(*regions)

    def render_line(self, y: int) -> Strip:
        """One line of the screen, for Textual's compositor."""
        if y >= len(self._drawn):
            return Strip.blank(self.size.width, self._look("plain"))
        return Strip([Segment(text, self._look(name)) for text, name in self._drawn[y]])

    def _look(self, name: str) -> Style:
        look = self._looks.get(name)
        if look is None:
            part, _, chosen_too = name.partition(" ")
            look = self._inked(part)
            if chosen_too:
                look = self._chosen_look(look)
            self._looks[name] = look
        return look

    def _chosen_look(self, look: Style) -> Style:
        """Where selection reverses, one colour for the row: not a patchwork of reversed tones."""
        overlay = self._ink("selected")
        if overlay.reverse:
            look = self._inked("plain")
        return look + overlay

    def _inked(self, part: str) -> Style:
        """This part on the ground of this surface."""
        return self.rich_style + self._ink(part)

    def _ink(self, part: str) -> Style:
        """This part alone; what the stylesheet does not say is left to what is beneath."""
        inks = _INKS.setdefault(self.app, {})
        key = (self.app.theme, part)
        if key not in inks:
            node = DOMNode(classes=f"pane--{part}")
            self.app.stylesheet.apply(node)
            inks[key] = node.styles.partial_rich_style
        return inks[key]

    def notify_style_update(self) -> None:
        """Theme or stylesheet changed: looks are worked out anew."""
        super().notify_style_update()
        self._looks.clear()

    def on_show(self) -> None:
        """Came into the layout: what changed meanwhile is drawn now."""
        self._in_layout = True
        self.redraw()

    def on_hide(self) -> None:
        """Left the layout: nothing is drawn until it is back."""
        self._in_layout = False

    def on_resize(self) -> None:
        """Lines are as wide as the surface."""
        self._in_layout = True
        self.redraw()
