"""A long coloured log pasted in a real terminal: all of it arrives, and nothing waits for it."""

import re

from flight import Flight, until
from pty_terminal import PtyTerminal

LINES = 10_000
LOG = "\n".join(
    f"02:{n // 600:02}:{n % 60:02} {'ERROR' if n % 7 else 'INFO'} worker {n} timed out"
    for n in range(LINES)
)
COLOURS = {"ERROR": "\x1b[1;31mERROR\x1b[0m", "INFO": "\x1b[38;5;34mINFO\x1b[m"}
COLOURED = re.sub("ERROR|INFO", lambda found: COLOURS[found[0]], LOG).replace("\n", "\r")


def composing(terminal: PtyTerminal, flight: Flight) -> None:
    """Declared, and the composer open."""
    terminal.wait_for("TRIGGERED", "#4217")
    terminal.press("d")
    terminal.wait_for("Hypothesis")
    terminal.press("ctrl+s")
    until(lambda: len(flight.posted()) == 1, terminal)
    terminal.press("u")
    terminal.wait_for("Trying", "Said before")


def test_ten_thousand_coloured_lines_become_a_snippet_without_a_letter_less(flight: Flight):
    with flight.screen() as terminal:
        composing(terminal, flight)
        terminal.type(f"\x1b[200~{COLOURED}\x1b[201~")
        terminal.wait_for("That is a long text", f"{LINES:,} lines", "worker 9999 timed out")
        terminal.wait_for("s share it as a snippet now")
        terminal.press("s")
        until(lambda: bool(flight.stand.writes("slack", "/upload/")), terminal)
        terminal.wait_for("(log attached: 10,000 lines)")
        (upload,) = flight.stand.writes("slack", "/upload/")

    assert upload["body"] == LOG


def test_bytes_that_are_no_text_end_nothing(flight: Flight):
    with flight.screen() as terminal:
        composing(terminal, flight)
        terminal.send_bytes(b"caf\xe9 \xff\x1b[200~\x1b[31mred\xfe\x1b[0m\x1b[201~ still here")
        terminal.wait_for("red", "still here")
