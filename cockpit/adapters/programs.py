"""Runs a program: argument list, no shell, bounded output, an end in time; judges nothing."""

import asyncio
import os
import signal
from contextlib import suppress
from dataclasses import dataclass

MOST_OUTPUT = 65_536
"""Bytes that are kept of what a program prints; the rest is read and dropped."""
_PASSED_ON = ("PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "LANG", "LC_ALL", "TZ")
"""Variables that a program gets: no token of ours is among them."""
_FOR_SSH = ("SSH_AUTH_SOCK",)


class NotStarted(Exception):
    """The program could not be started; the text says why."""


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

    It is ended with all its children when it takes too long, or when nobody waits for it any more.

    Raises:
        NotStarted: there is no such program, or it may not be executed.
        TimeoutError: it did not end within `timeout_s` seconds.
    """
    process = await _started(argv, env, cwd)
    ended = False
    try:
        async with asyncio.timeout(timeout_s):
            (output, whole), (errors, _) = await asyncio.gather(
                _drained(process.stdout, most), _drained(process.stderr, most)
            )
            code = await process.wait()
        ended = True
    finally:
        if not ended:
            await _end(process)
    return Ran(code=code, output=output, errors=errors, whole=whole)


async def _started(
    argv: tuple[str, ...], env: dict[str, str], cwd: str
) -> asyncio.subprocess.Process:
    try:
        return await asyncio.create_subprocess_exec(
            *argv,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
            env=env,
            cwd=cwd,
        )
    except FileNotFoundError:
        raise NotStarted("the program is not found") from None
    except PermissionError:
        raise NotStarted("the program may not be executed") from None
    except (OSError, ValueError):
        raise NotStarted("the program cannot be started") from None


async def _end(process: asyncio.subprocess.Process) -> None:
    """End it with its whole group: a child that holds the output open keeps the group alive."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()


async def _drained(stream: asyncio.StreamReader | None, most: int) -> tuple[bytes, bool]:
    """All that a stream gives, its beginning kept, and whether that is all of it."""
    kept, whole = bytearray(), True
    while stream is not None and (chunk := await stream.read(65_536)):
        room = most - len(kept)
        whole = whole and len(chunk) <= room
        kept += chunk[:room]
    return bytes(kept), whole
