"""The terminal as a device: may we start on it, and bytes to it that never block; no Textual."""

import os
import select
import sys
import termios
from collections.abc import Callable, Mapping
from contextlib import suppress
from threading import Condition, Thread
from time import monotonic
from typing import Any

LOOK_EVERY_S = 0.5
"""How often a silent terminal is looked at: is it still there?"""

CHUNK = 4096

RESTORE = (
    "\x18"  # ends a sequence of which only the beginning arrived
    "\x1b[?2004l"  # bracketed paste
    "\x1b[?7h"  # line wrap
    "\x1b[?2048l"  # resize reports
    "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"  # mouse
    "\x1b[<u"  # kitty keyboard
    "\x1b[?1049l"  # alternate screen
    "\x1b[?25h"  # cursor
    "\x1b[?1004l"  # focus reports
    "\x1b[0m"
)
"""Takes back every mode that the full screen sets."""

NO_TERMINAL = (
    "cockpit: the full screen needs a terminal, and {what}.\n"
    "`cockpit status` prints the incident as text; `cockpit status --json` is for scripts."
)


def refusal(environ: Mapping[str, str] = os.environ) -> str | None:
    """Why the full screen cannot start here and what to do instead; None: it can."""
    streams = {
        "standard input": sys.__stdin__,
        "standard output": sys.__stdout__,
        "standard error": sys.__stderr__,
    }
    for name, stream in streams.items():
        if stream is None or stream.closed or not stream.isatty():
            return NO_TERMINAL.format(what=f"{name} is not one (a pipe or a file?)")
    if environ.get("TERM", "") in ("dumb", "unknown"):
        return NO_TERMINAL.format(what=f"this one calls itself {environ['TERM']!r} (TERM)")
    return None


def restore(fd: int, attributes: list[Any] | None, within_s: float = 0.2) -> None:
    """Last resort: give the terminal back as it was.

    One that does not read within these seconds loses what it has not read, to make room.
    """
    try:
        if not select.select([], [fd], [], within_s)[1]:
            termios.tcflush(fd, termios.TCOFLUSH)
        if select.select([], [fd], [], within_s)[1]:
            os.write(fd, RESTORE.encode())
        if attributes is not None:
            termios.tcsetattr(fd, termios.TCSANOW, attributes)
    except (OSError, ValueError, termios.error):
        return


def _own(fd: int) -> int:
    """The terminal opened anew: not to block on it is then nobody else's business."""
    try:
        return os.open(os.ttyname(fd), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError:
        return os.dup(fd)


class Outlet:
    """Writes to a terminal from a thread of its own, so that nobody ever waits for the terminal.

    `on_drained` is called when all has been written after `backed_up` was true, `on_gone` once
    when the terminal has vanished; both from the outlet's thread.
    """

    def __init__(
        self,
        fd: int,
        *,
        on_drained: Callable[[], None],
        on_gone: Callable[[], None],
        most_waiting: int = 16384,
    ) -> None:
        """`most_waiting`: bytes beyond which the outlet counts as backed up."""
        self._fd = fd
        self._on_drained = on_drained
        self._on_gone = on_gone
        self._most_waiting = most_waiting
        self._waiting = bytearray()
        self._changed = Condition()
        self._backed_up = False
        self._closing = False
        self._abandoned = False
        self._thread = Thread(target=self._run, name="terminal-output", daemon=True)
        self._thread.start()

    @property
    def backed_up(self) -> bool:
        """The terminal does not keep up: draw nothing more until it is drained."""
        return self._backed_up

    def write(self, text: str) -> None:
        """Send this, in order, some time."""
        with self._changed:
            self._waiting += text.encode("utf-8", "replace")
            self._backed_up = self._backed_up or len(self._waiting) > self._most_waiting
            self._changed.notify()

    def close(self, within_s: float) -> bool:
        """Write what is waiting; False when the terminal did not take it within this time.

        What is still waiting then is thrown away.
        """
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join(within_s)
        if taken := not self._thread.is_alive():
            return taken
        self._abandoned = True
        self._thread.join(LOOK_EVERY_S)
        return False

    def _run(self) -> None:
        own = _own(self._fd)
        try:
            while chunk := self._next():
                while chunk and not self._abandoned:
                    if select.select([], [own], [], LOOK_EVERY_S)[1]:
                        with suppress(BlockingIOError):
                            del chunk[: os.write(own, chunk)]
        except (OSError, termios.error):
            self._on_gone()
        finally:
            os.close(own)

    def _next(self) -> bytearray:
        """The next bytes to write; none when closed. Raises when the terminal is gone."""
        with self._changed:
            while not self._waiting:
                if self._closing:
                    return bytearray()
                self._tell_drained()
                if not self._changed.wait(LOOK_EVERY_S):
                    termios.tcgetattr(self._fd)
            if self._abandoned:
                return bytearray()
            chunk = self._waiting[:CHUNK]
            del self._waiting[:CHUNK]
            return chunk

    def _tell_drained(self) -> None:
        if self._backed_up:
            self._backed_up = False
            self._on_drained()


class Deadline:
    """Ends the process when an orderly end takes too long: the end that always comes."""

    def __init__(self, seconds: float, end: Callable[[], None]) -> None:
        self._expiry = monotonic() + seconds
        self._changed = Condition()
        self._end = end
        self._met = False
        Thread(target=self._run, name="deadline", daemon=True).start()

    def met(self) -> None:
        """The orderly end has come."""
        with self._changed:
            self._met = True
            self._changed.notify()

    def _run(self) -> None:
        with self._changed:
            if not self._changed.wait_for(lambda: self._met, self._expiry - monotonic()):
                self._end()
