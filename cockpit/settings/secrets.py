"""Tokens: fetched from a variable, a command or an owner-only file when needed, and never shown."""

import asyncio
import os
import re
import signal
import stat
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

from cockpit.ports.outside import Refused
from cockpit.ports.secret import Secret
from cockpit.settings.words import looks_secret, shown, shown_path

COMMAND_TIMEOUT_S = 10.0
"""Seconds that a command may take to print a token."""
MAX_BYTES = 16_384
"""Bytes that are read of a token at most; tokens are far shorter."""

_LONGEST_COMPLAINT = 160
_BURIED_S = 1.0
"""How long a command that was killed is waited for."""
_VISIBLE = re.compile(rb"[!-~]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretSpec:
    """Where the token of a service is; exactly one of the three is not empty."""

    service: str
    """The service as people call it, for messages."""
    kind: Literal["token", "password"] = "token"
    variable: str = ""
    command: tuple[str, ...] = field(default=(), repr=False)
    """Program and arguments; not shown beyond the program, since arguments may hold secrets."""
    file: str = ""
    """An absolute path."""

    @property
    def is_somewhere(self) -> bool:
        """Whether any of the three says where it is."""
        return bool(self.variable or self.command or self.file)

    @property
    def source(self) -> str:
        """Where it comes from, in words: "$PAGERDUTY_TOKEN"."""
        if self.variable:
            return f"${self.variable}"
        if self.command:
            return f'the command "{shown(self.command[0])}"'
        return f"the file {shown_path(self.file)}"


async def resolve(spec: SecretSpec, *, timeout_s: float = COMMAND_TIMEOUT_S) -> Secret:
    """The token, fetched now, without stopping the event loop.

    Raises `Refused` with `credentials` set when there is none that could be used.
    """
    if spec.variable:
        return _checked(spec, _from_variable(spec))
    if spec.command:
        return _checked(spec, await _from_command(spec, timeout_s))
    return _checked(spec, await asyncio.to_thread(_from_file, spec))


def _refused(spec: SecretSpec, reason: str, mend: str) -> Refused:
    return Refused(
        f"No {spec.kind} for {spec.service}: {spec.source} {reason}.", mend, credentials=True
    )


def _from_variable(spec: SecretSpec) -> bytes:
    value = os.environb.get(spec.variable.encode())
    if value is None:
        raise _refused(spec, "is not set", f"Set {spec.variable} in the shell that starts cockpit.")
    return value


async def _from_command(spec: SecretSpec, timeout_s: float) -> bytes:
    """What the command prints; it has no terminal, and is ended with all its children when late."""
    try:
        process = await asyncio.create_subprocess_exec(
            *spec.command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
    except FileNotFoundError:
        mend = f"Install it, or write its full path in {spec.kind}_command."
        raise _refused(spec, "was not found", mend) from None
    except (OSError, ValueError):
        mend = f"Check that the program may be executed, and the list in {spec.kind}_command."
        raise _refused(spec, "could not be started", mend) from None
    try:
        async with asyncio.timeout(timeout_s):
            printed, complained = await asyncio.gather(
                _drained(process.stdout), _drained(process.stderr)
            )
            code = await process.wait()
    except TimeoutError:
        mend = "Run it in a shell: it may be waiting for a passphrase; unlock it there first."
        raise _refused(spec, f"did not finish within {timeout_s:g} seconds", mend) from None
    finally:
        await _ended(process)
    if code:
        said = _first_line(complained, printed)
        how = f"exit code {code}" if code > 0 else f"signal {-code}"
        mend = "Run it in a shell and see what it says."
        raise _refused(spec, f"failed with {how}{said}", mend)
    return printed


async def _ended(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        # Not for ever: a child that got away may hold its output open, and then this never ends.
        with suppress(TimeoutError):
            async with asyncio.timeout(_BURIED_S):
                await process.wait()


async def _drained(stream: asyncio.StreamReader | None) -> bytes:
    """All that a stream gives, the first `MAX_BYTES` and one of it kept."""
    kept = b""
    while stream is not None and (chunk := await stream.read(65_536)):
        kept = (kept + chunk)[: MAX_BYTES + 1]
    return kept


def _first_line(complained: bytes, printed: bytes) -> str:
    """What a command said on stderr, harmless; nothing when it might repeat the token."""
    lines = complained.decode("utf-8", "replace").strip().splitlines()
    tokens = [word for word in printed.decode("utf-8", "replace").split() if word]
    if not lines or looks_secret(lines[0]) or any(word in lines[0] for word in tokens):
        return ""
    return f", saying: {shown(lines[0], _LONGEST_COMPLAINT)}"


def _from_file(spec: SecretSpec) -> bytes:
    """What the file holds; symbolic links are followed, then what was really opened is judged."""
    try:
        descriptor = os.open(spec.file, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as error:
        mend = f"Check the path in {spec.kind}_file, and that the file is yours."
        raise _refused(spec, f"cannot be read ({error.strerror})", mend) from None
    with os.fdopen(descriptor, "rb") as stream:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            mend = f"Name a file that holds the {spec.kind} alone."
            raise _refused(spec, "is not a plain file", mend)
        if about.st_uid != os.geteuid():
            mend = "Make a copy that belongs to you, with mode 0600."
            raise _refused(spec, "belongs to another user", mend)
        if stat.S_IMODE(about.st_mode) & 0o077:
            mend = f"Run: chmod 600 {shown_path(spec.file)}"
            raise _refused(spec, "can be read or changed by others", mend)
        return stream.read(MAX_BYTES + 1)


def _checked(spec: SecretSpec, raw: bytes) -> Secret:
    """A secret without its line end.

    A token is one line of visible ASCII, because it goes into a header; in a password anything may
    stand that can be typed.
    """
    value = raw.rstrip(b"\r\n")
    if not value.strip():
        mend = f"Put the {spec.kind} there, on a line of its own."
        raise _refused(spec, "is empty", mend)
    if len(value) > MAX_BYTES:
        mend = f"Put the {spec.kind} there, and nothing else."
        raise _refused(spec, f"holds far more than a {spec.kind}", mend)
    try:
        text = value.decode()
    except UnicodeDecodeError:
        text = "\0"
    fits = text.isprintable() if spec.kind == "password" else _VISIBLE.fullmatch(value)
    if not fits:
        spaces = "" if spec.kind == "password" else "without spaces and "
        mend = f"Put the {spec.kind} there, on one line, {spaces}without anything else."
        raise _refused(spec, f"holds characters that no {spec.kind} has", mend)
    return Secret(text)


def reader(spec: SecretSpec, tokens: list[str]) -> Callable[[], Awaitable[str]]:
    """What reads a secret when it is wanted; what was read is added to `tokens`."""

    async def read() -> str:
        value = (await resolve(spec)).reveal()
        if value not in tokens:
            tokens.append(value)
        return value

    return read


def learner(specs: Iterable[SecretSpec], tokens: list[str]) -> Callable[[], Awaitable[None]]:
    """What adds to `tokens` the secrets that are at hand: in a variable, or in a file.

    Those that a program gives are left out: it may ask somebody for a passphrase.
    """
    readers = [reader(spec, tokens) for spec in specs if not spec.command]

    async def learn() -> None:
        for read in readers:
            with suppress(Refused):
                await read()

    return learn
