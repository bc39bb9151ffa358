"""What a reliability report says: its title, its day, and whether the soak failed; pure.

People write reports freely. A labelled word ("Result: FAILED") decides; without one, a sentence
about the soak does; and where both say both, failed wins, because that is what one looks for.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from cockpit.domain.evidence import Report, Verdict
from cockpit.ports.plain import plain

_LINE_LIMIT = 200
_HEAD_LINES = 40
"""Lines at the top in which a date is looked for."""
_SNIFFED = 8192
_MOST_CONTROLS = 0.05

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z][\w -]{0,40}?)\s*:\s*(.+?)\s*$", re.MULTILINE)
_HEADING = re.compile(r"^ {0,3}#{1,3}[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_UNDERLINED = re.compile(r"^(?! *[-=|>#])(\S.*)\n(?:=+|-{3,})[ \t]*$", re.MULTILINE)
_FENCED = re.compile(r"^ {0,3}(```|~~~).*?(?:^ {0,3}\1|\Z)", re.MULTILINE | re.DOTALL)
_SKIPPED = re.compile(r"^\s*(?:>|[-*+] \[ \])|~~")
_MARKUP = re.compile(r"\*\*|__|`|^\s*[-*+] (?:\[[xX]\] )?|^\s*#+ ")

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
    r"\b(?:not|never|did ?n[o']t|fail(?:ed|s)? to) (?:yet )?(?:pass(?:ed)?|succeed(?:ed)?)\b",
    re.IGNORECASE,
)
_FAILED = re.compile(r"\bfail(?:ed|s|ure|ing)?\b|\baborted\b|\bno-?go\b|[❌✗✘]", re.IGNORECASE)
_PASSED = re.compile(
    r"\bpass(?:ed|es|ing)?\b|\bsucce(?:ss|ssful|ssfully|eded)\b|\bgreen\b|\bok\b|[✅✓✔]",
    re.IGNORECASE,
)

_ISO_DAY = re.compile(r"(?<!\d)(20\d\d)-?([01]\d)-?([0-3]\d)(?!\d)")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = rf"({'|'.join(_MONTHS)})[a-z]*\.?"
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? {_MONTH},? (20\d\d)\b", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?,? (20\d\d)\b", re.IGNORECASE)


class UnreadableError(Exception):
    """A report cannot be read; the message says why, as the rest of a sentence."""


@dataclass(frozen=True, slots=True)
class _Said:
    verdict: Verdict
    line: str


def text_of(raw: bytes) -> str:
    """The text that the bytes are, in whatever common encoding.

    Raises:
        UnreadableError: they are none.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = raw.decode("utf-16", "replace")
    elif b"\0" in raw[:_SNIFFED]:
        raise UnreadableError("not a text")
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            near_end = error.start >= len(raw) - 4
            text = raw.decode("utf-8-sig" if near_end else "cp1252", "replace")
    head = text[:_SNIFFED]
    controls = sum(1 for c in head if c < " " and c not in "\t\n\r\f\x1b")
    if controls > _MOST_CONTROLS * len(head):
        raise UnreadableError("not a text")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def unread(folder: str, path: str, why: str) -> Report:
    """A report that is there, and that nobody could read."""
    return Report(
        folder=folder,
        path=path,
        title=_from_name(path),
        day=_day_in(path),
        verdict=Verdict.UNCLEAR,
        line=plain(why, _LINE_LIMIT),
    )


def report_of(folder: str, path: str, text: str) -> Report:
    """What the text of a report says."""
    fields, body = _split(text)
    said = _verdict(fields, _FENCED.sub("", body))
    return Report(
        folder=folder,
        path=path,
        title=_title(fields, body) or _from_name(path),
        day=_day(fields, path, body),
        verdict=said.verdict,
        line=said.line,
    )


def _split(text: str) -> tuple[dict[str, str], str]:
    found = _FRONT_MATTER.match(text.lstrip("\n"))
    if found is None:
        return {}, text
    fields = {key.lower(): value.strip("'\" ") for key, value in _FIELD.findall(found[1])}
    return fields, text.lstrip("\n")[found.end() :]


def _title(fields: dict[str, str], body: str) -> str:
    heading = _HEADING.search(body) or _UNDERLINED.search(body)
    return _bare(heading[1]) if heading else _bare(fields.get("title", ""))


def _bare(line: str) -> str:
    return plain(_MARKUP.sub("", line), _LINE_LIMIT)


def _from_name(path: str) -> str:
    stem = _ISO_DAY.sub("", PurePosixPath(path).stem).strip("-_. ")
    words = plain(re.sub(r"[-_]+", " ", stem), _LINE_LIMIT)
    return words[:1].upper() + words[1:] or "(no title)"


# --- the day ---------------------------------------------------------------------------------


def _day(fields: dict[str, str], path: str, body: str) -> str:
    head = body.split("\n")[:_HEAD_LINES]
    dated = [line for line in head if "date" in line.lower() or line.startswith("#")]
    for place in (fields.get("date", ""), path, *dated, *head):
        if day := _day_in(place[:_LINE_LIMIT]):
            return day
    return ""


def _day_in(text: str) -> str:
    """The first day in a text, as ISO date; empty when there is none."""
    if (found := _ISO_DAY.search(text)) and (day := _checked(*map(int, found.groups()))):
        return day
    if found := _DAY_MONTH.search(text):
        return _checked(int(found[3]), _month(found[2]), int(found[1]))
    if found := _MONTH_DAY.search(text):
        return _checked(int(found[3]), _month(found[1]), int(found[2]))
    return ""


def _month(word: str) -> int:
    return _MONTHS.index(word.lower()[:3]) + 1


def _checked(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


# --- the verdict -----------------------------------------------------------------------------


def _verdict(fields: dict[str, str], body: str) -> _Said:
    labelled = [f"{key}: {value}" for key, value in fields.items() if _LABEL.match(f"{key}:")]
    lines = [line for line in body.split("\n") if line.strip() and not _SKIPPED.search(line)]
    strong = [line for line in lines if _LABEL.search(line)]
    weak = [line for line in lines if _SOAK.search(line)]
    for some in (labelled, strong, weak):
        if (said := _of_all(some)) is not None:
            return said
    return _Said(Verdict.UNCLEAR, "it does not say whether a soak passed")


def _of_all(lines: Iterable[str]) -> _Said | None:
    passed: _Said | None = None
    for line in lines:
        verdict = _of_line(line)
        if verdict is Verdict.FAILED:
            return _Said(verdict, _bare(line))
        if verdict is Verdict.PASSED and passed is None:
            passed = _Said(verdict, _bare(line))
    return passed


def _of_line(line: str) -> Verdict | None:
    text = _NEITHER.sub(" ", line[:2000])
    if _NO_PASS.search(text):
        return Verdict.FAILED
    without = _NO_FAILURE.sub(" ", text)
    if _FAILED.search(without):
        return Verdict.FAILED
    return Verdict.PASSED if without != text or _PASSED.search(without) else None
