"""Foreign text in Markdown, inert: no link, no markup, no row of a table that it did not mean."""

import re

_LIVE = re.compile(r"[\\`*_\[\]<>#|~!&$]|@(?=\w)|:(?=//)|(?<=www)\.")
_BREAK = re.compile(r"\s*\n\s*")
_FIRST = re.compile(r"^(\d*)([-+=.)])")


def inert(text: str) -> str:
    """The text as one line of Markdown that shows it exactly, and does nothing."""
    return _FIRST.sub(r"\1\\\2", cell(text))


def cell(text: str) -> str:
    """The same where no line begins with it: in a cell of a table, or behind other words."""
    line = _BREAK.sub(" / ", text.strip())
    return _LIVE.sub(lambda found: f"\\{found[0]}", line)
