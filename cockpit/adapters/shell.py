"""The shell port, met by a process group of its own; what it prints is bounded and masked."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from cockpit.adapters.program import Program, Take, begin
from cockpit.domain.effects_local import RunCommand
from cockpit.domain.secrecy import MASK, masked
from cockpit.ports.outside import Changed, Refused
from cockpit.ports.plain import plain

SHELL = "/bin/sh"
HEAD, TAIL = 8_000, 8_000
"""Characters of the output that are kept from its beginning and from its end."""
_MARGIN = 4096
"""Bytes beyond them that are looked at too: a secret that lies across the cut is known whole."""
FLOOD = 32 * 2**20
"""Bytes after which a command is ended: nobody reads that, and reading it would hold up the rest.
"""
_GRACE_S = 2.0
"""How long a command that is ended has to end by itself, seconds."""
_LINGER_S = 0.5
"""How long the output of one that has ended is read on: what it began may hold it open for ever."""
_LEFT = "what it began still runs, and may end when it prints: give it a file to print to"


class LocalShell:
    """Runs commands with the person's own environment, less the variables that hold our tokens.

    Args:
        tokens: what must never be kept, whatever prints it; it grows.
        hidden: variables that a command does not get.
        folder: where commands run; empty: where this process does.
        learn: adds to the tokens those that are at hand, and that nobody here has needed so far.
    """

    def __init__(
        self,
        tokens: Sequence[str],
        hidden: Sequence[str] = (),
        folder: str = "",
        learn: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._folder = folder
        self._tokens = tokens
        self._learn = learn
        self._hidden = frozenset(hidden)
        self._runs: dict[str, _Run] = {}
        """By effect: what runs now."""

    async def run(self, command: RunCommand) -> Changed:
        """Run it to its end, or until it is ended; that it failed is a warning, not an error.

        It is ended when its time is up, when somebody wants that (`end`), and when it floods.
        Whoever gives it up ends it: nobody would read what it prints. What a command that has ended
        left running goes on, as in a terminal, though nobody hears it any more.
        """
        run = self._runs[command.id] = _Run()
        ended = False
        try:
            await self._learnt()
            program = await self._begun(command.command, lambda _, chunk: run.heard(chunk))
            try:
                why = await _ended_early(program, run, command.timeout_s)
                ended = not why
                if why:
                    await _end(program)
            finally:
                program.close() if ended else program.leave()
        finally:
            self._runs.pop(command.id, None)
        warning = why or _warning(program.code, left=not program.is_silent)
        ref = "no exit" if program.code is None else f"exit {program.code}"
        await self._learnt()  # It may have changed them.
        return Changed(ref=ref, warning=warning, output=run.kept.text(self._shown))

    def end(self, effect: str, by: str) -> None:
        """End the command of this effect, if it runs here."""
        run = self._runs.get(effect)
        if run is not None:
            run.end(f"ended by {by} after {run.seconds:.0f} s")

    async def _begun(self, command: str, take: Take) -> Program:
        argv, env = (SHELL, "-c", command), self._environment(os.environ)
        try:
            return await begin(argv, take, env=env, cwd=self._folder or None, is_merged=True)
        except (OSError, ValueError) as error:
            why = os.strerror(error.errno or 0) if isinstance(error, OSError) else "not a command"
            words = f"the command could not be begun: {why.lower()}"
            raise Refused(words, "run it in a terminal of your own") from None

    async def _learnt(self) -> None:
        if self._learn is not None:
            await self._learn()

    def _environment(self, given: Mapping[str, str]) -> dict[str, str]:
        kept = {k: v for k, v in given.items() if k not in self._hidden}
        return {**kept, "NO_COLOR": "1", "TERM": "dumb", "PAGER": "cat", "GIT_TERMINAL_PROMPT": "0"}

    def _shown(self, text: str) -> str:
        """Harmless, and then without secrets: colours within one do not hide it."""
        text = plain(text, HEAD + TAIL + 2 * _MARGIN, lines=True)
        for token in sorted(filter(None, self._tokens), key=len, reverse=True):
            text = text.replace(token, MASK)
        return masked(text)


class _Run:
    """One command that runs: what it printed, and why it is to be ended."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.kept = _Kept()
        self.ending: asyncio.Future[str] = loop.create_future()
        self._clock = loop.time
        self._begun = loop.time()

    @property
    def seconds(self) -> float:
        """How long it has run."""
        return self._clock() - self._begun

    def heard(self, chunk: bytes) -> None:
        """Some more of what it prints; a flood is not read to its end."""
        self.kept.add(chunk)
        if self.kept.size > FLOOD:
            self.end(f"it printed more than {FLOOD // 2**20} MB, and was ended")

    def end(self, why: str) -> None:
        """To be ended; the first reason counts."""
        if not self.ending.done():
            self.ending.set_result(why)


async def _ended_early(program: Program, run: _Run, limit_s: float) -> str:
    """Until it has ended by itself (empty), or is to be ended: why."""
    over = asyncio.ensure_future(program.over(_LINGER_S))
    either: set[asyncio.Future[Any]] = {over, run.ending}
    try:
        await asyncio.wait(either, timeout=limit_s, return_when=asyncio.FIRST_COMPLETED)
        if over.done():
            return ""
        return run.ending.result() if run.ending.done() else _late(limit_s)
    finally:
        over.cancel()


class _Kept:
    """The beginning and the end of what was printed, and how much there was in all."""

    def __init__(self) -> None:
        self._head = bytearray()
        self._tail = bytearray()
        self.size = 0
        """Bytes that were printed."""

    def add(self, chunk: bytes) -> None:
        """Some more of it."""
        self.size += len(chunk)
        room = HEAD + _MARGIN - len(self._head)
        self._head += chunk[:room]
        self._tail += chunk[max(room, 0) :]
        del self._tail[: max(len(self._tail) - TAIL - _MARGIN, 0)]

    def text(self, shown: Callable[[str], str]) -> str:
        """All that is kept, as `shown` makes it fit to be seen; the cuts are made after that."""
        if self.size == len(self._head) + len(self._tail):
            head = tail = shown((self._head + self._tail).decode("utf-8", "replace"))
        else:
            parts = (self._head, self._tail)
            head, tail = (shown(part.decode("utf-8", "replace")) for part in parts)
        if self.size <= HEAD + TAIL:
            return head
        left_out = self.size - HEAD - TAIL
        return f"{head[:HEAD]}\n[{left_out} bytes are left out here]\n{tail[-TAIL:]}"


async def _end(program: Program) -> None:
    """End it and all that it began, politely first; what cannot be ended is left behind."""
    program.signal(signal.SIGTERM)
    await program.has_gone(_GRACE_S)
    program.signal(signal.SIGKILL)
    with suppress(TimeoutError):
        async with asyncio.timeout(_GRACE_S):
            await program.over(_LINGER_S)


def _warning(status: int | None, *, left: bool) -> str:
    if status is not None and status < 0:
        how = f"it was ended by signal {-status}"
    else:
        how = f"it ended with exit status {status}" if status else ""
    return f"{how or 'it ended well'}; {_LEFT}" if left else how


def _late(limit_s: float) -> str:
    return f"it did not end within {limit_s:g} s, and was ended"
