"""The real program on a real terminal: what it leaves behind, and what it never waits for."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from panes import gallery
from pty_terminal import PtyTerminal

ROOT = Path(__file__).parents[2]
PATHS = os.pathsep.join([str(ROOT), str(ROOT / "tests"), str(ROOT / "screenshots")])
ARGV = [sys.executable, str(Path(gallery.__file__))]
FAR = 60
"""Frames: twice what a full queue of Textual's own writer lets pass."""

BUSY = {"GALLERY_TICK": "0.02"}


def started(*, busy: bool = False, **how: object) -> PtyTerminal:
    env = {"PYTHONPATH": PATHS, **(BUSY if busy else {}), **how.pop("env", {})}
    return PtyTerminal(ARGV, env=env, **how)


def stalled_at(terminal: PtyTerminal, count: Path) -> int:
    """Wait, unread, until the program has counted far beyond what a full queue would allow."""
    first = terminal.until(lambda: _number(count))
    terminal.stop_reading()
    return terminal.until(lambda: (now := _number(count)) > first + FAR and now)


def _number(count: Path) -> int:
    """A file that is being written may be empty."""
    return int(count.read_text() or 0)


def written_so_far(terminal: PtyTerminal) -> int:
    """How many bytes came up to the effect of a key: what was on its way before it is in them."""
    terminal.wait_for("┍ Deploys")
    terminal.press("home")
    terminal.wait_for("▸one")
    return len(terminal.raw)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)]
)
def test_a_signal_ends_it_with_the_terminal_as_it_was(number: int, code: int) -> None:
    with started() as terminal:
        terminal.wait_for("all well")
        assert "alternate screen" in terminal.modes_left()
        terminal.signal(number)

        assert terminal.exit_code() == code
        assert terminal.modes_left() == []


@pytest.mark.parametrize("first", [signal.SIGCONT, signal.SIGHUP])
def test_a_hang_up_that_comes_with_a_continue_ends_it(first: int) -> None:
    """So the kernel and tmux hang up; nothing may begin to read anew, for it would never end."""
    second = signal.SIGHUP if first == signal.SIGCONT else signal.SIGCONT
    with started() as terminal:
        terminal.wait_for("all well")
        terminal.signal(first)
        terminal.signal(second)

        assert terminal.exit_code() == 129
        assert terminal.modes_left() == []


def test_a_continue_that_follows_no_suspension_changes_nothing() -> None:
    with started() as terminal:
        terminal.wait_for("all well")
        terminal.signal(signal.SIGCONT)
        terminal.press("q")

        assert terminal.exit_code() == 0
        assert terminal.modes_left() == []


def test_quitting_leaves_the_terminal_as_it_was() -> None:
    with started() as terminal:
        terminal.wait_for("all well")
        terminal.press("q")

        assert terminal.exit_code() == 0
        assert terminal.modes_left() == []
        assert terminal.text().strip() == ""


def test_a_crash_says_where_and_shows_no_secret() -> None:
    with started() as terminal:
        terminal.wait_for("all well")
        terminal.press("x")

        assert terminal.exit_code() == 1
        assert terminal.modes_left() == []
        assert "RuntimeError: bad header Bearer ********" in terminal.text()
        assert re.search(r"gallery\.py:\d+ in action_crash", terminal.text())
        assert "start `cockpit` again" in terminal.text()
        assert gallery.SECRET.encode() not in terminal.raw
        assert b"\x1b[2J" not in terminal.raw


@pytest.mark.parametrize("ignore_hangup", [False, True])
@pytest.mark.parametrize("busy", [False, True])
def test_a_terminal_that_is_gone_ends_it(*, ignore_hangup: bool, busy: bool) -> None:
    with started(busy=busy, ignore_hangup=ignore_hangup) as terminal:
        terminal.wait_for("Deploys")
        terminal.close_terminal()

        assert terminal.exit_code() == 129


def test_a_terminal_that_stops_reading_stops_nothing_and_catches_up(tmp_path: Path) -> None:
    count = tmp_path / "count"
    with started(busy=True, env={"GALLERY_COUNT": str(count)}) as terminal:
        terminal.wait_for("ticks 5")
        reached = stalled_at(terminal, count)
        terminal.press("p", "o")
        terminal.resume()
        terminal.wait_for("really?")
        terminal.press("escape")

        assert int(terminal.until(lambda: caught_up(terminal.text()))) >= reached


def caught_up(text: str) -> str:
    """The number that a whole and undamaged screen shows everywhere; empty: not yet."""
    lines = text.splitlines()
    heading, rows = re.match(r"ticks (\d+)$", lines[0]), set(re.findall(r"tick (\d+) ▁", text))
    whole = heading and "?" not in text and lines[2].startswith("│") and rows == {heading[1]}
    return heading[1] if heading and whole else ""


def test_a_terminal_that_does_not_read_cannot_delay_the_end(tmp_path: Path) -> None:
    count = tmp_path / "count"
    with started(busy=True, env={"GALLERY_COUNT": str(count)}) as terminal:
        terminal.wait_for("ticks 5")
        stalled_at(terminal, count)
        terminal.signal(signal.SIGTERM)
        assert terminal.exit_code() == 143

        terminal.resume()
        terminal.exit_code()
        assert terminal.modes_left() == []


def test_a_program_that_hangs_ends_all_the_same_and_restores_the_terminal(tmp_path: Path) -> None:
    hangs = tmp_path / "hangs"
    with started(env={"GALLERY_COUNT": str(hangs)}) as terminal:
        terminal.wait_for("all well")
        terminal.press("b")
        terminal.until(hangs.exists)
        terminal.signal(signal.SIGTERM)

        assert terminal.exit_code() == 143
        assert terminal.modes_left() == []


def test_sizes_from_tiny_to_large_are_survived() -> None:
    with started(size=(20, 5)) as terminal:
        terminal.wait_for("Deplo…")
        terminal.resize(1, 1)
        terminal.read_for(0.1)
        terminal.resize(100, 30)
        terminal.wait_for("all well")
        terminal.press("q")

        assert terminal.exit_code() == 0


def test_an_age_costs_few_bytes() -> None:
    """One digit and where it stands; Textual alone sends the row up to it, 242 bytes."""
    with started(env={"GALLERY_NOTE": "0.2"}) as terminal:
        terminal.wait_for("all well")
        before, first = written_so_far(terminal), age(terminal)
        last = terminal.until(lambda: (now := age(terminal)) >= first + 5 and now)

        assert (len(terminal.raw) - before) / (last - first) < 80


def age(terminal: PtyTerminal) -> int:
    """The age that the screen shows."""
    return int(re.findall(r" (\d+) s ", terminal.text())[0])


def test_a_change_of_focus_does_not_repaint_the_screen() -> None:
    with started() as terminal:
        terminal.wait_for("all well")
        painted = len(terminal.raw)
        before = written_so_far(terminal)
        terminal.press("tab")
        terminal.wait_for("┍ Health", "┌ Deploys")
        terminal.press("tab", "end")
        terminal.wait_for("┍ Deploys", "▸three")

        assert len(terminal.raw) - before < painted / 2


def test_everything_is_painted_again_on_demand() -> None:
    with started() as terminal:
        terminal.wait_for("all well")
        before = written_so_far(terminal)
        terminal.press("ctrl+l")

        terminal.until(lambda: b"all well" in terminal.raw[before:])


def test_stopped_by_job_control_it_gives_the_terminal_back_and_returns() -> None:
    with started() as terminal:
        terminal.wait_for("all well")
        terminal.signal(signal.SIGTSTP)
        terminal.until(lambda: state(terminal.pid) == "T")
        terminal.until(lambda: not terminal.modes_left())  # it wrote before it stopped
        assert "all well" not in terminal.text()

        terminal.signal(signal.SIGCONT)
        terminal.wait_for("all well")
        terminal.press("q")
        assert terminal.exit_code() == 0
        assert terminal.modes_left() == []


def state(pid: int) -> str:
    """What the system says of a process: T is stopped."""
    command = ["ps", "-o", "state=", "-p", str(pid)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize("text", ["\x1b]52;c;aGk=\x07", "\x1b[2J", "\x9b31m", "\u202eevil", "\x00"])
def test_nothing_that_a_terminal_obeys_gets_through(text: str) -> None:
    marked = f"before{text}after"
    with started(env={"GALLERY_HOSTILE": marked.encode("utf-8").hex()}) as terminal:
        terminal.wait_for("hostile shown")
        terminal.until(lambda: terminal.text().count("before") >= 4)

        assert text.encode() not in terminal.raw
