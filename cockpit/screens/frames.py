"""When a pane is drawn whose readings come by the hundred a second: at most once a frame."""

import asyncio
from collections.abc import Callable

from textual.app import App

FRAME_S = 1 / 60
"""The shortest frame, seconds."""
_SHARE = 20
"""A frame is at least so many times as long as drawing takes: most of the time is for others."""


class Frames:
    """Draws what was asked for within one frame, however often it was asked for."""

    def __init__(self, app: App[None], draw: Callable[[], None]) -> None:
        self._app = app
        self._draw = draw
        self._frame_s = FRAME_S
        self._asked = False

    @property
    def is_asked(self) -> bool:
        """Whether something has still to be drawn."""
        return self._asked

    def ask(self) -> None:
        """Something is to be drawn."""
        if not self._asked:
            self._asked = True
            self._app.set_timer(self._frame_s, self._now)

    def _now(self) -> None:
        self._asked = False
        time = asyncio.get_running_loop().time
        begun = time()
        self._draw()
        self._frame_s = max(FRAME_S, _SHARE * (time() - begun))
