"""One line that says how far something is, on a terminal; nothing anywhere else."""

import os
from shutil import get_terminal_size
from types import TracebackType
from typing import Self, TextIO

from cockpit.ports.plain import plain

_CLEAR = "\r\x1b[K"


class Progress:
    """The line; it is gone when the block is left."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._shows = stream.isatty() and os.environ.get("TERM", "") not in ("", "dumb")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._shows:
            self._stream.write(_CLEAR)
            self._stream.flush()

    def say(self, words: str) -> None:
        """Show this in place of what stands there."""
        if self._shows:
            width = max(get_terminal_size().columns - 1, 1)
            self._stream.write(f"{_CLEAR}{plain(words, width)}")
            self._stream.flush()
