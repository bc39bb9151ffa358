"""Action items on screen: the list, and what can be done with the one under the cursor."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar, Protocol

from textual.app import App
from textual.binding import Binding, BindingType

from cockpit.desk.desk import Desk
from cockpit.documents import item_ticket
from cockpit.domain.action_items import ActionItem
from cockpit.domain.situation import Situation
from cockpit.panes.pane import Pane
from cockpit.screens import item_forms
from cockpit.screens.dialog import Dialog
from cockpit.screens.links import hand_over
from cockpit.screens.reader import Listing
from cockpit.view import items as view
from cockpit.view.cells import Sheet, Space, Tone


class Doing(Protocol):
    """What the list needs of whoever opens dialogs and says things."""

    def change(self, dialog: Dialog) -> None:
        """Open a dialog."""
        ...

    def say(self, words: str, tone: Tone = ...) -> None:
        """Tell the person something."""
        ...


class ItemsScreen(Listing):
    """The list, of one incident or of all; `did` hears of the key and of the item under the cursor,
    empty where there is none."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "do('add')", "Add", show=False),
        Binding("f", "do('file')", "Ticket", show=False),
        Binding("c", "do('copy')", "Copy its text", show=False),
        Binding("o", "do('open')", "Link", show=False),
        Binding("m", "mine", "Mine", show=False),
    ]

    def __init__(self, incident_id: str, did: Callable[[str, str], None]) -> None:
        super().__init__(self._sheet)
        self._incident_id = incident_id
        self._did = did
        self._mine = False

    def _sheet(self, situation: Situation, now: datetime, space: Space) -> Sheet:
        return view.sheet(situation, now, space, self._incident_id, mine=self._mine)

    def hints(self) -> tuple[tuple[str, str], ...]:
        """What can be done here."""
        return (
            ("Esc", "back"),
            ("Enter", "change"),
            ("a", "add"),
            ("f", "open a ticket"),
            ("o", "link"),
            ("c", "copy text"),
            ("m", "all" if self._mine else "mine"),
        )

    def on_pane_opened(self, message: Pane.Opened) -> None:
        """An item was chosen."""
        message.stop()
        self._did("change", message.row_id.removeprefix("item:"))

    def action_do(self, what: str) -> None:
        """Do it with the item under the cursor."""
        kind, key = self.under_cursor()
        self._did(what, key if kind == "item" else "")

    def action_mine(self) -> None:
        """Only mine, or all again."""
        self._mine = not self._mine
        self.on_screen_resume()


class Items:
    """Opens the list, and does what is asked for there."""

    def __init__(self, app: App[None], desk: Desk, doing: Doing) -> None:
        self._app = app
        self._desk = desk
        self._doing = doing

    def open(self, incident_id: str = "") -> None:
        """All items, or those of an incident."""

        def did(what: str, key: str) -> None:
            if what == "add":
                about = incident_id or self._desk.situation().incident_id
                self._doing.change(item_forms.add(self._desk, self._desk.state.cases.get(about)))
                return
            item = self._desk.state.items.get(key)
            if item is None:
                self._doing.say("no item is under the cursor: a adds one")
                return
            self._do(what, item)

        self._app.push_screen(ItemsScreen(incident_id, did))

    def _do(self, what: str, item: ActionItem) -> None:
        match what:
            case "change":
                self._doing.change(item_forms.change(self._desk, item))
            case "file" if self._desk.procedure.tickets is not None:
                self._doing.change(item_forms.file(self._desk, item))
            case "open":
                why = f"item {item.number} has no link yet: f opens a ticket, Enter takes a link"
                hand_over(self._app, self._doing.say, item.link, why)
            case _:
                self._copy(item)

    def _copy(self, item: ActionItem) -> None:
        """Its ticket as a text: also where no work tracker is configured."""
        text = item_ticket.markdown(self._desk.situation(), item, self._desk.now())
        self._app.copy_to_clipboard(text)
        words = f"the text of a ticket for item {item.number} is copied, if the terminal allows"
        self._doing.say(words, Tone.ACCENT)
