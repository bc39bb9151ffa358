"""Foreign text in Markdown, inert: no link, no markup, no row of a table that it did not mean."""

import re

_LIVE = re.compile(r"[\\`*_\[\]<>#|~!&$]|@(?=\w)|:(?=//)|(?<=www)\.")
_BREAK = re.compile(r"\s*\n\s*")
_FIRST = re.compile(r"^(\d*)([-+=.)])")


def inert(text: str) -> str:
    """The text as one line of Markdown that shows it exactly, and does nothing."""
    line = _BREAK.sub(" / ", text.strip())
    escaped = _LIVE.sub(lambda found: f"\\{found[0]}", line)
    return _FIRST.sub(r"\1\\\2", escaped)
