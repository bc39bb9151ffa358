"""The TOML files that a configuration is laid together from, and on which line each key stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cockpit.settings.tree import Place, depth, value_at

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*|\n|\[\[|\]\]|[\[\]{}=.,]|[^\s\[\]{}=.,\#\"']+",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One file's part of a configuration."""

    label: str
    """Who speaks: "user" or "profile"."""
    file: str
    data: dict[str, object] = field(repr=False)
    lines: dict[Place, int] = field(repr=False)
    """The line, from 1, of every table and key."""

    def line(self, place: Place) -> int | None:
        """The line of the key at a place, else of what it would stand in."""
        prefixes = (place[:length] for length in range(len(place), 0, -1))
        return next((self.lines[prefix] for prefix in prefixes if prefix in self.lines), None)


def origin(layers: tuple[Layer, ...], place: Place) -> Layer:
    """The layer that says what stands at a place; the last one where none does.

    Only tables are shared between layers: what is inside a list belongs to the list's layer.
    """
    for layer in reversed(layers):
        steps = range(1, depth(layer.data, place) + 1)
        if any(not isinstance(value_at(layer.data, place[:step]), dict) for step in steps):
            return layer
    return max(reversed(layers), key=lambda layer: depth(layer.data, place))


def lines_of(text: str) -> dict[Place, int]:
    """Where tables and keys stand in a text that is known to be TOML.

    Keys inside inline tables and inside lists are not told apart: they stand where the list does.
    """
    lines: dict[Place, int] = {}
    counts: dict[Place, int] = {}
    table: Place = ()
    for number, tokens in _statements(text):
        if tokens[0] == "[[":
            parent, name = _indexed(_names(tokens[1:-1]), counts)
            counts[(*parent, name)] = counts.get((*parent, name), -1) + 1
            table = (*parent, name, counts[(*parent, name)])
            lines.setdefault((*parent, name), number)
            lines[table] = number
        elif tokens[0] == "[":
            parent, name = _indexed(_names(tokens[1:-1]), counts)
            table = (*parent, name)
            lines.setdefault(table, number)
        else:
            names = _names(tokens[: tokens.index("=")])
            for length in range(1, len(names) + 1):
                lines.setdefault((*table, *names[:length]), number)
    return lines


def _statements(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and tokens of each table header and of each key with its value."""
    number, nesting = 1, 0
    start, tokens = 1, list[str]()
    for found in _TOKEN.finditer(f"{text}\n"):
        piece = found.group()
        if piece == "\n" and nesting == 0:
            if tokens:
                yield start, tokens
            tokens = []
        elif piece != "\n" and not piece.startswith("#"):
            start = start if tokens else number
            tokens.append(piece)
            nesting += _opened(piece)
        number += piece.count("\n")


def _opened(piece: str) -> int:
    return {"[": 1, "{": 1, "[[": 2, "]": -1, "}": -1, "]]": -2}.get(piece, 0)


def _names(tokens: list[str]) -> tuple[str, ...]:
    return tuple(_unquoted(piece) for piece in tokens if piece != ".")


def _unquoted(piece: str) -> str:
    if piece.startswith("'"):
        return piece[1:-1]
    if not piece.startswith('"'):
        return piece
    return _ESCAPE.sub(_unescaped, piece[1:-1])


def _unescaped(found: re.Match[str]) -> str:
    code = found.group(1)
    if len(code) > 1:
        return chr(int(code[1:], 16))
    return {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}.get(code, code)


def _indexed(names: tuple[str, ...], counts: dict[Place, int]) -> tuple[Place, str]:
    """The place of a header's last name: lists on the way stand for their newest entry."""
    place: Place = ()
    for name in names[:-1]:
        place = (*place, name)
        if place in counts:
            place = (*place, counts[place])
    return place, names[-1]
