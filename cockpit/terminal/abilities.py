"""What this terminal can do: as the environment says, and as it answers when it is asked.

It is asked only from a shell: while the full screen runs, its answers would be taken for keys.
"""

import locale
import os
import re
import select
import sys
import termios
import tty
from collections.abc import Mapping
from shutil import get_terminal_size
from time import monotonic

from cockpit.domain.terminal_facts import Heard, TerminalFacts

WITHIN_S = 0.6
"""How long a terminal may take to answer, seconds."""

_SIGNS = "▲✖✔●日"
"""Ours are one cell wide, the last is two."""
_EXPECTED = 7
"""Where the cursor stands after them, from 1."""
_QUESTION = f"\r{_SIGNS}\x1b[6n\r\x1b[K\x1b[?u\x1b[c"
"""Cursor position; then clean up; kitty keyboard flags; last what every terminal answers: DA1."""
_ENDS = re.compile(rb"\x1b\[\?[0-9;]*c")
_POSITION = re.compile(rb"\x1b\[[0-9]+;([0-9]+)R")
_FLAGS = re.compile(rb"\x1b\[\?[0-9]+u")
_CLIPBOARD = "52"
"""In an answer to DA1: takes copies."""
_MUTE = ("", "dumb", "unknown")
"""Terminals that would show the question instead of answering it."""
_ALL, _PALETTE = 16_777_216, 256


def known(environ: Mapping[str, str] = os.environ) -> TerminalFacts:
    """What the environment says, and nobody is asked."""
    out = sys.__stdout__
    is_there = bool(out and not out.closed and out.isatty())
    size = get_terminal_size()
    return TerminalFacts(
        is_there=is_there,
        columns=size.columns,
        rows=size.lines,
        term=environ.get("TERM", ""),
        colours=_colours(environ),
        no_colour=bool(environ.get("NO_COLOR")),
        utf8=_speaks_utf8(),
        multiplexer="tmux" if environ.get("TMUX") else "screen" if environ.get("STY") else "",
        over_ssh=any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY")),
    )


def asked(facts: TerminalFacts, within_s: float = WITHIN_S) -> TerminalFacts:
    """The same with what the terminal answers; one that says nothing costs `within_s` seconds."""
    if not facts.is_there or facts.term in _MUTE or not _both_ends():
        return facts
    try:
        answer = _answer(within_s)
    except (OSError, ValueError, termios.error):
        return facts
    return heard(facts, answer)


def heard(facts: TerminalFacts, answer: bytes) -> TerminalFacts:
    """What an answer says; without its end it may say too little, so that no is not known."""
    end = _ENDS.search(answer)
    no: Heard = "no" if end else "unknown"
    position = _POSITION.search(answer)
    widths: Heard = "unknown"
    if position and facts.utf8:
        widths = "yes" if int(position[1]) == _EXPECTED else "no"
    abilities = end[0][3:-1].decode("ascii", "replace").split(";") if end else []
    return TerminalFacts(
        is_there=True,
        columns=facts.columns,
        rows=facts.rows,
        term=facts.term,
        colours=facts.colours,
        no_colour=facts.no_colour,
        utf8=facts.utf8,
        widths=widths,
        keyboard="yes" if _FLAGS.search(answer) else no,
        clipboard="yes" if _CLIPBOARD in abilities else "unknown",
        multiplexer=facts.multiplexer,
        over_ssh=facts.over_ssh,
    )


def _both_ends() -> bool:
    return bool(sys.__stdin__ and not sys.__stdin__.closed and sys.__stdin__.isatty())


def _answer(within_s: float) -> bytes:
    """Ask, and read until the end of the answer, in a mode in which nothing of it is shown."""
    fd = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    before = termios.tcgetattr(fd)
    try:
        tty.setcbreak(fd, termios.TCSAFLUSH)
        if not select.select([], [fd], [], within_s)[1]:
            return b""
        os.write(fd, _QUESTION.encode())
        return _read(fd, monotonic() + within_s)
    finally:
        termios.tcsetattr(fd, termios.TCSAFLUSH, before)
        os.close(fd)


def _read(fd: int, ends: float) -> bytes:
    answer = b""
    while (left := ends - monotonic()) > 0 and not _ENDS.search(answer):
        if not select.select([fd], [], [], left)[0]:
            break
        answer += os.read(fd, 1024)
    return answer


def _colours(environ: Mapping[str, str]) -> int:
    term = environ.get("TERM", "")
    if environ.get("COLORTERM", "").casefold() in ("truecolor", "24bit"):
        return _ALL
    if "256color" in term or "direct" in term or "kitty" in term:
        return _ALL if "direct" in term or "kitty" in term else _PALETTE
    return 0 if term in ("", "dumb", "unknown", "vt100", "vt220") else 16


def _speaks_utf8() -> bool:
    return locale.getencoding().replace("-", "").casefold() == "utf8"
