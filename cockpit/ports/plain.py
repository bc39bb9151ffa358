"""`plain()`: makes any foreign text harmless, once, in the adapter; no state, no library."""

import re
import unicodedata
from functools import lru_cache

PLAIN_LIMIT = 500
"""Code points that a foreign string may have where nobody says otherwise."""

_MARKS = 4
"""Combining marks kept on one base character."""

_CLEAN = re.compile(
    "[\n -~\u00a1-\u00ac\u00ae-\u02ff\u0391-\u03a1\u03a3-\u03ff\u0400-\u0482\u048a-\u052f"
    "\u2010-\u2015\u2018-\u2027\u20a0-\u20bf\u2190-\u21ff\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3]*"
)
"""Text that needs no second look: visible characters in which nothing can hide."""

_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x18\x1a\x1b\x9c\r\n]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?"
)
"""Whole terminal sequences: CSI; OSC, DCS, SOS, PM, APC with their text; every other escape."""

_BREAK = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
_ZWJ = "\u200d"
_PICTURE_PARTS = frozenset("\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
_NOTHING = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufdd0-\ufdef\ufffe\uffff"
    "\U0001fffe\U0001ffff\U000e0000-\U0010ffff]"
)
"""Characters of visible categories that show nothing: fillers, tags, no characters at all."""


def plain(text: str, limit: int = PLAIN_LIMIT, *, lines: bool = False) -> str:
    """Foreign text, harmless to show: no control, no escape sequence, nothing invisible.

    Doing it twice changes nothing more. The result has `limit` code points at most; a "…" shows
    that something was cut off. With `lines`, line breaks of every kind stay, as newlines; else
    they become spaces, and space at both ends goes.
    """
    if len(text) <= limit and _CLEAN.fullmatch(text):
        return text if lines else text.replace("\n", " ").strip()
    much = 8 * limit + 1024
    kept = _BREAK.sub("\n" if lines else " ", _SEQUENCE.sub("", text[:much]))
    kept = _visible(kept) if lines else _visible(kept).strip()
    if len(kept) <= limit and len(text) <= much:
        return kept
    return kept[: max(limit - 1, 0)].rstrip(f" {_ZWJ}") + "…"


def _visible(text: str) -> str:
    if _CLEAN.fullmatch(text):
        return text
    kept: list[str] = []
    marks = _MARKS
    for place, char in enumerate(text):
        if char == _ZWJ:
            if kept and _joins(kept[-1], text[place + 1 : place + 2]):
                kept.append(char)
            continue
        shown = _shown(char)
        if not shown:
            continue
        if unicodedata.category(shown).startswith("M"):
            marks += 1
        else:
            marks = _MARKS if shown in " \n" else 0
        if marks <= _MARKS:
            kept.append(shown)
    return "".join(kept)


@lru_cache(maxsize=4096)
def _shown(char: str) -> str:
    """What stands for one character: itself, a space, a "�", or nothing."""
    if char in "\n\t":
        return char.replace("\t", " ")
    kind = unicodedata.category(char)
    if kind == "Zs":
        return " "
    if kind == "Cs":
        return "\ufffd"
    return "" if kind in {"Cc", "Cf", "Co"} or _NOTHING.match(char) else char


def _joins(before: str, after: str) -> bool:
    """Whether a zero width joiner between these two makes one picture of them."""
    joinable = unicodedata.category(before) == "So" or before in _PICTURE_PARTS
    return joinable and after != "" and unicodedata.category(after) == "So"
