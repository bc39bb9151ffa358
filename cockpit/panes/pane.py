"""The widget that shows one sheet, and a reader's place in it; no truth, no I/O."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message

from cockpit.panes import frame
from cockpit.panes.layout import Line, lay
from cockpit.panes.position import (
    Position,
    chosen,
    entries,
    in_sight,
    moved,
    scrolled,
    settled,
)
from cockpit.panes.surface import Surface
from cockpit.view.cells import Sheet, Space

SMALLEST = Size(2 * frame.MARGIN + 1, 3)
"""A pane smaller than this has no box: its rows take all the room."""
WHEEL_ROWS = 3


class Pane(Surface, can_focus=True):
    """Shows a `Sheet`. Selection is by row id; what arrives never moves it, nor the scroll.

    `bare` panes have no box, no title, no selection, and take no focus: a header, a footer.
    Ages and countdowns may change every second: no call of `show` causes a layout.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "far(-1)", "First", show=False),
        Binding("end", "far(1)", "Last", show=False),
        Binding("enter", "open", "Open", show=False),
    ]

    class Told(Message):
        """What a pane says; `pane` said it."""

        def __init__(self, pane: "Pane") -> None:
            super().__init__()
            self.pane = pane

        @property
        def control(self) -> "Pane":
            """For `@on(..., selector)`."""
            return self.pane

    class Opened(Told):
        """Enter was pressed on the entry `row_id`, which is in sight."""

        def __init__(self, pane: "Pane", row_id: str) -> None:
            super().__init__(pane)
            self.row_id = row_id

    class SelectionLost(Told):
        """The selected entry `row_id` is gone; nothing is selected now."""

        def __init__(self, pane: "Pane", row_id: str) -> None:
            super().__init__(pane)
            self.row_id = row_id

    class Resized(Told):
        """The pane's `space` changed: its view may want to say it differently."""

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002 - Textual's own word
        classes: str | None = None,
        bare: bool = False,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._bare = bare
        self.can_focus = not bare
        self._sheet = Sheet("")
        self._position = Position()
        self._awaits_entries = False

    @property
    def sheet(self) -> Sheet:
        """What was shown last."""
        return self._sheet

    @property
    def selected(self) -> str:
        """The id of the selected entry, or ""."""
        return self._position.selected

    @property
    def space(self) -> Space:
        """The room that rows have."""
        width, height = self.size
        if self._boxed:
            return Space(width - 2 * frame.MARGIN, height - 2)
        return Space(width, height)

    @property
    def _boxed(self) -> bool:
        size = self.size
        fits = size.width >= SMALLEST.width and size.height >= SMALLEST.height
        return fits and not self._bare

    def show(self, sheet: Sheet) -> None:
        """Show this from now on; repaint the cells that differ from what is on screen."""
        if sheet == self._sheet:
            return
        lost = self.selected
        self._position = settled(
            self._position, self._sheet, sheet, self.space.height, held=self.has_focus
        )
        self._sheet = sheet
        if self._awaits_entries and self.has_focus:
            self._arrive()
        self.redraw()
        if lost and not self.selected:
            self.post_message(self.SelectionLost(self, lost))

    def select(self, row_id: str) -> None:
        """Select this entry and bring it into sight; an unknown id changes nothing."""
        if row_id in entries(self._sheet):
            self._go(chosen(self._position, self._sheet, self.space.height, row_id))

    def action_move(self, step: int) -> None:
        """Select the entry `step` further down."""
        self._go(moved(self._position, self._sheet, self.space.height, step))

    def action_page(self, pages: int) -> None:
        """Select the entry a screenful further down."""
        self.action_move(pages * max(self.space.height - 1, 1))

    def action_far(self, direction: int) -> None:
        """Select the first entry (-1) or the last (1)."""
        rows = direction * max(len(self._sheet.rows), 1)
        position = moved(self._position, self._sheet, self.space.height, rows)
        names = entries(self._sheet)
        if names:
            name = names[0] if direction < 0 else names[-1]
            position = chosen(position, self._sheet, self.space.height, name)
        self._go(scrolled(position, self._sheet, self.space.height, rows))

    def action_open(self) -> None:
        """Open the selected entry; one that is out of sight is shown first, not opened."""
        if not self.selected:
            return
        if in_sight(self._position, self._sheet, self.space.height):
            self.post_message(self.Opened(self, self.selected))
        else:
            self.select(self.selected)

    def _go(self, position: Position) -> None:
        if position != self._position:
            self._position = position
            self.redraw()

    def lines(self) -> tuple[Line, ...]:
        """The box with the rows in sight, or the rows alone."""
        if self._boxed:
            return frame.boxed(
                self._sheet,
                self._position,
                Space(self.size.width, self.size.height),
                focused=self.has_focus,
            )
        rows = self._sheet.rows[self._position.top :][: self.size.height]
        return tuple(lay(row, self.size.width) for row in rows)

    def on_resize(self) -> None:
        """The place is still in sight; the view may want to say things differently."""
        self._position = settled(
            self._position, self._sheet, self._sheet, self.space.height, held=True
        )
        self.post_message(self.Resized(self))

    def watch_has_focus(self, has_focus: bool) -> None:  # noqa: FBT001 - Textual's watcher
        """An arriving reader finds the first entry selected; at the end of a log, none."""
        super().watch_has_focus(has_focus)
        if has_focus:
            self._arrive()
        self.redraw()

    def take_keys(self) -> None:
        """Take the focus, and select the first entry now or as soon as there is one."""
        self._awaits_entries = not entries(self._sheet)
        self.focus()

    def _arrive(self) -> None:
        self._awaits_entries = self._awaits_entries and not entries(self._sheet)
        visible = [row.id for row in self._sheet.rows[self._position.top :] if row.id]
        if visible and not self.selected and not self._sheet.follow:
            self._position = chosen(self._position, self._sheet, self.space.height, visible[0])

    def on_click(self, event: events.Click) -> None:
        """Select the entry under the pointer."""
        number = self._position.top + event.y - (1 if self._boxed else 0)
        inside = self._boxed and 0 < event.y < self.size.height - 1
        if inside and number < len(self._sheet.rows):
            self.select(self._sheet.rows[number].id)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll; the selection stays."""
        event.stop()
        self._go(scrolled(self._position, self._sheet, self.space.height, WHEEL_ROWS))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll; the selection stays."""
        event.stop()
        self._go(scrolled(self._position, self._sheet, self.space.height, -WHEEL_ROWS))
