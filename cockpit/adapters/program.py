"""A program that runs: begun whole, heard as it prints, and ended with its whole group."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

Take = Callable[[int, bytes], None]
"""Takes what a program prints: at which descriptor (1, 2), and the next piece of it."""

_BURIED_S = 1.0
_BURYING: set["asyncio.Future[bool]"] = set()
"""Those that were given up, waited for by tasks, so that nothing of them is left to chance."""


class Program:
    """One that was begun; whoever begins it must `leave` it.

    asyncio's own `Process.wait` returns only when every pipe is closed as well. A child in a
    session of its own may hold them open for ever, so the exit and the pipes are told apart here.
    """

    def __init__(self, transport: asyncio.SubprocessTransport, watch: "_Watch") -> None:
        self._transport = transport
        self._watch = watch
        self._pid = transport.get_pid()

    @property
    def code(self) -> int | None:
        """Its exit code; negative: the signal that ended it; None: it has not ended."""
        return self._transport.get_returncode()

    @property
    def exited(self) -> "asyncio.Future[None]":
        """Done when it has ended, whatever it left behind."""
        return self._watch.exited

    @property
    def is_silent(self) -> bool:
        """Whether nobody holds its output open any more."""
        return self._watch.silent.done()

    async def over(self, linger_s: float | None = None) -> None:
        """Until it has ended and its output too.

        `linger_s`: how long the output may go on after its end, held open by what it left behind;
        None: for ever.
        """
        await asyncio.shield(self._watch.exited)
        with suppress(TimeoutError):
            async with asyncio.timeout(linger_s):
                await asyncio.shield(self._watch.silent)

    async def has_gone(self, within_s: float) -> bool:
        """Whether it ends within some seconds; one that waits for a lost disk cannot be ended."""
        await asyncio.wait({self._watch.exited}, timeout=within_s)
        return self._watch.exited.done()

    def signal(self, number: signal.Signals) -> None:
        """To it and all its children; a child that holds the output open keeps the group alive."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._pid, number)

    def close(self) -> None:
        """Hear no more of it."""
        self._transport.close()

    def leave(self) -> None:
        """End it with its whole group, at once, and hear no more of it."""
        self.signal(signal.SIGKILL)
        self.close()
        if not self.exited.done():
            _keep(asyncio.ensure_future(self.has_gone(_BURIED_S)))


async def begin(
    argv: Iterable[str],
    take: Take,
    *,
    env: Mapping[str, str],
    cwd: str | None,
    is_merged: bool = False,
) -> Program:
    """Begin it, in a session of its own, without a terminal and without input.

    `is_merged`: what it complains of comes with what it prints. Given up in between, asyncio would
    wait for ever for pipes that never come; so it is begun whole, and then ended.

    Raises:
        OSError: there is no such program, or it may not be executed.
        ValueError: that is nothing to be executed.
    """
    beginning = asyncio.ensure_future(_begun(tuple(argv), take, env, cwd, is_merged=is_merged))
    try:
        return await asyncio.shield(beginning)
    except asyncio.CancelledError:
        _keep(asyncio.ensure_future(_left_once_begun(beginning)))
        raise


async def _begun(
    argv: tuple[str, ...], take: Take, env: Mapping[str, str], cwd: str | None, *, is_merged: bool
) -> Program:
    transport, watch = await asyncio.get_running_loop().subprocess_exec(
        lambda: _Watch(take, {1} if is_merged else {1, 2}),
        *argv,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT if is_merged else asyncio.subprocess.PIPE,
        start_new_session=True,
        env=env,
        cwd=cwd,
    )
    return Program(transport, watch)


async def _left_once_begun(beginning: "asyncio.Future[Program]") -> bool:
    with suppress(OSError, ValueError):
        program = await beginning
        program.leave()
        return await program.has_gone(_BURIED_S)
    return True


def _keep(burying: "asyncio.Future[bool]") -> None:
    _BURYING.add(burying)
    burying.add_done_callback(_BURYING.discard)


class _Watch(asyncio.SubprocessProtocol):
    """Hears what a program prints, and that it has ended."""

    def __init__(self, take: Take, pipes: set[int]) -> None:
        loop = asyncio.get_running_loop()
        self._take = take
        self._open = pipes
        self.exited: asyncio.Future[None] = loop.create_future()
        self.silent: asyncio.Future[None] = loop.create_future()

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        self._take(fd, data)

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        del exc
        self._open.discard(fd)
        if not self._open and not self.silent.done():
            self.silent.set_result(None)

    def process_exited(self) -> None:
        if not self.exited.done():
            self.exited.set_result(None)
