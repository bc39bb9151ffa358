"""Figures of a program in a pseudo-terminal, taken from outside: seconds, CPU, bytes."""

import os
import re
import resource
import time
from dataclasses import dataclass
from pathlib import Path

from pty_terminal import PtyTerminal

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Start:
    """From the call to the first useful screen."""

    seconds: float
    cpu_s: float
    bytes: int
    peak_mib: float


@dataclass(frozen=True)
class Idle:
    """While nobody touches it."""

    cpu_percent: float
    bytes_per_s: float


def cpu_s(pid: int) -> float:
    """Processor time of a process so far, seconds; Linux."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def cpu_now_s(pid: int) -> float:
    """The same to the microsecond, where the kernel says so."""
    schedstat = Path(f"/proc/{pid}/task")
    total = 0
    for task in schedstat.iterdir():
        text = (task / "schedstat").read_text("utf-8").split()
        total += int(text[0])
    return total / 1e9


def peak_mib(pid: int) -> float:
    """The most memory that it has had, MiB."""
    found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text("utf-8"))
    return int(found[1]) / 1024 if found else 0.0


def started(terminal: PtyTerminal, since: float, ready: str) -> Start:
    """Wait for the words that say that it is ready."""
    terminal.wait_for(ready, timeout=60)
    seconds = time.monotonic() - since
    return Start(seconds, cpu_now_s(terminal.pid), len(terminal.raw), peak_mib(terminal.pid))


def idle(terminal: PtyTerminal, seconds: float) -> Idle:
    """Let it be for so long."""
    spent, since = cpu_now_s(terminal.pid), time.monotonic()
    written = len(terminal.read_for(seconds))
    took = time.monotonic() - since
    return Idle(100 * (cpu_now_s(terminal.pid) - spent) / took, written / took)


def key_ms(terminal: PtyTerminal, times: int) -> list[float]:
    """How long a key takes until the screen shows it: help opened and closed, milliseconds."""
    took = []
    for _ in range(times):
        for key, shown in (("?", "it stops the escalation timer"), ("escape", "Escalation")):
            since = time.monotonic()
            terminal.press(key)
            terminal.wait_for(shown)
            took.append(1000 * (time.monotonic() - since))
            terminal.read_for(0.15)
    return sorted(took)


def own_limit(files: int) -> None:
    """Let this process, and those that it starts, open so many files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(files, hard), hard))
