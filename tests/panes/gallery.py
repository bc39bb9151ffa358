"""A small app of panes for the tests: run as a script it takes the terminal that it is given."""

import os
import sys
import threading
from pathlib import Path

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.screen import ModalScreen
from textual.widgets import Static

from cockpit.panes.pane import Pane
from cockpit.terminal import tidy
from cockpit.themes import DEFAULT, register, stylesheet
from cockpit.view.cells import Cell, Row, Sheet, Tone, text

SECRET = "s3cr3t-token-of-nobody"


def listed(*names: str, title: str = "Deploys", note: str = "", follow: bool = False) -> Sheet:
    """A sheet with one selectable row for each name."""
    rows = tuple(Row((Cell(name, grow=True), Cell("ana", Tone.DIM)), id=name) for name in names)
    return Sheet(title, rows, note=note, follow=follow)


class Question(ModalScreen[None]):
    """Something over the panes."""

    BINDINGS = [Binding("escape", "dismiss", "Back")]

    def compose(self) -> ComposeResult:
        """One line."""
        yield Static("really?", markup=False)


class Gallery(tidy.TidyApp):
    """A bare line and two panes; keys do what the tests need."""

    CSS_PATH = stylesheet()
    BINDINGS = [
        Binding("q", "quit", "Quit"),
        Binding("x", "crash", "Crash"),
        Binding("o", "ask", "Ask"),
        Binding("b", "block", "Block"),
        Binding("p", "pause", "Pause"),
    ]

    def __init__(self, theme: str = DEFAULT) -> None:
        """With one of the themes."""
        super().__init__(secrets=[SECRET])
        register(self, theme)
        self.told: list[Pane.Told] = []
        self.ticks = 0

    def compose(self) -> ComposeResult:
        """A line without a box, and two panes."""
        line = Pane(id="line", bare=True)
        line.styles.height = 1
        yield line
        with Horizontal():
            yield Pane(id="first")
            yield Pane(id="second")

    def on_mount(self) -> None:
        """Count, many times a second when the environment asks for it."""
        self.pane("first").show(listed("one", "two", "three"))
        self.pane("second").show(Sheet("Health", (text("all well", Tone.GOOD),), note="2 s"))
        if interval := os.environ.get("GALLERY_TICK"):
            self._ticking = self.set_interval(float(interval), self.tick)
        if interval := os.environ.get("GALLERY_NOTE"):
            self.set_interval(float(interval), self.age)
        if text_in_hex := os.environ.get("GALLERY_HOSTILE"):
            self.show_everywhere(bytes.fromhex(text_in_hex).decode())

    def age(self) -> None:
        """A second more in the note, and nothing else."""
        self.ticks += 1
        rows = (text("all well", Tone.GOOD),)
        self.pane("second").show(Sheet("Health", rows, note=f"{self.ticks} s"))

    def show_everywhere(self, value: str) -> None:
        """The text in each place that the base has for text."""
        self.pane("line").show(Sheet("", (text(value),)))
        rows = (text(value), text("hostile shown"))
        self.pane("first").show(Sheet(value, rows))
        self.pane("second").show(Sheet("Note", note=value))

    def tick(self) -> None:
        """A new number on every row: every frame is a big one."""
        self.ticks += 1
        rows = tuple(text(f"tick {self.ticks} " + "▁▄█" * 30) for _ in range(40))
        self.pane("second").show(Sheet("Ticks", rows))
        self.pane("line").show(Sheet("", (text(f"ticks {self.ticks}"),)))
        if path := os.environ.get("GALLERY_COUNT"):
            Path(path).write_text(str(self.ticks))

    def pane(self, name: str) -> Pane:
        """One of the panes."""
        return self.screen_stack[0].query_one(f"#{name}", Pane)

    def on_pane_opened(self, message: Pane.Opened) -> None:
        """Keep it for the test."""
        self.told.append(message)

    def on_pane_selection_lost(self, message: Pane.SelectionLost) -> None:
        """Keep it for the test."""
        self.told.append(message)

    def action_ask(self) -> None:
        """Put a question over everything."""
        self.push_screen(Question())

    def action_crash(self) -> None:
        """A defect with a secret in its message and in a local variable."""
        header = f"Bearer {SECRET}"
        raise RuntimeError(f"bad header {header}\x1b[2J")

    def action_pause(self) -> None:
        """Count no further."""
        self._ticking.stop()

    def action_block(self) -> None:
        """A defect of the worst kind: the event loop never goes on."""
        if path := os.environ.get("GALLERY_COUNT"):
            Path(path).write_text("blocked")
        threading.Event().wait()


if __name__ == "__main__":
    tidy.END_WITHIN_S = 2.0
    sys.exit(Gallery(*sys.argv[1:2]).run_to_end())
