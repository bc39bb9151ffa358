"""The field of the composer: editing as at a shell prompt, long pastes and names left to others."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from cockpit.domain.compose import is_long
from cockpit.ports.plain import plain

_PASTE_LIMIT = 5000
"""Code points of a paste that is made harmless at once; a longer one is asked about first."""
_UNDOS = 500
"""Steps that can be undone."""


class Step(Enum):
    """Through what was done."""

    BACK = "back"
    FORTH = "forth"


class WritingArea(TextArea):
    """Takes text; says when a long one is pasted, and lets a list that is open have its keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("alt+b", "cursor_word_left", "Word left", show=False),
        Binding("alt+f", "cursor_word_right", "Word right", show=False),
        Binding("alt+d", "delete_word_right", "Delete word right", show=False),
        Binding("ctrl+a", "to_start", "Start of the line", show=False),
        Binding("ctrl+k", "kill_right", "Delete to the end of the line", show=False),
        Binding("ctrl+u", "kill_left", "Delete to the start of the line", show=False),
    ]

    class Told(Message):
        """What a field says; `area` said it."""

        def __init__(self, area: "WritingArea") -> None:
            super().__init__()
            self.area = area

        @property
        def control(self) -> "WritingArea":
            """For `@on(..., selector)`."""
            return self.area

    class LongPaste(Told):
        """A text was pasted that is more than anybody reads in an update; it is not in yet."""

        def __init__(self, area: "WritingArea", text: str) -> None:
            super().__init__(area)
            self.text = text

    class Left(Told):
        """Enter was pressed in a field of one line."""

    def __init__(self, value: str, name: str, *, is_line: bool = False) -> None:
        """`is_line`: it holds one line, and Enter leaves it."""
        super().__init__(
            value,
            id=name,
            compact=True,
            highlight_cursor_line=False,
            max_checkpoints=_UNDOS,
        )
        self._is_line = is_line
        self.is_typing = False
        """The last thing that happened here was a typed character."""
        self.takes_key: Callable[[events.Key], bool] = lambda _key: False
        """Whether somebody else wants this key; asked first."""
        self.went: Callable[[WritingArea, Step], None] = lambda _area, _step: None
        """Told before a step."""

    def on_mount(self) -> None:
        """What was there before is not to be typed over."""
        self.move_cursor(self.document.end)

    @property
    def before_cursor(self) -> str:
        """The line up to the cursor; nothing while something is selected."""
        if not self.selection.is_empty:
            return ""
        row, column = self.cursor_location
        return self.document.get_line(row)[:column]

    def put(self, text: str, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Put this there as a step of its own, the cursor behind it."""
        with self._bar(kept=text.count("\n") > self.size.height > 0):
            self.history.checkpoint()
            self.replace(text, start, end, maintain_selection_offset=False)
            self.history.checkpoint()

    @contextmanager
    def _bar(self, *, kept: bool) -> Iterator[None]:
        """The scroll bar stands meanwhile, if `kept`, whatever becomes of the text.

        Else Textual wraps every line of a long text twice, without the bar and beside it; and a
        step back that takes the bar away has it look for the cursor in lines that are gone.
        """
        if kept:
            self.styles.overflow_y = "scroll"
            self.show_vertical_scrollbar = True
        try:
            yield
        finally:
            if kept:
                self.styles.inline.clear_rule("overflow_y")
                self.refresh(layout=True)

    def fill(self, text: str) -> None:
        """Let this stand here instead; one step back brings back what did."""
        if text != self.text:
            self.put(text, (0, 0), self.document.end)

    def insert_here(self, text: str) -> None:
        """Put this in place of what is selected, or at the cursor."""
        self.put(text, *self.selection)

    # --- keys --------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """A list that is open has its keys; in one line, Enter leaves it."""
        is_shorter = self.is_typing and event.key == "backspace"
        self.is_typing = event.is_printable or is_shorter
        if self.takes_key(event):
            event.stop()
            event.prevent_default()
        elif self._is_line and event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Left(self))

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted is foreign: made harmless, and asked about where it is long."""
        event.stop()
        event.prevent_default()
        self.is_typing = False
        text = event.text.replace("\r\n", "\n").replace("\r", "\n")
        if self._is_line:
            self.insert_here(plain(text, _PASTE_LIMIT))
        elif is_long(text):
            self.post_message(self.LongPaste(self, text))
        else:
            self.insert_here(plain(text, _PASTE_LIMIT, lines=True))

    # A line is what Enter ends, as at a prompt: how it is wrapped on screen does not matter here.

    def action_to_start(self) -> None:
        """To the start of the line."""
        self.move_cursor((self.cursor_location[0], 0))

    def action_kill_right(self) -> None:
        """Delete to the end of the line; there, the end itself."""
        row, column = self.cursor_location
        length = len(self.document.get_line(row))
        is_last = row + 1 >= self.document.line_count
        self._kill(
            (row, column), (row + 1, 0) if column == length and not is_last else (row, length)
        )

    def action_kill_left(self) -> None:
        """Delete to the start of the line."""
        row, column = self.cursor_location
        self._kill((row, 0), (row, column))

    def _kill(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Delete that, or what is selected, as a step of its own."""
        first, last = sorted(self.selection) if not self.selection.is_empty else (start, end)
        if first != last:
            self.put("", first, last)

    def action_undo(self) -> None:
        """One step back, here and where the same step was made."""
        self.went(self, Step.BACK)
        super().action_undo()

    def action_redo(self) -> None:
        """One step forth, likewise."""
        self.went(self, Step.FORTH)
        super().action_redo()

    def undo(self) -> None:
        """One step back, here."""
        with self._bar(kept=self.show_vertical_scrollbar):
            super().undo()

    def redo(self) -> None:
        """One step forth, here."""
        with self._bar(kept=self.show_vertical_scrollbar):
            super().redo()


@dataclass(frozen=True)
class _Fill:
    """One step in several fields: its edits, and what it was about before and after."""

    edits: tuple[object, ...]
    before: str
    after: str


class Fills:
    """Steps that were made in several fields at once, and are undone at once.

    Args:
        areas: the fields.
        about: told what the fields are about, whenever a step changes that.
    """

    def __init__(self, areas: tuple[WritingArea, ...], about: Callable[[str], None]) -> None:
        self._areas = areas
        self._about = about
        self._fills: list[_Fill] = []
        for area in areas:
            area.went = self._went

    def fill(self, texts: tuple[str, ...], before: str, after: str) -> None:
        """Let these stand in the fields, in their order, as one step."""
        made: list[object] = []
        for area, text in zip(self._areas, texts, strict=True):
            if text != area.text:
                area.fill(text)
                made += _last(area, Step.BACK)
        self._fills = [*self._fills[-9:], _Fill(tuple(made), before, after)]
        self._about(after)

    def _went(self, area: WritingArea, step: Step) -> None:
        """The field goes a step; the others go with it when it was a step of all."""
        steps = tuple(_last(area, step))
        fill = next((f for f in self._fills if _is_of(steps, f)), None)
        if fill is None:
            return
        self._about(fill.before if step is Step.BACK else fill.after)
        for other in self._areas:
            if other is not area and _is_of(_last(other, step), fill):
                if step is Step.BACK:
                    other.undo()
                else:
                    other.redo()


def _is_of(edits: Iterable[object], fill: _Fill) -> bool:
    return any(edit is one for edit in edits for one in fill.edits)


def _last(area: WritingArea, step: Step) -> Iterator[object]:
    """The edits of the step that comes next."""
    steps = area.history.undo_stack if step is Step.BACK else area.history.redo_stack
    yield from steps[-1] if steps else ()
