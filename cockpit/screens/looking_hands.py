"""What keys show that is about no single act: who is on call, runbooks, a search, help."""

from collections.abc import Callable, Mapping

from textual.app import App
from textual.screen import Screen

from cockpit.desk.desk import Desk
from cockpit.keys.key import Key
from cockpit.screens.dialog import Dialog
from cockpit.screens.doctor import DoctorScreen
from cockpit.screens.finding import FindScreen
from cockpit.screens.reader import Reader
from cockpit.screens.runbooks import RunbookScreen, learning
from cockpit.view import help as help_view
from cockpit.view import oncall


class LookingHands:
    """Opens what there is to look at."""

    def __init__(
        self,
        app: App[None],
        desk: Desk,
        change: Callable[[Dialog], None],
        table: tuple[Key, ...],
    ) -> None:
        """`table` are the keys as they are bound, for the help."""
        self._app = app
        self._desk = desk
        self._change = change
        self._table = table
        self.does: Mapping[str, Callable[[], None]] = {
            "on-call": lambda: self._show(Reader(oncall.sheet)),
            "runbooks": self._runbooks,
            "learn": lambda: change(learning(desk)),
            "doctor": lambda: self._show(DoctorScreen(desk)),
            "find": lambda: self._show(FindScreen(desk)),
            "help": self._help,
        }
        """By the key's id."""

    def _show(self, screen: Screen[str]) -> None:
        self._app.push_screen(screen)

    def _runbooks(self) -> None:
        """Open the runbooks beside the incident."""
        self._show(RunbookScreen(self._desk, self._change, self._app.copy_to_clipboard))

    def _help(self) -> None:
        table = tuple((key.shown, key.help) for key in self._table)
        self._show(Reader(lambda _situation, _now, _space: help_view.sheet(table)))
