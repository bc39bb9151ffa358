"""The shift on screen: begun and ended here, and what belongs to it written down (I11, N3)."""

from collections.abc import Callable
from typing import ClassVar, Protocol

from textual.app import App
from textual.binding import Binding, BindingType

from cockpit.desk.desk import Desk
from cockpit.domain.actions import Action
from cockpit.domain.actions_shift import BeginShift, EndShift, TellTriaged
from cockpit.domain.shift_book import ShiftNote
from cockpit.domain.shift_watch import watch
from cockpit.panes.pane import Pane
from cockpit.screens import shift_forms
from cockpit.screens.confirming import Confirming
from cockpit.screens.dialog import Dialog
from cockpit.screens.house import House
from cockpit.screens.reader import Listing
from cockpit.screens.wish import Wish
from cockpit.view import shift as view
from cockpit.view.cells import Tone

_AT_START = ("D", "G", "p", "V")
"""Keys of the main screen that do what the start of a shift asks."""
_BEGUN = "Notes are collected from here on. Recorded here; nothing is sent."
_ENDED = "Recorded here; nothing is sent. Handing over is V; F files and mails the report."


class Doing(Protocol):
    """What the shift screen needs of whoever acts."""

    def change(self, dialog: Dialog) -> None:
        """Open a dialog."""
        ...

    def act(self, action: Action, done: str) -> None:
        """Have this recorded."""
        ...


Does = Callable[[str, str], None]
"""Does what a key of the screen means, to the note under the cursor; empty: there is none."""


class ShiftScreen(Listing):
    """Whose shift, its start, its notes; `does` hears which key was pressed on which note."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "do('begin')", "Begin", show=False),
        Binding("x", "do('end')", "End", show=False),
        Binding("n", "do('note')", "Note", show=False),
        Binding("e", "do('edit')", "Correct", show=False),
        Binding("d", "do('withdraw')", "Withdraw", show=False),
        Binding("t", "do('triaged')", "Gone through", show=False),
        *(Binding(key, f"go('{key}')", "Do at the start", show=False) for key in _AT_START),
    ]

    def __init__(self, desk: Desk, does: Does) -> None:
        super().__init__(view.sheet)
        self._desk = desk
        self._does = does

    def hints(self) -> tuple[tuple[str, str], ...]:
        """What can be done at this moment, what is asked for first."""
        found = watch(self._desk.situation(), self._desk.now())
        begin = (("b", "begin"),) if found.begins or found.own is None else ()
        end = (("x", "end"),) if found.own else ()
        triage = (("t", "gone through today"),) if found.triage else ()
        notes = (("Enter", "correct"), ("d", "withdraw")) if self.under_cursor()[1] else ()
        first = (*end, *begin) if found.ends else (*begin, *end)
        return (("Esc", "back"), *first, *triage, ("n", "note"), *notes)

    def on_pane_opened(self, message: Pane.Opened) -> None:
        """A note was chosen."""
        message.stop()
        self.action_do("edit")

    def action_go(self, key: str) -> None:
        """Leave, and do on the main screen what this key does there."""
        self.dismiss(key)

    def action_do(self, what: str) -> None:
        """Do it, to the note under the cursor where it is about one."""
        self._does(what, self.under_cursor()[1])


class Shifting:
    """Opens the screen, and does what is asked for there."""

    def __init__(self, app: App[None], desk: Desk, doing: Doing, house: House) -> None:
        self._app = app
        self._desk = desk
        self._doing = doing
        self._house = house
        self._say = house.say
        self._confirming = Confirming(app, house.say)

    def open(self) -> None:
        """Show the shift."""

        def left(key: str | None) -> None:
            pressed = next((one.id for one in self._house.table if key in one.keys), "")
            if pressed:
                self._app.call_later(self._house.press, pressed)

        self._app.push_screen(ShiftScreen(self._desk, self._do), left)

    def _do(self, what: str, note_id: str) -> None:
        about: dict[str, Callable[[ShiftNote], None]] = {
            "edit": lambda note: self._doing.change(shift_forms.edit(self._desk, note)),
            "withdraw": lambda note: self._doing.change(shift_forms.withdraw(self._desk, note)),
        }
        plain: dict[str, Callable[[], None]] = {
            "begin": self._begin,
            "end": self._end,
            "note": lambda: self._doing.change(shift_forms.write(self._desk)),
            "triaged": lambda: self._doing.act(TellTriaged(), "gone through today: recorded"),
        }
        note = self._desk.state.shifts.notes.get(note_id)
        if what in plain:
            plain[what]()
        elif note is not None:
            about[what](note)
        else:
            self._say("no note is under the cursor: n writes one", Tone.WARN)

    def _begin(self) -> None:
        found = watch(self._desk.situation(), self._desk.now())
        turn = found.begins or found.soon
        role = f" as {turn.role}" if turn is not None and not turn.shadow else ""
        self._ask(f"Begin your shift{role}?", BeginShift(), "begin it", "your shift began", _BEGUN)

    def _end(self) -> None:
        self._ask("End your shift?", EndShift(), "end it", "your shift is over", _ENDED)

    def _ask(self, title: str, action: Action, yes: str, done: str, silent: str) -> None:
        wish = Wish(self._desk, lambda _choice: (action,))
        self._confirming.ask(title, wish, yes, done, silent)
