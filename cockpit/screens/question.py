"""A question with its consequence, answered by one key."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from cockpit.screens.asking import Asking, foot


@dataclass(frozen=True, slots=True)
class OtherWay:
    """What one can do instead of yes or no, by a key of its own."""

    key: str
    words: str
    go: Callable[[], None]


def if_yes(go: Callable[[], object]) -> Callable[[object], None]:
    """What hears of the answer, and goes on only when it was yes."""

    def answered(answer: object) -> None:
        if answer is True:
            go()

    return answered


class Question(Asking):
    """A question with its consequence; y is yes, Enter mostly too, n or Esc is no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", show=False),
        Binding("enter", "assent", "Yes", show=False),
        Binding("n", "answer(False)", "No", show=False),
        Binding("up,k", "read(-1)", "Read up", show=False),
        Binding("down,j", "read(1)", "Read down", show=False),
    ]

    def __init__(
        self,
        title: str,
        words: str,
        yes: str,
        other: OtherWay | None = None,
        *,
        deliberate: bool = False,
    ) -> None:
        """`other` counts as no, and goes its own way then; `deliberate`: Enter is no yes."""
        super().__init__()
        self._title = title
        self._words = words
        self._yes = yes
        self._other = other
        self._deliberate = deliberate

    def compose(self) -> ComposeResult:
        """The words, and the two keys."""
        box = VerticalScroll(id="asking", classes="-whole")
        box.can_focus = False
        box.border_title = Content(self._title)
        with box:
            other = f" · {self._other.key} {self._other.words}" if self._other else ""
            yes = "y" if self._deliberate else "y or Enter"
            keys = f"{yes} {self._yes}{other} · n or Esc no"
            yield Static(Content(self._words), markup=False, classes="preview")
            yield foot(keys, answers=False)

    def on_key(self, event: events.Key) -> None:
        """The other way, where there is one."""
        if self._other is not None and event.key == self._other.key:
            event.stop()
            self.dismiss(result=False)
            # The app goes on: a screen that has left the stack hears of no answer any more.
            self.app.call_later(self._other.go)

    def action_assent(self) -> None:
        """Yes by the key that comes by reflex, unless the question is one to think about."""
        if not self._deliberate:
            self.dismiss(result=True)

    def action_answer(self, answer: bool) -> None:  # noqa: FBT001 - an answer is yes or no
        """The person has answered."""
        self.dismiss(answer)
