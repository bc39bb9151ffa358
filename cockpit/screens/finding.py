"""Words are written, and what has them is listed as one writes; Enter reads on at that place."""

import asyncio
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from cockpit.desk.desk import Desk
from cockpit.domain.finding import Hits
from cockpit.domain.questions import Findings, Found, NotAQuestion, Question, question
from cockpit.domain.situation import Situation
from cockpit.panes.pane import Pane
from cockpit.ports.outside import PortError
from cockpit.screens.reader import Reader, Sheeted
from cockpit.screens.report_reader import ReportReader
from cockpit.view import finding
from cockpit.view.cells import Sheet, Space


class FindScreen(Sheeted):
    """A search through the store and all reports; it begins anew with every letter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "to_list", "To the list", show=False),
        Binding("tab,shift+tab,slash", "turn", "List or words", show=False),
    ]
    AUTO_FOCUS = "#find"

    def __init__(self, desk: Desk) -> None:
        super().__init__(self._now, wrap=False)
        self._desk = desk
        self._looked: finding.Looked | None = None
        self._wrong = ""

    def compose(self) -> ComposeResult:
        """The words, what has them, the keys."""
        words = Input(id="find", compact=True, select_on_focus=False, placeholder="words")
        words.cursor_blink = False
        yield words
        yield from super().compose()

    def _now(self, situation: Situation, now: datetime, space: Space) -> Sheet:
        if self._wrong:
            return finding.complaint(self._wrong)
        return finding.sheet(self._looked, situation, now, space)

    def hints(self) -> tuple[tuple[str, str], ...]:
        """How to go between words and list."""
        if self.query_one("#find", Input).has_focus:
            return (("Esc", "back"), ("Enter", "to the list"))
        return (("Esc", "back"), ("Enter", "read on there"), ("/", "other words"))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._looked, self._wrong = None, ""
        try:
            asked = question(event.value, self._desk.now(), self._desk.zone)
        except NotAQuestion as error:
            self._wrong = str(error)
            asked = Question()
        if asked.is_empty:
            self.workers.cancel_group(self, "find")
        else:
            self._looked = finding.Looked(question=asked)
            self.run_worker(self._search(asked), group="find", exclusive=True)
        self._again()

    async def _search(self, asked: Question) -> None:
        """Both at once, each shown as soon as it is there: a long record takes its time."""
        await asyncio.gather(self._stored(asked), self._reported(asked))

    async def _stored(self, asked: Question) -> None:
        try:
            self._found(asked, stored=await self._desk.library.find(asked))
        except PortError as error:
            self._found(asked, wrong=error.advice)

    async def _reported(self, asked: Question) -> None:
        if not asked.is_narrowed:
            self._found(asked, reports=await self._desk.library.search(" ".join(asked.words)))

    def _found(
        self,
        asked: Question,
        *,
        stored: Findings | None = None,
        reports: Hits | None = None,
        wrong: str = "",
    ) -> None:
        known = self._looked
        if known is None or known.question is not asked:
            return
        self._looked = finding.Looked(
            question=asked,
            stored=stored or known.stored,
            reports=reports or known.reports,
            wrong=wrong or known.wrong,
        )
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
        looked, kind, name = self._looked, *message.row_id.split(":", 1)
        if looked is None:
            return
        if kind == "found" and looked.stored is not None:
            found = looked.stored.found[int(name)]
            self.app.push_screen(PassageReader(self._desk, found, looked.question.words))
        hits = looked.reports.hits if looked.reports else ()
        hit = next((h for h in hits if finding.row_id(h) == message.row_id), None)
        if hit is not None:
            words = " ".join(looked.question.words)
            reader = ReportReader(self._desk, hit.folder, hit.path, words=words, number=hit.number)
            self.app.push_screen(reader)


class PassageReader(Reader):
    """A passage of the store in full, and the way to its incident."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i,enter", "incident", "Put its incident on screen", show=False)
    ]

    def __init__(self, desk: Desk, found: Found, words: tuple[str, ...]) -> None:
        super().__init__(
            lambda situation, now, _space: finding.passage(found, words, situation, now)
        )
        self._desk = desk
        self._found = found

    def hints(self) -> tuple[tuple[str, str], ...]:
        """How to get back, and to the incident."""
        case = self._desk.state.cases.get(self._found.incident_id)
        more = (("i", f"put #{case.incident.number} on screen"),) if case else ()
        return (*super().hints(), *more)

    def action_incident(self) -> None:
        """Put the incident that it belongs to on the main screen, and go there."""
        if self._found.incident_id not in self._desk.state.cases:
            return
        self._desk.choose(self._found.incident_id)
        while len(self.app.screen_stack) > 1 and isinstance(self.app.screen, Sheeted):
            self.app.pop_screen()
