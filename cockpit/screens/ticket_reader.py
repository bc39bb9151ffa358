"""The text of a ticket, to be read and copied; kept as an action item, it can be filed (I13)."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from cockpit.screens.reader import Reader
from cockpit.view.cells import Sheet, Tone, text


class TicketReader(Reader):
    """Shows it; `keep` is called when it is to be kept as an action item."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f", "keep", "Keep it", show=False)]

    def __init__(self, sheet: Sheet, keep: Callable[[], None]) -> None:
        super().__init__(lambda _situation, _now, _space: sheet)
        self._keep = keep

    def hints(self) -> tuple[tuple[str, str], ...]:
        """What can be done with it."""
        return (("Esc", "back"), ("f", "keep it as an action item"), ("PgUp PgDn", "scroll"))

    def action_keep(self) -> None:
        """A bug that is no incident is something to do."""
        self._keep()


def show(app: App[None], markdown: str, keep: Callable[[], None]) -> None:
    """Copy it where the terminal allows, and show it."""
    app.copy_to_clipboard(markdown)
    rows = tuple(text(line) for line in markdown.splitlines())
    sheet = Sheet("Ticket", rows, note="copied, if the terminal allows", note_tone=Tone.ACCENT)
    app.push_screen(TicketReader(sheet, keep))
