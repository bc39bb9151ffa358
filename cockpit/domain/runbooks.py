"""Which runbooks fit what goes on now, and what stands in one: words, and commands to run; pure.

A block that is fenced as shell holds commands, one a line, unless it is a script; one that is
fenced as a console session, or holds "$ ", holds those after a prompt. Any other is only text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cockpit.domain.catalogue import Runbook, called
from cockpit.domain.evidence import Standing
from cockpit.domain.lessons import Lesson
from cockpit.domain.precedents import hurt
from cockpit.domain.situation import Situation
from cockpit.domain.triage import assess

_SHELL = frozenset({"sh", "bash", "shell", "zsh"})
_CONSOLE = frozenset({"console", "shell-session", "sh-session"})
_FENCE = re.compile(r"^(?P<indent>[ \t]*)(?P<mark>`{3,}|~{3,})\s*(?P<name>[\w-]*)")
"""A fence, however far it is indented: it may stand in a list."""
_SCRIPT = re.compile(r"<<|\b(?:do|then|in|else)\s*$|[{(]\s*$|^\s*(?:fi|done|esac|\}|\))\b")
"""A line that does not stand for itself."""
_PROMPT = re.compile(r"^\s*[$#]\s+")
_DOLLAR = re.compile(r"^\s*\$\s+")
"""A prompt in what is fenced as shell: no command begins so, and "#" is a comment there."""
_ANGLE = re.compile(r"^\s*>\s+")
"""The prompt for the rest of a command; where there is no other prompt, for all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """A runbook, and why it comes up; it stands in the list all the same when it does not."""

    runbook: Runbook
    why: str = ""


class PartKind(StrEnum):
    """What a part of a runbook is."""

    HEADING = "heading"
    TEXT = "text"
    CODE = "code"
    COMMAND = "command"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A line of a runbook, or a whole command."""

    kind: PartKind
    text: str
    number: int = 0
    """Of a command, from 1."""


def runbooks(situation: Situation, now: datetime) -> tuple[Fitting, ...]:
    """All of them: those for a met criterion first, then for the incident's own service.

    Then come those for what else fails, and those for anything; others last, without a reason. One
    for a service fits that service also when its criterion is not met: not yet, or not any more.
    """
    met = {f.criterion.id for f in assess(situation, now).findings if f.standing is Standing.MET}
    failing = {service.name for service in hurt(situation)}
    case = situation.case
    named = case.incident.service if case else ""
    found = [
        (*_weighed(book, met, failing, named, situation), place)
        for place, book in enumerate(situation.procedure.runbooks)
    ]
    found.sort(key=lambda item: (item[0], item[2]))
    books = situation.procedure.runbooks
    return tuple(Fitting(runbook=books[place], why=why) for _, why, place in found)


def _weighed(
    book: Runbook, met: set[str], failing: set[str], named: str, situation: Situation
) -> tuple[int, str]:
    services = situation.procedure.services
    service = called(services, book.service)
    is_named = book.service == named or (service is not None and service == called(services, named))
    fits = is_named or (service is not None and service.name in failing)
    if book.criterion in met and (fits or not book.service):
        return (0, f"({book.criterion}) is met")
    if book.service and fits:
        return (1 if is_named else 2, f"for {book.service}")
    return (4 if book.criterion or book.service else 3, "")


def lessons(situation: Situation) -> tuple[Lesson, ...]:
    """What was learnt, the newest first: of what fails now before anything else (A8)."""
    about = {name.casefold() for s in hurt(situation) for name in (s.name, *s.aliases)}
    case = situation.case
    about |= {case.incident.service.casefold()} if case and case.incident.service else set()
    newest = tuple(reversed(situation.state.lessons))
    fitting = tuple(lesson for lesson in newest if lesson.service.casefold() in about)
    return (*fitting, *(lesson for lesson in newest if lesson not in fitting))


def parts(text: str) -> tuple[Part, ...]:
    """What stands in a runbook, from top to bottom; commands are numbered."""
    found: list[Part] = []
    count = 0
    for part in _parts(text):
        if part.kind is PartKind.COMMAND:
            count += 1
            found.append(Part(kind=part.kind, text=part.text, number=count))
        else:
            found.append(part)
    return tuple(found)


def _parts(text: str) -> Iterator[Part]:
    fence, name, indent, block = "", "", "", list[str]()
    for line in text.splitlines():
        opened = _FENCE.match(line)
        if fence:
            if opened is not None and opened["mark"].startswith(fence) and not opened["name"]:
                yield from _block(name, block)
                fence, block = "", []
            else:
                block.append(_less(line, indent))
        elif opened is not None:
            fence, name, indent = opened["mark"], opened["name"].casefold(), opened["indent"]
        else:
            heading = line.lstrip().startswith("#")
            yield Part(kind=PartKind.HEADING if heading else PartKind.TEXT, text=line)
    yield from _block("", block)


def _less(line: str, indent: str) -> str:
    """A line without as much of its indent as its block has."""
    blank = len(line) - len(line.lstrip(" \t"))
    return line[min(blank, len(indent)) :]


def _block(name: str, lines: list[str]) -> Iterator[Part]:
    if name in _CONSOLE:
        is_plain = any(_PROMPT.match(line) for line in lines)
        yield from _session(lines, _PROMPT if is_plain else _ANGLE)
    elif name in _SHELL and _DOLLAR.match(next((s for s in lines if s.strip()), "")):
        yield from _session(lines, _DOLLAR)
    elif name in _SHELL:
        yield from _commands(lines)
    else:
        yield from (Part(kind=PartKind.CODE, text=line) for line in lines)


def _session(lines: list[str], prompt: re.Pattern[str]) -> Iterator[Part]:
    """What stands after a prompt is a command, with the rest of it on the lines below.

    The rest is what its last backslash asks for, and what stands after the second prompt: half of
    a command is another one, and may do what nobody wants.
    """
    begun = ""
    for line in lines:
        first = prompt.match(line)
        second = None if prompt is _ANGLE else _ANGLE.match(line)
        if begun and (begun.endswith("\\") or second):
            begun = f"{begun}\n{line[second.end() :] if second else line}"
            continue
        if begun:
            yield Part(kind=PartKind.COMMAND, text=begun)
        begun = line[first.end() :] if first else ""
        if not first:
            yield Part(kind=PartKind.CODE, text=line)
    if begun:
        yield Part(kind=PartKind.COMMAND, text=begun)


def _commands(lines: list[str]) -> Iterator[Part]:
    if any(_SCRIPT.search(line) for line in lines):
        yield Part(kind=PartKind.COMMAND, text="\n".join(lines).strip("\n"))
        return
    begun = ""
    for line in lines:
        whole = f"{begun}\n{line}" if begun else line
        if line.endswith("\\"):
            begun = whole
        elif line.strip() and not line.lstrip().startswith("#"):
            yield Part(kind=PartKind.COMMAND, text=whole.strip())
            begun = ""
        else:
            yield Part(kind=PartKind.CODE, text=line)
    if begun:
        yield Part(kind=PartKind.COMMAND, text=begun.strip())
