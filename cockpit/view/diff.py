"""A diff as rows: signs and numbers in the margin, code in the tones of its syntax; no lexer."""

from collections.abc import Sequence

from cockpit.domain.diffs import DiffLine, Side
from cockpit.view.cells import Cell, Row, Tone, text

Span = tuple[str, Tone]
"""A piece of code and the tone of what it is."""

_NUMBER = 5
_LEAST = 20
"""Cells for code below which the numbers go."""
_MOST_ROWS = 6
"""Rows of one line of code; of a longer one the rest is left out, and said to be."""
_WIDE_FROM = 0x1100
"""Characters from here on may take two cells."""

_SIGNS: dict[Side, tuple[str, Tone]] = {
    Side.ADDED: ("+", Tone.GOOD),
    Side.REMOVED: ("-", Tone.BAD),
    Side.BOTH: (" ", Tone.DIM),
}


def rows(
    line: DiffLine, spans: Sequence[Span] | None, width: int, *, is_first: bool = False
) -> tuple[Row, ...]:
    """The rows of one line; without spans, the code is plain."""
    if line.side is Side.FILE:
        head = Row((Cell("▸", Tone.ACCENT, width=1), Cell(line.text, Tone.STRONG, grow=True)))
        return (head,) if is_first else (text(""), head)
    if line.side is Side.HUNK:
        return (text(line.text, Tone.DIM),)
    if line.side is Side.NOTE:
        return (text(f"  {line.text}", Tone.DIM),) if line.text else ()
    sign, tone = _SIGNS[line.side]
    has_numbers = width - _NUMBER - 3 >= _LEAST
    margin = [Cell(f"{line.number}", Tone.DIM, width=_NUMBER, right=True)] if has_numbers else []
    room = width - (_NUMBER + 1 if has_numbers else 0) - 2
    pieces = _broken(spans or ((line.text, Tone.PLAIN),), max(room, 1))
    first = Row((*margin, Cell(sign, tone, width=1), *_code(pieces[0])))
    blank = [Cell("", width=_NUMBER)] if has_numbers else []
    rest = (Row((*blank, Cell(sign, tone, width=1), *_code(piece))) for piece in pieces[1:])
    return (first, *rest)


def _code(piece: Sequence[Span]) -> list[Cell]:
    return [Cell(words, tone, joined=place > 0) for place, (words, tone) in enumerate(piece)]


def _broken(spans: Sequence[Span], room: int) -> list[list[Span]]:
    """The pieces of code in lines that fit; at most `_MOST_ROWS`, the last ends in "…" then."""
    lines: list[list[Span]] = [[]]
    left = room
    for words, tone in spans:
        rest = words
        while rest:
            if len(lines) > _MOST_ROWS:
                lines.pop()
                lines[-1].append(("…", Tone.DIM))
                return lines
            head = _head(rest, left) or (rest[0] if left == room else "")
            if head:
                lines[-1].append((head, tone))
                left -= _width(head)
                rest = rest[len(head) :]
            if rest:
                lines.append([])
                left = room
    return lines


def _head(words: str, room: int) -> str:
    """The longest beginning that fits."""
    if words.isascii():
        return words[:room]
    taken = 0
    for end, character in enumerate(words):
        taken += _width(character)
        if taken > room:
            return words[:end]
    return words


def _width(words: str) -> int:
    return len(words) if words.isascii() else sum(1 + (ord(c) >= _WIDE_FROM) for c in words)
