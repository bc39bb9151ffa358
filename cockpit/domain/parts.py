"""How a text that is too long for one message is split, and how much a chat keeps of one; pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from cockpit.domain.chat import Mention

Message = tuple[str, tuple[Mention, ...]]
"""A text, and those whom it notifies."""

LIMIT = 3500
"""Units of a message, as `weight` counts them; the chat's own limit for edits is 4,000."""
MOST = 12
"""Parts of one update; a longer text is a log, and belongs into a snippet."""

_ESCAPED = {"&": 5, "<": 4, ">": 4}
"""What a chat keeps of these: `&amp;`, `&lt;`, `&gt;`."""
_MENTION = 28
"""What a chat keeps of a mention besides its name: its kind and id, in brackets."""
_MARK = len("(99/99) ")
_EARLY = 3
"""A paragraph or a line that ends in the first third of a part is no place to break it."""
_JOINER = "\u200d"
_HALVES = 0x10000
_LETTERS = range(0x1F1E6, 0x1F200)
"""Two of these are one flag."""
_SKINS = range(0x1F3FB, 0x1F400)
_VOWELS = range(0x1160, 0x1200)
"""Hangul vowels and finals join what stands before them."""


@dataclass(frozen=True, slots=True)
class _Atom:
    """A piece that is never broken."""

    text: str
    weight: int


def weight(text: str, mentions: tuple[Mention, ...] = ()) -> int:
    """How long the chat finds this text: escaped, mentions as ids, astral characters as two."""
    return sum(atom.weight for atom in _atoms(text, mentions))


def split(text: str, mentions: tuple[Mention, ...] = (), limit: int = LIMIT) -> tuple[Message, ...]:
    """The messages that this text becomes, each with those whom it notifies; () for no text.

    One message is the text itself; of several each begins with "(1/3)". Broken is, in this order,
    between paragraphs, lines, words, characters; never in a mention. Nobody is notified twice: a
    name that comes again later is only text there. Nothing but white space at a break is lost.
    """
    unnamed = sum(_MENTION + len(m.name) for m in mentions if f"@{m.name}" not in text)
    if weight(text, mentions) + unnamed <= limit:
        return ((text, mentions),) if text else ()
    room = max(1, limit - _MARK - unnamed)
    parts = list(_broken(list(_atoms(text, mentions)), room))
    told: list[Message] = []
    left = mentions
    for place, part in enumerate(parts, start=1):
        here = tuple(m for m in left if names(part, m) or (place == 1 and not names(text, m)))
        left = tuple(m for m in left if m not in here)
        told.append((f"({place}/{len(parts)}) {part}", here))
    return tuple(told)


def names(text: str, mention: Mention) -> bool:
    """Whether this mention stands in the text, as a whole word."""
    return _spots(mention).search(text) is not None


def _spots(*mentions: Mention) -> re.Pattern[str]:
    longest = sorted({m.name for m in mentions if m.name}, key=len, reverse=True)
    return re.compile(rf"@(?:{'|'.join(map(re.escape, longest)) or '(?!)'})(?!\w)")


def _atoms(text: str, mentions: tuple[Mention, ...]) -> Iterator[_Atom]:
    end = 0
    for spot in _spots(*mentions).finditer(text) if mentions else ():
        yield from _clusters(text[end : spot.start()])
        yield _Atom(spot[0], _heavy(spot[0]) + _MENTION)
        end = spot.end()
    yield from _clusters(text[end:])


def _clusters(text: str) -> Iterator[_Atom]:
    """What people take for single characters, near enough to break between them."""
    start = flags = 0
    for place, char in enumerate(text):
        flags = flags + 1 if ord(char) in _LETTERS else 0
        if place > start and not _continues(text[place - 1], char, flags):
            yield _Atom(text[start:place], _heavy(text[start:place]))
            start = place
    if start < len(text):
        yield _Atom(text[start:], _heavy(text[start:]))


def _continues(before: str, char: str, flags: int) -> bool:
    if char.isascii():
        return before == "\r" and char == "\n"
    code = ord(char)
    if _JOINER in (char, before) or code in _SKINS or code in _VOWELS:
        return True
    return (flags % 2 == 0 and flags > 0) or unicodedata.category(char).startswith("M")


def _heavy(text: str) -> int:
    return sum(_ESCAPED.get(char, 1 if ord(char) < _HALVES else 2) for char in text)


def _broken(atoms: list[_Atom], room: int) -> Iterator[str]:
    start = 0
    while start < len(atoms):
        end, full = start, 0
        while end < len(atoms) and (full + atoms[end].weight <= room or end == start):
            full += atoms[end].weight
            end += 1
        if end < len(atoms):
            end = _seam(atoms, start, end)
        part = "".join(a.text for a in atoms[start:end])
        start = end
        if part.strip():
            yield part.strip("\n") if start < len(atoms) else part.rstrip()


def _seam(atoms: list[_Atom], start: int, end: int) -> int:
    """Where to break, at `end` at the latest: behind white space, if there is any."""
    least = start + (end - start) // _EARLY
    for is_seam in (_ends_paragraph, _ends_line, _ends_word):
        for place in range(end, least, -1):
            if is_seam(atoms, place):
                return place
    return end


def _ends_paragraph(atoms: list[_Atom], place: int) -> bool:
    return atoms[place - 1].text == "\n" and place > 1 and atoms[place - 2].text == "\n"


def _ends_line(atoms: list[_Atom], place: int) -> bool:
    return atoms[place - 1].text == "\n"


def _ends_word(atoms: list[_Atom], place: int) -> bool:
    return atoms[place - 1].text.isspace()
