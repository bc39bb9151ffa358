"""A paper as a message for the chat: what reads well where Markdown is shown as it is written."""

import re

from cockpit.documents.filing import bare
from cockpit.documents.paper import Part, standing

_COMMENT = re.compile(r" *<!-- cockpit[ :].*?-->")
_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\((https?://[^\s()]+)\)")
_ADDRESS = re.compile(r"<(https?://[^\s<>]+)>")
_BOLD = re.compile(r"(?<!\\)\*\*(.+?)(?<!\\)\*\*")
_BULLET = re.compile(r"^( *)[-*] (?=\S)")
_DEEPER = re.compile(r"^#{1,6} ")


def chat_text(written: str) -> str:
    """The text of a whole paper, its title first; a heading becomes a line, a link stays one."""
    found = [part for part in standing(written).parts if part.title or part.lines]
    return "\n\n".join(said for part in found if (said := _part(part)))


def _part(part: Part) -> str:
    lines = [_line(line) for line in part.lines if not _is_mark(line)]
    while lines and not lines[-1]:
        lines.pop()
    if not lines and not part.title:
        return ""
    title = _words(part.title)
    if part.id and title[-1:].isalnum():
        title += ":"
    return "\n".join((*((title,) if title else ()), *_joined(lines)))


def _joined(lines: list[str]) -> list[str]:
    """Without empty lines, which would tear short sections apart."""
    return [line for line in lines if line.strip()]


def _is_mark(line: str) -> bool:
    return line.lstrip().startswith("<!-- cockpit")


def _line(line: str) -> str:
    found = _BULLET.match(line)
    if found:
        sign = "◦" if found[1] else "•"
        return f"{found[1]}{sign} {_words(line[found.end() :])}"
    return _words(_DEEPER.sub("", line))


def _words(text: str) -> str:
    text = _COMMENT.sub("", text)
    text = _LINK.sub(lambda found: f"{found[1]} {found[2]}", text)
    text = _ADDRESS.sub(r"\1", text)
    return bare(_BOLD.sub(r"\1", text)).rstrip()
