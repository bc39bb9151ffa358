"""A report to read, loaded when it is opened; the lines that were searched for are its entries."""

from datetime import datetime

from cockpit.desk.desk import Desk
from cockpit.domain.situation import Situation
from cockpit.panes.pane import Pane
from cockpit.ports.outside import PortError
from cockpit.screens.reader import Reader
from cockpit.view.cells import Sheet, Space, Tone, text
from cockpit.view.report import line_id
from cockpit.view.report import sheet as report_sheet


class ReportReader(Reader):
    """Reads the report itself, and says why when it cannot."""

    def __init__(
        self, desk: Desk, folder: str, path: str, *, words: str = "", number: int = 0
    ) -> None:
        """`words` are marked; `number` is the line to begin at, from 1; 0: at the top."""
        super().__init__(self._now)
        self._desk = desk
        self._folder = folder
        self._path = path
        self._words = words
        self._number = number
        self._shown = Sheet(path, (text("reading…", Tone.DIM),))

    def _now(self, _situation: Situation, _now: datetime, _space: Space) -> Sheet:
        return self._shown

    def on_mount(self) -> None:
        """Begin to read once this is on screen."""
        self.call_after_refresh(lambda: self.run_worker(self._read(), group="report"))

    def hints(self) -> tuple[tuple[str, str], ...]:
        """How to get from hit to hit, where there are some."""
        return (*super().hints(), *((("↑↓", "the next hit"),) if self._words else ()))

    async def _read(self) -> None:
        try:
            body = await self._desk.library.read(self._folder, self._path)
            self._shown = report_sheet(self._path, body, self._words)
        except PortError as error:
            words = text(f"could not read it: {error.reason}", Tone.BAD)
            self._shown = Sheet(self._path, (words, text(error.mend)))
        self.draw(self._desk.situation(), self._desk.now())
        if self._number:
            self.query_one("#sheet", Pane).select(line_id(self._number))
