"""A dialog that changes something: choose, fill in, read exactly what will leave, send by one key.

It is bound to what was on screen when it opened, and says so in its title.
"""

from collections.abc import Mapping
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Label, Static

from cockpit.panes.pane import Pane
from cockpit.screens.asking import editor, foot, proposed, written
from cockpit.screens.dialog import Dialog
from cockpit.screens.entries import Entries
from cockpit.screens.wish import Choice
from cockpit.screens.wishing import Wishing

CHOSEN = "chosen entries"
"""Where a draft keeps what was chosen; no field is called so."""
SEARCH_AFTER_S = 0.3
"""Seconds of silence after a key until others are asked whom the words fit."""
_LONG_ROWS = 3
"""A field of more lines holds a text that is previewed whole."""
_ROOM_ELSE = 12
"""Lines that a dialog needs besides its list."""


class ChangeScreen(Wishing):
    """Shows a `Dialog`; answers whether it was recorded."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", "Choose", show=False),
        Binding("slash", "filter", "Filter", show=False),
    ]

    def __init__(self, dialog: Dialog, kept: Mapping[str, str]) -> None:
        """`kept` holds the draft, where there is one."""
        super().__init__(dialog.wish, dialog.draft, dialog.silent, kept)
        self._dialog = dialog
        self._searching: Timer | None = None

    # --- what is on it -----------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """The list, the fields, what will be sent, and the keys."""
        long = any(field.rows > _LONG_ROWS for field in self._dialog.fields)
        box = VerticalScroll(id="asking", classes="-change -whole" if long else "-change")
        box.can_focus = False
        box.border_title = Content(self._dialog.title)
        with box:
            if self._dialog.lead:
                yield Label(Content(self._dialog.lead), markup=False, classes="lead")
            if self._dialog.heading:
                if self._dialog.is_long:
                    yield Input(placeholder="/ filters", id="words", compact=True)
                yield Entries(self._dialog, self._kept.get(CHOSEN, "").split())
            for field in self._dialog.fields:
                yield Label(Content(field.label), markup=False)
                yield editor(field, self._kept.get(field.name, field.value))
            yield Static(markup=False, classes="preview")
            yield foot(_keys(self._dialog))

    @property
    def _list(self) -> Entries | None:
        return self.query_one("#entries", Entries) if self._dialog.heading else None

    def on_mount(self) -> None:
        """The list takes the keys, or else the first field."""
        if self._list is None:
            self.query_one(f"#{self._dialog.fields[0].name}").focus()
        else:
            self._fit()
            self._show()
            self._list.begin()
            self._list.focus()
            if self._dialog.find is not None and not self._dialog.is_long:
                self.run_worker(self._search(), group="lists")
        if self._dialog.learn is not None:
            self.run_worker(self._learn(), group="names")
        self.preview()

    def on_resize(self) -> None:
        """The list gets the room that is left."""
        self._fit()

    def _fit(self) -> None:
        if self._list is not None:
            self._list.fit(self.app.size.height - _ROOM_ELSE)

    def _show(self) -> None:
        if self._list is not None:
            self._list.list_those(self._words)

    @property
    def _words(self) -> str:
        return self.query_one("#words", Input).value if self._dialog.is_long else ""

    # --- what is chosen ----------------------------------------------------------------------

    def choice(self) -> Choice:
        """What stands in the dialog now."""
        ids = self._list.meant if self._list is not None else ()
        return Choice(ids, written(self, self._dialog.fields))

    async def action_mark(self) -> None:
        """Choose what is under the cursor, or do not."""
        if self._list is not None:
            await self._choose(self._list.toggle())
            self.changed()

    async def _choose(self, ids: tuple[str, ...]) -> None:
        if self._dialog.choose is not None:
            for key in ids:
                await self._dialog.choose(key)

    def action_filter(self) -> None:
        """Type what to look for."""
        if self._dialog.is_long:
            self.query_one("#words", Input).focus()

    @on(Input.Changed, "#words")
    def _filtered(self, event: Input.Changed) -> None:
        event.stop()
        self._show()
        if self._searching is not None:
            self._searching.stop()
        if self._dialog.find is not None and event.value.strip():
            self._searching = self.set_timer(SEARCH_AFTER_S, self._search)

    async def _search(self) -> None:
        if self._dialog.find is not None:
            problem = await self._dialog.find(self._words)
            if not self.is_attached:
                return
            self._fit()
            self._show()
            self.tell(problem or self._problem)

    @on(Input.Changed)
    def _named(self) -> None:
        """Who is named there now may have to be looked up."""
        if self._dialog.learn is not None:
            if self._searching is not None:
                self._searching.stop()
            self._searching = self.set_timer(SEARCH_AFTER_S, self._learn)

    async def _learn(self) -> None:
        if self._dialog.learn is not None:
            problem = await self._dialog.learn(written(self, self._dialog.fields))
            if self.is_attached:
                self.preview()
                self.tell(problem or self._problem)

    @on(Input.Submitted, "#words")
    def _leave_filter(self, event: Input.Submitted) -> None:
        event.stop()
        if self._list is not None:
            self._list.focus()

    # --- keys --------------------------------------------------------------------------------

    async def on_key(self, event: events.Key) -> None:
        """An entry's own key takes the cursor there; where nothing else is asked, it sends."""
        if self._list is None or not self._list.has_focus or not event.character:
            return
        if self._list.go_to_key(event.character):
            event.stop()
            if self._dialog.at_once:
                await self.action_send()
            return
        other = next((o for o in self._dialog.others if o.key == event.character), None)
        if other is not None:
            event.stop()
            choice = self.choice()
            await self._save()
            self.dismiss(None)
            # The app goes on: a dialog that has left the stack hears of nothing any more.
            self.app.call_later(other.go, choice)

    @on(Pane.Opened)
    async def _entered(self, event: Pane.Opened) -> None:
        event.stop()
        await self._go_on()

    @on(Input.Submitted)
    async def _submitted(self, event: Input.Submitted) -> None:
        last = self._dialog.fields[-1].name if self._dialog.fields else ""
        if event.input.id == last and self._dialog.heading:
            await self.action_send()
        else:
            self.focus_next()

    async def _go_on(self) -> None:
        """Send; where something has still to be written, go there first."""
        blank = next((f for f in self._dialog.fields if not self.choice().values[f.name]), None)
        if self._problem and not self._is_possible and blank is not None:
            self.query_one(f"#{blank.name}").focus()
        else:
            await self.action_send()

    # --- the preview, the draft, the end -------------------------------------------------------

    @on(Entries.Moved)
    async def _moved(self) -> None:
        await self._choose(self.choice().ids)
        self.changed()

    def drafted(self) -> Mapping[str, str]:
        """What is written and, where several can be, what is chosen."""
        values = written(self, self._dialog.fields)
        if self._list is not None and self._dialog.many:
            values[CHOSEN] = " ".join(self._list.marks)
        return values

    def untouched(self) -> Mapping[str, str]:
        """What the dialog proposes."""
        values = proposed(self._dialog.fields)
        if self._list is not None and self._dialog.many:
            values[CHOSEN] = " ".join(self._dialog.marked)
        return values

    async def record(self) -> str:
        """Send what was chosen and written."""
        if self._dialog.learn is not None:
            await self._dialog.learn(written(self, self._dialog.fields))
        return await super().record()


def _keys(dialog: Dialog) -> str:
    keys = [f"Enter {dialog.verb}" if dialog.heading else f"Ctrl+Enter or Ctrl+S {dialog.verb}"]
    if dialog.many:
        keys.append("Space choose")
    keys += [f"{other.key} {other.words}" for other in dialog.others]
    if dialog.fields and dialog.heading:
        keys.append("Tab write")
    return " · ".join((*keys, "Esc back"))
