"""Words are written, and what has them is listed as one writes; Enter reads on at that place."""

from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from cockpit.desk.desk import Desk
from cockpit.domain.finding import Hits
from cockpit.domain.situation import Situation
from cockpit.panes.pane import Pane
from cockpit.screens.reader import Sheeted
from cockpit.screens.report_reader import ReportReader
from cockpit.view import finding
from cockpit.view.cells import Sheet, Space


class FindScreen(Sheeted):
    """A search through all reports; it begins anew with every letter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "to_list", "To the list", show=False),
        Binding("tab,shift+tab,slash", "turn", "List or words", show=False),
    ]
    AUTO_FOCUS = "#find"

    def __init__(self, desk: Desk) -> None:
        super().__init__(self._now, wrap=False)
        self._desk = desk
        self._words = ""
        self._found: Hits | None = None

    def compose(self) -> ComposeResult:
        """The words, what has them, the keys."""
        words = Input(id="find", compact=True, select_on_focus=False, placeholder="words")
        words.cursor_blink = False
        yield words
        yield from super().compose()

    def _now(self, _situation: Situation, _now: datetime, _space: Space) -> Sheet:
        return finding.sheet(self._words, self._found)

    def hints(self) -> tuple[tuple[str, str], ...]:
        """How to go between words and list."""
        if self.query_one("#find", Input).has_focus:
            return (("Esc", "back"), ("Enter", "to the list"))
        return (("Esc", "back"), ("Enter", "read on there"), ("/", "other words"))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._words, self._found = event.value, None
        self.run_worker(self._search(event.value), group="find", exclusive=True)
        self._again()

    async def _search(self, words: str) -> None:
        self._found = await self._desk.library.search(words)
        self._again()

    def _again(self) -> None:
        self.draw(self._desk.situation(), self._desk.now())

    @on(Input.Submitted)
    def action_to_list(self) -> None:
        """To what was found, if anything was."""
        pane = self.query_one("#sheet", Pane)
        if any(row.id for row in pane.sheet.rows):
            pane.focus()
            self._again()

    def action_turn(self) -> None:
        """To the list, or back to the words."""
        if self.query_one("#find", Input).has_focus:
            self.action_to_list()
        else:
            self.query_one("#find", Input).focus()
            self._again()

    def on_pane_opened(self, message: Pane.Opened) -> None:
        """Read on where the line stands."""
        message.stop()
        hits = self._found.hits if self._found else ()
        hit = next((h for h in hits if finding.row_id(h) == message.row_id), None)
        if hit is not None:
            reader = ReportReader(
                self._desk, hit.folder, hit.path, words=self._words, number=hit.number
            )
            self.app.push_screen(reader)
