"""When the screen is drawn anew: once for all that changed; in a storm, once in a while."""

from collections.abc import Callable

from textual.app import App
from textual.timer import Timer

STORM_S = 0.1
"""Seconds from one redraw to the next while a storm is acknowledged: each takes its time."""


class Redraws:
    """Asks for redraws.

    Args:
        app: on whose loop they happen.
        draw: draws, and says so by calling `begun`.
        is_storm: whether so much happens at once that drawing each change would hold it up.
    """

    def __init__(
        self, app: App[None], draw: Callable[[], None], is_storm: Callable[[], bool]
    ) -> None:
        self._app = app
        self._draw = draw
        self._is_storm = is_storm
        self._asked = False
        self._later: Timer | None = None

    def ask(self) -> None:
        """Ask for one redraw, however much changes before it."""
        if self._is_storm():
            if not self._asked:
                self._asked = True
                self._later = self._app.set_timer(STORM_S, self._draw)
        elif self._later is not None or not self._asked:
            self._asked = True
            self._forget()
            self._app.call_later(self._draw)

    @property
    def is_asked(self) -> bool:
        """Whether something has still to be drawn."""
        return self._asked

    def begun(self) -> None:
        """It is drawn now: what changes from here on asks for another."""
        self._asked = False
        self._forget()

    def _forget(self) -> None:
        if self._later is not None:
            self._later.stop()
            self._later = None
