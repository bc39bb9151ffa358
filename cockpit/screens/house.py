"""What is opened and done by keys needs this of the app, as a Protocol."""

from typing import Protocol

from cockpit.keys.key import Key
from cockpit.screens.held import HeldKeys
from cockpit.view.cells import Tone


class House(Protocol):
    """The app, as those see it who act in it."""

    table: tuple[Key, ...]

    @property
    def held(self) -> HeldKeys:
        """Keys that wait for those before them."""
        ...

    def press(self, key_id: str) -> None:
        """Do what this key does."""
        ...

    def show_pane(self, name: str) -> None:
        """Put the keys on this pane."""
        ...

    def say(self, words: str, tone: Tone = Tone.WARN) -> None:
        """Tell the person something."""
        ...
