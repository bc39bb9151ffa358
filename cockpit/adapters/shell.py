"""The shell port, met by a process group of its own; what it prints is bounded and masked."""

import asyncio
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from cockpit.domain.effects_local import RunCommand
from cockpit.domain.secrecy import masked
from cockpit.ports.outside import Changed, Refused
from cockpit.ports.plain import plain

SHELL = "/bin/sh"
HEAD, TAIL = 8_000, 8_000
"""Bytes of the output that are kept from its beginning and from its end."""
_GRACE_S = 2.0
"""How long a command that is ended has to end by itself, seconds."""
_CHUNK = 65_536


class LocalShell:
    """Runs commands with the person's own environment, less the variables that hold our tokens.

    Args:
        tokens: what must never be kept, whatever prints it; it grows.
        hidden: variables that a command does not get.
        folder: where commands run; empty: where this process does.
    """

    def __init__(self, tokens: Sequence[str], hidden: Sequence[str] = (), folder: str = "") -> None:
        self._folder = folder
        self._burying: set[asyncio.Future[tuple[bytes, bytes]]] = set()
        self._tokens = tokens
        self._hidden = frozenset(hidden)

    async def run(self, command: RunCommand) -> Changed:
        """Run it to its end, or until its time is up; that it failed is a warning, not an error.

        Whoever gives it up ends it: nobody would read what it prints.
        """
        process = await self._begun(command.command)
        kept = _Kept()
        ended = False
        try:
            async with asyncio.timeout(command.timeout_s):
                await _read(process, kept.add)
                await process.wait()
                ended = True
        except TimeoutError:
            await _end(process)
        finally:
            if process.returncode is None:
                self._give_up(process)
        warning = _warning(process.returncode) if ended else _late(command.timeout_s)
        return Changed(
            ref=f"exit {process.returncode}", warning=warning, output=self._shown(kept.text())
        )

    async def _begun(self, command: str) -> asyncio.subprocess.Process:
        """Begun whole: given up in between, asyncio waits for ever for pipes that never come."""
        beginning = asyncio.ensure_future(self._begin(command))
        try:
            return await asyncio.shield(beginning)
        except asyncio.CancelledError:
            beginning.add_done_callback(self._end_at_once)
            raise

    async def _begin(self, command: str) -> asyncio.subprocess.Process:
        try:
            return await asyncio.create_subprocess_exec(
                SHELL,
                "-c",
                command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                env=self._environment(os.environ),
                start_new_session=True,
                cwd=self._folder or None,
            )
        except (OSError, ValueError) as error:
            why = os.strerror(error.errno or 0) if isinstance(error, OSError) else "not a command"
            words = f"the command could not be begun: {why.lower()}"
            raise Refused(words, "run it in a terminal of your own") from None

    def _end_at_once(self, beginning: "asyncio.Future[asyncio.subprocess.Process]") -> None:
        if not beginning.cancelled() and beginning.exception() is None:
            self._give_up(beginning.result())

    def _give_up(self, process: asyncio.subprocess.Process) -> None:
        """End it at once; it is buried by and by, and nobody waits for that."""
        _kill(process)
        burying = asyncio.ensure_future(process.communicate())
        self._burying.add(burying)
        burying.add_done_callback(self._burying.discard)

    def _environment(self, given: Mapping[str, str]) -> dict[str, str]:
        kept = {k: v for k, v in given.items() if k not in self._hidden}
        return {**kept, "NO_COLOR": "1", "TERM": "dumb", "PAGER": "cat", "GIT_TERMINAL_PROMPT": "0"}

    def _shown(self, text: str) -> str:
        for token in self._tokens:
            text = text.replace(token, "•••") if token else text
        return masked(plain(text, HEAD + TAIL + 200, lines=True))


class _Kept:
    """The beginning and the end of what was printed, and how much is missing between them."""

    def __init__(self) -> None:
        self._head = bytearray()
        self._tail = bytearray()
        self._left_out = 0

    def add(self, chunk: bytes) -> None:
        """Some more of it."""
        room = HEAD - len(self._head)
        self._head += chunk[:room]
        self._tail += chunk[max(room, 0) :]
        surplus = len(self._tail) - TAIL
        if surplus > 0:
            self._left_out += surplus
            del self._tail[:surplus]

    def text(self) -> str:
        """All that is kept."""
        head, tail = (part.decode("utf-8", "replace") for part in (self._head, self._tail))
        if not self._left_out:
            return head + tail
        return f"{head}\n[{self._left_out} bytes are left out here]\n{tail}"


async def _read(process: asyncio.subprocess.Process, take: Callable[[bytes], None]) -> None:
    if process.stdout is not None:
        while chunk := await process.stdout.read(_CHUNK):
            take(chunk)


async def _end(process: asyncio.subprocess.Process) -> None:
    """End it and all that it began, politely first."""
    _signal(process, signal.SIGTERM)
    with suppress(TimeoutError):
        async with asyncio.timeout(_GRACE_S):
            await process.wait()
    _kill(process)
    await process.wait()


def _kill(process: asyncio.subprocess.Process) -> None:
    _signal(process, signal.SIGKILL)


def _signal(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def _warning(status: int | None) -> str:
    if status is not None and status < 0:
        return f"it was ended by signal {-status}"
    return f"it ended with exit status {status}" if status else ""


def _late(limit_s: float) -> str:
    return f"it did not end within {limit_s:g} s, and was ended"
