"""The one place that imports GitPython: one git process, with a deadline, a bound, and an end.

Whatever the process started ends with it. What it prints is not looked at here.
"""

import os
import selectors
import signal
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from subprocess import Popen
from threading import Thread
from typing import IO

# Where there is no git, the library refuses to be imported, unless it is told so beforehand.
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")

import git

from cockpit.ports.outside import MISCONFIGURED, Refused, Unreachable

_MOST_SAID = 64 * 1024
_CHUNK = 256 * 1024
_CALM = 10
"""How much it gives way, on the scale of `nice`."""


@cache
def version() -> tuple[int, ...]:
    """Of git itself, as (2, 39, 5).

    Raises:
        Refused: there is none.
    """
    try:
        return git.Git().version_info
    except git.GitCommandNotFound:
        raise _not_installed() from None


class Finished:
    """What a command printed, and how it ended."""

    def __init__(self, out: bytes, said: str, status: int, *, cut: bool, timed_out: bool) -> None:
        self.out = out
        self.said = said
        """On its standard error."""
        self.status = status
        self.cut = cut
        self.timed_out = timed_out


class Running:
    """A git process, in a process group of its own."""

    def __init__(self, process: "Popen[bytes]", out: IO[bytes], err: IO[bytes]) -> None:
        self.pid = process.pid
        self._process = process
        self._streams = (out, err)

    def read(self, timeout_s: float, most: int) -> Finished:
        """Until it ends, or the time is over, or it has printed that much; then it is ended."""
        ends = time.monotonic() + timeout_s
        parts: dict[str, list[bytes]] = {"out": [], "err": []}
        size = {"out": 0, "err": 0}
        timed_out = False
        with selectors.PollSelector() as waiting:
            waiting.register(self._streams[0], selectors.EVENT_READ, "out")
            waiting.register(self._streams[1], selectors.EVENT_READ, "err")
            while waiting.get_map() and size["out"] <= most and not timed_out:
                ready = waiting.select(max(ends - time.monotonic(), 0.0))
                timed_out = not ready
                for key, _ in ready:
                    data = os.read(key.fd, _CHUNK)
                    if not data:
                        waiting.unregister(key.fileobj)
                    elif key.data == "out" or size["err"] < _MOST_SAID:
                        parts[key.data].append(data)
                        size[key.data] += len(data)
        cut = size["out"] > most
        status = self._end(kill=cut or timed_out)
        said = b"".join(parts["err"]).decode("utf-8", "replace")
        out = b"".join(parts["out"])[:most]
        return Finished(out, said, status, cut=cut, timed_out=timed_out)

    def _end(self, *, kill: bool) -> int:
        """What it started ends with it, a helper that hangs among them."""
        if kill:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        status = int(self._process.wait())
        for stream in self._streams:
            stream.close()
        return status


class SilentError(Exception):
    """A conversation is over: git ended, hung, or said too much."""


class Conversation:
    """A git process that answers for as long as it is asked; one asks at a time."""

    def __init__(self, process: "Popen[bytes]", sink: int, out: IO[bytes], err: IO[bytes]) -> None:
        self._process = process
        self._sink = sink
        self._streams = (out, err)
        self._over = False

    def send(self, words: bytes) -> None:
        """Ask; at most 32 KiB at a time, of which git reads all before it may be asked again.

        Raises:
            SilentError: it has ended, or the pipe to it holds less.
        """
        if self._over:
            raise SilentError
        try:
            written = os.write(self._sink, words)
        except OSError as error:
            raise SilentError from error
        if written < len(words):
            raise SilentError

    def more(self, ends: float) -> bytes:
        """What it says next; `ends` is of the monotonic clock, seconds.

        Raises:
            SilentError: nothing came by then, or it has ended.
        """
        out, err = self._streams
        with selectors.PollSelector() as waiting:
            waiting.register(out, selectors.EVENT_READ)
            waiting.register(err, selectors.EVENT_READ)
            while waiting.get_map():
                ready = waiting.select(max(ends - time.monotonic(), 0.0))
                if not ready:
                    break
                for key, _ in ready:
                    data = os.read(key.fd, _CHUNK)
                    if data and key.fileobj is out:
                        return data
                    if not data:
                        waiting.unregister(key.fileobj)
                        if key.fileobj is out:
                            raise SilentError
        raise SilentError

    def kill(self) -> None:
        """Whoever waits for an answer waits no more; for any thread."""
        if self._process.returncode is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def end(self) -> None:
        """Whatever it started ends with it; waits for nothing, and may be called again."""
        if self._over:
            return
        self._over = True
        os.close(self._sink)
        self.kill()
        for stream in self._streams:
            stream.close()
        # A process whose disk hangs is not gone at once, and nobody here has the time to wait.
        Thread(target=self._process.wait, name="cockpit-git-ends", daemon=True).start()


def calm(running: Running) -> Running:
    """Let it give way to whatever else the machine has to do."""
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, running.pid, _CALM)
    return running


def start(
    path: Path,
    arguments: tuple[str, ...],
    environment: Mapping[str, str],
    *,
    apart: bool = False,
) -> Running:
    """A git command on its way, in a process group of its own.

    With `apart` it also has no terminal that it could ask anything at; a kernel that shares its
    time among sessions makes that dear.

    Raises:
        Refused: there is no git.
        Unreachable: no process can be started.
    """
    return Running(*_started(path, arguments, environment, None, apart=apart))


def converse(
    path: Path, arguments: tuple[str, ...], environment: Mapping[str, str]
) -> "Conversation":
    """A git command on its way that answers what it is sent; raises as `start` does."""
    source, sink = os.pipe()
    os.set_blocking(sink, False)
    try:
        process, out, err = _started(path, arguments, environment, source, apart=False)
    except (Refused, Unreachable):
        os.close(sink)
        raise
    return Conversation(process, sink, out, err)


def _started(
    path: Path,
    arguments: tuple[str, ...],
    environment: Mapping[str, str],
    source: int | None,
    *,
    apart: bool,
) -> tuple["Popen[bytes]", IO[bytes], IO[bytes]]:
    """The process, and what it prints; takes care of `source`."""
    place = os.fspath(path)
    try:
        made = git.Git(place).execute(
            ["git", "-C", place, *arguments],
            istream=source,
            env=dict(environment),
            as_process=True,
            **({"start_new_session": True} if apart else {"process_group": 0}),
        )
    except git.GitCommandNotFound:
        raise _not_installed() from None
    except OSError as error:
        words = f"git cannot be started: {os.strerror(error.errno or 0)}"
        raise Unreachable(words, "look at the machine's load and limits") from None
    finally:
        if source is not None:
            os.close(source)
    process = made.proc
    if process is None or process.stdout is None or process.stderr is None:
        raise Unreachable("git cannot be started", "look at the machine's load and limits")
    made.proc = None
    return process, process.stdout, process.stderr


def _not_installed() -> Refused:
    return Refused("git is not installed here", "install git", code=MISCONFIGURED)
