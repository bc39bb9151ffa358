"""Dialogs: what they have in common, and a form whose preview is the exact text that will leave.

A dialog is bound to one incident when it opens, and says which; it never follows the screen.
"""

import json
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.timer import Timer
from textual.widgets import Input, Label, Static, TextArea

from cockpit.screens.hints import Keys

SAVE_AFTER_S = 0.25
"""Seconds of silence after a key until the draft is kept."""


_ROWS = {2: "-two", 3: "-three"}
"""How the stylesheet calls a field of so many lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing to fill in."""

    name: str
    label: str
    value: str
    rows: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What will leave if it is sent now, or why it cannot be."""

    target: str
    text: str
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A dialog as data: `look` previews the values, `send` sends them and says what was wrong."""

    title: str
    draft: str
    """The key under which the draft is kept."""
    fields: tuple[Field, ...]
    look: Callable[[Mapping[str, str]], Preview]
    send: Callable[[Mapping[str, str]], Awaitable[str]]
    keep: Callable[[str, str], Awaitable[str]]
    """Keeps the draft; says why when it cannot."""
    verb: str = "post"
    lead: str = ""
    """What has to be known before the first field, in a line."""
    first: str = ""
    """The field that takes the keys; empty: the first one."""


def kept_values(body: str | None) -> dict[str, str]:
    """The values of a draft as it was kept; nothing when there is none or it cannot be read."""
    try:
        values = json.loads(body or "{}")
    except ValueError:
        return {}
    if not isinstance(values, dict):
        return {}
    return {str(name): str(value) for name, value in values.items()}


def editor(field: Field, value: str) -> Input | TextArea:
    """What this field is filled in with."""
    if field.rows == 1:
        return Input(value, id=field.name, compact=True, select_on_focus=False)
    area = TextArea(value, id=field.name, compact=True, highlight_cursor_line=False)
    area.move_cursor(area.document.end)
    area.add_class(_ROWS.get(field.rows, "-many"))
    return area


def written(screen: Screen[bool], fields: tuple[Field, ...]) -> dict[str, str]:
    """What stands in these fields of a screen."""
    found = {}
    for field in fields:
        widget = screen.query_one(f"#{field.name}")
        found[field.name] = widget.text if isinstance(widget, TextArea) else ""
        if isinstance(widget, Input):
            found[field.name] = widget.value
    return found


def proposed(fields: tuple[Field, ...]) -> dict[str, str]:
    """What these fields hold before anybody writes."""
    return {field.name: field.value for field in fields}


def foot(keys: str = "", *, answers: bool = True) -> Vertical:
    """What stays in sight however small the terminal is: what is wrong, and the keys."""
    said = [Static(markup=False, classes="answer")] if answers else []
    return Vertical(*said, Keys(keys), classes="foot")


class Asking(ModalScreen[bool]):
    """Common to all dialogs: Esc leaves."""

    HORIZONTAL_BREAKPOINTS = [(0, "-thin"), (60, "-roomy")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (20, "-high")]

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", show=False),
        Binding("pageup", "read(-1)", "Read up", show=False),
        Binding("pagedown", "read(1)", "Read down", show=False),
    ]

    def on_mount(self) -> None:
        """What can be done about it stays in sight however much there is to read."""
        self.screen_layout_refresh_signal.subscribe(self, self._keep_foot)

    def _keep_foot(self, _screen: Screen[object]) -> None:
        box = self.query_one("#asking")
        box.set_class(box.max_scroll_y > 0, "-full")

    def action_read(self, pages: int) -> None:
        """What does not fit is read by the page, where nothing else wants the key."""
        box = self.query_one("#asking")
        box.scroll_relative(y=pages * max(box.size.height - 3, 1), animate=False)

    async def action_leave(self) -> None:
        """Back, nothing sent."""
        self.dismiss(result=False)


class Drafting(Asking):
    """A dialog that keeps a draft of itself, shows what would leave, and sends it with one key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+enter,ctrl+s", "send", "Send", show=False),
    ]

    def __init__(self, kept: Mapping[str, str]) -> None:
        """`kept` holds the values of a draft, where there is one."""
        super().__init__()
        self._kept = kept
        self._saving: Timer | None = None
        self._sending = False
        self._warned = False
        self._is_kept = False

    @abstractmethod
    def preview(self) -> None:
        """Show what would leave, and what is wrong with it."""

    @abstractmethod
    def drafted(self) -> Mapping[str, str]:
        """What stands in it."""

    @abstractmethod
    def untouched(self) -> Mapping[str, str]:
        """What would stand in it now if nobody had ever written anything."""

    @abstractmethod
    async def keep(self, body: str) -> str:
        """Keep this draft; returns why it could not be kept, or ""."""

    @abstractmethod
    async def record(self) -> str:
        """Have it recorded, and sent; returns why not, or ""."""

    def tell(self, words: str) -> None:
        """Say what is wrong, over the keys."""
        self.query_one(".answer", Static).update(Content(words))

    @on(Input.Changed)
    @on(TextArea.Changed)
    def changed(self) -> None:
        """Something else stands there now: preview it at once, keep it soon."""
        self.preview()
        self._save_soon()

    def _save_soon(self) -> None:
        """Not while it is being sent: what is recorded must not become a draft again."""
        if self._saving is not None:
            self._saving.stop()
        if not self._sending:
            self._saving = self.set_timer(SAVE_AFTER_S, self._save)

    async def _save(self) -> str:
        """What was only proposed is no draft: another time something else is proposed."""
        values = dict(self.drafted())
        self._is_kept = values != dict(self.untouched())
        problem = await self.keep(json.dumps(values) if self._is_kept else "")
        self.kept(well=not problem)
        if problem:
            self.tell(problem)
        return problem

    def kept(self, *, well: bool) -> None:
        """The draft is kept, or is not, from now on."""

    async def action_leave(self) -> None:
        """Back; what was written is kept first. Where that fails, a second time leaves it."""
        problem = await self._save()
        if problem and not self._warned:
            self._warned = True
            self.tell(f"{problem}\nEsc again leaves without keeping it.")
            return
        self.dismiss(result=False if self._is_kept else None)

    async def action_send(self) -> None:
        """Record and send; what is refused stays, and so does what was typed meanwhile."""
        if self._sending:
            return
        self._sending = True
        if self._saving is not None:
            self._saving.stop()
        sent = dict(self.drafted())
        problem = await self.record()
        if problem:
            self._sending = False
            self._save_soon()
            self.tell(problem)
            return
        now = dict(self.drafted())
        await self.keep("" if now == sent else json.dumps(now))
        self.dismiss(result=True)


class FormScreen(Drafting):
    """Fields, a preview of the exact text and its target, and Ctrl+Enter to send."""

    def __init__(self, form: Form, kept: Mapping[str, str]) -> None:
        """`kept` holds the values of a draft, where there is one."""
        super().__init__(kept)
        self._form = form

    def compose(self) -> ComposeResult:
        """The fields in order, then what will be sent."""
        box = VerticalScroll(id="asking")
        box.can_focus = False
        box.border_title = Content(self._form.title)
        with box:
            if self._form.lead:
                yield Label(Content(self._form.lead), markup=False, classes="lead")
            for field in self._form.fields:
                yield Label(Content(field.label), markup=False)
                yield editor(field, self._kept.get(field.name, field.value))
            yield Static(markup=False, classes="preview")
            yield foot()

    def on_mount(self) -> None:
        """The first field takes the keys."""
        self.query_one(f"#{self._form.first or self._form.fields[0].name}").focus()
        self.kept(well=True)
        self.preview()

    def kept(self, *, well: bool) -> None:
        """Esc is promised no more than it does."""
        back = "Esc back, the draft is kept" if well else "Esc back, the draft is NOT kept"
        keys = f"Ctrl+Enter or Ctrl+S {self._form.verb} · {back}"
        self.query_one(Keys).tell(keys)

    def drafted(self) -> Mapping[str, str]:
        """What stands in the fields."""
        return written(self, self._form.fields)

    def untouched(self) -> Mapping[str, str]:
        """What the form proposes."""
        return proposed(self._form.fields)

    @on(Input.Submitted)
    def _next_field(self) -> None:
        self.focus_next()

    def preview(self) -> None:
        """The exact text, and where it goes."""
        preview = self._form.look(self.drafted())
        self.query_one(".preview", Static).update(
            Content.assemble(
                (f"To {preview.target}, {len(preview.text)} characters:\n", "dim"), preview.text
            )
        )
        self.tell(preview.problem)

    async def keep(self, body: str) -> str:
        """Keep it under the form's own key."""
        return await self._form.keep(self._form.draft, body)

    async def record(self) -> str:
        """Send what stands in the fields."""
        return await self._form.send(self.drafted())
