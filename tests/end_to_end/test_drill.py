"""A drill in a real terminal: marked as one wherever one looks, and debriefed at its end."""

import json
import signal
from pathlib import Path

from flight import Flight, command
from pty_terminal import PtyTerminal

NO_HARM = {"COCKPIT_CONFIG": "/nowhere/config.toml"}
"""Whoever practises has a configuration of their own, which is none of the drill's business."""


def _drill(folder: Path, *options: str, size: tuple[int, int] = (120, 36)) -> PtyTerminal:
    wanted = ("drill", "--scenario", "lost-org", "--seed", "3", "--dir", str(folder), *options)
    env = {"HOME": str(folder), **NO_HARM}
    return PtyTerminal([*command(), *wanted], size=size, env=env, cwd=folder)


def test_a_drill_is_marked_debriefed_and_told_in_a_file(tmp_path: Path):
    file = tmp_path / "debrief.json"
    with _drill(tmp_path, "--speed", "4", "--json", "--output", str(file)) as terminal:
        terminal.wait_for(" DRILL  lost-org \u00d74", "TRIGGERED", "First ten minutes")
        terminal.press("]")
        terminal.wait_for("\u00d78")
        terminal.press(",")
        terminal.wait_for(" DRILL  lost-org PAUSED")
        terminal.press(",")
        terminal.press("a")
        terminal.wait_for("acknowledged by Ana")
        terminal.press("q")
        terminal.wait_for(" DRILL ", "is still open")
        terminal.press("y")
        terminal.wait_for(" DRILL ", "Debrief", "What was missed", "billing sync")
        terminal.press("q")

        assert terminal.exit_code() == 0
        assert terminal.modes_left() == []
    told = json.loads(file.read_text(encoding="utf-8"))
    assert (told["drill"]["scenario"], told["drill"]["seed"]) == ("lost-org", 3)
    assert told["figures"][0]["kept"] == "within"
    assert any("Harbour" in words for words in told["missed"])
    assert (tmp_path / "state" / "journal.sqlite3").exists()


def test_a_drill_that_is_ended_by_a_signal_prints_its_debrief_all_the_same(tmp_path: Path):
    with _drill(tmp_path, size=(80, 24)) as terminal:
        terminal.wait_for(" DRILL ", "TRIGGERED")
        terminal.signal(signal.SIGTERM)

        assert terminal.exit_code() == 143
        assert "# Debrief: #4402" in terminal.text() or b"# Debrief: #4402" in bytes(terminal.raw)


def test_the_past_is_played_in_a_terminal_and_left_as_it_was(flight: Flight):
    assert flight.run("ack").returncode == 0
    before = flight.journal.read_bytes()
    argv = [*command(), "replay", "4217", "--speed", "60"]
    with PtyTerminal(argv, env=flight.environment(), cwd=flight.folder) as terminal:
        terminal.wait_for(" REPLAY ", "#4217", "nothing can be done to it")
        terminal.press(" ")
        terminal.press("q")

        assert terminal.exit_code() == 0
        assert terminal.modes_left() == []
    assert flight.journal.read_bytes() == before
