"""What the composer asks on top of itself: which template, what to do with a log or a secret."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from cockpit.domain.compose import line_count
from cockpit.panes.pane import Pane
from cockpit.screens.asking import foot
from cockpit.screens.held import BURST_S
from cockpit.screens.hints import Keys
from cockpit.view.choices import Entry, sheet

_BORDERS = 2
_SHOWN_LINES = 2
_LINE_WIDTH = 70

SHARE, KEEP, SEND = "share", "keep", "send"


@dataclass(frozen=True, slots=True)
class Way:
    """One answer, and the key that gives it."""

    key: str
    """As the terminal library calls it."""
    shown: str
    words: str
    answer: str


class Asked(ModalScreen[str]):
    """A question with one key per answer; Esc answers nothing ("")."""

    HORIZONTAL_BREAKPOINTS = [(0, "-thin"), (60, "-roomy")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (20, "-high")]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Back", show=False)]

    def __init__(
        self,
        title: str,
        words: str,
        ways: tuple[Way, ...] = (),
        entries: tuple[Entry, ...] = (),
        start: str = "",
        *,
        after_s: float = 0.0,
    ) -> None:
        """`entries` are answers too, by their keys or Enter; `start` is under the cursor.

        Letters that come sooner than `after_s` were meant for what was there before; see `early`.
        """
        super().__init__()
        self._after_s = after_s
        self._is_ready = not after_s
        self.early = ""
        """What was typed before anybody can have read the question."""
        self._title = title
        self._words = words
        self._ways = ways
        self._entries = entries
        self._start = start

    def compose(self) -> ComposeResult:
        """The words, the list where there is one, and the keys."""
        box = VerticalScroll(id="asking")
        box.can_focus = False
        box.border_title = Content(self._title)
        with box:
            if self._words:
                yield Static(Content(self._words), markup=False, classes="preview")
            if self._entries:
                yield Pane(id="entries")
            yield foot(self._keys(), answers=False)

    def _keys(self) -> str:
        keys = [f"{way.shown} {way.words}" for way in self._ways] if self._is_ready else []
        if self._entries:
            keys.append("its number or Enter takes one")
        return " · ".join((*keys, "Esc back"))

    def _ready(self) -> None:
        self._is_ready = True
        self.query_one(Keys).tell(self._keys())

    def on_mount(self) -> None:
        """The list takes the keys."""
        if self._after_s:
            self.set_timer(self._after_s, self._ready)
        if self._entries:
            pane = self.query_one("#entries", Pane)
            pane.styles.height = len(self._entries) + _BORDERS
            pane.show(sheet("", self._entries, None))
            pane.select(self._start or self._entries[0].id)
            pane.focus()

    def on_key(self, event: events.Key) -> None:
        """A key that answers."""
        if not self._is_ready and event.is_printable and event.character:
            self.early += event.character
            event.stop()
            event.prevent_default()
            return
        answers = {way.key: way.answer for way in self._ways}
        answers |= {entry.key: entry.id for entry in self._entries if entry.key}
        if event.key in answers:
            event.stop()
            event.prevent_default()
            self.dismiss(answers[event.key])

    @on(Pane.Opened)
    def _entered(self, event: Pane.Opened) -> None:
        event.stop()
        self.dismiss(event.row_id)

    def action_leave(self) -> None:
        """No answer."""
        self.dismiss("")


def long_paste(text: str, target: str, problem: str) -> Asked:
    """Asks what a long text that was pasted is to be."""
    lines = [line for line in text.splitlines() if line.strip()]
    shown = [line[:_LINE_WIDTH] for line in lines]
    some = shown if len(shown) <= 2 * _SHOWN_LINES else [*shown[:_SHOWN_LINES], "…", shown[-1]]
    words = [
        f"{line_count(text):,} lines, {len(text):,} characters:",
        *some,
        "",
        f"As a snippet it goes to {target} at once, as a file in the thread;",
        "the update says then that a log is attached.",
    ]
    if problem:
        words += ["", f"▲ {problem}"]
    ways = (
        Way("s", "s", "share it as a snippet now", SHARE),
        Way("t", "t", "keep it as text", KEEP),
    )
    return Asked("That is a long text", "\n".join(words), ways, after_s=0.0 if problem else BURST_S)


def secret(reason: str) -> Asked:
    """Asks for a second step, of another kind, before what looks like a secret leaves."""
    words = f"▲ {reason}.\n\nWhoever reads it can use it, and a chat forgets nothing."
    way = Way("ctrl+y", "Ctrl+Y", "it is no secret, send it", SEND)
    return Asked("Is that a secret?", words, (way,))
