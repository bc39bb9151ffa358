"""Dialogs: a form whose preview is the exact text that will leave, and a question with one key.

A dialog is bound to one incident when it opens, and says which; it never follows the screen.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Input, Label, Static, TextArea

SAVE_AFTER_S = 0.25
"""Seconds of silence after a key until the draft is kept."""


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


def kept_values(body: str | None) -> dict[str, str]:
    """The values of a draft as it was kept; nothing when there is none or it cannot be read."""
    try:
        values = json.loads(body or "{}")
    except ValueError:
        return {}
    if not isinstance(values, dict):
        return {}
    return {str(name): str(value) for name, value in values.items()}


class Asking(ModalScreen[bool]):
    """Common to all dialogs: Esc leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Back", show=False)]

    async def action_leave(self) -> None:
        """Back, nothing sent."""
        self.dismiss(result=False)


class FormScreen(Asking):
    """Fields, a preview of the exact text and its target, and Ctrl+Enter to send."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+enter,ctrl+s", "send", "Post", show=False),
    ]

    def __init__(self, form: Form, kept: Mapping[str, str]) -> None:
        """`kept` holds the values of a draft, where there is one."""
        super().__init__()
        self._form = form
        self._kept = kept
        self._saving: Timer | None = None
        self._sending = False

    def compose(self) -> ComposeResult:
        """The fields in order, then what will be sent."""
        box = VerticalScroll(id="asking")
        box.can_focus = False
        box.border_title = Content(self._form.title)
        with box:
            for field in self._form.fields:
                yield Label(Content(field.label), markup=False)
                yield self._editor(field)
            yield Static(markup=False, classes="preview")
            yield Static(markup=False, classes="answer")
            keys = f"Ctrl+Enter or Ctrl+S {self._form.verb} · Esc back, the draft is kept"
            yield Static(Content(keys), classes="keys", markup=False)

    def _editor(self, field: Field) -> Input | TextArea:
        value = self._kept.get(field.name, field.value)
        if field.rows == 1:
            return Input(value, id=field.name, compact=True, select_on_focus=False)
        area = TextArea(value, id=field.name, compact=True, highlight_cursor_line=False)
        area.move_cursor(area.document.end)
        area.add_class("-three" if field.rows > 2 else "-two")  # noqa: PLR2004 - rows by name
        return area

    def on_mount(self) -> None:
        """The first field takes the keys."""
        self.query_one(f"#{self._form.fields[0].name}").focus()
        self._preview()

    def values(self) -> dict[str, str]:
        """What stands in the fields."""
        found = {}
        for field in self._form.fields:
            editor = self.query_one(f"#{field.name}")
            found[field.name] = editor.text if isinstance(editor, TextArea) else ""
            if isinstance(editor, Input):
                found[field.name] = editor.value
        return found

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _changed(self) -> None:
        self._preview()
        if self._saving is not None:
            self._saving.stop()
        self._saving = self.set_timer(SAVE_AFTER_S, self._save)

    @on(Input.Submitted)
    def _next_field(self) -> None:
        self.focus_next()

    def _preview(self) -> None:
        preview = self._form.look(self.values())
        self.query_one(".preview", Static).update(
            Content.assemble(
                (f"To {preview.target}, {len(preview.text)} characters:\n", "dim"), preview.text
            )
        )
        self._say(preview.problem)

    def _say(self, words: str) -> None:
        self.query_one(".answer", Static).update(Content(words))

    async def _save(self) -> None:
        problem = await self._form.keep(self._form.draft, json.dumps(self.values()))
        if problem:
            self._say(problem)

    async def action_leave(self) -> None:
        """Back; what was written is kept first."""
        await self._save()
        self.dismiss(result=False)

    async def action_send(self) -> None:
        """Record and send; what is refused stays here, with the reason."""
        if self._sending:
            return
        self._sending = True
        problem = await self._form.send(self.values())
        self._sending = False
        if problem:
            self._say(problem)
            return
        if self._saving is not None:
            self._saving.stop()
        await self._form.keep(self._form.draft, "")
        self.dismiss(result=True)


class Question(Asking):
    """A question with its consequence; y or Enter is yes, n or Esc is no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "answer(True)", "Yes", show=False),
        Binding("n", "answer(False)", "No", show=False),
    ]

    def __init__(self, title: str, words: str, yes: str) -> None:
        super().__init__()
        self._title = title
        self._words = words
        self._yes = yes

    def compose(self) -> ComposeResult:
        """The words, and the two keys."""
        box = VerticalScroll(id="asking")
        box.can_focus = False
        box.border_title = Content(self._title)
        with box:
            yield Static(Content(self._words), markup=False, classes="preview")
            keys = Content(f"y or Enter {self._yes} · n or Esc no")
            yield Static(keys, markup=False, classes="keys")

    def action_answer(self, answer: bool) -> None:  # noqa: FBT001 - an answer is yes or no
        """The person has answered."""
        self.dismiss(answer)
