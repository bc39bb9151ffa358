"""Which process this is and whose, and whether another one still runs; decides nothing."""

import getpass
import os
import socket
from functools import cache
from pathlib import Path

_PROC = Path("/proc")
_STATE, _START = 0, 19
"""Places of the state and the start time in /proc/PID/stat, counted after the name."""


@cache
def process_id() -> str:
    """This process as "host:pid:start", which no other process has, not even after a reboot."""
    return f"{socket.gethostname()}:{os.getpid()}:{_started(os.getpid())}"


def alive(process: str) -> bool:
    """Whether a process named by `process_id` may still be running.

    True also when that cannot be known: on another host, or of a name that makes no sense.
    """
    host, _, rest = process.rpartition(":")[0].rpartition(":")
    start = process.rpartition(":")[2]
    if host != socket.gethostname() or not rest.isdecimal():
        return True
    pid = int(rest)
    if start and (_PROC / "self").exists():
        return _started(pid) == start
    return _answers(pid)


def login() -> str:
    """What this machine calls the person at the keyboard."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"


def _started(pid: int) -> str:
    """What tells this process from all others with its number; empty when it does not run."""
    try:
        stat = (_PROC / str(pid) / "stat").read_text(errors="replace")
        boot = (_PROC / "sys/kernel/random/boot_id").read_text(errors="replace")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    if fields[_STATE] in {"Z", "X"}:
        return ""
    return f"{boot[:8]}-{fields[_START]}"


def _answers(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
