"""Runs a command in a real pseudo-terminal and reads its screen as a person would; no sleeps."""

import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Self, TypeVar

import pyte
from patience import PATIENCE_S

T = TypeVar("T")

KEYS = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "space": " ",
    "ctrl+enter": "\x1b[13;5u",
}

SWITCHES = {
    1000: "mouse clicks",
    1003: "mouse moves",
    1004: "focus reports",
    1006: "mouse encoding",
    1015: "mouse encoding (urxvt)",
    1049: "alternate screen",
    2004: "bracketed paste",
    2026: "synchronised output",
    2048: "resize reports",
}


ALTERNATE = 1049 << 5
"""As pyte counts private modes."""


class _Screen(pyte.Screen):
    """pyte, taught that the alternate screen is another one."""

    def set_mode(self, *modes: int, **kwargs: bool) -> None:
        """Enters the alternate screen empty."""
        super().set_mode(*modes, **kwargs)
        self._switched(*modes)

    def reset_mode(self, *modes: int, **kwargs: bool) -> None:
        """Comes back to a screen on which nothing stood."""
        super().reset_mode(*modes, **kwargs)
        self._switched(*modes)

    def _switched(self, *modes: int) -> None:
        if 1049 in modes or ALTERNATE in modes:
            self.erase_in_display(2)
            self.cursor_position()


class PtyTerminal:
    """A command in a terminal. Use as a context manager: the command ends with it."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        size: tuple[int, int] = (120, 36),
        env: Mapping[str, str] | None = None,
        cwd: str | os.PathLike[str] | None = None,
        ignore_hangup: bool = False,
    ) -> None:
        """`size` is columns and lines; `ignore_hangup` starts it as `nohup` would."""
        self.raw = bytearray()
        """Everything that the command has written."""
        columns, lines = size
        self._master, slave = os.openpty()
        self._slave = os.dup(slave)
        self._screen = _Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._size(columns, lines)
        self._attributes = self._attributes_left = termios.tcgetattr(slave)
        self._reading = True

        def prepare() -> None:
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            if ignore_hangup:
                signal.signal(signal.SIGHUP, signal.SIG_IGN)

        self._process = subprocess.Popen(
            argv,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            preexec_fn=prepare,  # noqa: PLW1509 - one thread, and only system calls
            env={**_environment(), **(env or {})},
            cwd=cwd,
            close_fds=True,
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for fd in (self._slave, self._master):
            if fd >= 0:
                os.close(fd)

    def text(self) -> str:
        """The screen, lines without trailing spaces."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def wait_for(self, *what: str | re.Pattern[str], timeout: float = PATIENCE_S) -> str:
        """Read until the screen holds all these texts and patterns at once; returns the screen."""
        expiry = time.monotonic() + timeout
        while not all(map(self._holds, what)):
            came = self._read(min(expiry, time.monotonic() + 0.2))
            if not came and (time.monotonic() >= expiry or self._process.poll() is not None):
                raise AssertionError(f"{what!r} did not appear in {timeout} s:\n{self.text()}")
        return self.text()

    def _holds(self, what: str | re.Pattern[str]) -> bool:
        text = self.text()
        return what in text if isinstance(what, str) else bool(what.search(text))

    def until(self, condition: Callable[[], T], timeout: float = PATIENCE_S) -> T:
        """Read, or leave unread, until this is true; returns what it returned."""
        expiry = time.monotonic() + timeout
        while not (found := condition()):
            if time.monotonic() > expiry:
                raise AssertionError(f"not true after {timeout} s:\n{self.text()}")
            self._read(min(expiry, time.monotonic() + 0.02))
        return found

    def read_for(self, seconds: float) -> bytes:
        """Read for this long; returns what came."""
        start, expiry = len(self.raw), time.monotonic() + seconds
        while self._read(expiry):
            pass
        return bytes(self.raw[start:])

    def press(self, *keys: str) -> None:
        """Press keys by name ("ctrl+p", "f1", "enter", "a"), as an old terminal sends them."""
        for key in keys:
            self._send(_code(key))

    def type(self, text: str) -> None:
        """Type this text."""
        self._send(text)

    def resize(self, columns: int, lines: int) -> None:
        """Change the size of the terminal."""
        self._size(columns, lines)
        self._screen.resize(lines, columns)
        self._process.send_signal(signal.SIGWINCH)

    def stop_reading(self) -> None:
        """Leave what the command writes unread; the kernel keeps a few kilobytes."""
        self._reading = False

    def resume(self) -> None:
        """Read again."""
        self._reading = True

    def close_terminal(self) -> None:
        """Take the terminal away, as a dropped connection does."""
        os.close(self._slave)
        os.close(self._master)
        self._slave = self._master = -1

    def signal(self, number: int) -> None:
        """Send a signal to the command."""
        self._process.send_signal(number)

    def exit_code(self, timeout: float = PATIENCE_S) -> int:
        """Wait for the end, and read to the last byte. Negative: killed by that signal."""
        expiry = time.monotonic() + timeout
        while (code := self._process.poll()) is None:
            if time.monotonic() > expiry:
                raise AssertionError(f"still running after {timeout} s:\n{self.text()}")
            if self._reading and self._master >= 0:
                self._read(min(expiry, time.monotonic() + 0.05))
            else:
                self._wait(0.05)
        if self._reading and self._master >= 0:
            self._read_to_the_end(expiry)
        return code

    @property
    def pid(self) -> int:
        """The command's process id."""
        return self._process.pid

    def modes_left(self) -> list[str]:
        """What the command has set and not taken back; empty: the terminal is as before."""
        written = bytes(self.raw)
        left = []
        for number, name in SWITCHES.items():
            on, off = f"\x1b[?{number}h".encode(), f"\x1b[?{number}l".encode()
            if written.rfind(on) > written.rfind(off):
                left.append(name)
        if written.rfind(b"\x1b[?25l") > written.rfind(b"\x1b[?25h"):
            left.append("hidden cursor")
        if written.rfind(b"\x1b[?7l") > written.rfind(b"\x1b[?7h"):
            left.append("no line wrap")
        pushed = len(re.findall(rb"\x1b\[>\d+u", written))
        if pushed > len(re.findall(rb"\x1b\[<\d*u", written)):
            left.append("kitty keyboard")
        if self._slave >= 0:
            self._attributes_left = termios.tcgetattr(self._slave)
        if self._attributes_left != self._attributes:
            left.append("termios")
        return left

    def _size(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def _send(self, text: str) -> None:
        self.send_bytes(text.encode())

    def send_bytes(self, data: bytes) -> None:
        """Send this as it is."""
        while data:
            data = data[os.write(self._master, data) :]

    def _read(self, expiry: float) -> bool:
        """Read what is there, or wait for it until then; False when nothing came."""
        left = expiry - time.monotonic()
        if left <= 0:
            return False
        if not self._reading:
            self._wait(left)
            return False
        if not select.select([self._master], [], [], left)[0]:
            return False
        with contextlib.suppress(OSError):
            data = os.read(self._master, 65536)
            self.raw += data
            self._stream.feed(_known(data))
            return bool(data)
        return False

    def _read_to_the_end(self, expiry: float) -> None:
        """What was written last may be on its way still: the terminal says when all has come."""
        self._attributes_left = termios.tcgetattr(self._slave)
        os.close(self._slave)
        self._slave = -1
        while self._read(expiry):
            pass

    def _wait(self, seconds: float) -> None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)


def _known(data: bytes) -> bytes:
    """Without the private sequences that pyte would print."""
    return re.sub(rb"\x1b\[[<>=]\d*u|\x1b\[\?\d+\$p", b"", data)


def _code(key: str) -> str:
    if key in KEYS:
        return KEYS[key]
    if key.startswith("ctrl+"):
        return chr(ord(key.removeprefix("ctrl+").upper()) - 64)
    if len(key) == 1:
        return key
    raise ValueError(f"no such key: {key!r}")


def _environment() -> dict[str, str]:
    """This process's, in a terminal of true colours that is nobody's in particular."""
    unwanted = ("NO_COLOR", "COLUMNS", "LINES", "TMUX", "TERM_PROGRAM")
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in unwanted and not name.startswith("TEXTUAL")
    }
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
