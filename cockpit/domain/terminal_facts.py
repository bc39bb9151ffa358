"""What is known of the terminal that somebody sits at: values, gathered elsewhere."""

from dataclasses import dataclass
from typing import Literal

Heard = Literal["yes", "no", "unknown"]
"""What the terminal says of an ability; unknown: it was not asked, or did not answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalFacts:
    """One terminal, and what stands between it and us."""

    is_there: bool
    """Whether we talk to a terminal at all."""
    columns: int = 0
    rows: int = 0
    term: str = ""
    """$TERM."""
    colours: int = 0
    """How many it shows; 0: none; 16,777,216: all."""
    no_colour: bool = False
    """$NO_COLOR is set."""
    utf8: bool = True
    """The locale speaks UTF-8."""
    widths: Heard = "unknown"
    """Whether our signs are as wide as we think: it was asked where its cursor stood."""
    keyboard: Heard = "unknown"
    """Whether it tells Ctrl+Enter from Enter (the kitty keyboard protocol)."""
    clipboard: Heard = "unknown"
    """Whether it says that it takes copies (OSC 52)."""
    multiplexer: str = ""
    """"tmux" or "screen", if one is around us."""
    over_ssh: bool = False
