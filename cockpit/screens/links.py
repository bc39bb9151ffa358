"""Handing an address over to the person: copied where the terminal allows, and shown."""

from typing import Protocol

from cockpit.view.cells import Tone


class Clipboard(Protocol):
    """Where it is copied to: the terminal's own clipboard, also over SSH (OSC 52)."""

    def copy_to_clipboard(self, text: str) -> None:
        """Copy it, if the terminal allows."""
        ...


class Saying(Protocol):
    """How the person is told."""

    def __call__(self, words: str, tone: Tone = ..., /) -> None:
        """Say it, where the keys are listed."""
        ...


def hand_over(clipboard: Clipboard, say: Saying, url: str, otherwise: str) -> None:
    """Copy it and show it; `otherwise` is said where there is none."""
    if not url:
        say(otherwise)
        return
    clipboard.copy_to_clipboard(url)
    say(f"copied, if the terminal allows: {url}", Tone.ACCENT)
