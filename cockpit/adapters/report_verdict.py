"""Whether a reliability report says that its soak failed, and the line that says so; pure.

People write reports freely. A labelled word ("Result: FAILED", a column "Verdict", what stands
below a heading "Result") decides; without one, a sentence about the soak does; and where both say
both, failed wins, because that is what one looks for. What a label calls open ("pending",
"inconclusive") stays open, though a sentence says that something has passed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from cockpit.domain.evidence import Verdict
from cockpit.ports.plain import plain

LINE_LIMIT = 200
"""Characters of a line that are shown."""

_MARKUP = re.compile(r"\*\*|__|`|^\s*[-*+] (?:\[[xX]\] )?|^\s*#+ ")
_SKIPPED = re.compile(r"^\s*(?:>|[-*+] \[ \])|~~")
_LABEL = re.compile(
    r"\b(?:verdict|results?|outcome|conclusion|overall|status|soak(?:[ -]test| run)?)\b"
    r"[^:|=.]{0,40}(?::|\||=|\s[-\u2013\u2014]\s)",
    re.IGNORECASE,
)
_SOAK = re.compile(r"\bsoak", re.IGNORECASE)
_NEITHER = re.compile(
    r"pass(?:ed)?\s*(?:/|\||or|and)\s*fail(?:ed|ure)?|fail-?\s?over\w*|"
    r"\b(?:fails?|pass(?:es)?) (?:if|when|criteri\w+)",
    re.IGNORECASE,
)
_NO_FAILURE = re.compile(
    r"\b(?:no|zero|0|without(?: any| a)?|never|not?) (?:\w+ )?fail(?:ed|ures?|s|ing)?\b",
    re.IGNORECASE,
)
_NO_PASS = re.compile(
    r"\b(?:not|never|did ?n[o']t|cannot|can'?t|fail(?:ed|s)? to|unable to) (?:yet )?(?:be )?"
    r"(?:pass(?:ed)?|succe(?:ed(?:ed)?|ssful)|ok|green)\b"
    r"|\bunsuccessful|\b(?:did|could) ?n[o']t (?:finish|complete|be completed)\b",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"\bfail(?:ed|s|ure|ing)?\b|\baborted\b|\bno-?go\b|[❌✗✘]|[:=|]\s*red\b|^\s*red\s*$",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:inconclusive|unclear|pending|in progress|partial(?:ly)?|mixed|tbd|n/a|skipped"
    r"|(?:not|never)(?: yet)?(?: been)? (?:run|done|performed|executed|started))\b",
    re.IGNORECASE,
)
_PASSED = re.compile(
    r"\bpass(?:ed|es|ing)?\b|\bsucce(?:ss|ssful|ssfully|eded)\b|\bgreen\b|\bok\b|[✅✓✔]",
    re.IGNORECASE,
)
_COLUMN = re.compile(
    r"verdict|results?|outcome|conclusion|pass(?:ed)?\s*/\s*fail(?:ed)?", re.IGNORECASE
)
"""A column that says how each row of a table went."""
_HEADED = re.compile(r"^ {0,3}#{1,6}[ \t]+(?P<label>[^:]{1,40}?)[ \t]*#*$")
_ALONE = re.compile(r"(?:verdict|results?|outcome|conclusion|overall|status)\s*:?", re.IGNORECASE)
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{3,})[ \t]*")
_RULE = re.compile(r"\|?\s*:?-{2,}[\s:|-]*")


@dataclass(frozen=True, slots=True)
class Said:
    """A verdict, and the line that says so."""

    verdict: Verdict
    line: str


@dataclass(frozen=True, slots=True)
class _Line:
    judged: str
    """What is looked at for a verdict."""
    shown: str
    """The line as it is written."""


def bare(line: str) -> str:
    """A line without its markup, harmless and bounded."""
    return plain(_MARKUP.sub("", line), LINE_LIMIT)


def verdict_of(fields: dict[str, str], body: str) -> Said:
    """What front matter and text say together; without a word on it, that is what is said."""
    front = [f"{key}: {value}" for key, value in fields.items() if _LABEL.match(f"{key}:")]
    lines = [line for line in body.split("\n") if line.strip() and not _SKIPPED.search(line)]
    strong = [line for line in lines if _LABEL.search(line)]
    weak = [line for line in lines if _SOAK.search(line)]
    labelled = (*_columns(lines), *_headed(lines), *_plainly(strong))
    is_open: Said | None = None
    for some in (_plainly(front), labelled, _plainly(weak)):
        said = _of_all(some)
        if said is None:
            continue
        if said.verdict is Verdict.FAILED or (said.verdict is Verdict.PASSED and is_open is None):
            return said
        is_open = is_open or said
    return is_open or Said(Verdict.UNCLEAR, "it does not say whether a soak passed")


def _plainly(lines: Iterable[str]) -> Iterator[_Line]:
    return (_Line(line, line) for line in lines)


def _columns(lines: list[str]) -> Iterator[_Line]:
    """The cells below a heading cell such as "Verdict"."""
    for is_table, rows in groupby(lines, key=lambda line: "|" in line):
        head, rule, *rest = (*rows, "", "")
        if not is_table or not _RULE.fullmatch(rule.strip()):
            continue
        places = [n for n, name in enumerate(_cells(head)) if _COLUMN.fullmatch(name)]
        for row in rest:
            cells = _cells(row)
            yield from (_Line(cells[n], row.strip(" |")) for n in places if n < len(cells))


def _cells(row: str) -> list[str]:
    return [_MARKUP.sub("", cell).strip() for cell in row.strip().strip("|").split("|")]


def _headed(lines: list[str]) -> Iterator[_Line]:
    """The first line below a heading such as "Verdict", or below a line "Verdict:"."""
    for heading, line in pairwise(line for line in lines if not _UNDERLINE.fullmatch(line)):
        found = _HEADED.match(heading)
        label = found["label"] if found else _MARKUP.sub("", heading).strip()
        if (found and _LABEL.match(f"{label}: ")) or _ALONE.fullmatch(label):
            yield _Line(line, line)


def _of_all(lines: Iterable[_Line]) -> Said | None:
    """Failed if any line says so, else passed, else open; None: no line says anything."""
    first: dict[Verdict, Said] = {}
    for line in lines:
        verdict = _of_line(line.judged)
        if verdict is not None and verdict not in first:
            first[verdict] = Said(verdict, bare(line.shown))
    order = (Verdict.FAILED, Verdict.PASSED, Verdict.UNCLEAR)
    return next((first[verdict] for verdict in order if verdict in first), None)


def _of_line(line: str) -> Verdict | None:
    text = _NEITHER.sub(" ", line[:2000])
    if _NO_PASS.search(text):
        return Verdict.FAILED
    without = _NO_FAILURE.sub(" ", text)
    if _FAILED.search(without):
        return Verdict.FAILED
    if _OPEN.search(without):
        return Verdict.UNCLEAR
    return Verdict.PASSED if without != text or _PASSED.search(without) else None
