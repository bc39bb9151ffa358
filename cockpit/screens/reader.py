"""Screens that show one sheet in full, with a line of keys; a reader for texts and details."""

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
from cockpit.view import footer
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone

Content = Callable[[Situation, datetime, Space], Sheet]


class Shown(Message):
    """A screen came to the top: it wants to be drawn."""


class Sheeted(Screen[str]):
    """A sheet that is worked out anew whenever the situation changes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Back", show=False),
        Binding("k", "step(-1)", "Up", show=False),
        Binding("j", "step(1)", "Down", show=False),
    ]

    def __init__(self, content: Content, *, wrap: bool) -> None:
        super().__init__()
        self._content = content
        self._wrap = wrap
        self._drawn = False
        self._before: footer.Notice | None = None

    def compose(self) -> ComposeResult:
        """One pane, and a line that says how to get back."""
        yield Pane(id="sheet")
        yield Pane(id="back", bare=True, classes="bar")

    def draw(
        self, situation: Situation, now: datetime, notice: footer.Notice | None = None
    ) -> None:
        """Show what the content is now; a notice stands in place of the keys while it lasts."""
        pane = self.query_one("#sheet", Pane)
        sheet = self._content(situation, now, pane.space)
        pane.show(wrapped(sheet, pane.space.width) if self._wrap else sheet)
        news = self.news(notice)
        self.query_one("#back", Pane).show(bar(self.hints(), news, now, self.size.width))

    def news(self, notice: footer.Notice | None) -> footer.Notice | None:
        """The notice, unless it was there before this screen: the keys here matter more."""
        if not self._drawn:
            self._drawn, self._before = True, notice
        return None if notice == self._before else notice

    def on_screen_resume(self) -> None:
        """Be drawn at once, not at the next second."""
        self.post_message(Shown())

    def hints(self) -> tuple[tuple[str, str], ...]:
        """Keys and what they do here."""
        return (("Esc", "back"), ("PgUp PgDn", "scroll"))

    def action_step(self, step: int) -> None:
        """Up and down by letters too: on the main screen they do something else."""
        if isinstance(self.focused, Pane):
            self.focused.action_move(step)

    def action_leave(self) -> None:
        """Back to where one came from."""
        self.dismiss("")


class Reader(Sheeted):
    """A text to read; rows are broken to fit."""

    def __init__(self, content: Content) -> None:
        super().__init__(content, wrap=True)


class Listing(Sheeted):
    """Entries to act on: one of them is always under the cursor."""

    def __init__(self, content: Content) -> None:
        super().__init__(content, wrap=True)

    def draw(
        self, situation: Situation, now: datetime, notice: footer.Notice | None = None
    ) -> None:
        """Show it, with the cursor on the first entry when the one under it is gone."""
        super().draw(situation, now, notice)
        pane = self.query_one("#sheet", Pane)
        if not pane.selected:
            pane.select(next((row.id for row in pane.sheet.rows if row.id), ""))

    def under_cursor(self) -> tuple[str, str]:
        """The kind and the name of the entry that a key pressed now is about."""
        kind, _, name = self.query_one("#sheet", Pane).selected.partition(":")
        return kind, name


def bar(
    hints: tuple[tuple[str, str], ...], notice: footer.Notice | None, now: datetime, width: int
) -> Sheet:
    """The lowest line: keys and what they do, as many as fit, or a notice while it lasts."""
    if notice is not None and now < notice.until:
        return Sheet("", (Row((Cell(f" {notice.words}", notice.tone, grow=True),)),))
    cells: list[Cell] = []
    left = width
    for key, words in hints:
        left -= len(key) + len(words) + 3
        if left >= -1:
            cells += [Cell(f" {key}", Tone.ACCENT), Cell(words, Tone.DIM)]
    return Sheet("", (Row(tuple(cells)),))
