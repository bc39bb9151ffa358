"""Which runbooks fit what goes on now, and what stands in one: words, and commands to run; pure.

A block that is fenced as shell holds commands, one a line, unless it is a script; one that is
fenced as a console session holds those after a prompt. Any other block is only text.
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
_FENCE = re.compile(r"^ {0,3}(?P<mark>`{3,}|~{3,})\s*(?P<name>[\w-]*)")
_SCRIPT = re.compile(r"<<|\b(?:do|then|in|else)\s*$|[{(]\s*$|^\s*(?:fi|done|esac|\}|\))\b")
"""A line that does not stand for itself."""
_PROMPT = re.compile(r"^\s*[$#>]\s+")


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
    fence, name, block = "", "", list[str]()
    for line in text.splitlines():
        opened = _FENCE.match(line)
        if fence:
            if opened is not None and opened["mark"].startswith(fence) and not opened["name"]:
                yield from _block(name, block)
                fence, block = "", []
            else:
                block.append(line)
        elif opened is not None:
            fence, name = opened["mark"], opened["name"].casefold()
        else:
            heading = line.lstrip().startswith("#")
            yield Part(kind=PartKind.HEADING if heading else PartKind.TEXT, text=line)
    yield from _block("", block)


def _block(name: str, lines: list[str]) -> Iterator[Part]:
    if name in _SHELL:
        yield from _commands(lines)
    elif name in _CONSOLE:
        for line in lines:
            prompt = _PROMPT.match(line)
            kind = PartKind.COMMAND if prompt else PartKind.CODE
            yield Part(kind=kind, text=line[prompt.end() :] if prompt else line)
    else:
        yield from (Part(kind=PartKind.CODE, text=line) for line in lines)


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
