"""`D`: the check-up before a shift, on screen as its results come in (A3)."""

from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from textual.binding import Binding, BindingType

from cockpit.desk.desk import Desk
from cockpit.domain.readiness import Result
from cockpit.domain.situation import Situation
from cockpit.panes.pane import Pane
from cockpit.ports.journal import JournalError
from cockpit.screens.reader import Listing, Reader, Shown
from cockpit.terminal import abilities
from cockpit.view import footer, readiness
from cockpit.view.readiness import Examined


class DoctorScreen(Listing):
    """Begins when it is opened; whoever leaves ends it, and then it is not on record."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "again", "Check again", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(lambda _situation, _now, _space: readiness.sheet(self._examined))
        self._desk = desk
        self._examined = Examined()
        self._ours = ""
        """The entry that the cursor was put on by us, and not by a person."""

    def draw(
        self, situation: Situation, now: datetime, notice: footer.Notice | None = None
    ) -> None:
        """Until somebody moves the cursor, it stays on what comes first: the worst."""
        pane = self.query_one("#sheet", Pane)
        is_ours = pane.selected in ("", self._ours)
        super().draw(situation, now, notice)
        if is_ours:
            self._ours = next((row.id for row in pane.sheet.rows if row.id), "")
            pane.select(self._ours)

    def on_mount(self) -> None:
        """Begin at once: that is what one came for."""
        self.action_again()

    def hints(self) -> tuple[tuple[str, str], ...]:
        """What can be done here."""
        again = (("r", "check again"),) if self._examined.is_over else ()
        return (("Esc", "back"), *again, ("Enter", "all about one"), ("PgUp PgDn", "scroll"))

    def action_again(self) -> None:
        """Look at everything anew, unless that is under way."""
        if self._examined.is_over or not self._examined.topics:
            self.run_worker(self._examine(), group="doctor", exclusive=True)

    async def _examine(self) -> None:
        checkup = self._desk.doctor.checkup(abilities.known())
        self._show(Examined(topics=checkup.topics))
        try:
            results = await checkup.run(self._told)
        finally:
            await checkup.close()
        try:
            await self._desk.doctor.record(results)
        except JournalError as error:
            words = error.advice
            self._show(replace(self._examined, unrecorded=words))

    def _told(self, result: Result) -> None:
        known = {**self._examined.results, result.topic.id: result}
        self._show(replace(self._examined, results=known))

    def _show(self, examined: Examined) -> None:
        self._examined = examined
        self.post_message(Shown())

    def on_pane_opened(self, message: Pane.Opened) -> None:
        """All about one check."""
        message.stop()
        result = self._examined.results.get(message.row_id.partition(":")[2])
        if result is not None:
            self.app.push_screen(Reader(lambda _s, _n, _space: readiness.detail(result)))
