"""Screens that show one sheet in full: a reader for texts and details, a list to choose from."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from cockpit.domain.situation import Situation
from cockpit.panes.pane import Pane
from cockpit.panes.wrap import wrapped
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone

Content = Callable[[Situation, datetime, Space], Sheet]


class Shown(Message):
    """A screen came to the top: it wants to be drawn."""


class Sheeted(Screen[str]):
    """A sheet that is worked out anew whenever the situation changes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Back", show=False),
    ]

    def __init__(self, content: Content, *, wrap: bool) -> None:
        super().__init__()
        self._content = content
        self._wrap = wrap

    def compose(self) -> ComposeResult:
        """One pane, and a line that says how to get back."""
        yield Pane(id="sheet")
        yield Pane(id="back", bare=True, classes="bar")

    def draw(self, situation: Situation, now: datetime) -> None:
        """Show what the content is now."""
        pane = self.query_one("#sheet", Pane)
        sheet = self._content(situation, now, pane.space)
        pane.show(wrapped(sheet, pane.space.width) if self._wrap else sheet)
        self.query_one("#back", Pane).show(Sheet("", (_hints(self.hints()),)))

    def on_screen_resume(self) -> None:
        """Be drawn at once, not at the next second."""
        self.post_message(Shown())

    def hints(self) -> tuple[tuple[str, str], ...]:
        """Keys and what they do here."""
        return (("Esc", "back"), ("PgUp PgDn", "scroll"))

    def action_leave(self) -> None:
        """Back to where one came from."""
        self.dismiss("")


class Reader(Sheeted):
    """A text to read; rows are broken to fit."""

    def __init__(self, content: Content) -> None:
        super().__init__(content, wrap=True)


class Stuck(Reader):
    """An effect that has not left: read it, try it again, or give it up."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "answer('again')", "Try again", show=False),
        Binding("x", "answer('discard')", "Give up", show=False),
    ]

    def hints(self) -> tuple[tuple[str, str], ...]:
        """What can be done about it."""
        return (("Esc", "back"), ("t", "try again"), ("x", "give it up"))

    def action_answer(self, answer: str) -> None:
        """The person has decided."""
        self.dismiss(answer)


class Listing(Sheeted):
    """A list; Enter chooses the entry under the cursor, by its id."""

    def __init__(self, content: Content) -> None:
        super().__init__(content, wrap=False)

    def hints(self) -> tuple[tuple[str, str], ...]:
        """How to choose."""
        return (("Esc", "back"), ("Enter", "put it on screen"))

    def on_pane_opened(self, message: Pane.Opened) -> None:
        """An entry was chosen."""
        message.stop()
        self.dismiss(message.row_id)


def _hints(pairs: tuple[tuple[str, str], ...]) -> Row:
    cells: list[Cell] = []
    for key, words in pairs:
        cells += [Cell(f" {key}", Tone.ACCENT), Cell(words, Tone.DIM)]
    return Row(tuple(cells))
