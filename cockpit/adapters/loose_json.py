"""Foreign JSON, read without trust: any field may be missing, null or of another kind.

Every text that leaves here has passed `plain`; what the fields mean is the adapters' business.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

from cockpit.ports.plain import PLAIN_LIMIT, plain

DEEPEST = 6
"""Levels of foreign JSON that are walked."""
_KEY_LIMIT = 80


class Node:
    """One JSON object, or the absence of one."""

    __slots__ = ("_fields",)

    def __init__(self, value: object) -> None:
        self._fields: dict[str, object] = value if isinstance(value, dict) else {}

    def __bool__(self) -> bool:
        return bool(self._fields)

    def has(self, key: str) -> bool:
        """Whether there is such a field and it is not null."""
        return self._fields.get(key) is not None

    def raw(self, key: str) -> str:
        """A text exactly as it came: for comparing and asking again, never for showing."""
        value = self._fields.get(key)
        return value if isinstance(value, str) else ""

    def text(self, *keys: str, limit: int = PLAIN_LIMIT, lines: bool = False) -> str:
        """The first of these fields that says something, harmless; numbers as they are written."""
        for key in keys:
            value = self._fields.get(key)
            if isinstance(value, int | float) and not isinstance(value, bool):
                value = str(value)
            if isinstance(value, str) and (shown := plain(value, limit, lines=lines)):
                return shown
        return ""

    def number(self, key: str) -> int:
        """A whole number; 0 when there is none."""
        value = self._fields.get(key)
        if isinstance(value, str) and value.isascii() and value.isdecimal():
            value = int(value[:18])
        return value if isinstance(value, int) and not isinstance(value, bool) else 0

    def flag(self, key: str) -> bool:
        """Whether the field is true, and nothing like it."""
        return self._fields.get(key) is True

    def time(self, *keys: str) -> datetime | None:
        """The first of these fields that is an ISO 8601 instant; without an offset it is UTC."""
        for key in keys:
            found = instant(self.raw(key))
            if found is not None:
                return found
        return None

    def node(self, key: str) -> "Node":
        """The object in this field."""
        return Node(self._fields.get(key))

    def fields(self, key: str) -> dict[str, object]:
        """What the object in this field holds, exactly as it came: for giving back."""
        value = self._fields.get(key)
        return dict(value) if isinstance(value, dict) else {}

    @property
    def whole(self) -> dict[str, object]:
        """All of it, exactly as it came: for comparing, never for showing."""
        return dict(self._fields)

    def nodes(self, key: str) -> list["Node"]:
        """The objects in this list; what is no object is left out."""
        value = self._fields.get(key)
        items = value if isinstance(value, list) else []
        return [Node(item) for item in items if isinstance(item, dict)]

    def texts(self, key: str) -> list[str]:
        """The texts in this list."""
        value = self._fields.get(key)
        items = value if isinstance(value, list) else []
        return [plain(item) for item in items if isinstance(item, str)]

    def pairs(self, key: str, most: int, limit: int = PLAIN_LIMIT) -> list[tuple[str, str]]:
        """Whatever is in this field as paths and values ("labels.cluster", "eu-1"), harmless.

        At most so many pairs, each text no longer than `limit`; what is nested
        deeper than `DEEPEST` is left out. A value that is not nested has the field's own name.
        """
        shown = ((path, plain(value, limit)) for path, value in self.raw_pairs(key))
        return list(islice(((path, value) for path, value in shown if value), most))

    def raw_pairs(self, key: str) -> Iterator[tuple[str, str]]:
        """The same without a bound, values exactly as they came: for comparing, not for showing."""
        for path, value in _leaves(self._fields.get(key)):
            name = ".".join(plain(part, _KEY_LIMIT) for part in path)
            yield name or key, value if isinstance(value, str) else json.dumps(value)

    def is_list(self, key: str) -> bool:
        """Whether there is a list, empty or not: its absence is not emptiness."""
        return isinstance(self._fields.get(key), list)


def _leaves(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """What is not nested any further, with the way to it, in the order of the document."""
    if isinstance(value, dict | list):
        if len(path) < DEEPEST:
            items = value.items() if isinstance(value, dict) else enumerate(value)
            for key, item in items:
                yield from _leaves(item, (*path, str(key)))
    elif value is not None:
        yield path, value


def instant(text: str) -> datetime | None:
    """An ISO 8601 instant in UTC, or None."""
    try:
        found = datetime.fromisoformat(text.strip())
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
