"""The syntax of code as a few tones, by Pygments, which is imported when a diff is first shown.

What is coloured is bounded: a lexer is made of patterns, and code from outside may be written to
keep one busy.
"""

from collections.abc import Sequence
from typing import Protocol

from cockpit.domain.diffs import DiffLine, Side
from cockpit.view.cells import Tone
from cockpit.view.diff import Span

LONGEST = 300
"""Characters of a line above which its block stays plain."""

_TONES: tuple[tuple[str, Tone], ...] = (
    ("Token.Comment", Tone.DIM),
    ("Token.Keyword", Tone.ACCENT),
    ("Token.Operator.Word", Tone.ACCENT),
    ("Token.Literal", Tone.LITERAL),
    ("Token.Name.Function", Tone.STRONG),
    ("Token.Name.Class", Tone.STRONG),
    ("Token.Name.Decorator", Tone.STRONG),
    ("Token.Name.Tag", Tone.ACCENT),
    ("Token.Name.Attribute", Tone.STRONG),
    ("Token.Generic.Heading", Tone.STRONG),
    ("Token.Generic.Subheading", Tone.STRONG),
)
"""Beginnings of the names of Pygments' kinds; everything else is plain."""


class Painter:
    """Colours blocks of a diff; knows the lexers of the files that it has met.

    Lexers may take their time, so all of it may be used in a thread.
    """

    def __init__(self) -> None:
        self._lexers: dict[str, _Lexer | None] = {}
        self._tones: dict[object, Tone] = {}

    def prepare(self, paths: Sequence[str]) -> None:
        """Find the lexers of these files that are not known; takes long the first time."""
        from pygments.lexers import get_lexer_for_filename  # noqa: PLC0415 - not at the start
        from pygments.util import ClassNotFound  # noqa: PLC0415 - not at the start

        for path in set(paths).difference(self._lexers):
            name = path.rpartition("/")[2]
            try:
                found = get_lexer_for_filename(name, stripnl=False, ensurenl=False)
            except ClassNotFound:
                self._lexers[path] = None
            else:
                self._lexers[path] = found

    def spans(self, block: Sequence[DiffLine]) -> list[tuple[Span, ...] | None]:
        """The spans of each line of a block of one file; None: it stays plain."""
        lexer = self._lexers.get(block[0].path) if block else None
        if lexer is None or any(len(line.text) > LONGEST for line in block):
            return [None] * len(block)
        found: list[tuple[Span, ...] | None] = [None] * len(block)
        for hidden in (Side.REMOVED, Side.ADDED):
            places = [n for n, line in enumerate(block) if line.side is not hidden]
            if any(block[n].side is not Side.BOTH for n in places) or hidden is Side.REMOVED:
                painted = self._painted(lexer, [block[n].text for n in places])
                for n, spans in zip(places, painted, strict=False):
                    found[n] = spans
        return found

    def _painted(self, lexer: "_Lexer", lines: list[str]) -> list[tuple[Span, ...]]:
        done: list[list[Span]] = [[]]
        for kind, words in lexer.get_tokens("\n".join(lines)):
            tone = self._tone(kind)
            first, *others = words.split("\n")
            if first:
                done[-1].append((first, tone))
            done += [[(piece, tone)] if piece else [] for piece in others]
        return [tuple(spans) for spans in done]

    def _tone(self, kind: object) -> Tone:
        tone = self._tones.get(kind)
        if tone is None:
            name = str(kind)
            tone = next((t for start, t in _TONES if name.startswith(start)), Tone.PLAIN)
            self._tones[kind] = tone
        return tone


class _Lexer(Protocol):
    """As much of a lexer as is used."""

    def get_tokens(self, text: str) -> "Sequence[tuple[object, str]]":
        """The kinds and the pieces of a text, one after another."""
        ...
