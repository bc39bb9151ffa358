"""What a reliability report says: its title, its day, what it is about; pure.

Whether its soak failed is found by `report_verdict`.
"""

import re
from datetime import date
from pathlib import PurePosixPath

from cockpit.adapters.report_verdict import LINE_LIMIT, bare, verdict_of
from cockpit.adapters.report_words import topics
from cockpit.domain.evidence import Report, Verdict
from cockpit.ports.plain import plain

_HEAD_LINES = 40
"""Lines at the top in which a date is looked for."""
_SNIFFED = 8192
_MOST_CONTROLS = 0.05

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z][\w -]{0,40}?)\s*:\s*(.+?)\s*$", re.MULTILINE)
_HEADING = re.compile(r"^ {0,3}#{1,3}[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_UNDERLINED = re.compile(r"^(?! *[-=|>#])(\S.*)\n(?:=+|-{3,})[ \t]*$", re.MULTILINE)
_FENCED = re.compile(r"^ {0,3}(```|~~~).*?(?:^ {0,3}\1|\Z)", re.MULTILINE | re.DOTALL)


_ISO_DAY = re.compile(r"(?<!\d)(20\d\d)-?([01]\d)-?([0-3]\d)(?!\d)")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = rf"({'|'.join(_MONTHS)})[a-z]*\.?"
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? {_MONTH},? (20\d\d)\b", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?,? (20\d\d)\b", re.IGNORECASE)


class UnreadableError(Exception):
    """A report cannot be read; the message says why, as the rest of a sentence."""


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
        line=plain(why, LINE_LIMIT),
        is_read=False,
    )


def report_of(folder: str, path: str, text: str) -> Report:
    """What the text of a report says."""
    fields, body = _split(text)
    prose = _FENCED.sub("", body)
    said = verdict_of(fields, prose)
    title = _title(fields, body) or _from_name(path)
    return Report(
        folder=folder,
        path=path,
        title=title,
        day=_day(fields, path, body),
        verdict=said.verdict,
        line=said.line,
        topics=topics(title, [bare(found) for found in _HEADING.findall(prose)], prose),
    )


def title_of(path: str, text: str) -> str:
    """What a report is called, by its text or else by its name."""
    fields, body = _split(text)
    return _title(fields, body) or _from_name(path)


def _split(text: str) -> tuple[dict[str, str], str]:
    found = _FRONT_MATTER.match(text.lstrip("\n"))
    if found is None:
        return {}, text
    fields = {key.lower(): value.strip("'\" ") for key, value in _FIELD.findall(found[1])}
    return fields, text.lstrip("\n")[found.end() :]


def _title(fields: dict[str, str], body: str) -> str:
    heading = _HEADING.search(body) or _UNDERLINED.search(body)
    return bare(heading[1]) if heading else bare(fields.get("title", ""))


def _from_name(path: str) -> str:
    stem = _ISO_DAY.sub("", PurePosixPath(path).stem).strip("-_. ")
    words = plain(re.sub(r"[-_]+", " ", stem), LINE_LIMIT)
    return words[:1].upper() + words[1:] or "(no title)"


# --- the day ---------------------------------------------------------------------------------


def _day(fields: dict[str, str], path: str, body: str) -> str:
    head = body.split("\n")[:_HEAD_LINES]
    dated = [line for line in head if "date" in line.lower() or line.startswith("#")]
    for place in (fields.get("date", ""), path, *dated, *head):
        if day := _day_in(place[:LINE_LIMIT]):
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
