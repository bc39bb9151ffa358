"""The two tests for which a person is needed: is the bell heard, does a copy arrive?"""

import base64
import secrets
import sys

from cockpit.domain.readiness import Found, Group, Result, Topic
from cockpit.domain.terminal_facts import TerminalFacts

_BELL = Topic(id="bell", group=Group.TERMINAL, title="bell")
_COPY = Topic(id="copy", group=Group.TERMINAL, title="copy and paste")
_YES = ("y", "yes")


def tried(facts: TerminalFacts, *, bell: bool, clipboard: bool) -> tuple[Result, ...]:
    """What came of the tests that were asked for."""
    if not (bell or clipboard):
        return ()
    if not (facts.is_there and sys.stdin.isatty()):
        topics = (*((_BELL,) if bell else ()), *((_COPY,) if clipboard else ()))
        words = "nobody can be asked here: this needs a terminal"
        return tuple(Result(topic=t, found=Found.UNSEEN, words=words) for t in topics)
    found = [_bell()] if bell else []
    return (*found, *([_copy()] if clipboard else ()))


def _bell() -> Result:
    sys.stderr.write("\a")
    if _asked("Did you hear or see the bell? [y/N] ").casefold() in _YES:
        return Result(topic=_BELL, found=Found.PASSED, words="heard")
    return Result(
        topic=_BELL,
        found=Found.FAILED,
        words="not heard",
        meaning="a page that arrives while you look elsewhere makes no sound here",
        mend="switch the bell on in the terminal's settings; in tmux: set -g bell-action any",
    )


def _copy() -> Result:
    word = f"cockpit-{secrets.token_hex(3)}"
    coded = base64.b64encode(word.encode()).decode()
    sys.stderr.write(f"\x1b]52;c;{coded}\a")
    given = _asked("A word was copied. Paste it here, then Enter: ")
    if given.strip() == word:
        return Result(topic=_COPY, found=Found.PASSED, words="what is copied here can be pasted")
    return Result(
        topic=_COPY,
        found=Found.FAILED,
        words="what was copied did not arrive",
        meaning="addresses have to be selected by hand",
        mend="allow OSC 52 in the terminal's settings; in tmux: set -g set-clipboard on",
    )


def _asked(question: str) -> str:
    sys.stderr.write(question)
    sys.stderr.flush()
    return sys.stdin.readline().strip()
