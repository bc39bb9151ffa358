"""Bytes to a terminal, unread or gone, and the reasons not to start on one."""

import os
import sys
import termios
import threading
import tty
from collections.abc import Iterator

import pytest

from cockpit.terminal.device import RESTORE, Deadline, Outlet, refusal, restore

WITHIN_S = 60.0


@pytest.fixture
def pair() -> Iterator[tuple[int, int]]:
    """The two ends of a raw pseudo-terminal: whose screen it is, and who writes to it."""
    master, slave = os.openpty()
    tty.setraw(slave)
    yield master, slave
    os.close(slave)
    os.close(master)


def nothing() -> None:
    """For what is not looked at."""


def read(master: int, length: int) -> bytes:
    data = b""
    while len(data) < length:
        data += os.read(master, length - len(data))
    return data


def test_all_is_written_in_order(pair: tuple[int, int]) -> None:
    outlet = Outlet(pair[1], on_drained=nothing, on_gone=nothing)
    for number in range(100):
        outlet.write(f"{number:04d}")

    assert read(pair[0], 400) == b"".join(b"%04d" % number for number in range(100))
    assert outlet.close(WITHIN_S)


def test_an_unread_terminal_blocks_nobody_and_is_drained_later(pair: tuple[int, int]) -> None:
    drained = threading.Event()
    outlet = Outlet(pair[1], on_drained=drained.set, on_gone=nothing, most_waiting=1000)
    for _ in range(100):
        outlet.write("x" * 1000)
    assert outlet.backed_up
    assert not drained.is_set()

    assert read(pair[0], 100_000) == b"x" * 100_000
    assert drained.wait(WITHIN_S)
    assert not outlet.backed_up
    assert outlet.close(WITHIN_S)


def test_the_last_word_gets_through_an_unread_terminal(pair: tuple[int, int]) -> None:
    outlet = Outlet(pair[1], on_drained=nothing, on_gone=nothing)
    outlet.write("x" * 100_000)

    assert not outlet.close(0.1)
    restore(pair[1], None)

    unread = b""
    while not unread.endswith(RESTORE.encode()):
        unread += os.read(pair[0], 65536)
    assert len(unread) < 100_000


def test_a_terminal_that_is_gone_is_said_once() -> None:
    master, slave = os.openpty()
    tty.setraw(slave)
    gone: list[str] = []
    told = threading.Event()

    def note() -> None:
        gone.append("gone")
        told.set()

    outlet = Outlet(slave, on_drained=nothing, on_gone=note)
    os.close(master)
    assert told.wait(WITHIN_S)
    outlet.write("to nobody")
    outlet.close(WITHIN_S)
    os.close(slave)

    assert gone == ["gone"]


def test_restoring_brings_back_the_line_discipline(pair: tuple[int, int]) -> None:
    before = termios.tcgetattr(pair[1])
    tty.setcbreak(pair[1])
    restore(pair[1], before)

    assert termios.tcgetattr(pair[1]) == before


def test_a_deadline_that_is_met_ends_nothing() -> None:
    ended = threading.Event()
    before = set(threading.enumerate())
    deadline = Deadline(WITHIN_S, ended.set)
    (thread,) = set(threading.enumerate()) - before
    deadline.met()
    thread.join(WITHIN_S / 2)

    assert not thread.is_alive()
    assert not ended.is_set()


def test_a_deadline_that_passes_ends() -> None:
    ended = threading.Event()
    Deadline(0.01, ended.set)

    assert ended.wait(WITHIN_S)


class FakeStream:
    """A stream that is a terminal, or is not."""

    closed = False

    def __init__(self, *, terminal: bool) -> None:
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


@pytest.mark.parametrize("name", ["stdin", "stdout", "stderr"])
def test_a_pipe_is_refused_with_what_to_do_instead(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for stream in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, f"__{stream}__", FakeStream(terminal=stream != name))

    said = refusal({"TERM": "xterm"}) or ""

    assert {"stdin": "input", "stdout": "output", "stderr": "error"}[name] in said
    assert "cockpit status" in said


def test_a_dumb_terminal_is_refused_and_a_good_one_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for stream in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, f"__{stream}__", FakeStream(terminal=True))

    assert "'dumb' (TERM)" in (refusal({"TERM": "dumb"}) or "")
    assert refusal({"TERM": "screen"}) is None
