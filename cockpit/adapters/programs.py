"""Runs a program: argument list, no shell, bounded output, an end in time; judges nothing."""

import asyncio
import os
import signal
from dataclasses import dataclass

from cockpit.adapters.program import Program, begin

MOST_OUTPUT = 65_536
"""Bytes that are kept of what a program prints; the rest is read and dropped."""
MOST_READ = 16_777_216
"""Bytes after which a program that prints on is ended: reading it would cost a processor."""
_LINGER_S = 0.5
"""How long what it left behind may hold its output open, once it has ended."""
_BURIED_S = 1.0
"""How long one that is killed may take to be gone."""
_PASSED_ON = ("PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "LANG", "LC_ALL", "TZ")
"""Variables that a program gets: no token of ours is among them."""
_FOR_SSH = ("SSH_AUTH_SOCK",)


class NotStarted(Exception):
    """The program could not be started; the text says why."""


class NotEnded(TimeoutError):
    """It did not end in time, and is not gone although it was killed, as on a lost disk."""

    def __init__(self, gone: "asyncio.Future[None]") -> None:
        """`gone`: done when it is."""
        super().__init__()
        self.gone = gone


class Endless(Exception):
    """It printed more than `MOST_READ`, and was ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a program ended."""

    code: int
    """Its exit code; negative: the signal that ended it."""
    output: bytes
    errors: bytes
    whole: bool
    """Whether all its output was kept."""


def environment(*, for_ssh: bool = False) -> dict[str, str]:
    """What a program of ours gets of our environment."""
    names = (*_PASSED_ON, *_FOR_SSH) if for_ssh else _PASSED_ON
    return {name: os.environ[name] for name in names if name in os.environ}


async def run(
    argv: tuple[str, ...],
    *,
    timeout_s: float,
    env: dict[str, str],
    cwd: str = "/",
    most: int = MOST_OUTPUT,
) -> Ran:
    """Run it to its end; it has no terminal and no input.

    It is ended with its whole group when it takes too long, when nobody waits for it any more, and
    also when it has ended itself: nothing that it began stays behind.

    Raises:
        NotStarted: there is no such program, or it may not be executed.
        TimeoutError: it did not end within `timeout_s` seconds; `NotEnded`: nor after that.
        Endless: it printed without end.
    """
    heard = _Heard(most)
    program = await _begun(argv, heard, env, cwd)
    over = asyncio.ensure_future(program.over(_LINGER_S))
    ends = {over, heard.too_much}
    try:
        done, _ = await asyncio.wait(ends, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
        program.signal(signal.SIGKILL)
        await asyncio.wait({over}, timeout=_BURIED_S)
    finally:
        over.cancel()
        program.leave()
    if heard.too_much in done:
        raise Endless
    if program.code is None:
        raise NotEnded(program.exited)
    if not done:
        raise TimeoutError
    return Ran(
        code=program.code, output=heard.kept(1), errors=heard.kept(2), whole=heard.is_whole(1)
    )


async def _begun(argv: tuple[str, ...], heard: "_Heard", env: dict[str, str], cwd: str) -> Program:
    try:
        return await begin(argv, heard.take, env=env, cwd=cwd)
    except FileNotFoundError:
        raise NotStarted("the program is not found") from None
    except PermissionError:
        raise NotStarted("the program may not be executed") from None
    except (OSError, ValueError):
        raise NotStarted("the program cannot be started") from None


class _Heard:
    """The beginning of what a program prints and complains of, and how much it was in all."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept = {1: bytearray(), 2: bytearray()}
        self._counts = {1: 0, 2: 0}
        self.too_much: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def take(self, pipe: int, chunk: bytes) -> None:
        """Some more of it."""
        kept = self._kept[pipe]
        kept += chunk[: self._most - len(kept)]
        self._counts[pipe] += len(chunk)
        if sum(self._counts.values()) > MOST_READ and not self.too_much.done():
            self.too_much.set_result(None)

    def kept(self, pipe: int) -> bytes:
        """What is kept of one pipe."""
        return bytes(self._kept[pipe])

    def is_whole(self, pipe: int) -> bool:
        """Whether that is all of it."""
        return self._counts[pipe] <= self._most
