"""What cockpit is compared with: about the least that a Textual app with a clock can be."""

from datetime import datetime

from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    """A line of text, and the time once a second."""

    def compose(self) -> ComposeResult:
        """Two lines."""
        yield Static("a bare app")
        yield Static(id="clock")

    def on_mount(self) -> None:
        """The clock begins."""
        self.set_interval(1, self._tick)

    def _tick(self) -> None:
        now = datetime.now().astimezone()  # noqa: TID251 - nothing of cockpit is in here
        self.query_one("#clock", Static).update(f"{now:%H:%M:%S}", layout=False)


if __name__ == "__main__":
    Bare().run()
