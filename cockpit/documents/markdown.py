"""Foreign text in Markdown, inert: no link, no markup, no row of a table that it did not mean."""

import re

_LIVE = re.compile(r"[\\`*_\[\]<>#|~!&$]|@(?=\w)|:(?=//)|(?<=www)\.")
_ADDRESS = re.compile(r"https?://[\w.~:/?#@!$&'()*+,;=%\[\]-]+", re.ASCII)
_CLOSING = {ord(sign): f"%{ord(sign):02X}" for sign in "()[]"}
"""What would end a link's address; a server takes both for the same."""
_BREAK = re.compile(r"\s*\n\s*")
_FIRST = re.compile(r"^(\d*)([-+=.)])")


def inert(text: str) -> str:
    """The text as one line of Markdown that shows it exactly, and does nothing."""
    return _FIRST.sub(r"\1\\\2", cell(text))


def cell(text: str) -> str:
    """The same where no line begins with it: in a cell of a table, or behind other words."""
    line = _BREAK.sub(" / ", text.strip())
    return _LIVE.sub(lambda found: f"\\{found[0]}", line)


def link(url: str, words: str = "") -> str:
    """A link to follow and to copy, called by these words or shown as it is.

    An address that is odd in any way is none: the words stand there alone, without words the
    address as text.
    """
    if not _ADDRESS.fullmatch(url):
        return inert(words or url)
    return f"[{inert(words)}]({url.translate(_CLOSING)})" if words else f"<{url}>"
