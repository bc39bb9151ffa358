"""The shell port, met by a process group of its own; what it prints is bounded and masked."""

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress

from cockpit.adapters.program import Program, Take, begin
from cockpit.domain.effects_local import RunCommand
from cockpit.domain.secrecy import masked
from cockpit.ports.outside import Changed, Refused
from cockpit.ports.plain import plain

SHELL = "/bin/sh"
HEAD, TAIL = 8_000, 8_000
"""Bytes of the output that are kept from its beginning and from its end."""
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
    """

    def __init__(self, tokens: Sequence[str], hidden: Sequence[str] = (), folder: str = "") -> None:
        self._folder = folder
        self._tokens = tokens
        self._hidden = frozenset(hidden)

    async def run(self, command: RunCommand) -> Changed:
        """Run it to its end, or until its time is up; that it failed is a warning, not an error.

        Whoever gives it up ends it: nobody would read what it prints. What a command that has ended
        left running goes on, as in a terminal, though nobody hears it any more.
        """
        kept = _Kept()
        program = await self._begun(command.command, lambda _, chunk: kept.add(chunk))
        ended = False
        try:
            async with asyncio.timeout(command.timeout_s):
                await program.over(_LINGER_S)
            ended = True
        except TimeoutError:
            await _end(program)
        finally:
            program.close() if ended else program.leave()
        left = not program.is_silent
        warning = _warning(program.code, left=left) if ended else _late(command.timeout_s)
        ref = "no exit" if program.code is None else f"exit {program.code}"
        return Changed(ref=ref, warning=warning, output=self._shown(kept.text()))

    async def _begun(self, command: str, take: Take) -> Program:
        argv, env = (SHELL, "-c", command), self._environment(os.environ)
        try:
            return await begin(argv, take, env=env, cwd=self._folder or None, is_merged=True)
        except (OSError, ValueError) as error:
            why = os.strerror(error.errno or 0) if isinstance(error, OSError) else "not a command"
            words = f"the command could not be begun: {why.lower()}"
            raise Refused(words, "run it in a terminal of your own") from None

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
