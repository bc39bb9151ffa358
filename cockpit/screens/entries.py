"""The list of a dialog: what is under the cursor, what is chosen, and what of it is meant."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from cockpit.panes.pane import Pane
from cockpit.screens.dialog import Dialog
from cockpit.view.choices import sheet

_BORDERS = 2
_FEWEST, _MOST = 3, 9
"""Lines of a list."""


class Entries(Pane):
    """Shows what a dialog has to choose from; tells when another entry is under the cursor."""

    class Moved(Pane.Told):
        """The cursor is elsewhere."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", "move(-1)", "Up", show=False),
        Binding("j", "move(1)", "Down", show=False),
    ]

    def __init__(self, dialog: Dialog, drafted: Sequence[str]) -> None:
        """`drafted` was chosen when the dialog was left; what is marked at first goes before."""
        super().__init__(id="entries")
        self._dialog = dialog
        there = {entry.id for entry in dialog.entries("")}
        self._marks = dict.fromkeys(dialog.marked or (key for key in drafted if key in there))
        self._words = ""
        self._at = ""

    def redraw(self) -> None:
        """Draw, and tell of the cursor."""
        super().redraw()
        if self.selected != self._at:
            self._at = self.selected
            self.post_message(self.Moved(self))

    def begin(self) -> None:
        """Put the cursor where it starts."""
        names = [row.id for row in self.sheet.rows if row.id]
        start = self._dialog.start
        self.select(start if start in names else next(iter(names), ""))

    def fit(self, room: int) -> None:
        """Take as many lines as there are entries, of those that there is room for."""
        rows = min(len(self._dialog.entries("")), max(room, _FEWEST), _MOST)
        self.styles.height = max(rows, 1) + _BORDERS

    def list_those(self, words: str) -> None:
        """Show the entries that these words fit."""
        self._words = words
        marks = self._marks if self._dialog.many else None
        self.show(sheet(self._dialog.heading, self._dialog.entries(words), marks))

    @property
    def marks(self) -> tuple[str, ...]:
        """What was chosen one by one, in that order."""
        return tuple(self._marks)

    @property
    def meant(self) -> tuple[str, ...]:
        """What is chosen; without any, what is under the cursor."""
        return self.marks or (self._members(self.selected) if self.selected else ())

    def toggle(self) -> tuple[str, ...]:
        """Choose what is under the cursor, or do not any more; returns what was chosen by it."""
        if not self._dialog.many or not self.selected:
            return ()
        members = self._members(self.selected)
        if all(key in self._marks for key in members):
            for key in members:
                del self._marks[key]
            members = ()
        self._marks |= dict.fromkeys(members)
        self.list_those(self._words)
        return members

    def go_to_key(self, character: str) -> bool:
        """Put the cursor on the entry with this key; False: there is none."""
        for entry in self._dialog.entries(""):
            if entry.key and entry.key == character:
                self.select(entry.id)
                return True
        return False

    def _members(self, entry_id: str) -> tuple[str, ...]:
        """What an entry stands for: itself, or a group."""
        for entry in self._dialog.entries(""):
            if entry.id == entry_id:
                return entry.group or (entry.id,)
        return (entry_id,)
