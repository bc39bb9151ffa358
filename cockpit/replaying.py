"""The app around one replay: a screen of the past, and the way out of it."""

import time
from collections.abc import Callable

from cockpit.screens.replay import ReplayScreen
from cockpit.terminal.tidy import TidyApp
from cockpit.themes import register, stylesheet


class Replaying(TidyApp):
    """Shows a film and ends with it; it has no desk, no source and no way out to anybody."""

    CSS_PATH = stylesheet()
    TITLE = "cockpit replay"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, screen: Callable[[Callable[[], float]], ReplayScreen], theme: str) -> None:
        """`screen` makes the screen, given seconds that only ever grow."""
        super().__init__()
        register(self, theme)
        self._replay = screen(time.monotonic)

    async def on_mount(self) -> None:
        """Nothing else is ever shown."""
        await self.push_screen(self._replay, self._left)

    def _left(self, _nothing: None) -> None:
        self.exit()
