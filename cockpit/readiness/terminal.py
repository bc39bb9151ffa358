"""Checks of the terminal: what it can show, which keys it tells, whether copies arrive (A3)."""

from cockpit.domain.readiness import Group, Topic
from cockpit.domain.terminal_facts import TerminalFacts
from cockpit.ports.outside import PortError
from cockpit.ports.readiness import Machine
from cockpit.readiness.check import (
    HERE_S,
    Check,
    Look,
    Said,
    always,
    failed,
    passed,
    skipped,
    warned,
)

COLUMNS, ROWS = 80, 24
"""The least size at which nothing has to be left out."""
_FEW, _PALETTE = 16, 256
_COPY_MEND = (
    "copy with the terminal's own selection, or take one that knows OSC 52 (kitty, WezTerm)"
)


def checks(facts: TerminalFacts, machine: Machine) -> list[Check]:
    """All of them."""
    if not facts.is_there:
        words = "no terminal here: this runs in a pipe, or from a timer"
        return [Check(topic=_topic("terminal", "terminal"), look=always(skipped(words)))]
    pairs = (
        ("size", "size", _size(facts)),
        ("colours", "colours", _colours(facts)),
        ("unicode", "signs", _unicode(facts)),
        ("keyboard", "Ctrl+Enter", _keyboard(facts)),
        ("clipboard", "copying", _clipboard(facts)),
    )
    made = [Check(topic=_topic(name, title), look=always(said)) for name, title, said in pairs]
    if facts.multiplexer:
        look = _multiplexer(facts, machine)
        made.append(
            Check(topic=_topic("multiplexer", facts.multiplexer), look=look, timeout_s=HERE_S)
        )
    return made


def _topic(name: str, title: str) -> Topic:
    return Topic(
        id=name if name == "terminal" else f"terminal-{name}", group=Group.TERMINAL, title=title
    )


def _size(facts: TerminalFacts) -> Said:
    words = f"{facts.columns}x{facts.rows}"
    if facts.columns < COLUMNS or facts.rows < ROWS:
        meaning = "panes are folded away, and long lines are cut"
        return warned(f"{words}, small", meaning, f"make it {COLUMNS}x{ROWS} or larger")
    return passed(words)


def _colours(facts: TerminalFacts) -> Said:
    if facts.no_colour:
        return passed("none, as NO_COLOR asks; signs say the same")
    if facts.colours < _FEW:
        mend = 'set TERM to what the terminal is, as "xterm-256color"'
        return warned(
            f"TERM={facts.term or '(unset)'} shows none", "only signs tell bad from good", mend
        )
    if facts.colours <= _FEW:
        mend = 'set screen.theme to "cockpit-ansi", or COLORTERM=truecolor where it is true'
        return warned("sixteen", "the themes are made for more", mend)
    return passed("all" if facts.colours > _PALETTE else f"{facts.colours}")


def _unicode(facts: TerminalFacts) -> Said:
    if not facts.utf8:
        mend = "export LC_ALL=C.UTF-8"
        return failed("the locale is not UTF-8", "signs and names come out as rubbish", mend)
    match facts.widths:
        case "yes":
            return passed("as wide as they should be")
        case "no":
            mend = "switch off “ambiguous characters are wide” in the terminal's settings"
            return warned("some are drawn too wide", "columns do not stand below one another", mend)
        case _:
            return passed("UTF-8; their width was not measured")


def _keyboard(facts: TerminalFacts) -> Said:
    match facts.keyboard:
        case "yes":
            return passed("is told from Enter")
        case "no":
            return passed("is not told from Enter here: post with Ctrl+S")
        case _:
            return skipped("not asked here: `cockpit doctor` does; Ctrl+S posts everywhere")


def _clipboard(facts: TerminalFacts) -> Said:
    if facts.clipboard == "yes":
        return passed("the terminal takes copies (OSC 52)")
    where = "over SSH, copies need OSC 52" if facts.over_ssh else "copies go by OSC 52"
    if facts.multiplexer == "screen":
        return warned(
            "screen lets no copies through", "addresses have to be selected by hand", _COPY_MEND
        )
    return passed(f"{where}; `cockpit doctor --clipboard` tries it")


def _multiplexer(facts: TerminalFacts, machine: Machine) -> Look:
    async def look() -> Said:
        if facts.multiplexer != "tmux":
            return warned("no more than 256 colours, no Ctrl+Enter", mend="tmux can do more")
        try:
            copies = await machine.setting("tmux", "set-clipboard")
            escape = await machine.setting("tmux", "escape-time")
        except PortError as error:
            return warned(f"could not be asked: {error.reason}", mend=error.mend)
        if copies not in ("on", "external"):
            mend = "tmux set -g set-clipboard on (and in ~/.tmux.conf)"
            return warned(f"set-clipboard is {copies or 'off'}", "copies do not arrive", mend)
        if escape.isdecimal() and int(escape) > _SLOW_ESCAPE_MS:
            mend = "tmux set -sg escape-time 10 (and in ~/.tmux.conf)"
            return warned(f"escape-time is {escape} ms", "Esc answers late", mend)
        return passed("lets copies through, and Esc is quick")

    return look


_SLOW_ESCAPE_MS = 100
