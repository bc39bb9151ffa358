"""What a terminal answers when it is asked what it can do."""

import pytest

from cockpit.domain.terminal_facts import TerminalFacts
from cockpit.terminal.abilities import heard, known

THERE = TerminalFacts(is_there=True)


@pytest.mark.parametrize(
    ("answer", "widths", "keyboard", "clipboard"),
    [
        (b"\x1b[4;7R\x1b[?1u\x1b[?62;4;52c", "yes", "yes", "yes"),
        (b"\x1b[4;11R\x1b[?62;22c", "no", "no", "unknown"),
        (b"\x1b[4;7R", "yes", "unknown", "unknown"),
        (b"typed meanwhile", "unknown", "unknown", "unknown"),
        (b"", "unknown", "unknown", "unknown"),
    ],
)
def test_an_answer_is_believed_as_far_as_it_goes(answer, widths, keyboard, clipboard):
    found = heard(THERE, answer)

    assert (found.widths, found.keyboard, found.clipboard) == (widths, keyboard, clipboard)


@pytest.mark.parametrize(
    ("environment", "colours"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, 16_777_216),
        ({"TERM": "tmux-256color"}, 256),
        ({"TERM": "xterm"}, 16),
        ({"TERM": "vt100"}, 0),
        ({}, 0),
    ],
)
def test_colours_are_what_the_environment_says(environment, colours):
    assert known(environment).colours == colours


def test_what_stands_between_is_known_from_the_environment():
    found = known({"TMUX": "/run/tmux,1,0", "SSH_TTY": "/dev/pts/3"})

    assert (found.multiplexer, found.over_ssh) == ("tmux", True)
    assert known({"STY": "123.pts"}).multiplexer == "screen"
