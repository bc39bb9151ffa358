"""A mapping that never changes and of which a changed copy is cheap, however large it is."""

from collections.abc import ItemsView, Iterator, KeysView, Mapping, ValuesView
from typing import Generic, TypeVar, overload

V = TypeVar("V")
D = TypeVar("D")

_LEAST = 64
"""Entries below which copying everything costs nothing."""


class Ledger(Mapping[str, V], Generic[V]):
    """A large shared base, and the few entries that were put since.

    Entries keep the place at which they were first put. Looking at all of them settles the two
    into one, which is the same mapping, so that the next look is as fast as a dict.
    """

    __slots__ = ("_base", "_since")

    def __init__(self, base: dict[str, V], since: dict[str, V]) -> None:
        self._base = base
        self._since = since

    def put(self, key: str, value: V) -> "Ledger[V]":
        """The same with this entry; takes about the square root of the size."""
        since = {**self._since, key: value}
        if len(since) * len(since) > len(self._base) + _LEAST:
            return Ledger({**self._base, **since}, {})
        return Ledger(self._base, since)

    def _settled(self) -> dict[str, V]:
        if self._since:
            self._base = {**self._base, **self._since}
            self._since = {}
        return self._base

    def __getitem__(self, key: str) -> V:
        return self._since[key] if key in self._since else self._base[key]

    @overload
    def get(self, key: str, /) -> V | None: ...
    @overload
    def get(self, key: str, /, default: V | D) -> V | D: ...
    def get(self, key: str, /, default: D | None = None) -> V | D | None:
        """The entry, or the default."""
        return self._since[key] if key in self._since else self._base.get(key, default)

    def __contains__(self, key: object) -> bool:
        return key in self._since or key in self._base

    def __iter__(self) -> Iterator[str]:
        return iter(self._settled())

    def __len__(self) -> int:
        return len(self._settled())

    def keys(self) -> KeysView[str]:
        """All keys, in the order in which they were first put."""
        return self._settled().keys()

    def values(self) -> ValuesView[V]:
        """All entries, in the order in which they were first put."""
        return self._settled().values()

    def items(self) -> ItemsView[str, V]:
        """Keys with their entries, in the order in which they were first put."""
        return self._settled().items()

    def __repr__(self) -> str:
        return f"Ledger({self._settled()!r})"


def put(mapping: Mapping[str, V], key: str, value: V) -> Mapping[str, V]:
    """The mapping with this entry, without touching the one that was given."""
    ledger = mapping if isinstance(mapping, Ledger) else Ledger(dict(mapping), {})
    return ledger.put(key, value)
