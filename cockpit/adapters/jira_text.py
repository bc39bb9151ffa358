"""A ticket's text as Jira wants it: a document in Cloud, wiki markup in Server.

Foreign words are inert in both. The text is plain: an empty line ends a paragraph, "## " begins a
heading, "- " an entry of a list.
"""

import re
from itertools import groupby

Adf = dict[str, object]
"""A node of the Atlassian Document Format."""

_LINK = re.compile(r"https?://[\w.~:/?#@!$&'()*+,;=%-]+", re.ASCII)
_HEADING, _ENTRY = "## ", "- "
_MARKUP = re.compile(r"[\\{}\[\]!|^~*_+?#-]")
"""What wiki markup obeys somewhere; a mention is "[~name]", which must notify nobody."""


def document(text: str) -> Adf:
    """The text as a document; it has at least one paragraph, as Jira demands."""
    content = [block for lines in _blocks(text) for block in _nodes(lines)]
    return {"type": "doc", "version": 1, "content": content or [_paragraph([""])]}


def wiki(text: str) -> str:
    """The text as wiki markup that shows every character of it."""
    return "\n".join(_marked(line) for line in text.strip().split("\n"))


def _blocks(text: str) -> list[list[str]]:
    """Lines that stand together."""
    grouped = groupby(text.split("\n"), key=lambda line: bool(line.strip()))
    return [list(lines) for is_said, lines in grouped if is_said]


def _nodes(lines: list[str]) -> list[Adf]:
    nodes: list[Adf] = []
    for kind, group in groupby(lines, key=_kind):
        together = list(group)
        if kind == _HEADING:
            nodes += [_heading(line.removeprefix(_HEADING)) for line in together]
        elif kind == _ENTRY:
            entries = [_entry(line.removeprefix(_ENTRY)) for line in together]
            nodes.append({"type": "bulletList", "content": entries})
        else:
            nodes.append(_paragraph(together))
    return nodes


def _kind(line: str) -> str:
    return next((mark for mark in (_HEADING, _ENTRY) if line.startswith(mark)), "")


def _heading(words: str) -> Adf:
    return {"type": "heading", "attrs": {"level": 3}, "content": _inline(words)}


def _entry(words: str) -> Adf:
    return {"type": "listItem", "content": [_paragraph([words])]}


def _paragraph(lines: list[str]) -> Adf:
    content: list[Adf] = []
    for line in lines:
        if content:
            content.append({"type": "hardBreak"})
        content += _inline(line)
    return {"type": "paragraph", "content": content}


def _inline(words: str) -> list[Adf]:
    """Text and links; a text node is never empty."""
    nodes: list[Adf] = []
    at = 0
    for found in _LINK.finditer(words):
        nodes += _text(words[at : found.start()])
        link = {"type": "link", "attrs": {"href": found[0]}}
        nodes.append({"type": "text", "text": found[0], "marks": [link]})
        at = found.end()
    return nodes + _text(words[at:])


def _text(words: str) -> list[Adf]:
    return [{"type": "text", "text": words}] if words else []


def _marked(line: str) -> str:
    if line.startswith(_HEADING):
        return f"h3. {_inert(line.removeprefix(_HEADING))}"
    if line.startswith(_ENTRY):
        return f"* {_inert(line.removeprefix(_ENTRY))}"
    return _inert(line)


def _inert(words: str) -> str:
    """Addresses as they are, so that they can be followed; all else escaped."""
    said, at = "", 0
    for found in _LINK.finditer(words):
        said += _escaped(words[at : found.start()]) + found[0]
        at = found.end()
    return said + _escaped(words[at:])


def _escaped(words: str) -> str:
    return _MARKUP.sub(lambda found: f"\\{found[0]}", words)
